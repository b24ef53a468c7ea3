"""Delimited text is read whatever its delimiter and encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import DamagedFileError
from ingest.flow.delimited import delimiter_of, read
from ingest.flow.limits import FlowLimits

_ROWS = [["Étape", "Water"], ["a, b", "1"], ["c", "2"]]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("Étape;Water\na, b;1\nc;2\n".encode("utf-8-sig"), id="utf-8 with mark"),
        pytest.param("Étape\tWater\r\na, b\t1\r\nc\t2\r\n".encode("utf-16"), id="utf-16, tabs"),
        pytest.param("Étape|Water\na, b|1\nc|2\n".encode("cp1252"), id="windows"),
        pytest.param('Étape,Water\n"a, b",1\n"c",2\n'.encode(), id="commas and quotation marks"),
        pytest.param("sep=;\r\nÉtape;Water\r\na, b;1\r\nc;2\r\n".encode(), id="named delimiter"),
        pytest.param('Étape;Water\n"a,\nb";1\n\nc;2'.encode(), id="line within a field, blank line"),
    ],
)
def test_rows_are_the_same(tmp_path: Path, content: bytes) -> None:
    """One table, whatever it is written in."""
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    (table,) = read(path, FlowLimits()).tables

    assert [[cell.text for cell in table.cells if cell.row == row] for row in range(3)] == _ROWS
    assert table.header_rows == 1


def test_a_single_column_is_read(tmp_path: Path) -> None:
    """A file without any delimiter is a table of one column under its title."""
    path = tmp_path / "a.csv"
    path.write_text("Measures\nrinse\nreuse\n", encoding="utf-8")

    assert read(path, FlowLimits()).pages[0].text == "Measures\nrinse\nreuse"


def test_a_field_without_end_is_damage(tmp_path: Path) -> None:
    """An open quotation mark would swallow the file."""
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"' + "x" * 200_000, encoding="utf-8")

    with pytest.raises(DamagedFileError, match="quotation marks"):
        read(path, FlowLimits())


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["a;1,5", "b;2,5"], ";", id="decimal commas"),
        pytest.param(["a,b;c", "d,e"], ",", id="a semicolon by chance"),
        pytest.param(["words", "more words"], None, id="none"),
        pytest.param([], None, id="empty"),
        pytest.param(['"' + "x" * 200_000], None, id="endless"),
    ],
)
def test_the_delimiter_gives_rows_of_one_length(lines: list[str], expected: str | None) -> None:
    """Of those that do, the more frequent by row wins."""
    assert delimiter_of(lines) == expected
