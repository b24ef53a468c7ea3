"""The library knows documents of the same text, and keeps what persons said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.likeness import sketch
from corpus.likeness_store import Decision, Likeness, Subject
from corpus.model import CaseId, DocumentId
from tests.corpus.builders import case, document, page, pdf
from tests.corpus.test_likeness import page as text_page
from tests.corpus.test_likeness import prose

AT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@pytest.fixture(name="library")
def _library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home", write=True) as library:
        yield library


def stored(library: Library, folder: Path, name: str, text: str) -> DocumentId:
    original = pdf(folder, name)
    held = document(original)
    library.documents.add(held, [page(1), page(2)], original)
    library.likeness.put(held.id, sketch([text_page(text)]))
    return held.id


def test_a_new_export_and_a_new_edition_are_found(library: Library, tmp_path: Path) -> None:
    """The same text comes first, what is nearly the same after it, other texts not at all."""
    words = prose(600)
    first = stored(library, tmp_path, "first", " ".join(words))
    export = stored(library, tmp_path, "export", "\n".join(words))
    edition = stored(library, tmp_path, "edition", " ".join(words[:560] + prose(40, seed=3)))
    stored(library, tmp_path, "other", " ".join(prose(600, seed=4)))
    alike = library.likeness.alike(first)

    assert [export, edition] == [like.document for like in alike]
    assert alike[0].share == 1.0 > alike[1].share


def test_what_a_person_called_different_is_not_shown_again(library: Library, tmp_path: Path) -> None:
    """A decision holds in both directions, until it is undone."""
    one = stored(library, tmp_path, "one", "Rinse twice, dry once.")
    other = stored(library, tmp_path, "other", "rinse twice; dry once")
    first, second = sorted([one, other])
    library.likeness.decide(Decision(Subject.DOCUMENT, first, second, False, "two plants", AT))

    assert [] == library.likeness.alike(one) == library.likeness.alike(other)
    assert library.likeness.undo(Subject.DOCUMENT, first, second)
    assert [Likeness(other, 1.0)] == library.likeness.alike(one)
    assert not library.likeness.undo(Subject.DOCUMENT, first, second)


def test_a_document_read_again_has_its_new_sketch(library: Library, tmp_path: Path) -> None:
    """A sketch takes the place of an earlier one."""
    one = stored(library, tmp_path, "one", "Rinse twice, dry once.")
    other = stored(library, tmp_path, "other", "Rinse twice, dry once.")
    library.likeness.put(other, sketch([text_page("Something else altogether, at length.")]))

    assert library.likeness.alike(one) == []


def test_a_later_decision_takes_the_place_of_an_earlier_one(library: Library) -> None:
    """Whoever errs says it again."""
    said = Decision(Subject.CASE, "a", "b", True, "reprint", AT)
    library.likeness.decide(said)
    library.likeness.decide(replace(said, same=False, note="not so"))

    assert [replace(said, same=False, note="not so")] == library.likeness.decisions()


def test_heads_are_stored_only_where_they_say_something(library: Library, tmp_path: Path) -> None:
    """A case that stands for itself needs no row, and the same news twice is none."""
    original = pdf(tmp_path)
    held = document(original)
    library.documents.add(held, [page(1), page(2)], original)
    library.cases.replace(held.id, [case("a", held.id), case("b", held.id)])

    assert library.likeness.replace_heads({CaseId("a"): CaseId("a"), CaseId("b"): CaseId("a")})
    assert not library.likeness.replace_heads({CaseId("a"): CaseId("a"), CaseId("b"): CaseId("a")})
    assert library.likeness.heads() == {"b": "a"}
