"""Take files into the library and make them searchable. Only this file knows the order of these steps.

A child process reads the next file while this one embeds the last; each document is stored whole or not at all, so
that an interrupted run goes on where it stopped when it is started again.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from corpus.errors import CaseTakenError, CpkbError, IntakeError
from corpus.library import Library
from corpus.model import DocumentId, Scheme, Vectors
from corpus.plain_text import encodable
from corpus.vocabulary import Vocabulary
from index.engine import Embedder
from index.library_writer import LibraryWriter, embed_entries, embed_missing, embed_texts
from ingest.cases import build_case
from ingest.intake import Failure, Limits, Read, Unchanged, read_documents
from search_api.technique_ranking import description

Progress = Callable[[str, int, int], None]  # what is being embedded, passages done, passages in all


class State(StrEnum):
    """What became of a file."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `cpkb ingest --json` prints one a line.

    Attributes:
        document: SHA-256 of its bytes; None if it could not be read.
        reason: Why it failed; "" otherwise.
        seconds: Wall time spent on it in this process.
    """

    path: str
    document: DocumentId | None
    state: State
    reason: str = ""
    pages: int = 0
    chunks: int = 0
    seconds: float = 0.0


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Intake:
    """Takes files in; needs the library open for writing.

    Args:
        root: Where index generations are kept.
        embedder: None stores documents for keyword search only; `cpkb reindex` adds the vectors later.
    """

    def __init__(self, library: Library, root: Path, vocabulary: Vocabulary, embedder: Embedder | None) -> None:
        self._library = library
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._writer = LibraryWriter(library, root, embedder)

    def take(self, paths: Sequence[Path], *, progress: Progress | None = None) -> Iterator[Outcome]:
        """Yield what became of each file, in order; `publish` makes it searchable."""
        known = self._library.documents.is_complete
        began = time.perf_counter()
        for item in read_documents(paths, vocabulary=self._vocabulary, known=known, now=_now, limits=Limits()):
            outcome = self._settle(item, progress)
            ended = time.perf_counter()
            yield replace(outcome, seconds=round(ended - began, 3))
            began = time.perf_counter()

    def publish(self) -> str | None:
        """Build and switch to a new index if the library has changed since the last; return its id, or None."""
        self._describe_techniques()
        self.embed_missing()
        return self._writer.publish() if self._writer.is_stale() else None

    def rebuild(self) -> str:
        """Build and switch to a new index, whatever the old one is; return its id."""
        self._describe_techniques()
        return self._writer.publish()

    def embed_missing(self, *, progress: Progress | None = None) -> int:
        """Embed what has no vector of the present model, and return how many that were."""
        if self._embedder is None:
            return 0
        report = partial(progress, "all documents") if progress else None
        return embed_missing(self._library, self._embedder, report)

    def _describe_techniques(self) -> None:
        """Store the vectors of the techniques' descriptions, so that no search has to make them."""
        if self._embedder is not None:
            techniques = self._vocabulary.by_scheme(Scheme.TECHNIQUE)
            embed_texts([description(concept) for concept in techniques], self._embedder, self._library.vectors)

    def _embed(self, read: Read, progress: Progress | None) -> Vectors | None:
        if self._embedder is None:
            return None
        report = partial(progress, read.path.name) if progress else None
        return embed_entries(read.entries, self._embedder, self._library.vectors, report)

    def _settle(self, item: Read | Unchanged | Failure, progress: Progress | None) -> Outcome:
        match item:
            case Unchanged():
                return Outcome(_shown(item.path), item.document, State.UNCHANGED)
            case Failure():
                return self._fail(item.path, item.error)
            case Read():
                try:
                    return self._store(item, progress)
                except IntakeError as error:  # the file changed or went away since it was read
                    return self._fail(item.path, error)

    def _store(self, read: Read, progress: Progress | None) -> Outcome:
        """Keep all of a document in one transaction; only its vectors, which are made before, may outlive a failure."""
        document = read.document
        vectors = self._embed(read, progress)
        earlier = self._earlier_edition(read)
        with self._library.transaction():
            self._library.documents.add(document, read.pages, read.path, reading=read.reading)
            if read.record and read.record.case:
                self._library.cases.replace(document.id, [build_case(read.record.case, document.id, read.pages)])
            self._writer.replace_document(document.id, read.entries, vectors)
            for edition in earlier:
                self._library.documents.remove(edition)
            self._library.documents.forget_failure(_shown(read.path))
        self._library.documents.discard_originals(earlier)
        return Outcome(_shown(read.path), document.id, State.ADDED, pages=document.page_count, chunks=len(read.entries))

    def _earlier_edition(self, read: Read) -> list[DocumentId]:
        """Return the document, if any, that this one takes the place of: of the same name, telling the same case.

        Raises:
            CaseTakenError: A document of another name tells the case.
        """
        if read.record is None or read.record.case is None:
            return []
        told = [case.document for case in self._library.cases.by_ids([read.record.case.id]).values()]
        others = self._library.documents.by_ids(document for document in told if document != read.document.id)
        for other in others.values():
            if other.name != read.document.name:
                raise CaseTakenError(
                    f"{read.document.name} tells the case '{read.record.case.id}', which {other.name} tells already. "
                    f"Give it an id of its own."
                )
        return list(others)

    def _fail(self, path: Path, error: CpkbError) -> Outcome:
        reason = encodable(str(error))
        self._library.documents.record_failure(_shown(path), error.slug, reason, _now())
        return Outcome(_shown(path), None, State.FAILED, reason)


def _shown(path: Path) -> str:
    """Return a path as text, whatever bytes its name is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
