"""The reference page of the norms is the one the norms give."""

from pathlib import Path

from vangnet.law.loader import standard_norms
from vangnet.law.norm_record import NORM_FIELDS
from vangnet.law.reference import norms_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "norms.md"


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == norms_page(standard_norms()), (
        "run: vangnet law reference --to docs/reference/norms.md"
    )


def test_every_norm_stands_on_it():
    text = PAGE.read_text(encoding="utf-8")
    for norm in standard_norms().norms:
        assert f"### {norm.id} {norm.title}" in text
        assert norm.explanation_nl in text


def test_the_explanation_names_every_field_of_a_norm_file():
    text = (PAGE.parents[1] / "explanation" / "law.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in NORM_FIELDS)
