"""Counting the cases of techniques."""

from __future__ import annotations

from corpus.model import CaseId, ConceptId, DocumentId
from corpus.vocabulary import load_vocabulary
from search_api.case_index import index_cases

MEMBRANES, REUSE = ConceptId("technique:membrane-wastewater-reuse"), ConceptId("technique:water-reuse")
INDEX = index_cases(
    [
        (CaseId("mill"), DocumentId("1"), MEMBRANES),
        (CaseId("mill"), DocumentId("1"), REUSE),
        (CaseId("retold"), DocumentId("4"), MEMBRANES),
        (CaseId("brewery"), DocumentId("2"), MEMBRANES),
        (CaseId("odd"), DocumentId("3"), ConceptId("technique:no-longer-known")),
    ],
    load_vocabulary(),
    heads={CaseId("retold"): CaseId("mill")},
)


def test_a_case_counts_once_for_a_technique_and_those_above_it() -> None:
    assert INDEX.heads_of(REUSE, None) == INDEX.heads_of(MEMBRANES, None) == {"brewery", "mill"}


def test_a_case_that_is_told_twice_counts_where_either_telling_is_left() -> None:
    assert INDEX.heads_of(MEMBRANES, {DocumentId("1"), DocumentId("4")}) == {"mill"}
    assert INDEX.heads_of(MEMBRANES, {DocumentId("4")}) == {"mill"}


def test_only_the_documents_that_are_left_count() -> None:
    assert INDEX.heads_of(REUSE, {DocumentId("2"), DocumentId("3")}) == {"brewery"}


def test_a_technique_that_left_the_vocabulary_stands_for_itself() -> None:
    assert INDEX.heads_of(ConceptId("technique:no-longer-known"), None) == {"odd"}
    assert INDEX.heads_of(ConceptId("technique:other"), None) == set()
