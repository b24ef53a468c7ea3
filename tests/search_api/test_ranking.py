"""Chunks that are about what the question names come first."""

from __future__ import annotations

from corpus.model import ChunkId, ConceptId
from index.engine import Hit, Query
from index.understanding import Recognised, Understood
from search_api.ranking import AGREEMENT, Ranking, agreeing

WATER, DYEING = ConceptId("technique:water-reuse"), ConceptId("process:dyeing")


def ranking(*named: ConceptId, **facets: tuple[str, ...]) -> Ranking:
    """Return hits that score 1, .9, .8 and so on, with these facets."""
    hits = tuple(Hit(ChunkId(name), 1 - place / 10) for place, name in enumerate(facets))
    understood = Understood(Query("question"), tuple(Recognised(concept, "word") for concept in named))
    return Ranking(understood, hits, {}, {}, {ChunkId(name): held for name, held in facets.items()}, {})


def test_a_chunk_about_all_that_is_named_comes_before_one_about_half_of_it() -> None:
    found = agreeing(ranking(WATER, DYEING, none=(), half=(WATER,), both=(DYEING, WATER)))

    assert [hit.chunk for hit in found.hits] == ["both", "half", "none"]
    assert [round(hit.score, 6) for hit in found.hits] == [
        round(0.8 * (1 + AGREEMENT), 6),
        round(0.9 * (1 + AGREEMENT / 2), 6),
        1.0,
    ]


def test_a_question_that_names_nothing_leaves_the_order_as_it_is() -> None:
    before = ranking(first=(), second=(WATER,))

    assert agreeing(before) is before


def test_equal_scores_keep_their_order() -> None:
    found = agreeing(ranking(WATER, first=(WATER,), second=(WATER,)))

    assert [hit.chunk for hit in found.hits] == ["first", "second"]
