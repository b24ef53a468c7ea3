"""What is read of a Word document, a web page and a workbook that hold a bit of everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK

from ingest.flow.kinds import START_BYTES, media_type_of
from ingest.flow.limits import FlowLimits
from ingest.flow.pages import FlowDocument
from ingest.flow.read import read_flow
from tests.ingest.flow.office_files import workbook

FOLDER = Path(__file__).parent / "golden"
_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Less water in dyeing</title></head><body>
<header>Cleaner Production Centre</header><nav><a href="/">Home</a></nav>
<main><h1>Less water in dyeing</h1><p>A dye house near the lake used 30&nbsp;m<sup>3</sup> of water a day.</p>
<h2>What was done</h2><ul><li>Rinsing in counter-current</li><li>Cooling water <em>reused</em></li></ul>
<table><caption>Before and after</caption><tr><th></th><th>Before</th><th>After</th></tr>
<tr><td>Water, m<sup>3</sup>/d</td><td>30</td><td>18</td></tr><tr><td>Salt, kg/d</td><td></td><td>40</td></tr></table>
<p style="display:none">Cheap pumps here</p><script>track()</script></main>
<footer>2019, all rights reserved</footer></body></html>"""


def _word(path: Path) -> Path:
    document = docx.Document()
    document.core_properties.title = "Less water in dyeing"
    document.sections[0].header.paragraphs[0].text = "Cleaner Production Centre"
    document.add_heading("Less water in dyeing", 0)
    document.add_paragraph("A dye house near the lake used 30 m").add_run("3").font.superscript = True
    document.add_heading("What was done", 1)
    document.add_paragraph("Rinsing in counter-current", "List Bullet")
    document.add_paragraph("Cooling water reused", "List Bullet")
    document.add_paragraph("The plan had two steps:")
    document.add_paragraph("Measure", "List Number")
    document.add_paragraph("Change", "List Number")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Table 1: Before and after", "Caption")
    table = document.add_table(4, 3)
    for row, texts in enumerate([["", "Water", ""], ["", "Before", "After"], ["m3/d", "30", "18"], ["Salt", "", "40"]]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    document.add_paragraph("Seen. ").add_run("Cheap pumps here").font.hidden = True
    document.save(str(path))
    return path


def _web(path: Path) -> Path:
    path.write_text(_PAGE, encoding="utf-8")
    return path


def _book(path: Path) -> Path:
    rows: list[list[object]] = [
        ["Cases of 2019"],
        ["Company", "Country", "Saving (USD)"],
        ["Lake Dyers", "Kenya", 2500],
        [None, "Peru", 0.5],
    ]
    return workbook(path, {"Cases": rows, "Notes": [["All sums are of 2019."]]})


GOLDEN: dict[str, Callable[[Path], Path]] = {"dyeing.docx": _word, "dyeing.html": _web, "cases.xlsx": _book}


def _lines(document: FlowDocument) -> Iterator[str]:
    yield f"title: {document.title}; flags: {', '.join(document.flags)}; language: {document.language}"
    for page in document.pages:
        yield f"== part {page.number}"
        yield page.body.replace("\t", " ⇥ ")
        if margin := page.text[len(page.body) :].strip():
            yield f"-- margin\n{margin}"
    yield from (f"-- heading of level {each.level}, part {each.page}: {each.text}" for each in document.headings)
    for table in document.tables:
        yield f"-- table of {table.row_count} x {table.column_count}, header {table.header_rows}: {table.caption}"
        for cell in table.cells:
            yield f"   {cell.row}.{cell.column} ({cell.rows} x {cell.columns}): {cell.text}"


@pytest.mark.parametrize("name", GOLDEN)
def test_a_document_is_read_as_before(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The reading of each file is the one that was looked at and kept."""
    path = GOLDEN[name](tmp_path / name)
    document = read_flow(path, media_type_of(path.read_bytes()[:START_BYTES], path), FlowLimits())
    text = "\n".join(_lines(document)) + "\n"
    golden = FOLDER / f"{name}.txt"
    if request.config.getoption("--update", default=False):
        golden.write_text(text, encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text"),
    [pytest.param("a.md", "# Less water", id="Markdown"), pytest.param("a.csv", "a;b\n1;2\n", id="CSV")],
)
def test_text_files_come_in_by_the_same_door(tmp_path: Path, name: str, text: str) -> None:
    """A text file is told by its content and read."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    document = read_flow(path, media_type_of(text.encode(), path), FlowLimits())

    assert len(document.pages) == 1


def test_a_pdf_is_none_of_these(tmp_path: Path) -> None:
    """Whoever asks for a PDF here has made a mistake."""
    path = tmp_path / "a.pdf"

    with pytest.raises(AssertionError, match="physical pages"):
        read_flow(path, media_type_of(b"%PDF-1.7", path), FlowLimits())
