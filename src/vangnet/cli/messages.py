"""`vangnet messages`: gather the texts of the screens per folder, keep their English, and compile both.

Each folder of `vangnet.web` has its own catalogue, so that two people seldom edit the same one. Dutch is the source:
a text in a template is what a Dutch reader sees. The catalogue holds the English of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vangnet.config.settings import select

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

WEB = Path(__file__).resolve().parents[1] / "web"
# The Dutch of what packages say (sign-in, passwords): written by hand, compiled here.
PACKAGE_WORDS = WEB / "account" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
KEYWORDS = {"gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}

# Header lines that say nothing here, or would make every run a change.
_NOISE = (
    b'"POT-Creation',
    b'"PO-Revision',
    b'"Project-Id',
    b'"Report-',
    b'"Last-Translator',
    b'"Language-Team',
    b'"Gene',
)

Message = str | tuple[str, str]


def folders() -> list[Path]:
    """Return the folders of the screens that hold texts, in order."""
    return sorted(path for path in WEB.iterdir() if path.is_dir() and next(texts(path), None) is not None)


def texts(folder: Path) -> Iterator[tuple[Message, str]]:
    """Yield every text to translate in a folder, with the file it stands in; Django must be set up.

    Args:
        folder: one folder of `vangnet.web`.
    """
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(WEB).as_posix()
        if path.suffix == ".py":
            yield from ((message, place) for message in _in_python(path))
        elif "templates" in path.parts and path.suffix in {".html", ".txt"}:
            yield from ((message, place) for message in _in_template(path))


def _in_python(path: Path) -> Iterator[Message]:
    from babel.messages.extract import extract_python

    with path.open("rb") as source:
        for _, _, found, _ in extract_python(source, KEYWORDS, [], {}):
            yield found if isinstance(found, str) else (found[0], found[1])


def _in_template(path: Path) -> Iterator[Message]:
    from django.template import Template
    from django.template.base import Node
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    parsed = Template(path.read_text(encoding="utf-8"))
    nodes = parsed.nodelist.get_nodes_by_type(Node)
    for node in nodes:
        if isinstance(node, BlockTranslateNode):
            singular = node.render_token_list(node.singular)[0]
            yield (singular, node.render_token_list(node.plural)[0]) if node.plural else singular
        elif isinstance(node, TranslateNode):
            yield str(getattr(node.filter_expression.var, "literal", node.filter_expression.var))


def catalogue(folder: Path) -> Path:
    """Return where the English of a folder stands."""
    return folder / "locale" / "en" / "LC_MESSAGES" / "django.po"


def read(folder: Path) -> Catalog:
    """Return the catalogue of a folder as it stands; an empty one when there is none."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    path = catalogue(folder)
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as source:
        return read_po(source, locale="en")


def gathered(folder: Path) -> Catalog:
    """Return the catalogue a folder should have: its texts of now, with the English that is known."""
    from babel.messages.catalog import Catalog

    known, fresh = read(folder), Catalog(locale="en", header_comment="# English of the screens.", fuzzy=False)
    for message, place in texts(folder):
        have = known.get(message)
        fresh.add(message, string=have.string if have else None, locations=[(place, 0)])
    return fresh


def package_words() -> Catalog:
    """Return our Dutch of what packages say."""
    from babel.messages.pofile import read_po

    with PACKAGE_WORDS.open("rb") as source:
        return read_po(source, locale="nl")


def compiled(messages: Catalog) -> bytes:
    """Return a catalogue in the form that the program reads."""
    from babel.messages.mofile import write_mo

    # The header carries a date; a fixed one makes the same texts the same bytes.
    messages.creation_date = messages.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    target = BytesIO()
    write_mo(target, messages)
    return target.getvalue()


def first(message: str | tuple[str, ...] | list[str]) -> str:
    """Return a text, or its singular when it has two forms."""
    return message if isinstance(message, str) else message[0]


def missing(messages: Catalog) -> list[str]:
    """Return the texts without English."""
    return [first(message.id) for message in messages if message.id and not _whole(message.string)]


def _whole(english: object) -> bool:
    return all(english) if isinstance(english, tuple | list) else bool(english)


def write(folder: Path, messages: Catalog) -> None:
    """Write the catalogue of a folder and its compiled form."""
    from babel.messages.pofile import write_po

    target = BytesIO()
    write_po(target, messages, width=120, omit_header=False, include_lineno=False, sort_output=True)
    kept = [line for line in target.getvalue().splitlines() if not line.startswith(_NOISE)]
    path = catalogue(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\n".join(kept).rstrip() + b"\n")
    path.with_suffix(".mo").write_bytes(compiled(read(folder)))


@click.command("messages")
def command() -> None:
    """Verzamel de teksten van de schermen en maak de Engelse vertaling klaar voor gebruik."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", select("test"))
    django.setup()
    PACKAGE_WORDS.with_suffix(".mo").write_bytes(compiled(package_words()))
    for folder in folders():
        messages = gathered(folder)
        write(folder, messages)
        without = missing(messages)
        click.echo(f"{folder.name}: {len(messages)} teksten, {len(without)} zonder Engels")
        for text in without:
            click.echo(f"  {text}")
