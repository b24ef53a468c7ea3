from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import DocumentNotFoundError
from corpus.library import Library
from corpus.model import ConceptId, DocumentId, Source, TechniqueSheet
from tests.corpus.builders import stored

RINSING = ConceptId("technique:counter-current-rinsing")
SHEET = TechniqueSheet(
    id=RINSING,
    what="Rinse water runs against the work.",
    how="From tank to tank [1].",
    where=("Plating lines.", "Färbereien."),
    where_not=(),
    preconditions=("Two tanks.",),
    measure_first=(),
    cross_media=(),
    mistakes=(),
    skills=(),
    restrictions="",
    sources=(Source("A guide", "A house", 1999, "https://example.org/guide", "copyright"), Source("A leaflet")),
)


@pytest.fixture(name="library")
def _library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home", write=True) as library:
        yield library


def test_a_sheet_comes_back_as_it_was_put(library: Library, tmp_path: Path) -> None:
    document = stored(library, tmp_path, "sheet")
    library.techniques.put(document, SHEET)

    assert library.techniques.of(RINSING) == [(document, SHEET)]
    assert library.techniques.explained() == {RINSING}


def test_a_technique_without_a_sheet_has_none(library: Library) -> None:
    assert library.techniques.of(RINSING) == []
    assert library.techniques.explained() == set()


def test_a_documents_new_sheet_takes_the_place_of_its_old_one(library: Library, tmp_path: Path) -> None:
    document = stored(library, tmp_path, "sheet")
    other = replace(SHEET, id=ConceptId("technique:water-reuse"), sources=())
    library.techniques.put(document, SHEET)
    library.techniques.put(document, other)

    assert library.techniques.of(RINSING) == []
    assert library.techniques.of(other.id) == [(document, other)]


def test_a_document_may_come_to_explain_nothing(library: Library, tmp_path: Path) -> None:
    document = stored(library, tmp_path, "sheet")
    library.techniques.put(document, SHEET)
    library.techniques.put(document, None)

    assert library.techniques.explained() == set()


def test_sheets_of_several_documents_stand_in_a_fixed_order(library: Library, tmp_path: Path) -> None:
    documents = [stored(library, tmp_path, name) for name in ("one", "two", "three")]
    for document in documents:
        library.techniques.put(document, SHEET)

    assert [document for document, _ in library.techniques.of(RINSING)] == sorted(documents)  # all added at one time


def test_a_sheet_goes_with_its_document(library: Library, tmp_path: Path) -> None:
    document = stored(library, tmp_path, "sheet")
    library.techniques.put(document, SHEET)
    library.documents.remove(document)

    assert library.techniques.explained() == set()


def test_a_sheet_of_no_document_is_refused(library: Library) -> None:
    with pytest.raises(DocumentNotFoundError, match="Ingest it first"):
        library.techniques.put(DocumentId("0" * 64), SHEET)
    assert library.techniques.explained() == set()
