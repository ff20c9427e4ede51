"""Find out what a file is by looking into it: what its sender calls it counts for nothing."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import Final

from PIL import Image, UnidentifiedImageError

PDF: Final = "application/pdf"
TEXT: Final = "text/plain"
# Formats that are tried, and what each turns out to be: a phone writes several JPEGs behind each other, and shows the first.
TRIED: Final = ("PNG", "JPEG")
PICTURES: Final = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg"}
ENDINGS: Final = {PDF: "pdf", TEXT: "txt", "image/png": "png", "image/jpeg": "jpg"}
_SPACES: Final = "\n\r\t\f"
_TAIL: Final = 2_048


def media_type(content: bytes) -> str | None:
    """Return what the bytes are: a pdf, a picture or plain text; None for everything else.

    A pdf starts as one, so that no other file hides before it, and ends as one. A picture is one that Pillow opens and finds
    whole. Text is UTF-8 without signs that steer a machine. Whether a virus is in it, nobody here looks.

    >>> media_type(b"Beste Noor,")
    'text/plain'
    >>> media_type(b"MZ\\x90\\x00"), media_type(b"GIF89a\\x00%PDF-1.7"), media_type(b"")
    (None, None, None)
    """
    if not content:
        return None
    if content.startswith(b"%PDF-"):
        return PDF if b"%%EOF" in content[-_TAIL:] else None
    return _picture(content) or (TEXT if _is_text(content) else None)


def _picture(content: bytes) -> str | None:
    try:
        with Image.open(BytesIO(content), formats=TRIED) as picture:
            found = PICTURES.get(str(picture.format))
            picture.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None
    return found


def _is_text(content: bytes) -> bool:
    if content.startswith((b"<", b"\xef\xbb\xbf<")):
        return False  # A page or a drawing with a program in it reads as text too.
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return all(sign in _SPACES or unicodedata.category(sign) != "Cc" for sign in said)
