"""The quality of search on the dev questions, over the whole starter collection with the real model."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import cpkb

pytestmark = pytest.mark.slow


def test_no_category_fell_far_below_what_was_recorded(prepared_home: Path) -> None:
    """The gate passes; its table tells which category fell."""
    gated = cpkb("eval", "--gate", home=prepared_home, check=False)

    assert gated.returncode == 0, gated.stdout
    assert "0 of " in gated.stdout
