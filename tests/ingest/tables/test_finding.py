"""Tables on pages as typst sets them: ruled, between level rules, bare; heads, spans, captions; what is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.layout.order import ordered
from ingest.pdf.pages import TextLimits, raw_pages
from ingest.tables.arranging import arranged
from ingest.tables.finding import find
from ingest.tables.reading import pages_and_tables
from tests.ingest.sample_pdfs import document, show
from tests.ingest.tables.typeset import PROSE, raws, read, rows

PLAIN = "[Step], [Before], [After], [Dyeing], [138], [80], [Rinsing], [64], [21], [Steam], [7.5], [6]"
AS_READ = [["Step", "Before", "After"], ["Dyeing", "138", "80"], ["Rinsing", "64", "21"], ["Steam", "7.5", "6"]]


def _table(cells: str, arguments: str, columns: str = "(90pt, 70pt, 70pt)") -> str:
    return f"{PROSE}\n\n#table(columns: {columns}, {arguments},\n{cells})\n\n{PROSE}"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param("stroke: 0.5pt", id="fully ruled"),
        pytest.param("stroke: (x, y) => (bottom: 0.5pt)", id="a rule below each row"),
        pytest.param("stroke: (x, y) => (left: if x > 0 { 0.5pt }, bottom: 0.5pt)", id="open sides"),
        pytest.param(
            "stroke: (x, y) => (left: 0.5pt, right: 0.5pt, bottom: if y in (0, 3) { 0.5pt }, top: if y == 0 { 1pt })",
            id="upright rules only",
        ),
        pytest.param("stroke: none, align: (left, right, right)", id="bare, numbers to the right"),
        pytest.param(
            'stroke: none, fill: (x, y) => if calc.even(y) { rgb("#ddeedd") }', id="stripes, the last row bare"
        ),
        pytest.param(
            'stroke: none, fill: (x, y) => if calc.odd(y) { rgb("#ddeedd") }', id="stripes, the first row bare"
        ),
    ],
)
def test_cells_stand_where_they_are_printed(tmp_path: Path, arguments: str) -> None:
    """However its cells are set apart, a table is read row by row."""
    _, (table,) = read(tmp_path, _table(PLAIN, arguments))

    assert rows(table) == AS_READ
    assert table.header_rows == 1


def test_a_table_between_three_rules_has_its_head_above_the_second(tmp_path: Path) -> None:
    """Under a top rule come names and units, under the next one rows, whatever white there is."""
    lines = (
        "table.hline(), [], [Water], [Energy], [], [m3/t], [kWh/t], table.hline(),"
        "[Mill], [14], [120], [Dairy], [], [8], table.hline()"
    )
    _, (table,) = read(tmp_path, _table(lines, "stroke: none, align: (left, right, right)"))

    assert rows(table) == [["", "Water", "Energy"], ["", "m3/t", "kWh/t"], ["Mill", "14", "120"], ["Dairy", "", "8"]]
    assert table.header_rows == 2


def test_a_short_rule_within_a_head_parts_what_it_spans(tmp_path: Path) -> None:
    """A name above a short rule spans the columns below it; others go down beside it."""
    lines = (
        "table.hline(), table.cell(rowspan: 2, align: bottom)[Site],"
        "table.cell(colspan: 2, align: center)[Use of water], table.hline(start: 1, end: 3), [before], [after],"
        "table.hline(), [Mill], [140], [120], [Dairy], [9], [8], table.hline()"
    )
    _, (table,) = read(tmp_path, _table(lines, "stroke: none, align: right"))
    spans = {cell.text: (cell.rows, cell.columns) for cell in table.cells}

    assert rows(table)[:2] == [["Site", "Use of water", ""], ["", "before", "after"]]
    assert (spans["Site"], spans["Use of water"], table.header_rows) == ((2, 1), (1, 2), 2)


def test_spanning_cells_stand_at_their_first_place(tmp_path: Path) -> None:
    """A cell that rules leave open covers several columns or rows."""
    cells = (
        "table.cell(rowspan: 2)[Plant], table.cell(colspan: 2)[Water, m3/t], [before], [after],"
        "table.cell(rowspan: 2)[Dairy], [19], [16], [14], [12]"
    )
    _, (table,) = read(tmp_path, _table(cells, "stroke: 0.5pt"))

    assert rows(table) == [
        ["Plant", "Water, m3/t", ""],
        ["", "before", "after"],
        ["Dairy", "19", "16"],
        ["", "14", "12"],
    ]
    assert [(cell.rows, cell.columns) for cell in table.cells[:2]] == [(2, 1), (1, 2)]
    assert table.header_rows == 2


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_a_cell_of_several_lines_is_one_cell(tmp_path: Path, stroke: str) -> None:
    """Lines that stand closer than rows, or beside one another, are of one cell; a split word is closed."""
    cells = (
        "[Measure], [Saving], [Payback], [Reuse of the last rinse water for the first bath], [42 %], [7],"
        "[Recov- \\ ery], [5 %], [2],"
        "[Insulation of all pipes that carry steam], [12 %], [9]"
    )
    _, (table,) = read(tmp_path, _table(cells, f"stroke: {stroke}"))

    assert rows(table)[1:] == [
        ["Reuse of the last rinse water for the first bath", "42 %", "7"],
        ["Recovery", "5 %", "2"],
        ["Insulation of all pipes that carry steam", "12 %", "9"],
    ]


@pytest.mark.parametrize(
    ("above", "below", "caption"),
    [
        pytest.param("Table 3.1. Water before and after", "", "Table 3.1. Water before and after", id="above"),
        pytest.param("", "Tableau 2 : Consommation", "Tableau 2 : Consommation", id="below, French"),
        pytest.param("Tabla 4", "", "Tabla 4", id="Spanish, a number only"),
        pytest.param("Bảng 1. Tiêu thụ nước", "", "Bảng 1. Tiêu thụ nước", id="Vietnamese"),
        pytest.param("Table 7 and Table 8 show what was saved", "", "", id="a sentence about tables"),
        pytest.param("Tables of figures follow", "", "", id="another word"),
        pytest.param("", "", "", id="none"),
    ],
)
def test_a_caption_stands_right_above_or_below(tmp_path: Path, above: str, below: str, caption: str) -> None:
    """A line beside the table that begins like a caption is its caption, in any of the languages."""
    markup = f"{PROSE}\n\n{above}\n#table(columns: (90pt, 70pt, 70pt), {PLAIN})\n{below}\n\n{PROSE}"
    _, (table,) = read(tmp_path, markup)

    assert table.caption == caption


HEADS = [
    pytest.param("[Year], [2001], [2002], [Water], [14], [8], [Salt], [9], [7], [Dye], [5], [4]", 1, id="years"),
    pytest.param("[], [Water], [Salt], [Site], [m3], [kg], [Mill], [14], [8], [Dairy], [9], [7]", 2, id="units below"),
    pytest.param("[Mill], [14], [8], [Dairy], [9], [7], [Brewery], [4], [3]", 0, id="values at once"),
    pytest.param(
        "[Site], [Water], [Salt], [], [before], [before], [Mill], [4], [3], [Shop], [2], [1]", 2, id="two rows"
    ),
]


@pytest.mark.parametrize(("cells", "count"), HEADS)
def test_the_head_ends_where_values_begin(tmp_path: Path, cells: str, count: int) -> None:
    """Names, units and years are of the head; a row with values is not."""
    _, (table,) = read(tmp_path, _table(cells, "stroke: 0.5pt"))

    assert table.header_rows == count


def test_a_name_in_a_bare_head_spans_what_is_named_below_it(tmp_path: Path) -> None:
    """Without rules, a name with nothing to its right covers the columns that the next row names."""
    cells = (
        "[], table.cell(colspan: 2, align: center)[Water], table.cell(colspan: 2, align: center)[Energy],"
        "[Plant], [before], [after], [before], [after], [Mill], [14], [8], [120], [100], [Dairy], [9], [7], [80], [75],"
        "[Shop], [5], [4], [30], [28]"
    )
    arguments = "stroke: none, align: (left, right, right, right, right)"
    _, (table,) = read(tmp_path, _table(cells, arguments, "(80pt, 50pt, 50pt, 50pt, 50pt)"))
    spans = {cell.text: (cell.column, cell.columns) for cell in table.cells if cell.row == 0}

    assert spans == {"Water": (1, 2), "Energy": (3, 2)}
    assert table.header_rows == 2


def test_columns_no_further_apart_than_words_are_told_by_their_edges(tmp_path: Path) -> None:
    """Numbers set to the right and words set to the left part two columns, however narrow the white."""
    cells = "[Sludge], [40], [percent], [Rinse water], [5], [tonnes], [Salt], [2200], [kg], [Dye], [180], [grams]"
    arguments = "stroke: none, inset: (x: 2.2pt, y: 4pt), align: (left, right, left)"
    markup = _table(f"[Saving], [Value], [Unit], {cells}", arguments, "(100pt, 60pt, 60pt)")
    _, (table,) = read(tmp_path, f'#set text(font: "DejaVu Sans Mono", size: 8pt)\n{markup}')

    assert rows(table)[0] == ["Saving", "Value", "Unit"]
    assert rows(table)[3] == ["Salt", "2200", "kg"]


def test_the_nearest_table_has_the_caption(tmp_path: Path) -> None:
    """Of two tables, the one that a caption stands at has it."""
    one = f"#table(columns: (90pt, 70pt, 70pt), {PLAIN})"
    _, tables = read(tmp_path, f"{one}\n#v(18pt)\nTable 2. Second\n#v(-4pt)\n{one}")

    assert [table.caption for table in tables] == ["", "Table 2. Second"]


def test_a_caption_within_the_frame_is_no_row(tmp_path: Path) -> None:
    """A row of its own that begins like a caption is the caption."""
    cells = f"table.cell(colspan: 3)[Table 5: Water use], {PLAIN}"
    _, (table,) = read(tmp_path, _table(cells, "stroke: 0.5pt"))

    assert (table.caption, rows(table)) == ("Table 5: Water use", AS_READ)


def test_a_page_of_turned_text_is_read_turned(tmp_path: Path) -> None:
    """A table that lies on its side is read as if the page were turned."""
    turned = (
        f"#rotate(90deg, reflow: true)[#block(width: 300pt)[{PROSE}\n\n#table(columns: (90pt, 70pt, 70pt), {PLAIN})]]"
    )
    _, (table,) = read(tmp_path, turned)

    assert rows(table) == AS_READ


def test_a_table_in_a_column_is_not_mixed_with_the_other_column(tmp_path: Path) -> None:
    """Beside a column of prose, a bare table is read by itself."""
    markup = (
        f"{PROSE}\n\n#table(columns: (60pt, 35pt, 35pt), stroke: none, {PLAIN})\n\n{PROSE}{PROSE}{PROSE}{PROSE}{PROSE}"
    )
    _, (table,) = read(tmp_path, markup, page="columns: 2")

    assert rows(table) == AS_READ


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("#set page(columns: 2)\n" + PROSE * 8, id="two columns of prose"),
        pytest.param("#set par(justify: true)\n" + PROSE * 6, id="justified prose"),
        pytest.param(
            "#line(length: 100%)\n#set par(justify: true)\n" + PROSE * 6 + "\n#line(length: 100%)",
            id="prose between two rules",
        ),
        pytest.param(
            "\n\n".join(f"+ Measure number {n} saves {n} % of the water" for n in range(1, 9)), id="a numbered list"
        ),
        pytest.param(
            "\n\n".join(f"{n}.1 #h(20pt) Chapter on water #h(1fr) {3 * n}" for n in range(1, 8)),
            id="contents with gaps",
        ),
        pytest.param(
            "\n\n".join(f"{n}.1 Chapter on water #box(width: 1fr, repeat[. ]) {3 * n}" for n in range(1, 8)),
            id="contents with leaders",
        ),
        pytest.param("#rect(width: 100%)[" + PROSE + "]", id="a side box"),
        pytest.param(
            "#grid(columns: 2, gutter: 20pt)[Ms A. Rao \\ Centre \\ Road 5][Mr B. Wu \\ Office \\ Street 9]",
            id="addresses",
        ),
        pytest.param(
            "#table(columns: 12, rows: 15pt, ..range(144).map(i => if i in (20, 50, 90, 130) [#i] else []))",
            id="a grid of a chart",
        ),
        pytest.param(
            "#table(columns: (200pt, 30pt), stroke: none, [Part], [Page], [On water], [3], [On salt], [7], [End], [5])",
            id="contents with a head",
        ),
        pytest.param("#table(columns: 2, [A], [B])", id="a single row"),
        pytest.param("", id="an empty page"),
    ],
)
def test_what_only_looks_like_a_table_is_none(tmp_path: Path, markup: str) -> None:
    """Columns of prose, lists, contents lists, boxes, addresses and charts are no tables."""
    assert [find(raw) for raw in raws(tmp_path, markup)] == [[]]


def test_words_outside_keep_their_order(tmp_path: Path) -> None:
    """Arranging moves no word that is in no table, and loses none."""
    (raw,) = raws(tmp_path, _table(PLAIN, "stroke: 0.5pt"))
    grids = find(raw)
    inside = set(grids[0].words)
    done = arranged(raw, grids)

    kept = [word for index, word in enumerate(raw.words) if index not in inside]
    outside = set(range(len(raw.words))) - set(done.grids[0].words)
    assert kept == [done.raw.words[index] for index in sorted(outside)]
    assert sorted(raw.words) == sorted(done.raw.words)


def test_a_table_of_right_to_left_writing_begins_at_the_right(tmp_path: Path) -> None:
    """The first column of an Arabic table is the one at the right."""
    texts = (("الخطوة", "قبل", "بعد"), ("الصباغة", "138", "80"), ("الشطف", "64", "21"), ("البخار", "75", "60"))
    content = b"".join(
        show(text[::-1] if text.isalpha() and not text.isascii() else text, x, 700 - 20 * row)
        for row, line in enumerate(texts)
        for x, text in zip((400, 300, 200), line, strict=True)
    )
    lines = b"".join(b"%d 625 m %d 720 l S " % (x, x) for x in (180, 280, 380, 480))
    lines += b"".join(b"180 %d m 480 %d l S " % (y, y) for y in (720, 695, 675, 655, 625))
    path = tmp_path / "arabic.pdf"
    path.write_bytes(document(lines + content))
    _, (table,) = pages_and_tables([ordered(raw) for raw in raw_pages(path, TextLimits())])

    assert rows(table) == [list(line) for line in texts]


def test_a_page_of_more_words_than_a_person_can_read_has_no_table(tmp_path: Path) -> None:
    """What is drawn to hold up programs is given up."""
    heights = np.linspace(50, 730, 6000).tolist()
    path = tmp_path / "many.pdf"
    path.write_bytes(document(b"".join(show("Water", 60, y, 3) + show("12", 310, y, 3) for y in heights)))

    assert [find(raw) for raw in raw_pages(path, TextLimits())] == [[]]
