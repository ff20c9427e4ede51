"""A picture that is kept says nothing beside what one sees, and looks as it did."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin
from tests.case_documents import PDF, picture, several_pictures

from vangnet.cases.engine.stripping import without_metadata

SECRET = b"Zwolle-52.51N-6.09E"


def photo(*, turned: int = 1, progressive: bool = False) -> bytes:
    """Return a photo that says where it was taken in Exif, in a comment, in XMP and behind the picture."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x010E] = turned, "Toestel", SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    kept = BytesIO()
    drawn = Image.effect_noise((64, 48), 90).convert("RGB")
    drawn.save(kept, "JPEG", exif=exif, comment=SECRET, progressive=progressive, icc_profile=b"kleuren" * 9)
    content = kept.getvalue()
    xmp = b"http://ns.adobe.com/xap/1.0/\x00" + SECRET
    return content[:2] + b"\xff\xe1" + struct.pack(">H", len(xmp) + 2) + xmp + content[2:] + SECRET


def drawing() -> bytes:
    """Return a PNG that says where it was made in each of the ways that a PNG can."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_text("Comment", SECRET.decode(), zip=True)
    info.add_itxt("Place", SECRET.decode())
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    kept = BytesIO()
    Image.effect_noise((32, 32), 90).save(kept, "PNG", pnginfo=info, exif=exif, dpi=(72, 72))
    return kept.getvalue() + SECRET


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photo_keeps_its_pixels_colours_and_way_up_and_nothing_else(progressive: bool):
    before = photo(turned=6, progressive=progressive)
    assert SECRET in before
    after = without_metadata(before, "image/jpeg")
    assert after is not None
    assert SECRET not in after
    assert b"Toestel" not in after
    with Image.open(BytesIO(before)) as old, Image.open(BytesIO(after)) as new:
        assert new.tobytes() == old.tobytes()
        assert dict(new.getexif()) == {0x0112: 6}
        assert new.info["icc_profile"] == old.info["icc_profile"]
    assert without_metadata(after, "image/jpeg") == after


def test_a_photo_that_stands_as_it_was_taken_has_no_exif_at_all():
    after = without_metadata(photo(), "image/jpeg")
    assert after is not None
    assert b"Exif" not in after


@pytest.mark.parametrize(
    "hidden", [b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x02\x02" + SECRET, b"JFXX\x00\x10" + SECRET, b"Ander" + SECRET]
)
@pytest.mark.parametrize("marker", [0xE0, 0xEE])
def test_no_small_picture_or_word_hides_in_a_segment_that_is_known(hidden: bytes, marker: int):
    content = picture("JPEG")
    after = without_metadata(
        content[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(hidden) + 2) + hidden + content[2:], "image/jpeg"
    )
    assert after is not None
    assert SECRET not in after
    with Image.open(BytesIO(after)) as new, Image.open(BytesIO(content)) as old:
        assert new.tobytes() == old.tobytes()


def test_of_several_photos_in_one_file_the_first_stays():
    after = without_metadata(several_pictures(), "image/jpeg")
    assert after is not None
    assert after.count(b"\xff\xd8") == 1
    with Image.open(BytesIO(after)) as new:
        assert new.format == "JPEG"


def test_a_drawing_keeps_its_pixels_and_nothing_it_says():
    before = drawing()
    after = without_metadata(before, "image/png")
    assert after is not None
    assert SECRET not in after
    with Image.open(BytesIO(before)) as old, Image.open(BytesIO(after)) as new:
        assert new.tobytes() == old.tobytes()
        assert set(new.info) == {"dpi"}


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_that_is_cut_off_anywhere_is_refused_and_never_an_error(kind: str):
    whole, media_type = picture(kind), f"image/{kind.lower()}"
    assert without_metadata(whole, media_type) is not None
    assert {without_metadata(whole[:size], media_type) for size in range(len(whole))} == {None}


@pytest.mark.parametrize("changed", range(0, 400, 7))
def test_a_picture_with_a_wrong_byte_gives_an_answer(changed: int):
    content = bytearray(photo())
    content[changed % len(content)] ^= 0xFF
    without_metadata(bytes(content), "image/jpeg")


def test_what_is_no_picture_stays_as_it_is():
    assert without_metadata(PDF, "application/pdf") == PDF
