"""Chunks: exact spans, page spans, headings, kinds and languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Cell, Chunk, ChunkKind, DocumentId, Page, Table, Words, document_text
from ingest.chunks import split
from ingest.headings import Heading
from ingest.kinds import kind_of
from ingest.splitting import CHUNK_LENGTH, CHUNK_OVERLAP

DOCUMENT = DocumentId("9f86d081884c7d65" + "0" * 48)
NO_WORDS = Words(np.empty((0, 2), np.int32), np.empty((0, 4), np.float32))
SENTENCE = "The plant led its last rinse water back to the first bath. "


def _pages(*texts: str) -> list[Page]:
    return [Page(number, text, 612, 792, NO_WORDS) for number, text in enumerate(texts, start=1)]


def _split(*texts: str, headings: list[Heading] | None = None, language: str = "en") -> list[Chunk]:
    return split(_pages(*texts), headings or [], document=DOCUMENT, language=language)


TEXTS = st.lists(st.text("ab Z1.,;\n。水น้ำ-", max_size=400).map(lambda text: text * 4), max_size=5)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.data())
def test_spans_hold_the_text_exactly_and_in_order(texts: list[str], data: st.DataObject) -> None:
    pages = _pages(*texts)
    filled = [page for page in pages if page.text]
    headings = sorted(
        (
            Heading("Here", page.number, data.draw(st.integers(0, len(page.text) - 1)))
            for page in filled
            for _ in range(data.draw(st.integers(0, 2)))
        ),
        key=lambda heading: (heading.page, heading.start),
    )
    chunks = split(pages, headings, document=DOCUMENT, language="und")
    text = document_text(pages)

    assert [chunk.text for chunk in chunks] == [text[chunk.start : chunk.end] for chunk in chunks]
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))
    assert [chunk.start for chunk in chunks] == sorted(chunk.start for chunk in chunks)
    assert all(len(chunk.text) <= CHUNK_LENGTH for chunk in chunks)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_every_letter_is_in_a_chunk_and_pages_nest(texts: list[str]) -> None:
    pages = _pages(*texts)
    covered: set[int] = set()
    starts = np.cumsum([0] + [len(page.text) + 1 for page in pages])
    for chunk in split(pages, [], document=DOCUMENT, language="und"):
        covered.update(range(chunk.start, chunk.end))
        assert starts[chunk.first_page - 1] <= chunk.start < starts[chunk.first_page]
        assert starts[chunk.last_page - 1] <= chunk.end - 1 < starts[chunk.last_page]

    # A stretch without letters or digits may be left out; what is searched for may not.
    text = document_text(pages)
    assert [text[at] for at in range(len(text)) if text[at].isalnum() and at not in covered] == []


def test_ids_name_document_and_ordinal() -> None:
    assert [chunk.id for chunk in _split(SENTENCE * 40)][:2] == ["9f86d081884c7d65:0", "9f86d081884c7d65:1"]


def test_neighbours_overlap_a_little() -> None:
    first, second, *_ = _split(SENTENCE * 40)

    assert 0 < first.end - second.start <= CHUNK_OVERLAP


def test_a_page_without_text_contributes_nothing() -> None:
    assert [(chunk.first_page, chunk.last_page) for chunk in _split("", SENTENCE * 3, "")] == [(2, 2)]


def test_a_chunk_may_run_over_a_page_break() -> None:
    (chunk,) = _split(SENTENCE * 3, SENTENCE * 3)

    assert (chunk.first_page, chunk.last_page) == (1, 2)


def test_a_document_without_text_has_no_chunks() -> None:
    assert _split("", " \n ", ". . .") == []


def test_each_chunk_knows_the_nearest_heading_above() -> None:
    headings = [Heading("Before", 1, 0), Heading("After", 2, 0)]
    chunks = _split(SENTENCE * 8, SENTENCE * 8, headings=headings)

    assert [(chunk.first_page, chunk.last_page, chunk.heading) for chunk in chunks] == [
        (1, 1, "Before"),
        (2, 2, "After"),
    ]


def test_text_before_the_first_heading_has_none() -> None:
    chunks = _split(SENTENCE * 8 + "After\n" + SENTENCE * 8, headings=[Heading("After", 1, 8 * len(SENTENCE))])

    assert [chunk.heading for chunk in chunks] == ["", "After"]


def test_dense_scripts_get_shorter_chunks() -> None:
    longest = max(len(chunk.text) for chunk in _split("印染废水处理与回用。" * 300, language="zh"))

    assert longest <= 0.5 * CHUNK_LENGTH


@pytest.mark.parametrize(
    ("text", "heading", "kind"),
    [
        pytest.param(SENTENCE * 3, "", ChunkKind.PROSE, id="prose"),
        pytest.param(
            "1.1 Rinsing ........ 4\n1.2 Dyeing ........ 9\n1.3 Drying ........ 12",
            "",
            ChunkKind.CONTENTS,
            id="leaders",
        ),
        pytest.param(
            "1.1 A . . . . . . 4\n1.2 B . . . . . . 9\n1.3 C . . . . . iv", "", ChunkKind.CONTENTS, id="spaced leaders"
        ),
        pytest.param(
            "Rinsing in steps 4\nDyeing cold 9\nDrying 12", "Contents", ChunkKind.CONTENTS, id="under contents"
        ),
        pytest.param("Rinsing in steps 4\nDyeing cold 9\nDrying 12", "Mục lục", ChunkKind.CONTENTS, id="in vietnamese"),
        pytest.param(
            "[1] Smith, A. Water. 1999.\n[2] Wu, B. Salt. 2003.\n[3] Rao, C. Dye. 2001.\n[4] Lee, D. Air. 2010.",
            "",
            ChunkKind.REFERENCES,
            id="numbered references",
        ),
        pytest.param(
            "7 VITO (2003). The report.\n8 UBA (2001). Another.",
            "8 REFERENCES",
            ChunkKind.REFERENCES,
            id="under references",
        ),
        pytest.param("2.3 Water reuse", "", ChunkKind.HEADING, id="heading"),
        pytest.param("Water use fell by 30 %.", "", ChunkKind.PROSE, id="short sentence"),
        pytest.param(
            "Parameter Before After\nCOD 1200 300\nBOD 400 90\nTSS 210 35\npH 9 7.5", "", ChunkKind.TABLE, id="table"
        ),
        pytest.param(
            "In 1999 the plant used 120 m3 a day; by 2004 it used 85 m3 and saved 12 000 USD.",
            "",
            ChunkKind.PROSE,
            id="prose with numbers",
        ),
    ],
)
def test_kinds_follow_plain_rules(text: str, heading: str, kind: ChunkKind) -> None:
    assert kind_of(text, heading) is kind


def test_a_chunk_in_clearly_another_language_says_so() -> None:
    vietnamese = "Nhà máy dệt nhuộm đã tái sử dụng nước rửa cuối cho bể rửa đầu tiên và giảm tiêu thụ nước. " * 6
    chunks = _split(SENTENCE * 12, vietnamese, headings=[Heading("Vietnam", 2, 0)])

    assert {(chunk.first_page, chunk.language) for chunk in chunks} == {(1, "en"), (2, "vi")}


HEAD = "Process\tBefore\tAfter\n\tm3/t\tm3/t"
CAPTION = "Table 1. Water"


def _rows(first: int, last: int) -> str:
    return "\n".join(
        f"Process number {number} of the mill\t{3 * number}\t{2 * number}" for number in range(first, last)
    )


def _table(pages: list[Page], parts: list[tuple[int, str]], *, caption: str = CAPTION, header_rows: int = 2) -> Table:
    """Return the table whose rows, as lines with tabs, stand on these pages."""
    cells: list[Cell] = []
    row = 0
    for number, lines in parts:
        place = pages[number - 1].text.index(lines)
        for line in lines.split("\n"):
            for column, text in enumerate(line.split("\t")):
                if text:
                    cells.append(Cell(row, column, text, number, (place, place + len(text))))
                place += len(text) + 1
            row += 1
    return Table(0, caption, parts[0][0], parts[-1][0], header_rows, row, 3, tuple(cells))


def test_rows_make_chunks_of_their_own() -> None:
    """A table's rows share no chunk with the prose around it; the first chunk has caption and head itself."""
    body = f"{HEAD}\n{_rows(1, 9)}"
    pages = _pages(f"{SENTENCE * 6}\n\n{CAPTION}\n{body}\n\n{SENTENCE * 6}")
    chunks = split(pages, [], document=DOCUMENT, language="en", tables=[_table(pages, [(1, body)])])

    assert [chunk.kind for chunk in chunks] == [ChunkKind.PROSE, ChunkKind.TABLE, ChunkKind.PROSE]
    assert (chunks[1].text, chunks[1].lead) == (f"{CAPTION}\n{body}", "")


def test_further_rows_are_led_by_caption_and_head() -> None:
    """Each chunk has whole rows; those without the head get caption and head as their lead."""
    body = f"{HEAD}\n{_rows(1, 80)}"
    pages = _pages(f"{CAPTION}\n{body}")
    chunks = split(pages, [], document=DOCUMENT, language="en", tables=[_table(pages, [(1, body)])])

    assert "\n".join(chunk.text for chunk in chunks) == pages[0].text
    assert [chunk.lead for chunk in chunks] == ["", *[f"{CAPTION}\n{HEAD}"] * (len(chunks) - 1)]
    assert all(len(chunk.lead) + len(chunk.text) <= CHUNK_LENGTH for chunk in chunks)


@pytest.mark.parametrize("repeated", [True, False], ids=["head repeated", "head once"])
def test_a_table_over_a_page_break_keeps_its_lead(repeated: bool) -> None:
    """On the next page the rows have the caption, and the head unless it is repeated there, as their lead."""
    first, second = f"{HEAD}\n{_rows(1, 5)}", _rows(5, 9)
    pages = _pages(f"{CAPTION}\n{first}", (HEAD + "\n" if repeated else "") + f"{second}\n\n{SENTENCE * 6}")
    table = _table(pages, [(1, first), (2, second)])
    chunks = split(pages, [], document=DOCUMENT, language="en", tables=[table])

    assert [(chunk.kind, chunk.first_page) for chunk in chunks] == [
        (ChunkKind.TABLE, 1),
        (ChunkKind.TABLE, 2),
        (ChunkKind.PROSE, 2),
    ]
    assert chunks[1].text == (f"{HEAD}\n{second}" if repeated else second)
    assert chunks[1].lead == (CAPTION if repeated else f"{CAPTION}\n{HEAD}")


def test_a_label_that_covers_rows_stays_with_them() -> None:
    """No chunk ends between the rows that one cell covers."""
    body = "\n".join(
        f"Plant {number}\tsaving of water in a year\t{number}\n\tsaving of energy\t7" for number in range(30)
    )
    pages = _pages(body)
    table = _table(pages, [(1, body)], caption="", header_rows=0)
    spanning = tuple(replace(cell, rows=2) if cell.column == 0 else cell for cell in table.cells)
    chunks = split(pages, [], document=DOCUMENT, language="en", tables=[replace(table, cells=spanning)])

    assert len(chunks) > 1
    assert [chunk.text[:6] for chunk in chunks] == ["Plant "] * len(chunks)


def test_a_row_too_long_for_a_chunk_is_split() -> None:
    """A cell may hold pages of text; its row makes several chunks, each with the lead."""
    body = f"{HEAD}\nDyeing\t{(SENTENCE * 40).strip()}\t80\nRinsing\t12\t9"
    pages = _pages(f"{CAPTION}\n{body}")
    chunks = split(pages, [], document=DOCUMENT, language="en", tables=[_table(pages, [(1, body)])])

    assert len(chunks) > 3
    assert all(len(chunk.text) <= CHUNK_LENGTH and chunk.kind is ChunkKind.TABLE for chunk in chunks)
    assert chunks[-1].lead == f"{CAPTION}\n{HEAD}"


def test_margins_are_in_no_chunk_and_do_not_shift_spans() -> None:
    """Running heads and feet are no part of what chunks count in."""
    body = SENTENCE * 6
    pages = [
        Page(number, f"{body.strip()}\nRunning head", 612, 792, NO_WORDS, margin=len("\nRunning head"))
        for number in (1, 2)
    ]
    headings = [Heading("The", 2, 0)]
    chunks = split(pages, headings, document=DOCUMENT, language="en")
    text = document_text(pages)

    assert [chunk.text for chunk in chunks] == [text[chunk.start : chunk.end] for chunk in chunks]
    assert [(chunk.first_page, chunk.heading) for chunk in chunks] == [(1, ""), (2, "The")]
    assert not any("Running" in chunk.text for chunk in chunks)


def test_chunks_know_the_headings_above() -> None:
    """The path holds the headings above, outermost first."""
    headings = [Heading("Water", 1, 0, 1), Heading("Reuse", 2, 0, 2), Heading("Energy", 3, 0, 1)]
    chunks = _split(SENTENCE * 8, SENTENCE * 8, SENTENCE * 8, headings=headings)

    assert [chunk.path for chunk in chunks] == [("Water",), ("Water", "Reuse"), ("Energy",)]


CELL = st.text("ab 19.%", max_size=12).map(str.strip)
GRID = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.text("ab. \n", max_size=300), GRID, st.text("ab. \n", max_size=300), st.integers(0, 2))
def test_tables_keep_the_order_and_lose_nothing(
    before: str, grid: list[tuple[str, ...]], after: str, head: int
) -> None:
    """With tables too, chunks hold the text exactly, in order, and every letter and digit is in one of them."""
    body = "\n".join("\t".join(row) for row in grid)
    pages = _pages(f"{before}\n\n{body}\n\n{after}")
    cells, place = [], len(before) + 2
    for row, texts in enumerate(grid):
        for column, text in enumerate(texts):
            if text:
                cells.append(Cell(row, column, text, 1, (place, place + len(text))))
            place += len(text) + 1
    table = Table(0, "", 1, 1, min(head, len(grid)), len(grid), 3, tuple(cells))
    chunks = split(pages, [], document=DOCUMENT, language="und", tables=[table])
    text = document_text(pages)
    covered = {place for chunk in chunks for place in range(chunk.start, chunk.end)}

    assert [chunk.text for chunk in chunks] == [text[chunk.start : chunk.end] for chunk in chunks]
    assert [chunk.start for chunk in chunks] == sorted(chunk.start for chunk in chunks)
    assert [text[at] for at in range(len(text)) if text[at].isalnum() and at not in covered] == []
    assert all(len(chunk.text) <= CHUNK_LENGTH for chunk in chunks)


def _with_table(text: str, body: str, *headings: str) -> list[Chunk]:
    pages = _pages(text)
    found = [Heading(heading, 1, text.index(heading)) for heading in headings]
    tables = [_table(pages, [(1, body)], caption="", header_rows=0)]
    return split(pages, found, document=DOCUMENT, language="en", tables=tables)


def test_a_heading_goes_with_the_table_under_it() -> None:
    """However long the table is, no chunk is made of the heading alone."""
    body = _rows(1, 60)
    chunks = _with_table(f"{SENTENCE * 7}\n\nWater per process\n{body}", body, "Water per process")

    assert (chunks[0].kind, chunks[0].text) == (ChunkKind.PROSE, (SENTENCE * 7).strip())
    assert {chunk.kind for chunk in chunks[1:]} == {ChunkKind.TABLE}
    assert chunks[1].text.startswith("Water per process\nProcess number 1 of the mill\t3")


def test_what_is_short_goes_with_the_heading_of_a_long_table() -> None:
    """Only the heading joins the rows; the text before it stays apart."""
    body = _rows(1, 60)
    chunks = _with_table(f"{SENTENCE}\n\nWater per process\n{body}", body, "Water per process")

    assert [chunk.text[:17] for chunk in chunks[:2]] == [SENTENCE[:17], "Water per process"]


def test_a_small_table_stays_with_its_section_and_the_next() -> None:
    """A table of one row says nothing without what stands around it; most of it being text, it is prose."""
    body = "Water\t491\tacre-feet a year"
    text = f"Before\nThe dye house took its water from the town, and let it go.\n\n{body}\n\nResults\n{SENTENCE * 2}"
    [chunk] = _with_table(text, body, "Before", "Results")

    assert (chunk.kind, chunk.lead, chunk.text) == (ChunkKind.PROSE, "", text.strip())


def test_mostly_rows_are_a_table() -> None:
    """A small table below its heading and a line of text is still one."""
    body = _rows(1, 6)
    [chunk] = _with_table(f"Water\nMeasured in May.\n\n{body}", body, "Water")

    assert (chunk.kind, chunk.text[-len(body) :]) == (ChunkKind.TABLE, body)


def test_a_list_of_references_stands_alone() -> None:
    """It is neither added to a short section before it nor joined by one after it."""
    text = "Outlook\nMore will follow.\n\nSources\nA report on rinsing, 2016. https://example.org/1\n\nThanks\nTo all."
    headings = [Heading(name, 1, text.index(name)) for name in ("Outlook", "Sources", "Thanks")]
    chunks = _split(text, headings=headings)

    assert [(chunk.text[:7], chunk.kind) for chunk in chunks] == [
        ("Outlook", ChunkKind.PROSE),
        ("Sources", ChunkKind.REFERENCES),
        ("Thanks\n", ChunkKind.PROSE),
    ]
