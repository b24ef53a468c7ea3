"""How rankings become one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import ChunkKind, Entry
from index.catalogue import Ranking
from index.engine import Query
from index.fused import fuse
from index.generation import build_generation, open_current
from tests.fakes import HashingEmbedder
from tests.index.worlds import NAMES, NOON, chunk_id, entry

NONE = np.zeros(40, dtype=bool)
RANKINGS = st.lists(st.integers(0, 39), unique=True, max_size=40)


def ranking(*positions: int) -> Ranking:
    """Return a ranking in this order; scores play no part."""
    return Ranking(np.array(positions, dtype=np.int32), np.linspace(1, 0, len(positions)))


def test_being_found_twice_beats_being_found_first() -> None:
    fused = fuse([ranking(7, 3), ranking(9, 3)], limit=3, demoted=NONE)

    assert fused.positions.tolist() == [3, 7, 9]
    assert fused.scores.tolist() == pytest.approx([2 / 62, 1 / 61, 1 / 61])


def test_a_list_of_references_falls_behind() -> None:
    demoted = NONE.copy()
    demoted[1] = True

    assert fuse([ranking(1, 2), ranking(1, 2)], limit=2, demoted=demoted).positions.tolist() == [2, 1]


@given(first=RANKINGS, second=RANKINGS)
def test_the_order_of_the_rankings_does_not_matter(first: list[int], second: list[int]) -> None:
    one = fuse([ranking(*first), ranking(*second)], limit=40, demoted=NONE)
    other = fuse([ranking(*second), ranking(*first)], limit=40, demoted=NONE)

    assert one.positions.tolist() == other.positions.tolist()
    assert one.scores.tolist() == other.scores.tolist()


@given(first=RANKINGS, second=RANKINGS, limit=st.integers(0, 80))
def test_nothing_is_lost_or_listed_twice(first: list[int], second: list[int], limit: int) -> None:
    fused = fuse([ranking(*first), ranking(*second)], limit=limit, demoted=NONE).positions.tolist()

    assert len(fused) == len(set(fused)) == min(limit, len({*first, *second}))
    assert set(fused) <= {*first, *second}


@given(only=RANKINGS)
def test_one_ranking_alone_keeps_its_order(only: list[int]) -> None:
    assert fuse([ranking(*only)], limit=40, demoted=NONE).positions.tolist() == only


def test_each_hit_says_what_either_leg_thought_of_it(tmp_path: Path) -> None:
    embedder = HashingEmbedder()
    both, meaning = entry(NAMES[0], "water reuse"), entry(NAMES[1], "boiler steam")
    pairs = sorted(((each, embedder.embed_passages([each.chunk.text])[0]) for each in (both, meaning)), key=_id)
    build_generation(tmp_path, pairs, fingerprint=embedder.fingerprint, dimension=64, revision=1, created=NOON)
    hits = {hit.chunk: hit for hit in open_current(tmp_path, embedder).fused.search(Query("water reuse"), limit=2)}

    assert hits[both.chunk.id].lexical is not None
    assert hits[both.chunk.id].dense == pytest.approx(1, abs=1e-3)
    assert hits[meaning.chunk.id].lexical is None
    assert hits[meaning.chunk.id].dense is not None


def test_contents_lists_are_found_after_prose(tmp_path: Path) -> None:
    contents = entry(NAMES[0], "water reuse water reuse", kind=ChunkKind.CONTENTS)
    prose = [entry(NAMES[1], "some water was put to reuse", ordinal=ordinal) for ordinal in range(3)]
    pairs = sorted(((each, None) for each in (contents, *prose)), key=_id)
    build_generation(tmp_path, pairs, fingerprint=None, dimension=0, revision=1, created=NOON)

    hits = open_current(tmp_path, None).fused.search(Query("water reuse"), limit=4)

    assert hits[-1].chunk == chunk_id(NAMES[0])


def _id(pair: tuple[Entry, object]) -> str:
    return pair[0].chunk.id
