"""Cases come back with every measure and figure, wherever they are asked for."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import CaseNotFoundError, DocumentNotFoundError
from corpus.library import Library
from corpus.model import Case, CaseId, CaseStatus, ConceptId, DocumentId, Figure, Grade, Measure, Role, Source
from tests.corpus.builders import case, stored

texts = st.text(st.characters(exclude_categories=["Cs"]))
concepts = texts.map(ConceptId)
numbers = st.integers(0, 2**31 - 1)
measures = st.builds(Measure, texts, concepts, concepts, texts)
spans = st.none() | st.tuples(numbers, numbers)
figures = st.builds(Figure, st.sampled_from(Role), texts, texts, texts, texts, texts, numbers, spans)
cases = st.builds(
    Case,
    id=texts.map(CaseId),
    title=texts,
    company=st.none() | texts,
    country=st.none() | texts,
    year=st.none() | numbers,
    status=st.sampled_from(CaseStatus),
    grade=st.sampled_from(Grade),
    sector=st.none() | concepts,
    processes=st.lists(concepts, max_size=3).map(tuple),
    substances=st.lists(concepts, max_size=3).map(tuple),
    measures=st.lists(measures, max_size=3).map(tuple),
    figures=st.lists(figures, max_size=3).map(tuple),
    baseline=texts,
    notes=texts,
    source=st.builds(Source, texts, texts, st.none() | numbers, texts, texts),
    document=st.just(DocumentId("")),
    page=numbers,
)


@pytest.fixture(name="library")
def open_library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home", write=True) as library:
        yield library


@pytest.fixture(name="shared", scope="module")
def open_shared_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("home"), write=True) as library:
        stored(library, tmp_path_factory.mktemp("files"), "sheet")
        yield library


@settings(deadline=None, max_examples=40)  # every example waits for the disk
@given(st.lists(cases, max_size=3, unique_by=lambda case: case.id))
def test_any_cases_come_back_in_the_documents_order(shared: Library, told: list[Case]) -> None:
    sheet = shared.documents.all()[0].id
    told = [dataclasses.replace(case, document=sheet) for case in told]

    shared.cases.replace(sheet, told)

    assert shared.cases.of_document(sheet) == told
    assert shared.cases.of_documents([sheet]) == ({sheet: told} if told else {})
    assert shared.cases.by_ids([case.id for case in told]) == {case.id: case for case in told}
    assert sorted(told, key=lambda case: case.id) == shared.cases.all()


def test_replacing_cases_leaves_none_of_the_earlier(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet")
    library.cases.replace(sheet, [case("one", sheet), case("two", sheet)])

    library.cases.replace(sheet, [case("three", sheet)])

    assert library.cases.all() == [case("three", sheet)]
    assert library.cases.count() == 1


def test_case_told_anew_moves_to_the_newer_document(library: Library, tmp_path: Path) -> None:
    old, new = stored(library, tmp_path, "old sheet"), stored(library, tmp_path, "new sheet")
    library.cases.replace(old, [case("one", old), case("two", old)])

    library.cases.replace(new, [case("one", new)])

    assert library.cases.get(CaseId("one")).document == new
    assert library.cases.of_document(old) == [case("two", old)]


def test_cases_of_an_unknown_document_are_refused(library: Library) -> None:
    with pytest.raises(DocumentNotFoundError, match="Ingest it first"):
        library.cases.replace(DocumentId("0" * 64), [case("one", DocumentId("0" * 64))])

    assert library.cases.all() == []


@pytest.mark.parametrize("sheet", ["", "unknown", "' or 1=1 --", "\ud800", "\x00"])
def test_unknown_case_is_named(library: Library, tmp_path: Path, sheet: str) -> None:
    document = stored(library, tmp_path, "sheet")
    library.cases.replace(document, [case("one", document)])

    with pytest.raises(CaseNotFoundError, match="There is no case"):
        library.cases.get(CaseId(sheet))


def test_applications_name_case_document_and_technique_by_case(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet")
    library.cases.replace(sheet, [case("b", sheet), case("a", sheet, "technique:dry-cleaning-of-floors")])

    assert library.cases.applications() == [
        (case_id, sheet, measure.technique)
        for case_id in ("a", "b")
        for measure in library.cases.get(CaseId(case_id)).measures
    ]
    assert ("a", sheet, "technique:dry-cleaning-of-floors") in library.cases.applications()


def test_cases_go_with_their_document(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet")
    library.cases.replace(sheet, [case("one", sheet)])

    library.documents.remove(sheet)

    assert library.cases.all() == []


def test_cases_can_be_read_while_they_are_written(library: Library, tmp_path: Path) -> None:
    sheet = stored(library, tmp_path, "sheet")

    with library.transaction():
        library.cases.replace(sheet, [case("one", sheet)])
        found = library.cases.all()

    assert found == library.cases.all() == [case("one", sheet)]
