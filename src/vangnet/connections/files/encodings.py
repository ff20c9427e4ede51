"""In which encoding a text file stands, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vangnet.connections.files.rows import refuse

UNREADABLE: Final = re.compile("[\0\ud800-\udfff]")
_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]")
_LOOK_AT: Final = 1 << 20
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NO_TEXT: Final = {
    b"%PDF": "een pdf", b"\x89PNG": "een plaatje", b"\xff\xd8\xff": "een foto", b"\xd0\xcf\x11\xe0": "een oud Excel-bestand (.xls)",
    b"\x1f\x8b": "een ingepakt bestand", b"Rar!": "een ingepakt bestand",
}  # fmt: skip


def encoding_of(path: Path, wanted: Sequence[str]) -> str:
    """Return the encoding of a text file: what its mark says, else UTF-8 when it is, else the first wanted one that fits.

    Args:
        wanted: names of encodings that the source may use, most likely first.

    Raises:
        InvalidInput: it is not text, an encoding has no such name, or none of them fits.
    """
    with path.open("rb") as content:
        start = content.read(_LOOK_AT)
    for name in wanted:
        _known(name)
    _refuse_no_text(path.name, start)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    if b"\0" in start:
        raise _not_text(path.name, "een binair bestand")
    if _is_utf8(path):
        return "utf-8"
    for encoding in wanted:
        if encoding != "utf-8" and _fits(start, encoding):
            return encoding
    raise refuse(
        "encoding",
        nl=f"De tekens van {path.name} zijn niet te lezen als {', '.join(wanted)}. Sla het bestand op als CSV in UTF-8, of noem de "
        "goede codering in de mapping (encodings).",
        en=f"The characters of {path.name} cannot be read as {', '.join(wanted)}. Save it as CSV in UTF-8, or name the right "
        "encoding in the mapping (encodings).",
    )


def _is_utf8(path: Path) -> bool:
    """Return whether the whole file is UTF-8, but for a few bytes that somebody damaged.

    In a text of another encoding hardly any pair of bytes is a letter in UTF-8; in one of UTF-8 nearly all are.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    strange = letters = 0
    with path.open("rb") as content:
        while piece := content.read(_LOOK_AT):
            text = decoder.decode(piece)
            if not text.isascii():
                odd = len(UNREADABLE.findall(text))
                strange += odd
                letters += len(_BEYOND_ASCII.findall(text)) - odd
    return strange == 0 or letters > strange


def _fits(start: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        decoder.decode(start, final=len(start) < _LOOK_AT)
    except UnicodeDecodeError:
        return False
    return True


def _known(name: str) -> None:
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise refuse(
            "encoding-unknown",
            nl=f"De codering {name} bestaat niet. Gebruik bijvoorbeeld utf-8 of windows-1252.",
            en=f"There is no encoding {name}. Use for example utf-8 or windows-1252.",
        ) from error


def _refuse_no_text(name: str, start: bytes) -> None:
    for magic, kind in _NO_TEXT.items():
        if start.startswith(magic):
            raise _not_text(name, kind)


def _not_text(name: str, kind: str) -> Exception:
    return refuse(
        "not-text",
        nl=f"{name} is {kind} en geen tabel. Sla het op als CSV, Excel (.xlsx) of JSON-regels.",
        en=f"{name} is not a table. Save it as CSV, Excel (.xlsx) or JSON lines.",
    )
