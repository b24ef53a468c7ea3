"""Vectors are kept by model and text, and are never given to another model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import LibraryError
from corpus.library import Library
from corpus.model import DocumentId
from corpus.vector_store import Vector, embedded_text
from tests.corpus.builders import document, entry, page, stored, vectors


@pytest.fixture(name="library")
def open_library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home", write=True) as library:
        yield library


def rows(found: list[Vector | None]) -> list[list[float] | None]:
    return [None if vector is None else vector.tolist() for vector in found]


def test_embedded_text_begins_with_the_heading() -> None:
    assert embedded_text(entry(DocumentId("d"), text="Rinse.", heading="Water").chunk) == "Water\nRinse."
    assert embedded_text(entry(DocumentId("d"), text="Rinse.").chunk) == "Rinse."


def test_vectors_come_back_in_the_order_asked_for(library: Library) -> None:
    library.vectors.put("m", ["one", "two"], vectors((1.0, 0.0), (0.6, 0.8)))

    found = library.vectors.get("m", ["two", "unknown", "one", "two"])

    assert rows(found) == [pytest.approx([0.6, 0.8]), None, [1.0, 0.0], pytest.approx([0.6, 0.8])]
    assert all(vector is None or (vector.dtype == np.float32 and vector.flags.writeable) for vector in found)


def test_vectors_come_back_bit_by_bit(library: Library) -> None:
    made = np.random.default_rng(7).standard_normal((1200, 384)).astype(np.float32)
    texts = [f"text {number}" for number in range(1200)]
    library.vectors.put("m", texts, made)

    found = library.vectors.get("m", texts)

    assert b"".join(vector.tobytes() for vector in found if vector is not None) == made.tobytes()


def test_models_never_share_vectors(library: Library) -> None:
    library.vectors.put("m", ["one"], vectors((1.0, 0.0)))
    library.vectors.put("other", ["one"], vectors((0.0, 0.0, 1.0)))

    assert rows(library.vectors.get("m", ["one"])) == [[1.0, 0.0]]
    assert rows(library.vectors.get("unknown", ["one"])) == [None]
    assert (library.vectors.count("m"), library.vectors.count("other")) == (1, 1)


def test_vector_of_another_length_is_refused(library: Library) -> None:
    library.vectors.put("m", ["one"], vectors((1.0, 0.0)))

    with pytest.raises(LibraryError, match="length 2 before and of 3 now"):
        library.vectors.put("m", ["one"], vectors((0.0, 0.0, 1.0)))

    assert rows(library.vectors.get("m", ["one"])) == [[1.0, 0.0]]


def test_newer_vector_takes_the_place_of_the_earlier(library: Library) -> None:
    library.vectors.put("m", ["one"], vectors((1.0, 0.0)))

    library.vectors.put("m", ["one"], vectors((0.0, 1.0)))

    assert rows(library.vectors.get("m", ["one"])) == [[0.0, 1.0]]


def test_stream_joins_entries_with_the_vectors_of_one_model(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet", ("sector:13",), ())
    library.vectors.put("m", ["sheet 1"], vectors((0.0, 1.0)))
    library.vectors.put("other", ["sheet 0"], vectors((1.0,)))

    streamed = list(library.vectors.stream("m", batch=1))

    expected = [entry(sheet, 0, "sheet 0", ("sector:13",)), entry(sheet, 1, "sheet 1")]
    assert expected == [found for found, _ in streamed] == list(library.documents.entries())
    assert rows([vector for _, vector in streamed]) == [None, [0.0, 1.0]]


def test_vectors_given_with_chunks_survive_a_new_ingestion(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet")
    entries = [entry(sheet, 0, "Rinse.", heading="Water"), entry(sheet, 1, "Drain.")]
    library.documents.replace_chunks(sheet, entries, ("m", vectors((1.0, 0.0), (0.0, 1.0))))

    library.documents.add(document(tmp_path / "sheet.pdf"), [page(1)], tmp_path / "sheet.pdf")
    library.documents.replace_chunks(sheet, entries[1:])

    assert rows([vector for _, vector in library.vectors.stream("m")]) == [[0.0, 1.0]]
    assert rows(library.vectors.get("m", ["Water\nRinse."])) == [[1.0, 0.0]]


def test_no_texts_need_no_vectors(library: Library) -> None:
    library.vectors.put("m", [], np.empty((0, 384), np.float32))

    assert library.vectors.get("m", []) == []
    assert list(library.vectors.stream("m")) == []
