"""What is in the library twice: found, counted once, decided by persons and taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document_rows import upsert_document
from corpus.errors import CaseNotFoundError, UsageError
from corpus.library import Library
from corpus.likeness import sketch
from corpus.likeness_store import Subject
from corpus.model import Case, CaseId, ConceptId, DocumentId
from corpus.vocabulary import load_vocabulary
from search_api.duplicates import Duplicates
from search_api.opening import open_duplicates, open_services
from tests.corpus.builders import case, document, page, pdf
from tests.fakes import HashingEmbedder

VOCABULARY = load_vocabulary()
SITE = {"company": "Lakeside Dyers", "technique": "technique:counter-current-rinsing"}


def told(name: str, document_id: DocumentId) -> Case:
    return replace(case(name, document_id, SITE["technique"]), company=SITE["company"])


@pytest.fixture(name="library")
def _library(tmp_path: Path) -> Iterator[Library]:
    """Two PDFs of one text, each telling the same case under an id of its own."""
    with Library.open(tmp_path / "home", write=True) as library:
        for name in ("manual", "sheet"):
            original = pdf(tmp_path, name)
            held = document(original, title=f"The {name}")
            library.documents.add(held, [page(1), page(2)], original)
            library.cases.replace(held.id, [told(f"lakeside-{name}", held.id)])
            library.likeness.put(held.id, sketch([page(1), page(2)]))
        yield library


@pytest.fixture(name="duplicates")
def _duplicates(library: Library) -> Duplicates:
    return Duplicates(library, VOCABULARY)


def test_documents_and_cases_are_listed_with_what_speaks_for_it(duplicates: Duplicates) -> None:
    documents, cases = duplicates.found()

    assert (documents.subject, documents.share, set(documents.titles)) == (
        Subject.DOCUMENT,
        1.0,
        {"The manual", "The sheet"},
    )
    assert (cases.first, cases.second, cases.figures, cases.said) == ("lakeside-manual", "lakeside-sheet", 2, "")
    assert cases.titles[0] == "Rinsing water used again (Lakeside Dyers, IN, 2004)"


def test_settling_lets_one_case_stand_for_both(duplicates: Duplicates, library: Library) -> None:
    assert duplicates.settle()
    assert library.likeness.heads() == {"lakeside-sheet": "lakeside-manual"}
    assert not duplicates.settle(), "nothing has changed since"


def test_a_persons_word_parts_cases_and_can_be_taken_back(duplicates: Duplicates, library: Library) -> None:
    duplicates.decide("lakeside-sheet", "lakeside-manual", same=False, note="two plants")
    listed = next(twin for twin in duplicates.found() if twin.subject is Subject.CASE)

    assert (library.likeness.heads(), listed.said, listed.note) == ({}, "different", "two plants")
    assert duplicates.undo("lakeside-manual", "lakeside-sheet")
    assert library.likeness.heads() == {"lakeside-sheet": "lakeside-manual"}
    assert not duplicates.undo("lakeside-manual", "lakeside-sheet")


def test_documents_are_named_by_the_start_of_their_hash(duplicates: Duplicates) -> None:
    found = duplicates.found()[0]
    duplicates.decide(found.first[:8], found.second, same=False)

    assert [twin.said for twin in duplicates.found() if twin.subject is Subject.DOCUMENT] == ["different"]


def test_a_decision_stays_listed_after_its_cases_have_gone(duplicates: Duplicates, library: Library) -> None:
    duplicates.decide("lakeside-sheet", "lakeside-manual", same=True)
    for held in library.documents.all():
        library.documents.remove(held.id)

    assert [twin.titles for twin in duplicates.found()] == [("(no longer in the library)",) * 2]


@pytest.mark.parametrize(
    ("one", "other", "error", "said"),
    [
        ("lakeside-sheet", "lakeside-sheet", UsageError, "one and the same"),
        ("lakeside-sheet", "hash", UsageError, "a case and a document"),
        ("lakeside-sheet", "nowhere", CaseNotFoundError, "no case"),
        ("00000000", "lakeside-sheet", CaseNotFoundError, "no case"),
    ],
)
def test_what_cannot_be_decided_is_refused(
    duplicates: Duplicates, library: Library, one: str, other: str, error: type[Exception], said: str
) -> None:
    named = library.documents.all()[0].id if other == "hash" else other

    with pytest.raises(error, match=said):
        duplicates.decide(one, named, same=True)
    assert library.likeness.decisions() == []


def test_a_start_that_several_documents_share_is_refused(library: Library, duplicates: Duplicates) -> None:
    held = library.documents.all()[0]
    twin = DocumentId(held.id[:10] + "0" * 54)
    with library.transaction() as connection:
        upsert_document(connection, replace(held, id=twin), "")
    with pytest.raises(UsageError, match="2 documents begin"):
        duplicates.decide(held.id[:8], "lakeside-sheet", same=True)


def test_a_case_told_twice_counts_once_everywhere(built_home: Path, tmp_path: Path) -> None:
    """Techniques, lists of cases and the home page count it once; its page names the other telling."""
    home = tmp_path / "home"
    shutil.copytree(built_home, home)
    with Library.open(home, write=True) as library:
        first = library.cases.get(CaseId("tri-star-dyeing-ro"))
        other = library.cases.get(CaseId("co-artextil-dyeing"))
        retold = replace(first, id=CaseId("zz-retold"), document=other.document)
        library.cases.replace(other.document, [other, retold])
        before = len(library.cases.all())
    with open_duplicates(home) as duplicates:
        assert duplicates.settle()
    with open_services(home, embedder=HashingEmbedder()) as services:
        technique = services.technique(ConceptId(first.measures[0].technique).partition(":")[2])

        assert services.home().cases == before - 1
        assert technique.applied.reported.case_count == len(technique.applied.cases)
        assert "zz-retold" not in {shown.id for shown in technique.applied.cases}
        assert [told.id for told in services.case(first.id).retold] == ["zz-retold"]
        assert [told.id for told in services.case("zz-retold").retold] == [first.id]
        assert services.coverage().cases == before - 1
