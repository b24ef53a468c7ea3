"""Chunks come back as they were stored, in reading order, with the facet values they answer to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import (
    DocumentNotFoundError,
    LibraryError,
)
from corpus.library import Library
from corpus.model import Chunk, ChunkId, ChunkKind, DocumentId, Entry
from tests.corpus.builders import document, entry, page, pdf, stored

UNKNOWN = DocumentId("0" * 64)


texts = st.text(st.characters(exclude_categories=["Cs"]))


small_integers = st.integers(0, 2**31 - 1)


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


@settings(deadline=None, max_examples=40)  # every example waits for the disk
@given(
    heading=texts,
    text=texts,
    kind=st.sampled_from(ChunkKind),
    language=texts,
    numbers=st.tuples(*[small_integers] * 5),
    facets=st.sets(texts),
)
def test_any_entry_comes_back(
    shared: Library,
    shared_pdf: Path,
    heading: str,
    text: str,
    kind: ChunkKind,
    language: str,
    numbers: tuple[int, ...],
    facets: set[str],
) -> None:
    described = document(shared_pdf)
    ordinal, first, last, start, end = numbers
    chunk = Chunk(ChunkId("a:1"), described.id, ordinal, first, last, start, end, heading, kind, language, text)
    expected = Entry(chunk, tuple(sorted(facets)))
    shared.documents.add(described, [], shared_pdf)

    shared.documents.replace_chunks(described.id, [expected])

    assert list(shared.documents.entries()) == [expected]
    assert shared.documents.chunk(chunk.id) == chunk
    assert shared.documents.facets_of([chunk.id]) == {chunk.id: expected.facets}


def test_chunks_of_an_unknown_document_are_refused(library: Library) -> None:
    with pytest.raises(DocumentNotFoundError):
        library.documents.replace_chunks(UNKNOWN, [entry(UNKNOWN)])

    assert list(library.documents.entries()) == []


def test_replacing_chunks_leaves_none_of_the_earlier(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet", ("sector:13", "country:IN"), ("sector:13",))

    library.documents.replace_chunks(sheet, [entry(sheet, 0, "New.", ("country:VN",))])

    assert [chunk.text for chunk in library.documents.chunks_of(sheet)] == ["New."]
    assert [found.facets for found in library.documents.entries()] == [("country:VN",)]


def test_chunk_of_another_document_with_the_same_id_is_refused(library: Library, tmp_path: Path) -> None:
    first, second = stored(library, tmp_path, "one", ()), stored(library, tmp_path, "two", ())
    stolen = dataclasses.replace(entry(second).chunk, id=ChunkId(f"{first[:16]}:0"))

    with pytest.raises(LibraryError, match="contradicts the library"):
        library.documents.replace_chunks(second, [Entry(stolen)])

    assert [chunk.text for chunk in library.documents.chunks_of(second)] == ["two 0"]


def test_chunks_come_in_reading_order_without_the_unknown(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet", *[()] * 12)
    wanted = [ChunkId(f"{sheet[:16]}:{ordinal}") for ordinal in (10, 2, 99, 0)]

    found = library.documents.chunks(wanted)

    assert [chunk.ordinal for chunk in found.values()] == [0, 2, 10]


def test_chunk_is_found_by_its_place(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet", (), ())

    assert library.documents.chunk_at(sheet, 1) == entry(sheet, 1, "sheet 1").chunk
    assert library.documents.chunk_at(sheet, 2) is None


def test_entries_come_by_document_and_ordinal(library: Library, tmp_path: Path) -> None:
    ids = sorted(stored(library, tmp_path, name, *[()] * 300) for name in ("one", "two", "three"))

    streamed = [(found.chunk.document, found.chunk.ordinal) for found in library.documents.entries()]

    assert streamed == [(sheet, ordinal) for sheet in ids for ordinal in range(300)]


def test_incomplete_documents_have_no_entries(library: Library, tmp_path: Path) -> None:
    original = pdf(tmp_path)
    library.documents.add(document(original), [page(1)], original)

    assert list(library.documents.entries()) == []
