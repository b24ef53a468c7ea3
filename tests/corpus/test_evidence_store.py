"""Tables and proposals of a document are stored whole and go with their document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.model import (
    Bound,
    CaseProposal,
    Cell,
    ConceptId,
    Document,
    Evidence,
    Figure,
    Proposed,
    ProposedFigure,
    ProposedMeasure,
    Quantity,
    Role,
    Table,
)
from tests.corpus.builders import document, page, pdf

EVIDENCE = (Evidence(1, (4, 9), "12 m3"),)
TABLE = Table(0, "Table 1. Water", 1, 2, 1, 2, 2, (Cell(0, 0, "Water", 1, (0, 5)), Cell(1, 1, "12", 2, (4, 6), 1, 1)))
FIGURE = Figure(
    *(Role.AFTER, "12", "m3", "water", "t", "", 1, (4, 6)),
    quantity=Quantity(12, 12, Bound.ABOUT, "m3/t"),
    normal=Quantity(12, 12, Bound.ABOUT, "m3/t"),
    of=ConceptId("resource:water"),
)
PROPOSAL = CaseProposal(
    title=Proposed("Rinsing", EVIDENCE, 0.9),
    measures=(ProposedMeasure(Proposed("rinse", EVIDENCE, 0.5), None, Proposed("practice:x", EVIDENCE, 0.5)),),
    figures=(ProposedFigure(FIGURE, EVIDENCE, 0.75),),
)


@pytest.fixture(name="library")
def _library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home", write=True) as library:
        yield library


@pytest.fixture(name="stored")
def _stored(library: Library, tmp_path: Path) -> Document:
    original = pdf(tmp_path)
    library.documents.add(document(original), [page(1), page(2)], original)
    return document(original)


def test_tables_and_proposals_come_back_as_they_were(library: Library, stored: Document) -> None:
    """What was stored is what is read, types included."""
    library.evidence.replace(stored.id, [TABLE], [PROPOSAL])

    assert library.evidence.tables(stored.id) == [TABLE]
    assert library.evidence.proposals(stored.id) == [PROPOSAL]


@pytest.mark.parametrize(("page", "count"), [(1, 1), (2, 1), (3, 0)])
def test_a_page_shows_the_tables_that_reach_it(library: Library, stored: Document, page: int, count: int) -> None:
    """A table over two pages belongs to both."""
    library.evidence.replace(stored.id, [TABLE], [])

    assert count == len(library.evidence.tables(stored.id, page=page))


def test_they_go_with_their_document(library: Library, stored: Document) -> None:
    """A removed document leaves neither tables nor proposals."""
    library.evidence.replace(stored.id, [TABLE], [PROPOSAL])
    library.documents.remove(stored.id)

    assert (library.evidence.tables(stored.id), library.evidence.proposals(stored.id)) == ([], [])
