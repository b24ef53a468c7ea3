"""Documents and pages come back as they were stored, or not at all."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import (
    DamagedPdfError,
    DocumentNotFoundError,
    LibraryError,
    NotFoundError,
    PageNotFoundError,
    PathNotFoundError,
)
from corpus.library import Library
from corpus.model import ChunkId, Document, DocumentId, DocumentKind, Page, Source, Words
from corpus.page_rows import pack, unpack
from tests.corpus.builders import case, document, entry, page, pdf, stored, vectors

UNKNOWN = DocumentId("0" * 64)


HOSTILE_IDS = ["", "../../etc/passwd", "' or 1=1 --", "\x00", "\ud800", "9" * 5000]


texts = st.text(st.characters(exclude_categories=["Cs"]))


small_integers = st.integers(0, 2**31 - 1)


sources = st.builds(Source, texts, texts, st.none() | small_integers, texts, texts)


@pytest.fixture(name="library")
def open_library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home", write=True) as library:
        yield library


@pytest.fixture(name="shared", scope="module")
def open_shared_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("home"), write=True) as library:
        yield library


@pytest.fixture(name="shared_pdf", scope="module")
def write_shared_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pdf(tmp_path_factory.mktemp("files"))


def same_page(one: Page, other: Page) -> bool:
    return (
        (one.number, one.text, one.width, one.height) == (other.number, other.text, other.width, other.height)
        and one.words.spans.tobytes() == other.words.spans.tobytes()
        and one.words.boxes.tobytes() == other.words.boxes.tobytes()
        and (one.words.spans.dtype, one.words.boxes.dtype) == (np.dtype(np.int32), np.dtype(np.float32))
    )


def test_document_comes_back_with_its_pages_and_file(library: Library, tmp_path: Path) -> None:
    original = pdf(tmp_path)
    described, pages = document(original), [page(1), page(2, "Wait, then drain.")]

    library.documents.add(described, pages, original)

    assert library.documents.get(described.id) == described
    assert all(map(same_page, pages, library.documents.pages(described.id)))
    assert same_page(pages[1], library.documents.page(described.id, 2))
    assert library.documents.original(described.id).read_bytes() == original.read_bytes()


@settings(deadline=None, max_examples=40)  # every example waits for the disk
@given(
    title=texts,
    kind=st.sampled_from(DocumentKind),
    added=st.datetimes(timezones=st.just(dt.UTC)),
    year=st.none() | small_integers,
    country=st.none() | texts,
    source=st.none() | sources,
)
def test_any_description_of_a_document_comes_back(
    shared: Library,
    shared_pdf: Path,
    title: str,
    kind: DocumentKind,
    added: dt.datetime,
    year: int | None,
    country: str | None,
    source: Source | None,
) -> None:
    described = dataclasses.replace(
        document(shared_pdf), title=title, name=title, kind=kind, added=added, year=year, country=country, source=source
    )

    shared.documents.add(described, [], shared_pdf)

    assert shared.documents.get(described.id) == described


@settings(deadline=None, max_examples=40)  # every example waits for the disk
@given(
    st.lists(
        st.tuples(
            st.tuples(*[st.integers(-(2**31), 2**31 - 1)] * 2), st.tuples(*[st.floats(width=32, allow_nan=True)] * 4)
        )
    )
)
def test_places_of_words_come_back_bit_by_bit(words: list[tuple[tuple[int, ...], tuple[float, ...]]]) -> None:
    spans = np.array([span for span, _ in words], np.int32).reshape(-1, 2)
    boxes = np.array([box for _, box in words], np.float32).reshape(-1, 4)

    unpacked = unpack(pack(Words(spans, boxes)))

    assert unpacked.spans.tobytes() == spans.tobytes()
    assert unpacked.boxes.tobytes() == boxes.tobytes()
    assert (unpacked.spans.shape, unpacked.boxes.shape) == (spans.shape, boxes.shape)


def test_damaged_places_of_words_are_reported() -> None:
    with pytest.raises(LibraryError, match="damaged"):
        unpack(b"no such stream")


def test_documents_are_listed_by_title(library: Library, tmp_path: Path) -> None:
    for title in ("Tannery", "Brewery", "Foundry"):
        stored(library, tmp_path, title)

    assert [found.title for found in library.documents.all()] == ["Brewery", "Foundry", "Tannery"]
    assert library.documents.count() == 3


def test_editions_of_a_work_are_found_by_name(library: Library, tmp_path: Path) -> None:
    for name, work in (("second", "manual"), ("first", "manual"), ("other", "case:mill"), ("alone", "")):
        original = pdf(tmp_path, name)
        described = dataclasses.replace(document(original, title=name), work=work)
        library.documents.add(described, [page(1), page(2)], original)

    assert [found.title for found in library.documents.editions("manual")] == ["first", "second"]
    assert [found.work for found in library.documents.editions("case:mill")] == ["case:mill"]
    assert library.documents.editions("") == []


def test_document_is_complete_once_its_chunks_are_stored(library: Library, tmp_path: Path) -> None:
    original = pdf(tmp_path)
    described = document(original)
    library.documents.add(described, [page(1)], original)
    before = library.documents.exists(described.id), library.documents.is_complete(described.id)

    library.documents.replace_chunks(described.id, [])

    assert before == (True, False)
    assert library.documents.is_complete(described.id)


def test_unknown_document_neither_exists_nor_is_complete(library: Library) -> None:
    assert not library.documents.exists(UNKNOWN)
    assert not library.documents.is_complete(UNKNOWN)


def test_adding_again_replaces_pages_and_drops_chunks_but_keeps_cases(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet", ("sector:13",))
    library.cases.replace(sheet, [case("one", sheet)])
    again = document(pdf(tmp_path, "sheet"), title="A better title", page_count=1)

    library.documents.add(again, [page(1, "Only page.")], tmp_path / "sheet.pdf")

    assert library.documents.get(sheet) == again
    assert [found.text for found in library.documents.pages(sheet)] == ["Only page."]
    assert not library.documents.is_complete(sheet)
    assert list(library.documents.entries()) == []
    assert library.cases.of_document(sheet) == [case("one", sheet)]


def test_file_that_changed_since_it_was_read_is_refused(library: Library, tmp_path: Path) -> None:
    original = pdf(tmp_path)
    described = document(original)
    original.write_bytes(b"%PDF other bytes")

    with pytest.raises(DamagedPdfError, match="changed while it was being read"):
        library.documents.add(described, [page(1)], original)

    assert not library.documents.exists(described.id)
    assert [path for path in (library.home / "originals").rglob("*") if path.is_file()] == []


def test_file_that_is_gone_is_named(library: Library, tmp_path: Path) -> None:
    original = pdf(tmp_path)
    described = document(original)
    original.unlink()

    with pytest.raises(PathNotFoundError, match=r"a sheet\.pdf cannot be read"):
        library.documents.add(described, [page(1)], original)

    assert library.documents.count() == 0


def test_damaged_original_is_replaced_when_the_file_is_added_again(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet")
    library.documents.original(sheet).write_bytes(b"half")

    library.documents.add(document(tmp_path / "sheet.pdf"), [page(1)], tmp_path / "sheet.pdf")

    assert hashlib.sha256(library.documents.original(sheet).read_bytes()).hexdigest() == sheet


def test_missing_original_is_reported(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet")
    library.documents.original(sheet).unlink()

    with pytest.raises(DocumentNotFoundError, match="Ingest it again"):
        library.documents.original(sheet)


@pytest.mark.parametrize("number", [0, 3, -1, 10**30])
def test_page_out_of_range_names_how_many_there_are(library: Library, tmp_path: Path, number: int) -> None:
    sheet = stored(library, tmp_path, "sheet")

    with pytest.raises(PageNotFoundError, match="the document has 2 pages"):
        library.documents.page(sheet, number)


def test_page_starts_where_the_joined_text_has_it(library: Library, tmp_path: Path) -> None:
    original = pdf(tmp_path)
    described = document(original)
    library.documents.add(described, [page(1, "Rinse\x00 twice."), page(2, "Drain."), page(3)], original)

    starts = [library.documents.page_start(described.id, number) for number in (1, 2, 3)]

    assert starts == [0, 14, 21]


@pytest.mark.parametrize("sheet", HOSTILE_IDS)
def test_hostile_ids_name_nothing(library: Library, tmp_path: Path, sheet: str) -> None:
    stored(library, tmp_path, "sheet", ("sector:13",))

    with pytest.raises(DocumentNotFoundError):
        library.documents.get(DocumentId(sheet))
    with pytest.raises(PageNotFoundError if library.documents.exists(DocumentId(sheet)) else DocumentNotFoundError):
        library.documents.page(DocumentId(sheet), 1)
    with pytest.raises(NotFoundError, match="There is no passage"):
        library.documents.chunk(ChunkId(sheet))
    assert library.documents.chunks_of(DocumentId(sheet)) == []


def test_removed_document_leaves_nothing_but_vectors(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet", ("sector:13",))
    library.cases.replace(sheet, [case("one", sheet)])
    original = library.documents.original(sheet)

    library.documents.remove(sheet)
    library.documents.discard_originals([sheet])

    tables = (
        "document",
        "page",
        "chunk",
        "chunk_facet",
        "case_",
        "case_concept",
        "measure",
        "figure",
    )
    left = {table: library.connection().execute(f"select count(*) from {table}").fetchone()[0] for table in tables}
    assert left == dict.fromkeys(tables, 0)
    assert not original.exists()


def test_removing_an_unknown_document_changes_nothing(library: Library) -> None:
    with pytest.raises(DocumentNotFoundError):
        library.documents.remove(UNKNOWN)

    assert library.revision() == 0


def test_vectors_of_the_wrong_count_keep_nothing(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet", ())

    with pytest.raises(ValueError, match="shorter"):
        library.documents.replace_chunks(
            sheet, [entry(sheet, 0), entry(sheet, 1, "Other.")], ("m", vectors((1.0, 0.0)))
        )

    assert [chunk.text for chunk in library.documents.chunks_of(sheet)] == ["sheet 0"]


def test_text_that_is_no_unicode_is_refused_whole(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet", ())

    with pytest.raises(LibraryError, match="cannot be stored"):
        library.documents.add(document(tmp_path / "sheet.pdf"), [page(1, "half \ud800 pair")], tmp_path / "sheet.pdf")

    assert library.documents.is_complete(sheet)


def test_documents_read_is_what_was_written_by_another_library(library: Library, tmp_path: Path) -> None:
    described: list[Document] = []
    for content in ("one", "two"):
        original = pdf(tmp_path, content)
        described.append(document(original, title=content))
        library.documents.add(described[-1], [page(1), page(2)], original)

    with Library.open(library.home) as reader:
        assert reader.documents.all() == described


def test_documents_come_by_id_and_unknown_ones_are_left_out(library: Library, tmp_path: Path) -> None:
    one, two = stored(library, tmp_path, "one"), stored(library, tmp_path, "two")

    assert library.documents.by_ids([two, one, DocumentId("0" * 64)]) == {
        one: library.documents.get(one),
        two: library.documents.get(two),
    }
