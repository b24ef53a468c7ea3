"""The model as a command needs it: what is said where it cannot be had."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ModelUnavailableError
from index.model_use import checked_model, obtain_model, open_model


def test_a_model_that_was_never_obtained_leaves_keyword_search(tmp_path: Path) -> None:
    told: list[str] = []

    assert open_model("multilingual-e5-small", tmp_path, threads=1, say=told.append) is None
    assert "Run `cpkb model`" in told[0]


@pytest.mark.slow
def test_a_model_that_cannot_be_had_is_told_and_nothing_more(tmp_path: Path) -> None:
    told: list[str] = []
    obtain_model(str(tmp_path / "nowhere"), tmp_path, say=told.append)

    assert "nowhere" in told[-1]


@pytest.mark.slow
def test_a_model_that_cannot_be_had_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="nowhere"):
        checked_model(str(tmp_path / "nowhere"), tmp_path, say=print)
