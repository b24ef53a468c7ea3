"""Chunks: exact spans, page spans, headings, kinds and languages."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Chunk, ChunkKind, DocumentId, Page, Words, document_text
from ingest.chunks import CHUNK_LENGTH, CHUNK_OVERLAP, kind_of, split
from ingest.headings import Heading

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
