"""Web pages are read as a reader without scripts sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import LimitError, NoTextError
from corpus.model import Flag
from ingest.flow.html import read
from ingest.flow.limits import FlowLimits
from ingest.flow.pages import FlowDocument


def _read(tmp_path: Path, markup: str | bytes, limits: FlowLimits | None = None) -> FlowDocument:
    path = tmp_path / "a.html"
    path.write_bytes(markup.encode() if isinstance(markup, str) else markup)
    return read(path, limits or FlowLimits())


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>a\n b&nbsp;&amp; <b>c</b>d</p><p>e", "a b & cd\n\ne", id="inline"),
        pytest.param("a<br>b<br/>  c", "a\nb\nc", id="lines"),
        pytest.param("<pre>a\n  b</pre>", "a\nb", id="set out"),
        pytest.param(
            "<ul><li>a<li>b<ol start=3><li>c<li>d</ol><li>e</ul>f", "• a\n• b\n3. c\n4. d\n• e\n\nf", id="lists"
        ),
        pytest.param("<ol start=x><li>a</ol><li>b", "1. a\n• b", id="odd lists"),
        pytest.param("<dl><dt>a<dd>b</dl>", "a\nb", id="definitions"),
        pytest.param("30<sup>1</sup> m<sup>3</sup>, 4<sup>th</sup>, CO<sub>2</sub>", "30¹ m³, 4th, CO2", id="raised"),
        pytest.param("a<!-- no --><script>no</script><style>no</style><svg><text>no</text></svg>b", "ab", id="unread"),
        pytest.param("<select><option>no</select>a<noscript>no</noscript>", "a", id="controls"),
        pytest.param("<?xml version='1.0' encoding='utf-8'?><html><body>é</body></html>", "é", id="xhtml"),
        pytest.param("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "a\n\nb", id="one column"),
        pytest.param("<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>", "a\n\nb\n\nc\n\nd", id="nested"),
        pytest.param("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>", "a\n\nb\n\nc\n\nd", id="layout"),
        pytest.param("<table><tr><td><h2>a</h2><td>b<tr><td>c<td>d</table>", "a\n\nb\n\nc\n\nd", id="with headings"),
        pytest.param("a<table><tr><th> <td> </table>", "a", id="empty table"),
    ],
)
def test_text_is_read_by_block(tmp_path: Path, markup: str, expected: str) -> None:
    """White space is one space, blocks are paragraphs, items of lists have their marks."""
    assert [page.text for page in _read(tmp_path, markup).pages] == [expected]


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param("<p hidden>buy</p>", id="attribute"),
        pytest.param("<span style='color:red; display : NONE'>buy</span>", id="display"),
        pytest.param("<div style='visibility:hidden'>buy</div>", id="visibility"),
        pytest.param("<div style='font-size:0'>buy</div>", id="no size"),
        pytest.param("<i aria-hidden=true>buy</i>", id="not read out"),
        pytest.param("<table><tr hidden><th>buy<td>x</table>", id="row"),
    ],
)
def test_hidden_text_is_left_out(tmp_path: Path, hidden: str) -> None:
    """What a page hides by its own tags is not taken for its text."""
    assert [page.text for page in _read(tmp_path, f"<p>seen</p>{hidden}").pages] == ["seen"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("a<p hidden>b", (Flag.HIDDEN_TEXT,), id="hidden text"),
        pytest.param("a<i aria-hidden=true>*</i>", (), id="hidden ornament"),
        pytest.param("a<script>x()</script>", (Flag.JAVASCRIPT,), id="script"),
        pytest.param("a<script type='application/ld+json'>{}</script>", (), id="data"),
        pytest.param("<p onclick='x()'>a", (Flag.JAVASCRIPT,), id="handler"),
        pytest.param("<a href=' JavaScript:x()'>a", (Flag.JAVASCRIPT,), id="address"),
        pytest.param("<p hidden>b<p onload=x()>a", (Flag.HIDDEN_TEXT, Flag.JAVASCRIPT), id="both"),
    ],
)
def test_what_nobody_sees_is_flagged(tmp_path: Path, markup: str, expected: tuple[Flag, ...]) -> None:
    """Scripts and hidden words are told."""
    assert _read(tmp_path, markup).flags == expected


def test_menus_and_feet_go_to_the_margin(tmp_path: Path) -> None:
    """Those of the page do; the head of an article is text."""
    found = _read(
        tmp_path,
        "<header>Site</header><nav>Home</nav>"
        "<article><header>By A.</header>Text</article><div role=contentinfo>©</div>end",
    )

    assert found.pages[0].body == "By A.\n\nText\n\nend"
    assert found.pages[0].text.endswith("Site\nHome\n©")


def test_headings_make_parts_and_have_levels(tmp_path: Path) -> None:
    """A long page begins a new part at a heading."""
    found = _read(tmp_path, f"<h1>One</h1><p>{'word ' * 400}</p><h3>Two</h3>")

    assert [(each.text, each.level, each.page) for each in found.headings] == [("One", 1, 1), ("Two", 3, 2)]


def test_cells_stand_where_their_spans_put_them(tmp_path: Path) -> None:
    """Cells over rows and columns push others aside; spans that reach too far are cut."""
    found = _read(
        tmp_path,
        "<table><caption>Water <b>use</b></caption>"
        "<thead><tr><th rowspan=2>Step<th colspan=2>m3/t<tr><th>before<th>after"
        "<tbody><tr><td rowspan=99>dyeing<td>30<td colspan=9>20<br>(est.)<tr><td>x<td hidden>y</table>",
        FlowLimits(columns=4),
    )
    (table,) = found.tables

    assert (table.caption, table.header_rows, table.row_count, table.column_count) == ("Water use", 2, 4, 4)
    assert [(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells] == [
        ("Step", 0, 0, 2, 1),
        ("m3/t", 0, 1, 1, 2),
        ("before", 1, 1, 1, 1),
        ("after", 1, 2, 1, 1),
        ("dyeing", 2, 0, 2, 1),
        ("30", 2, 1, 1, 1),
        ("20 (est.)", 2, 2, 1, 2),
        ("x", 3, 1, 1, 1),
    ]


def test_a_first_row_of_names_is_header_though_not_marked(tmp_path: Path) -> None:
    """So is a row of units below it."""
    cells = [["Step", "Water", "Salt"], ["", "m3/t", "(kg)"], ["Dyeing", "30", "5"]]
    rows = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in cells)

    assert _read(tmp_path, f"<table>{rows}</table>").tables[0].header_rows == 2


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("<p>é–".encode(), id="utf-8"),
        pytest.param("\ufeff<p>é–".encode("utf-16-le"), id="utf-16 by its mark"),
        pytest.param("<meta charset=windows-1252><p>é–".encode("cp1252"), id="declared"),
        pytest.param("<meta charset=iso-8859-1><p>é–".encode("cp1252"), id="Windows-1252 called ISO 8859-1"),
        pytest.param("<meta charset=klingon><p>é–".encode("cp1252"), id="unknown"),
        pytest.param("<meta charset=rot13><p>é–".encode(), id="no encoding"),
        pytest.param("<meta charset=utf-16><p>é–".encode(), id="impossible"),
        pytest.param("<meta charset=utf-8><p>é–".encode("cp1252"), id="declared wrongly"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, content: bytes) -> None:
    """Mark, declaration, UTF-8, Windows-1252: in this order, as far as they hold."""
    assert _read(tmp_path, content).pages[0].text == "é–"


@pytest.mark.parametrize(
    ("markup", "title", "language"),
    [
        pytest.param("<html lang=pt-BR><title>Água limpa</title><p>x", "Água limpa", "pt", id="both"),
        pytest.param("<html xml:lang='fr'><h1>Eau</h1>", "Eau", "fr", id="heading"),
        pytest.param("<p>x", "", None, id="neither"),
        pytest.param("<html lang=english><p>x", "", None, id="no code"),
    ],
)
def test_title_and_language_are_what_the_page_says(
    tmp_path: Path, markup: str, title: str, language: str | None
) -> None:
    """The title goes before the first heading."""
    found = _read(tmp_path, markup)

    assert (found.title, found.language) == (title, language)


def test_nothing_is_too_deep(tmp_path: Path) -> None:
    """A page nested thousands of times is read like any other."""
    assert _read(tmp_path, "<div>" * 20_000 + "deep").pages[0].text == "deep"


def test_a_page_without_text_is_told(tmp_path: Path) -> None:
    """A page of nothing but scripts holds no text."""
    with pytest.raises(NoTextError, match="holds no text"):
        _read(tmp_path, "<script>x()</script>")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """Its size is looked at before its content."""
    with pytest.raises(LimitError, match="more than 10 characters"):
        _read(tmp_path, "<p>" + "x" * 50, FlowLimits(characters=10))
