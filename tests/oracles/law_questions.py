"""Random questions that are worth asking: most are made to fit some norm, so that permits, gaps and humans are frequent."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from vangnet.law.normset import NormSet
from vangnet.law.types import Consent, Norm, Party, Question

DAYS = (
    date(2026, 11, 2),
    date(2025, 2, 28),
    date(2025, 3, 1),
    date(2025, 6, 30),
    date(2025, 7, 1),
    date(2020, 1, 1),
    date(2018, 5, 25),
)


class Asker:
    """Makes random questions about one norm set; the same seed gives the same questions."""

    def __init__(self, norms: NormSet, seed: int) -> None:
        self.norms = norms
        self.random = random.Random(seed)
        words = norms.vocabulary
        self.orgs, self.roles = list(words.org_types), list(words.roles)
        self.facts = list(words.facts)
        self.barriers = [name for name, fact in words.facts.items() if fact.kind == "barrier"]
        self.carrying = [norm for norm in norms.norms if norm.is_power]
        self.keys = [norm for norm in norms.norms if norm.is_key]
        self.prohibiting = [norm for norm in norms.norms if norm.is_prohibition]
        self.ids = sorted(norms.ids)

    def questions(self, count: int) -> Iterator[Question]:
        """Return this many questions."""
        for _ in range(count):
            yield self.question()

    def question(self) -> Question:
        """Return one question: made to fit a power row, bent now and then, with facts mostly as that row needs them."""
        pick = self.random
        return self.fitted(
            pick.choice(self.carrying) if pick.random() < 0.85 else pick.choice(self.keys + self.prohibiting)
        )

    def fitted(self, norm: Norm) -> Question:
        """Return one question that mostly fits this norm."""
        pick = self.random
        giver, receiver = self._party(norm.givers), self._party(norm.receivers)
        codes = {
            "category": self._code(norm.categories, self.norms.vocabulary.categories),
            "purpose": self._code(norm.purposes, self.norms.vocabulary.purposes),
            "phase": self._code(norm.phases, self.norms.vocabulary.phases),
        }
        circle = "notified_person" if pick.random() < 0.8 else pick.choice(list(self.norms.vocabulary.subject_circles))
        if pick.random() < 0.12:
            name = pick.choice(list(codes))
            lists = {"category": "categories", "purpose": "purposes", "phase": "phases"}
            codes[name] = pick.choice(list(getattr(self.norms.vocabulary, lists[name])))
        if pick.random() < 0.06:
            giver = self._party(("ANY",))
        if pick.random() < 0.06:
            receiver = self._party(("ANY",))
        consent = self._consent(receiver, codes["category"], codes["purpose"]) if pick.random() < 0.45 else None
        return Question(
            giver=giver,
            giver_bound=pick.random() < 0.35,
            receiver=receiver,
            circle=circle,
            on=DAYS[0] if pick.random() < 0.8 else pick.choice(DAYS) + timedelta(days=pick.randrange(-1, 2)),
            facts=self._facts(norm),
            consent=consent,
            invoked_ground=pick.choice([*self.ids, "M07", "M12"]) if pick.random() < 0.1 else None,
            requested_form=pick.choice(("O1", "O2", "O3", "O4", "O5")) if pick.random() < 0.2 else None,
            assume_verified=pick.random() < 0.6,
            **codes,
        )

    def _party(self, listed: tuple[str, ...]) -> Party:
        org, _, role = self.random.choice(listed).partition(":")
        return Party(self.random.choice(self.orgs) if org == "ANY" else org, role or self.random.choice(self.roles))

    def _code(self, listed: tuple[str, ...], known: object) -> str:
        return self.random.choice(list(known) if "ANY" in listed else listed)  # type: ignore[call-overload]

    def _facts(self, norm: Norm) -> dict[str, bool]:
        pick, facts = self.random, {}
        wanted = [norm, pick.choice(self.keys)]
        if pick.random() < 0.7:
            wanted += [key for key in self.keys if key.key in ("W14", "M01", "M06", "P01")]
        known = self.norms.vocabulary.facts
        for row in wanted:
            for token in row.facts_required:
                for name in token.replace("!", "").split("|"):
                    if name in known:
                        self._record(facts, name, 0.82, 0.05)
            for name in row.human_facts:
                self._record(facts, name, 0.5, 0.05)
        for name in norm.excluded_by:
            if name in known:
                self._record(facts, name, 0.2, 0.3)
        for name in pick.sample(self.facts, pick.randrange(3)):
            self._record(facts, name, 0.6, 0.2)
        if pick.random() < 0.85:
            for name in self.barriers:
                if facts.get(name) and name not in norm.facts_required:
                    del facts[name]
        return facts

    def _record(self, facts: dict[str, bool], name: str, yes: float, no: float) -> None:
        chance = self.random.random()
        if chance < yes:
            facts[name] = True
        elif chance < yes + no:
            facts[name] = False

    def _consent(self, receiver: Party, category: str, purpose: str) -> Consent:
        pick, words = self.random, self.norms.vocabulary
        fits = pick.random() < 0.8
        return Consent(
            receivers=frozenset({receiver.org_type if fits else pick.choice(self.orgs)}),
            categories=frozenset({category, pick.choice(list(words.categories))}),
            purposes=frozenset({purpose} if pick.random() < 0.9 else {pick.choice(list(words.purposes))}),
            explicit=pick.random() < 0.8,
            withdrawn=pick.random() < 0.08,
            valid_until=None if pick.random() < 0.7 else pick.choice(DAYS) + timedelta(days=pick.randrange(-1, 2)),
        )
