"""Read a file of person records into DuckDB as it is: any column order, any usual separator, clear refusals."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import duckdb
import pyarrow as pa

from vangnet.core.errors import InvalidInput
from vangnet.people.engine.batch.sql import number, rows, run
from vangnet.people.engine.records import RAW_COLUMNS

# Other names under which the columns come in; ours are always understood. Compared without case, spaces and marks.
_KNOWN_AS = {
    "given_name": (
        "givenname",
        "firstname",
        "voornaam",
        "voornamen",
        "forename",
        "roepnaam",
        "name",
        "naam",
        "fullname",
        "volledigenaam",
    ),
    "prefix": ("prefix", "voorvoegsel", "voorvoegsels", "tussenvoegsel", "tussenvoegsels"),
    "surname": ("surname", "lastname", "achternaam", "geslachtsnaam", "familyname", "familienaam"),
    "birth_date": ("birthdate", "dateofbirth", "dob", "geboortedatum", "birthday"),
    "sex": ("sex", "gender", "geslacht", "geslachtsaanduiding"),
    "street": ("street", "streetname", "straat", "straatnaam", "adres", "address"),
    "house_number": ("housenumber", "huisnummer", "streetnumber", "huisnr", "nr"),
    "postcode": ("postcode", "postalcode", "zip", "zipcode"),
    "city": ("city", "town", "plaats", "woonplaats", "suburb", "stad"),
    "phone": ("phone", "phonenumber", "telephone", "telefoon", "telefoonnummer", "mobile", "mobiel"),
    "identifier": ("identifier", "bsn", "burgerservicenummer"),
}
# One column that holds a whole name, when there is no other for the surname.
_WHOLE_NAMES = frozenset(("name", "naam", "fullname", "volledigenaam"))
ID_COLUMNS = ("id", "rec_id", "unique_id", "record_id")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class PersonFile:
    """A file that was read: how many records, which column was taken for what, its letters, and the hash of its bytes."""

    path: Path
    encoding: str
    rows: int
    columns: Mapping[str, str]
    id_column: str | None
    sha256: str


def refuse(code: str, nl: str, en: str) -> InvalidInput:
    """Return the refusal of a file; the caller raises it."""
    return InvalidInput(f"linkage-{code}", nl=nl, en=en)


def read_person_file(
    con: duckdb.DuckDBPyConnection, path: Path, table: str, mapping: Mapping[str, str] | None = None
) -> PersonFile:
    """Read a CSV file into a table with the columns `id`, `place` (row number from 0) and all of `RAW_COLUMNS`.

    Args:
        con: the connection that gets the table.
        path: the file; UTF-8, UTF-16 or cp1252, separated by comma, semicolon, tab or bar, first line holds the column names.
        table: name of the table to make.
        mapping: our column name to the file's column name, for columns that are not recognised by themselves.

    Returns:
        What was read and how it was understood.

    Raises:
        InvalidInput: absent, empty or no text; no usable column; ids that are missing or occur twice.
    """
    encoding, digest = check_text(path)
    header, separator = _read_header(path, encoding)
    columns, id_column = understand(header, mapping or {}, path.name)
    _load(con, path, encoding, table, header, separator, columns, id_column)
    count = number(con, f"SELECT count(*) FROM {table}")
    if count == 0:
        raise refuse(
            "file-empty",
            f"Het bestand {path.name} heeft geen records. Controleer of je het goede bestand koos.",
            f"The file {path.name} has no records. Check that you chose the right file.",
        )
    _check_ids(con, table, path.name)
    return PersonFile(path, encoding, count, columns, id_column, digest)


def understand(header: list[str], mapping: Mapping[str, str], name: str) -> tuple[dict[str, str], str | None]:
    """Return our column name to the file's, and the column that holds the id (None: the row number is the id).

    Args:
        header: the column names in the file.
        mapping: our name to theirs, which goes before recognising by name; a name that this file lacks is passed over.
        name: the file's name, for the refusal.

    Raises:
        InvalidInput: no column can be used for comparing.

    >>> understand(["rec_id", "Voornaam", "dob"], {}, "a.csv")
    ({'given_name': 'Voornaam', 'birth_date': 'dob'}, 'rec_id')
    >>> understand(["naam"], {}, "a.csv")
    ({'given_name': 'naam', 'surname': 'naam'}, None)
    """
    by_name = {_plain(column): column for column in reversed(header)}
    mapping = {
        ours: theirs if theirs in header else by_name.get(_plain(theirs), theirs) for ours, theirs in mapping.items()
    }
    columns: dict[str, str] = {}
    taken = {mapping[ours] for ours in mapping if mapping[ours] in header}
    for ours in RAW_COLUMNS:
        if mapping.get(ours) in header:
            columns[ours] = mapping[ours]
            continue
        found = next((by_name[known] for known in _KNOWN_AS[ours] if known in by_name), None)
        if found is not None and found not in taken:
            columns[ours] = found
            taken.add(found)
    if (
        "surname" not in columns
        and "given_name" not in mapping
        and _plain(columns.get("given_name", "")) in _WHOLE_NAMES
    ):
        columns["surname"] = columns["given_name"]
    if not columns.keys() - {"sex", "prefix"}:
        raise refuse(
            "no-usable-column",
            f"In {name} staat geen kolom waarmee personen te vergelijken zijn, zoals surname of birth_date. "
            "Geef met --map aan welke kolom wat is, bijvoorbeeld --map surname=naam2.",
            f"{name} has no column to compare persons by, such as surname or birth_date. Use --map to name them.",
        )
    if mapping.get("id") in header:
        return columns, mapping["id"]
    lowered = {column.strip().lower(): column for column in reversed(header)}
    return columns, next((lowered[known] for known in ID_COLUMNS if known in lowered), None)


def _plain(column: str) -> str:
    return "".join(letter for letter in column.lower() if letter.isalnum())


def check_text(path: Path) -> tuple[str, str]:
    """Return in which encoding the file can be read, and the hash of its bytes.

    UTF-8 goes first, with or without a mark. UTF-16 is known by its mark. What is neither is read as Windows writes it in
    western Europe (cp1252); which it was is reported with the run.

    Raises:
        InvalidInput: the file cannot be opened, or holds bytes that no text holds.
    """
    digest = sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding, start, binary = "utf-8-sig", b"", False
    try:
        with path.open("rb") as content:
            while piece := content.read(_PIECE):
                start = start or piece[:2]
                binary = binary or b"\0" in piece
                digest.update(piece)
                encoding = _still(decoder, piece, encoding, final=False)
            encoding = _still(decoder, b"", encoding, final=True)
    except OSError as error:
        raise refuse(
            "file-absent",
            f"Het bestand {path.name} kan niet worden gelezen. Controleer de naam en de plaats.",
            f"The file {path.name} cannot be read. Check its name and place.",
        ) from error
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16", digest.hexdigest()
    if binary and encoding != "utf-8-sig":
        raise refuse(
            "file-no-text",
            f"Het bestand {path.name} is geen tekst. Sla het op als CSV in UTF-8 en probeer het opnieuw.",
            f"The file {path.name} is not text. Save it as CSV in UTF-8 and try again.",
        )
    return encoding, digest.hexdigest()


def _still(decoder: codecs.IncrementalDecoder, piece: bytes, encoding: str, *, final: bool) -> str:
    """Return the encoding when the piece goes on in it; else the one to fall back to."""
    if encoding == "utf-8-sig":
        try:
            decoder.decode(piece, final=final)
        except UnicodeDecodeError:
            return "cp1252"
    return encoding


def _read_header(path: Path, encoding: str) -> tuple[list[str], str]:
    """Return the column names and the separator: the one that cuts the first line into most pieces."""
    with path.open(encoding=encoding, errors="replace") as lines:
        first = lines.readline()
    if not first.strip():
        raise refuse(
            "file-empty",
            f"Het bestand {path.name} is leeg. Controleer of je het goede bestand koos.",
            f"The file {path.name} is empty. Check that you chose the right file.",
        )
    separator = max(",;\t|", key=first.count)
    header = [column.strip() for column in next(csv.reader([first], delimiter=separator))]
    if len({column for column in header if column}) < len([column for column in header if column]):
        raise refuse(
            "column-twice",
            f"In {path.name} komt een kolomnaam twee keer voor. Geef elke kolom een eigen naam.",
            f"{path.name} has the same column name twice. Give each column its own name.",
        )
    return header, separator


def _load(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    encoding: str,
    table: str,
    header: list[str],
    separator: str,
    columns: Mapping[str, str],
    id_column: str | None,
) -> None:
    """Make the table; every cell stays text, and an empty cell becomes NULL."""
    names = [f"column_{place}" for place in range(len(header))]
    picked = [
        f"nullif(trim({_part(ours, names[header.index(columns[ours])], columns)}), '') AS {ours}"
        if ours in columns
        else f"CAST(NULL AS VARCHAR) AS {ours}"
        for ours in RAW_COLUMNS
    ]
    identity = f"trim({names[header.index(id_column)]})" if id_column else "CAST(place + 1 AS VARCHAR)"
    source = (
        "read_csv(?, delim=?, quote='\"', escape='\"', header=false, skip=1, auto_detect=false, null_padding=true, "
        "strict_mode=false, parallel=true, max_line_size=10000000, "
        f"columns={{{', '.join(f'{name!r}: {chr(39)}VARCHAR{chr(39)}' for name in names)}}})"
    )
    shape = (
        f"CREATE OR REPLACE TABLE {table} AS SELECT {identity} AS id, CAST(place AS INTEGER) AS place, {', '.join(picked)} "
        "FROM (SELECT row_number() OVER () - 1 AS place, * FROM {})"
    )
    if encoding == "utf-8-sig":
        try:
            run(con, shape.replace("{}", source), [str(path), separator])
            return
        except duckdb.Error:  # mixed line ends, or line ends inside quotes beside blank lines
            pass
    # Slower, but it reads anything.
    con.register("cells_in", _read_patiently(path, encoding, names, separator))
    run(con, shape.replace("{}", "cells_in"))
    con.unregister("cells_in")


def _part(ours: str, cell: str, columns: Mapping[str, str]) -> str:
    """Return SQL for a cell; a whole name ("Jan de Vries", "Vries, Jan de") in one column gives both of its parts."""
    if ours not in ("given_name", "surname") or columns.get("given_name") != columns.get("surname"):
        return cell
    before, after = f"split_part({cell}, ',', 1)", f"substr({cell}, strpos({cell}, ',') + 1)"
    first = f"split_part(trim({cell}), ' ', 1)"
    if ours == "given_name":
        return f"CASE WHEN {cell} LIKE '%,%' THEN {after} ELSE {first} END"
    return f"CASE WHEN {cell} LIKE '%,%' THEN {before} ELSE substr(trim({cell}), length({first}) + 1) END"


def _read_patiently(path: Path, encoding: str, names: list[str], separator: str) -> pa.Table:
    """Return the cells of a file that DuckDB's reader refuses; short lines are filled up, long ones cut."""
    with path.open(encoding=encoding, errors="replace", newline="") as content:
        reader = csv.reader(content, delimiter=separator)
        try:
            next(reader)
            lines = [line for line in reader if any(cell.strip() for cell in line)]
        except csv.Error as error:
            raise refuse(
                "file-unreadable",
                f"Het bestand {path.name} is niet als CSV te lezen. Controleer scheidingstekens en aanhalingstekens.",
                f"The file {path.name} cannot be read as CSV. Check separators and quotes.",
            ) from error
    cells = [[line[place] if place < len(line) else None for line in lines] for place in range(len(names))]
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, cells, strict=True)})


def _check_ids(con: duckdb.DuckDBPyConnection, table: str, name: str) -> None:
    """Refuse ids that are missing or occur twice: a pair could not be told apart."""
    missing = rows(con, f"SELECT min(place) FROM {table} WHERE id IS NULL OR id = ''")[0][0]
    if missing is not None:
        raise refuse(
            "id-missing",
            f"In {name} heeft record {missing + 1} geen id. Vul de kolom met ids of laat hem weg.",
            f"In {name} record {missing + 1} has no id. Fill the id column or leave it out.",
        )
    twice = rows(con, f"SELECT id, count(*) FROM {table} GROUP BY id HAVING count(*) > 1 ORDER BY min(place) LIMIT 1")
    if twice:
        raise refuse(
            "id-twice",
            f"In {name} komt het id {twice[0][0]} {twice[0][1]} keer voor. Elk record heeft een eigen id nodig.",
            f"In {name} the id {twice[0][0]} occurs {twice[0][1]} times. Every record needs an id of its own.",
        )
