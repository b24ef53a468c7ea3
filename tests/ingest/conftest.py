"""The option that rewrites golden files."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --update: write what is read now as what is expected; look at the difference before keeping it."""
    parser.addoption("--update", action="store_true", help="rewrite the golden files of tests/ingest/golden")
