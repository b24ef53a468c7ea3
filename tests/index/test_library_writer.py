"""Chunks and vectors on their way into the library and out into a generation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import DocumentNotFoundError
from corpus.library import Library
from corpus.model import Vectors
from index.engine import Query
from index.generation import open_current
from index.library_writer import LibraryWriter, embed_entries, embed_missing, embed_texts
from tests.fakes import HashingEmbedder
from tests.index.worlds import NAMES, NOON, add_document, chunk_id, document_id, entry


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home", write=True) as opened:
        for name in NAMES[:3]:
            add_document(opened, name, tmp_path)
        yield opened


def writer(library: Library, embedder: HashingEmbedder | None) -> LibraryWriter:
    return LibraryWriter(library, library.home / "index", embedder, clock=lambda: NOON)


def test_replaced_chunks_and_vectors_are_in_the_library(library: Library) -> None:
    embedder = HashingEmbedder()
    entries = [entry(NAMES[0], "water"), entry(NAMES[0], "steam", ordinal=1)]
    vectors = embedder.embed_passages(["water", "steam"])

    writer(library, embedder).replace_document(document_id(NAMES[0]), entries, vectors)

    stored = list(library.vectors.stream(embedder.fingerprint))
    assert [each for each, _ in stored] == entries
    assert np.array_equal(np.array([vector for _, vector in stored]), vectors)


def test_a_document_that_is_not_there_changes_nothing(library: Library) -> None:
    revision = library.revision()

    with pytest.raises(DocumentNotFoundError):
        writer(library, None).replace_document(document_id("unknown"), [], None)
    assert library.revision() == revision


def test_a_generation_knows_the_revision_it_was_built_from(library: Library) -> None:
    publisher = writer(library, None)
    publisher.replace_document(document_id(NAMES[0]), [entry(NAMES[0], "water")], None)
    publisher.publish()

    assert open_current(library.home / "index", None).manifest.revision == library.revision()


def test_the_library_alone_is_enough_to_build_the_same_index_again(library: Library) -> None:
    embedder = HashingEmbedder()
    first = writer(library, embedder)
    for name in NAMES[:3]:
        first.replace_document(document_id(name), [entry(name, "water")], embedder.embed_passages(["water"]))
    first.publish()
    before = open_current(library.home / "index", embedder).searcher().search(Query("water"), limit=5)

    writer(library, embedder).publish()

    after = open_current(library.home / "index", embedder).searcher().search(Query("water"), limit=5)
    assert [hit.chunk for hit in before] == sorted(chunk_id(name) for name in NAMES[:3])
    assert after == before


def test_an_index_is_stale_when_the_library_or_the_model_changed(library: Library) -> None:
    embedder = HashingEmbedder()
    publisher = writer(library, embedder)
    states = [publisher.is_stale()]
    publisher.publish()
    states += [publisher.is_stale(), writer(library, HashingEmbedder(name="other")).is_stale()]
    publisher.replace_document(document_id(NAMES[0]), [entry(NAMES[0], "water")], None)
    states.append(publisher.is_stale())

    assert states == [True, False, True, True]


def test_the_heading_is_embedded_with_the_text(library: Library) -> None:
    embedder = HashingEmbedder()
    under = entry(NAMES[0], "It saved 30 %.", heading="Counter-current rinsing")

    vectors = embed_entries([under], embedder, library.vectors)

    assert np.allclose(vectors, embedder.embed_passages(["Counter-current rinsing\nIt saved 30 %."]))


def test_a_text_is_embedded_once_however_often_it_stands_somewhere(library: Library) -> None:
    embedder = HashingEmbedder()
    entries = [entry(NAMES[0], text, ordinal=at) for at, text in enumerate(["water", "steam", "water"])]

    first = embed_entries(entries, embedder, library.vectors)
    again = embed_entries(entries, embedder, library.vectors)

    assert embedder.embedded == 2
    assert first.shape == (3, embedder.dimension)
    assert np.array_equal(first, again)
    assert np.array_equal(first[0], first[2])


def test_no_entries_are_no_vectors(library: Library) -> None:
    assert embed_entries([], HashingEmbedder(), library.vectors).shape == (0, 64)


def test_only_what_lacks_a_vector_of_this_model_is_embedded(library: Library) -> None:
    old, new = HashingEmbedder(name="old"), HashingEmbedder(name="new")
    publisher = writer(library, old)
    for name, text in zip(NAMES[:3], ["water", "steam", "water"], strict=True):
        publisher.replace_document(document_id(name), [entry(name, text)], old.embed_passages([text]))

    assert embed_missing(library, old) == 0
    assert embed_missing(library, new) == 2
    assert embed_missing(library, new) == 0
    assert new.embedded == 2
    assert all(vector is not None for _, vector in library.vectors.stream(new.fingerprint))


def test_an_interrupted_run_keeps_what_it_had_and_goes_on_from_there(library: Library) -> None:
    class Failing(HashingEmbedder):
        calls_left = 2

        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            if self.calls_left == 0:
                raise KeyboardInterrupt
            self.calls_left -= 1
            return super().embed_passages(texts)

    entries = [entry(NAMES[0], f"text number {number}", ordinal=number) for number in range(200)]
    writer(library, None).replace_document(document_id(NAMES[0]), entries, None)
    with pytest.raises(KeyboardInterrupt):
        embed_missing(library, Failing())
    patient = HashingEmbedder()
    told: list[tuple[int, int]] = []

    made = embed_missing(library, patient, lambda done, total: told.append((done, total)))

    assert made == patient.embedded == 200 - 128
    assert told == [(64, 72), (72, 72)]


def test_progress_counts_the_texts_that_had_to_be_embedded(library: Library) -> None:
    told: list[tuple[int, int]] = []
    texts = [f"text {number % 100}" for number in range(150)]

    made = embed_texts(texts, HashingEmbedder(), library.vectors, lambda done, total: told.append((done, total)))

    assert made == 100
    assert told == [(64, 100), (100, 100)]
