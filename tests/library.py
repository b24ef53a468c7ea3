"""A small real library for the tests of services and pages: sheets of the starter collection, read and indexed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from corpus.collection import CASES_FOLDER, write_collection
from corpus.library import Library
from corpus.vocabulary import Vocabulary, load_vocabulary
from index.generation import CurrentGeneration
from ingest.concepts import Matcher
from search_api.intake import Intake, Outcome
from search_api.services import Services
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
    cases = home / "cases"
    cases.mkdir(parents=True)
    for sheet in SHEETS:
        shutil.copy(CASES_FOLDER / f"{sheet}.yaml", cases)
    written = write_collection(home / "collection", report=lambda _: None, cases=cases)
    with Library.open(home, write=True) as library:
        intake = Intake(library, home / "index", load_vocabulary(), HashingEmbedder())
        outcomes = list(intake.take(written))
        intake.publish()
    return outcomes


@contextmanager
def open_services(home: Path, *, embedder: HashingEmbedder | None) -> Iterator[Services]:
    """Open the services over a home that was built."""
    vocabulary: Vocabulary = load_vocabulary()
    with (
        Library.open(home) as library,
        closing(CurrentGeneration(home / "index", embedder)) as generations,
    ):
        yield Services(library, generations, vocabulary, Matcher(vocabulary.concepts.values()), embedder)
