"""Tables that documents hold, written down by people: the gold that found tables are compared with.

Reads eval/tables/<split>/: NAME.typ, a document as typst markup, beside NAME.yaml, what its tables say.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import CollectionError

GOLD_FOLDER = Path(__file__).parent / "tables"
KINDS = ("ruled", "unruled", "spanning")


@dataclass(frozen=True, slots=True)
class GoldTable:
    """A table as a person reads it.

    Attributes:
        kind: One of KINDS.
        rows: The text of each cell; a spanning cell's at its first place, "" at the others.
    """

    kind: str
    caption: str
    first_page: int
    last_page: int
    header_rows: int
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class GoldTables:
    """A document and its tables.

    Attributes:
        markup: The typst file.
        tables: In reading order; none for a document that only looks as if it had some.
    """

    name: str
    markup: Path
    tables: tuple[GoldTable, ...]


def read_table_gold(folder: Path) -> list[GoldTables]:
    """Return the documents of a folder by name.

    Raises:
        CollectionError: The folder holds none, or one of them is not written as it should be.
    """
    gold = [_document(path) for path in sorted(folder.glob("*.yaml"))]
    if not gold:
        raise CollectionError(f"{folder} holds no table gold. Name a folder of eval/tables, dev or test.")
    return gold


def render(document: GoldTables) -> bytes:
    """Return a document as PDF, set with the fonts that typst carries.

    Raises:
        CollectionError: Its markup cannot be set.
    """
    import typst

    fonts = typst.Fonts(include_system_fonts=False)
    compiler = typst.Compiler(root=str(document.markup.parent), font_paths=fonts, ignore_system_fonts=True)
    try:
        pdf = compiler.compile(input=document.markup.read_bytes(), format="pdf")
    except typst.TypstError as error:
        raise CollectionError(f"{document.markup.name} cannot be set: {error}. Correct it.") from error
    assert isinstance(pdf, bytes)  # a PDF is one file
    return pdf


def _document(path: Path) -> GoldTables:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        tables = tuple(_table(entry) for entry in content["tables"])
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise CollectionError(f"{path.name} is not written as table gold is: {error}. Correct it.") from error
    return GoldTables(path.stem, path.with_suffix(".typ"), tables)


def _table(entry: dict[str, Any]) -> GoldTable:
    if entry["kind"] not in KINDS:
        raise ValueError(f"kind {entry['kind']} is none of {', '.join(KINDS)}")
    return GoldTable(
        kind=entry["kind"],
        caption=entry.get("caption", ""),
        first_page=int(entry["first_page"]),
        last_page=int(entry["last_page"]),
        header_rows=int(entry["header_rows"]),
        rows=tuple(tuple(str(text) for text in row) for row in entry["rows"]),
    )
