"""Take out of a picture what it says beside what one sees: where and when it was taken, with which device, by whom.

Nothing is drawn anew, so that no picture loses quality. A picture that is not built as the standards say is not kept.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from vangnet.cases.engine.sniffing import ENDINGS

_PNG: Final = b"\x89PNG\r\n\x1a\n"
# What a picture needs to look as it did; everything else in it is said beside the picture.
_PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
)
_APP0, _APP1, _APP2, _APP14, _COM, _SOS = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE, 0xDA
_ORIENTATION: Final = 0x0112


def without_metadata(content: bytes, media_type: str) -> bytes | None:
    """Return a picture without what it says beside what one sees; the file itself when it is none; None for a broken picture.

    Of a photo only which way is up stays. Of several pictures in one file the first stays, which is the one that is shown.

    Source: JPEG, ITU-T T.81 annex B; Exif 2.32 section 4.6; PNG, W3C Recommendation, section 11.

    >>> without_metadata(b"Beste Noor,", "text/plain"), without_metadata(b"no picture", "image/png")
    (b'Beste Noor,', None)
    """
    try:
        match ENDINGS.get(media_type):
            case "jpg":
                return b"".join(_jpeg(content))
            case "png":
                return b"".join(_png(content))
    except (ValueError, IndexError, struct.error):
        return None
    return content


def _png(content: bytes) -> Iterator[bytes]:
    if not content.startswith(_PNG):
        raise ValueError
    yield _PNG
    at, name = len(_PNG), b""
    while name != b"IEND":
        size, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + size
        if end > len(content):
            raise ValueError
        if name in _PNG_KEPT:
            yield content[at:end]
        at = end


def _jpeg(content: bytes) -> Iterator[bytes]:
    if content[:2] != b"\xff\xd8":
        raise ValueError
    yield b"\xff\xd8"
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError
        while content[at + 1] == 0xFF:  # as many as one likes may stand before a marker
            at += 1
        marker = content[at + 1]
        if marker == 0xD9:
            yield b"\xff\xd9"
            return
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if end > len(content) or end < at + 4:
            raise ValueError
        yield _segment(marker, content[at:end])
        at = end
        if marker == _SOS:
            end = _end_of_scan(content, at)
            yield content[at:end]
            at = end


def _segment(marker: int, segment: bytes) -> bytes:
    """Return a segment when the picture needs it; of Exif only which way is up."""
    if marker == _APP1:
        return _upright(segment[4:])
    if marker == _APP0:  # a small picture may lie in it, of before a face was cut away
        return b"\xff\xe0\x00\x10" + segment[4:16] + b"\x00\x00" if segment[4:9] == b"JFIF\x00" else b""
    colours = {_APP2: b"ICC_PROFILE\x00", _APP14: b"Adobe"}.get(marker)
    said_beside = _APP0 < marker <= 0xEF or marker == _COM
    return b"" if said_beside and (colours is None or not segment.startswith(colours, 4)) else segment


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the next marker stands after the picture itself; stuffed bytes and restarts are part of it."""
    while True:
        at = content.index(b"\xff", at)
        following = content[at + 1]
        if following != 0x00 and not 0xD0 <= following <= 0xD7:
            return at
        at += 2


def _upright(exif: bytes) -> bytes:
    """Return an Exif segment that says which way is up and nothing more; empty when it stands as it was taken, or says nothing."""
    turned = _orientation(exif)
    if not 2 <= turned <= 8:
        return b""
    said = struct.pack(">6s2sHIHHHIHHI", b"Exif\x00\x00", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    return struct.pack(">BBH", 0xFF, _APP1, len(said) + 2) + said


def _orientation(exif: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(exif[6:8])
    if exif[:6] != b"Exif\x00\x00" or order is None:
        return 0
    tiff = exif[6:]
    try:
        start = struct.unpack_from(f"{order}I", tiff, 4)[0]
        for place in range(struct.unpack_from(f"{order}H", tiff, start)[0]):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * place)
            if tag == _ORIENTATION and kind == 3:
                return int(value)
    except struct.error:
        return 0
    return 0
