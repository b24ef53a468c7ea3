"""The engine's benchmark on a few chunks: its rows, and that recall is counted right."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.model import ChunkId
from eval.bench_engine import World, exact_top, measure_engine, recall
from eval.bench_peer import FtsFlatPeer
from eval.synthetic import SHARES
from index.engine import Hit, Query

AXES = np.eye(3, dtype=np.float32)


def hits(*chunks: str) -> list[Hit]:
    return [Hit(ChunkId(chunk), 1.0) for chunk in chunks]


def test_the_report_has_speed_recall_and_the_peer_for_each_size() -> None:
    measured = {row.name: row for row in measure_engine(lambda sentence: None, sizes=(40, 60))}

    for size in (40, 60):
        for mode in ("lexical", "dense", "hybrid"):
            assert measured[f"{size} chunks: {mode}, p50 CPU"].value > 0
        assert measured[f"{size} chunks: peer / cpkb, hybrid"].unit == "x"
        for percent in ("100 %", "50 %", "10 %", "1 %", "0.1 %"):
            assert measured[f"{size} chunks: dense within {percent}, recall@10"].value == 1.0


def test_recall_counts_each_exact_answer_once() -> None:
    wanted = [{ChunkId("a"), ChunkId("b")}, {ChunkId("c")}]

    assert recall([hits("a", "x"), hits("c")], wanted) == pytest.approx(2 / 3)


def test_recall_of_nothing_wanted_is_nought() -> None:
    assert recall([[]], [set()]) == 0.0


def test_the_exact_answer_respects_the_filter() -> None:
    masks = {share: np.array([False, True, False]) for share in SHARES}
    ids = [ChunkId("a"), ChunkId("b"), ChunkId("c")]
    world = World(3, ids, AXES, masks, [Query("q")], AXES[:1])

    assert exact_top(world, 0, "half") == {ChunkId("b")}
    assert exact_top(world, 0, None) == {ChunkId("a"), ChunkId("b"), ChunkId("c")}


def test_the_peer_fuses_words_and_vectors() -> None:
    peer = FtsFlatPeer(3)
    for chunk, text in (("a", "salt"), ("b", "steam"), ("c", "dye")):
        peer.add(ChunkId(chunk), text)
    peer.finish(AXES)
    found = peer.search("steam", AXES[2], 2)
    peer.close()

    assert found == ["b", "c"]  # b by its word and some vector rank, c by its vector


def test_the_peer_takes_quotation_marks_for_no_syntax() -> None:
    peer = FtsFlatPeer(3)
    peer.add(ChunkId("a"), "salt")
    peer.finish(AXES[:1])
    found = peer.search('sa"lt OR "', AXES[0], 1)
    peer.close()

    assert found == ["a"]
