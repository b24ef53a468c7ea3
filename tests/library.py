"""A small real library for the tests of services and pages: sheets of the starter collection, read and indexed."""

from __future__ import annotations

import shutil
from pathlib import Path

from corpus.collection import CASES, PACKAGED, write_collection
from search_api.intake import Outcome
from search_api.opening import open_intake
from tests.fakes import HashingEmbedder

SHEETS = (
    "tri-star-dyeing-ro",
    "co-artextil-dyeing",
    "thai-tannery-chrome-liquor",
    "test-dairy-cip-final-rinse",
    "ceramic-tile-kiln-hot-air",
    "epa-r9-metal-finishing",
)


def build_home(home: Path) -> list[Outcome]:
    """Write some sheets, take them in and index them; return what became of each."""
    cases = home / "packaged" / CASES
    cases.mkdir(parents=True)
    for sheet in SHEETS:
        shutil.copy(PACKAGED / CASES / f"{sheet}.yaml", cases)
    written = write_collection(home / "collection", report=lambda done, of: None, packaged=cases.parent)
    with open_intake(home, embedder=HashingEmbedder()) as intake:
        outcomes = list(intake.take(written))
        intake.publish()
    return outcomes
