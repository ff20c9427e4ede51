"""Each field of our own API is Dutch and stands in the glossary beside its English name (DESIGN section 4)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from vangnet.api.v1.api import api

GLOSSARY = Path(__file__).resolve().parents[2] / "glossary.toml"


def fields() -> set[str]:
    """Return the names of all fields in the description of the API."""
    schemas = api.get_openapi_schema(path_prefix="/api/v1/")["components"]["schemas"]
    return {name for schema in schemas.values() for name in schema.get("properties", {})}


def test_each_field_has_a_row_and_each_row_a_field() -> None:
    rows = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))["api_fields"]
    assert set(rows) == fields()
    assert all(rows.values())


def test_fields_are_camel_case() -> None:
    assert [name for name in fields() if not re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", name)] == []
