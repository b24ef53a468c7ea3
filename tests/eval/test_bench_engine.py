"""The engine's benchmark on a few chunks: its rows, and that recall is counted right."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.model import ChunkId
from eval.bench_engine import measure_engine
from eval.bench_engine_world import World, exact_tops, recall
from eval.synthetic import SHARES
from index import dense_wide_build
from index.engine import Hit, Query

AXES = np.eye(3, dtype=np.float32)


def hits(*chunks: str) -> list[Hit]:
    return [Hit(ChunkId(chunk), 1.0) for chunk in chunks]


def test_the_report_has_speed_recall_memory_and_the_peer_for_each_size() -> None:
    """Every size gets every row; everything is compared, so recall is whole."""
    measured = {row.name: row for row in measure_engine(lambda sentence: None, sizes=(40, 60))}

    for size in (40, 60):
        for mode in ("lexical", "dense", "hybrid"):
            assert measured[f"{size} chunks: {mode}, p50 CPU"].value > 0
            assert measured[f"{size} chunks: {mode}, throughput"].value > 0
        for stage in ("lexical leg", "dense leg", "fuse"):
            assert measured[f"{size} chunks: hybrid's {stage}, p50 CPU"].value > 0
        assert measured[f"{size} chunks: peer FTS5 + FlatIP / cpkb, hybrid"].unit == "x"
        assert measured[f"{size} chunks: files"].value > 0
        for percent in ("100 %", "50 %", "10 %", "1 %", "0.1 %"):
            assert measured[f"{size} chunks: dense within {percent}, recall@10"].value == 1.0


def test_the_report_says_how_far_wide_sets_are_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the manifest holds becomes rows, one pair for each number of candidates."""
    monkeypatch.setattr(dense_wide_build, "WIDE_FROM", 100)
    measured = {row.name: row for row in measure_engine(lambda sentence: None, sizes=(150,))}

    assert 0 < measured["150 chunks: compared of 100 candidates or more"].value <= 100
    assert measured["150 chunks: compared of 100 candidates or more, recall@10 at build"].value >= 0.99


def test_recall_counts_each_exact_answer_once() -> None:
    """A wrong hit counts nothing."""
    wanted = [{ChunkId("a"), ChunkId("b")}, {ChunkId("c")}]

    assert recall([hits("a", "x"), hits("c")], wanted) == pytest.approx(2 / 3)


def test_recall_of_nothing_wanted_is_nought() -> None:
    """It is no division by nought."""
    assert recall([[]], [set()]) == 0.0


def test_the_exact_answer_respects_the_filter() -> None:
    """Only chunks with the share's value are answers."""
    masks = {share: np.array([False, True, False]) for share in SHARES}
    ids = [ChunkId("a"), ChunkId("b"), ChunkId("c")]
    world = World(3, ids, AXES, masks, [Query("q")], AXES[:1])

    assert exact_tops(world, "half") == [{ChunkId("b")}]
    assert exact_tops(world, None) == [{ChunkId("a"), ChunkId("b"), ChunkId("c")}]
