"""The peers of the benchmark: what they find, and what is said where one is missing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from corpus.model import ChunkId
from eval import bench_peer
from eval.bench_peer import FlatLeg, FtsFlatPeer, fused, peers

AXES = np.eye(3, dtype=np.float32)
IDS = [ChunkId("a"), ChunkId("b"), ChunkId("c")]
TEXTS = ["salt", "steam", "dye"]


def test_every_installed_peer_fuses_words_and_vectors(tmp_path: Path) -> None:
    """The chunk with the word and the chunk with the vector come before the one with neither."""
    names = []
    for peer in peers(tmp_path, IDS, TEXTS, AXES, lambda sentence: None):
        with closing(peer):
            names.append(peer.name)
            assert set(peer.search("steam", AXES[2], 2)) == {"b", "c"}

    assert names[0] == "FTS5 + FlatIP"


def test_a_peer_that_is_not_installed_is_named_and_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that needs nothing is always there."""
    monkeypatch.setattr(bench_peer, "find_spec", lambda name: None)
    said: list[str] = []

    names = [peer.name for peer in peers(tmp_path, IDS, TEXTS, AXES, said.append)]

    assert names == ["FTS5 + FlatIP"]
    assert [sentence.split()[0] for sentence in said] == ["bm25s", "LanceDB"]


def test_quotation_marks_are_no_syntax() -> None:
    """What is typed cannot break the plainest peer's query."""
    with closing(FtsFlatPeer(IDS[:1], TEXTS[:1], FlatLeg(AXES[:1]))) as peer:
        assert peer.search('sa"lt OR "', AXES[0], 1) == ["a"]


def test_equal_sums_are_in_order_of_position() -> None:
    """Two chunks, each first in one ranking."""
    assert fused([7], [3], 2) == [3, 7]
