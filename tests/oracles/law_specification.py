"""The law of sharing in one page: slow, plain, the measure for `vangnet.law.decide`. An unknown fact never helps."""

from itertools import product

POWER, KEY = {"permit", "oblige"}, {"lift_secrecy"}
OPPOSITE = {True: False, False: True, None: None}


def derived(q, norms):
    """What follows from the question alone; always known."""
    no_secret = q.category in ("C26", "C32", "C33")
    own_data = q.giver.org_type in ("BET", "VERT", "NAA") or q.receiver.org_type in ("BET", "VERT")
    c = q.consent
    live = c is not None and not c.withdrawn and (c.valid_until is None or q.on <= c.valid_until)
    scope = live and q.receiver.org_type in c.receivers and q.category in c.categories and q.purpose in c.purposes
    named = [n for n in norms if n.key == q.invoked_ground]
    inside = any(listed(n.givers, q.giver) for n in named) and any(listed(n.receivers, q.receiver) for n in named)
    return {
        "giver_bound": q.giver_bound,
        "care_secrecy_applies": not own_data and (q.category == "C34" or (q.giver_bound and not no_secret)),
        "consent_in_scope": scope,
        "consent_explicit_in_scope": scope and c.explicit,
        "circle_other": q.circle == "other",
        "staff_beyond_contact": q.circle == "staff" and q.category not in ("C01", "C03", "C26"),
        "invoked_closed_circle": q.invoked_ground in ("M07", "M12"),
        "invoked_parties_outside": q.invoked_ground is not None and not inside,
    }


def listed(parties, party):
    """A party is listed by organisation (any role), by organisation and role, by role, or as ANY."""
    names = ("ANY", party.org_type, f"ANY:{party.role}", f"{party.org_type}:{party.role}")
    return any(name in parties for name in names)


def matches(n, q):
    """A row speaks about a question when phase, purpose, category, circle, receiver, giver and day are all in it."""
    any_purpose = "ANY" in n.purposes and (q.purpose != "other" or "prohibit" in n.effect)
    return (
        (q.phase in n.phases or "ANY" in n.phases)
        and (q.purpose in n.purposes or any_purpose)
        and (q.category in n.categories or "ANY" in n.categories)
        and (q.circle in n.circle or "ANY" in n.circle)
        and listed(n.receivers, q.receiver)
        and listed(n.givers, q.giver)
        and (n.valid_from is None or n.valid_from <= q.on)
        and (n.valid_until is None or q.on <= n.valid_until)
    )


def closed(q, known):
    """Care, police, justice and probation hold information that leaves only with a key."""
    registers = {"POL": ("C07", "C08", "C09", "C10"), "OM": ("C11", "C12"), "DJI": ("C11", "C12")}
    probation = q.giver.org_type == "RECL" and q.category not in ("C26", "C32", "C33")
    return known["care_secrecy_applies"] or probation or q.category in registers.get(q.giver.org_type, ())


def value(token, known):
    """True, False or None (unknown). `!a` holds when a is recorded false; `a|b` holds when either holds."""
    values = [OPPOSITE[known.get(x[1:])] if x[0] == "!" else known.get(x) for x in token.split("|")]
    return True if True in values else None if None in values else False


def state(n, known):
    """How far a power or key row is: (0 full, 1 conditional, 2 human; its missing sets), or None when it is dead."""
    required = {t: value(t, known) for t in n.facts_required}
    human = {f: known.get(f) for f in n.human_facts}
    if any(known.get(f) for f in n.excluded_by) or False in required.values() or False in human.values():
        return None
    open_tokens = [t for t, v in required.items() if v is None]
    open_human = [f for f, v in human.items() if v is None]
    if open_tokens and open_human:
        return None
    if open_human:
        return 2, [frozenset(open_human)]
    choices = [[f for f in t.split("|") if known.get(f) is None] for t in open_tokens]
    return (1 if open_tokens else 0), [frozenset(chosen) for chosen in product(*choices)]


def weigh(rows, known, shut, counted):
    """One evaluation of the matching rows, of which only those `counted` can carry: (outcome, rows, missing)."""
    alive = [(n, s) for n in rows if (POWER | KEY) & set(n.effect) and counted(n) for s in [state(n, known)] if s]
    powers = [(n, s) for n, s in alive if POWER & set(n.effect)]
    keys = [(n, s) for n, s in alive if KEY & set(n.effect)]
    known = {**known, "no_care_key": known["care_secrecy_applies"] and not keys, "no_power_row": not powers}
    triggered = [n for n in rows if "prohibit" in n.effect and all(value(t, known) is True for t in n.facts_required)]
    barred = [n for n in triggered if not any(known.get(f) for f in n.excluded_by)]
    routes = [((p,), s[0], s[1]) for p, s in powers]
    if shut:
        routes = [((p, k), max(a[0], b[0]), [x | y for x in a[1] for y in b[1]]) for p, a in powers for k, b in keys]
    if barred or not routes:
        return "DENY", barred, frozenset()
    level = min(reached for _, reached, _ in routes)
    best = min((m for _, reached, sets in routes if reached == level for m in sets), key=lambda m: (len(m), sorted(m)))
    carrying = [n for pair, reached, sets in routes if reached == level and best in sets for n in pair]
    permit = "ALLOW_DUTY" if any("oblige" in n.effect for n in carrying) else "ALLOW"
    return (permit, "CONDITIONAL", "HUMAN")[level], carrying, best


def specify(norms, vocabulary, q):
    """The whole answer: (outcome, grounds, prohibitions, missing, duties, output form)."""
    known = {**q.facts, **derived(q, norms)}
    matching, shut = [n for n in norms if matches(n, q)], closed(q, known)
    outcome, rows, missing = weigh(matching, known, shut, lambda n: True)
    strict = weigh(matching, known, shut, lambda n: n.verified)
    unread = not q.assume_verified and strict[0] == "DENY" and outcome != "DENY"
    if unread:
        outcome = "HUMAN"
    elif not q.assume_verified:
        outcome, rows, missing = strict
    ids, denied = sorted({n.key for n in rows}), outcome == "DENY"
    duties = {d for n in rows for d in n.duties + n.sticky_conditions} | ({"verify_norm_text"} if unread else set())
    forms = ["O0"]
    if outcome in ("ALLOW", "ALLOW_DUTY"):
        forms = [vocabulary.categories[q.category].form_cap, q.requested_form or "O5"]
        forms.append(max(n.highest_output_form for n in rows if POWER & set(n.effect)))
        if shut:
            forms.append(max(n.highest_output_form for n in rows if KEY & set(n.effect)))
    return outcome, [] if denied else ids, ids if denied else [], sorted(missing), sorted(duties), min(forms)
