"""Open a data folder: all that a search needs of it, or all that takes documents in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.library import Library
from corpus.vocabulary import load_vocabulary
from index.engine import Embedder
from index.generation import CurrentGeneration
from ingest.concepts import Matcher
from search_api.duplicates import Duplicates
from search_api.services import Services

if TYPE_CHECKING:
    from search_api.intake import Intake

_INDEX = "index"  # the folder of index generations


@contextmanager
def open_services(home: Path, *, embedder: Embedder | None) -> Iterator[Services]:
    """Give the services over the library of a data folder, open for reading.

    Raises:
        LibraryError: There is no library to read.
    """
    vocabulary = load_vocabulary()
    with Library.open(home) as library, closing(CurrentGeneration(home / _INDEX, embedder)) as generations:
        yield Services(library, generations, vocabulary, Matcher(vocabulary.concepts.values()), embedder)


@contextmanager
def open_duplicates(home: Path) -> Iterator[Duplicates]:
    """Give what decides about repetitions, over the library of a data folder, open for writing.

    Raises:
        LibraryBusyError: Another process writes to it.
        LibraryError, DiskFullError: It cannot be opened or made.
    """
    with Library.open(home, write=True) as library:
        yield Duplicates(library, load_vocabulary())


@contextmanager
def open_intake(home: Path, *, embedder: Embedder | None) -> Iterator[Intake]:
    """Give what takes documents in, over the library of a data folder, open for writing.

    Raises:
        LibraryBusyError: Another process writes to it.
        LibraryError, DiskFullError: It cannot be opened or made.
    """
    from search_api.intake import (
        Intake,
    )  # here: what reads PDFs takes a fifth of a second to load, and no search needs it

    with Library.open(home, write=True) as library:
        yield Intake(library, home / _INDEX, load_vocabulary(), embedder)
