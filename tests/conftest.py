"""Fixtures for all rooms, few and named by what they give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from search_api.opening import open_services
from search_api.services import Services
from tests.fakes import HashingEmbedder
from tests.kept_readers import kept_readers
from tests.library import build_home

# No example is timed: the machines are small and shared, and speed is shown by `make bench`.
settings.register_profile("patient", parent=settings(), deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def _kept_readers() -> Iterator[None]:
    """Readers that start no process if another has left one."""
    with kept_readers():
        yield


@pytest.fixture(scope="session", name="built_home")
def _built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with six sheets, indexed; not to be written to."""
    home = tmp_path_factory.mktemp("home")
    build_home(home)
    return home


@pytest.fixture(scope="session", name="services")
def _services(built_home: Path) -> Iterator[Services]:
    """The services over six sheets."""
    with open_services(built_home, embedder=HashingEmbedder()) as services:
        yield services


@pytest.fixture(scope="session", name="keyword_services")
def _keyword_services(built_home: Path) -> Iterator[Services]:
    """The same, without an embedding model."""
    with open_services(built_home, embedder=None) as services:
        yield services
