"""Take files into the library and make them searchable. Only this file knows the order of these steps.

The next file is read, in a process of its own, while this one embeds the last; each document is stored whole or not at
all, so that an interrupted run goes on where it stopped when it is started again.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from corpus.centres import OWN_FILE, load_centres
from corpus.errors import CaseTakenError, CollectionError, CpkbError, IntakeError, UnknownCentreError
from corpus.library import Library
from corpus.model import CaseId, Document, DocumentId, JobState, Scheme, Vectors
from corpus.plain_text import encodable
from corpus.vocabulary import Vocabulary
from index.engine import Embedder
from index.library_writer import LibraryWriter, embed_entries, embed_missing, embed_texts
from ingest.cases import build_case
from ingest.concepts import Matcher
from ingest.intake import Failure, Limits, Read, Unchanged, read_with
from ingest.reader import Reader
from search_api.duplicates import Duplicates
from search_api.intake_queue import IntakeQueue, Show
from search_api.technique_ranking import description


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
        alike: Names of documents that have the same text already, or nearly.
    """

    path: str
    document: DocumentId | None
    state: State
    reason: str = ""
    pages: int = 0
    chunks: int = 0
    seconds: float = 0.0
    alike: tuple[str, ...] = ()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Intake:
    """Takes files in; needs the library open for writing.

    Args:
        root: Where index generations are kept.
        embedder: None stores documents for keyword search only; `cpkb reindex` adds the vectors later.
        limits: What reading one file may take; None for what any real document needs.
    """

    def __init__(
        self,
        library: Library,
        root: Path,
        vocabulary: Vocabulary,
        embedder: Embedder | None,
        *,
        limits: Limits | None = None,
    ) -> None:
        self._library = library
        self._limits = limits or Limits()
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._writer = LibraryWriter(library, root, embedder)
        self._duplicates = Duplicates(library, vocabulary)
        self._matcher = Matcher(
            concept for concept in vocabulary.concepts.values() if concept.scheme in (Scheme.RESOURCE, Scheme.POLLUTANT)
        )

    def take(
        self, paths: Sequence[Path] = (), *, retry: bool = False, progress: Show | None = None
    ) -> Iterator[Outcome]:
        """Put files into the queue, work all of it, and yield what became of each; `publish` makes it searchable.

        What cannot be read at all comes first, then the files in the order of the queue; one that killed or overran
        its child comes after the others, when it was tried again.

        Args:
            paths: None to go on with what an earlier run left in the queue.
            retry: Whether failed and quarantined files, these or without paths all, are tried again.
        """
        queue = IntakeQueue(self._library.jobs, limits=self._limits, now=_now, show=progress)
        began = time.perf_counter()
        try:
            for item in self._items(queue, paths, retry=retry):
                outcome = self._settle(item, queue)
                if outcome is not None:
                    ended = time.perf_counter()
                    yield replace(outcome, seconds=round(ended - began, 3))
                    began = time.perf_counter()
        finally:
            queue.leave()

    def drop(self, documents: Iterable[DocumentId]) -> int:
        """Remove documents with all that they tell, and return how many of them there were; `publish` shows it."""
        held = list(self._library.documents.by_ids(documents))
        if not held:
            return 0  # a transaction would count as a change, and the index would be built anew
        with self._library.transaction():
            for document in held:
                self._library.documents.remove(document)
        self._library.documents.discard_originals(held)
        return len(held)

    def publish(self) -> str | None:
        """Build and switch to a new index if the library has changed since the last; return its id, or None."""
        self._describe_techniques()
        self.embed_missing()
        self._duplicates.settle()
        return self._writer.publish() if self._writer.is_stale() else None

    def rebuild(self) -> str:
        """Build and switch to a new index, whatever the old one is; return its id."""
        self._describe_techniques()
        self._duplicates.settle()
        return self._writer.publish()

    def embed_missing(self, *, progress: Show | None = None) -> int:
        """Embed what has no vector of the present model, and return how many that were."""
        if self._embedder is None:
            return 0
        report = partial(progress, JobState.EMBEDDING, "all documents") if progress else None
        return embed_missing(self._library, self._embedder, report)

    def _describe_techniques(self) -> None:
        """Store the vectors of the techniques' descriptions, so that no search has to make them."""
        if self._embedder is not None:
            techniques = self._vocabulary.by_scheme(Scheme.TECHNIQUE)
            embed_texts([description(concept) for concept in techniques], self._embedder, self._library.vectors)

    def _items(self, queue: IntakeQueue, paths: Sequence[Path], *, retry: bool) -> Iterator[Read | Unchanged | Failure]:
        yield from queue.enqueue(paths, retry=retry)
        known = self._library.documents.is_complete
        with Reader(self._vocabulary, self._limits, queue) as reader:
            while files := queue.next_files():
                yield from read_with(reader, files, vocabulary=self._vocabulary, known=known, now=_now)

    def _embed(self, read: Read, queue: IntakeQueue) -> Vectors | None:
        if self._embedder is None:
            return None
        report = queue.embedding(read.path)
        return embed_entries(read.entries, self._embedder, self._library.vectors, report)

    def _settle(self, item: Read | Unchanged | Failure, queue: IntakeQueue) -> Outcome | None:
        """Keep what is to be kept; None of a file that is to be tried once more."""
        match item:
            case Unchanged():
                queue.unchanged(item.path, item.document)
                return Outcome(_shown(item.path), item.document, State.UNCHANGED)
            case Failure():
                return _failed(item.path, item.error, queue)
            case Read():
                try:
                    return self._store(item, queue)
                # The file changed or went away since it was read, or the administrator's file of centres is wrong.
                except (IntakeError, CollectionError) as error:
                    return _failed(item.path, error, queue)

    def _store(self, read: Read, queue: IntakeQueue) -> Outcome:
        """Keep all of a document in one transaction; only its vectors, which are made before, may outlive a failure."""
        self._check_centre(read.document)
        vectors = self._embed(read, queue)
        editions = self._earlier_editions(read)
        earlier = [edition.id for edition in editions]
        document = replace(read.document, added=min([read.document.added, *(edition.added for edition in editions)]))
        with self._library.transaction():
            self._library.documents.add(document, read.pages, read.path, reading=read.reading)
            self._keep_told(read)
            self._library.evidence.replace(document.id, read.tables, read.proposals)
            self._library.likeness.put(document.id, read.sketch)
            self._writer.replace_document(document.id, read.entries, vectors)
            for edition in earlier:
                self._library.documents.remove(edition)
            queue.stored(read.path, document.id)
        self._library.documents.discard_originals(earlier)
        return Outcome(
            path=_shown(read.path),
            document=document.id,
            state=State.ADDED,
            pages=document.page_count,
            chunks=len(read.entries),
            alike=self._alike(document.id),
        )

    def _alike(self, document: DocumentId) -> tuple[str, ...]:
        """Return the names of the documents whose text is that of this one, or nearly, most alike first."""
        found = [like.document for like in self._library.likeness.alike(document)]
        named = self._library.documents.by_ids(found)
        return tuple(named[other].name for other in found)

    def _keep_told(self, read: Read) -> None:
        """Keep the case and the technique that a document tells, in place of what it told before."""
        document, record = read.document.id, read.record
        cases = [build_case(record.case, document, read.pages, self._matcher)] if record and record.case else []
        self._library.cases.replace(document, cases)
        self._library.techniques.put(document, record.technique if record else None)

    def _check_centre(self, document: Document) -> None:
        """Refuse a document of a centre that is not in the directory: nobody would find it there.

        Raises:
            UnknownCentreError: There is no such centre.
            CollectionError: The administrator's own file of centres is wrong.
        """
        if not document.centre:
            return
        if document.centre not in {centre.id for centre in load_centres(self._library.home / OWN_FILE)}:
            raise UnknownCentreError(
                f"The description of {document.name} names the centre '{document.centre}', which is not in the "
                f"directory. Correct its id, or add the centre to {OWN_FILE} in the data folder."
            )

    def _earlier_editions(self, read: Read) -> list[Document]:
        """Return the documents, if any, that this one takes the place of: of its name, and of its work or its case.

        The case counts beside the work: what was taken in before there were works has none.

        Raises:
            CaseTakenError: A document of another name tells the same case.
        """
        document = read.document
        others = self._library.documents.editions(document.work)
        if read.record is not None and read.record.case is not None:
            others += self._tellers(read.record.case.id, document)
        earlier = {other.id: other for other in others if other.id != document.id and other.name == document.name}
        return list(earlier.values())

    def _tellers(self, case: CaseId, document: Document) -> list[Document]:
        """Return the document, if any, that tells a case now. Raises as `_earlier_editions` does."""
        told = [known.document for known in self._library.cases.by_ids([case]).values()]
        tellers = list(self._library.documents.by_ids(told).values())
        for other in tellers:
            if other.id != document.id and other.name != document.name:
                raise CaseTakenError(
                    f"{document.name} tells the case '{case}', which {other.name} tells already. "
                    "Give it an id of its own."
                )
        return tellers


def _failed(path: Path, error: CpkbError, queue: IntakeQueue) -> Outcome | None:
    reason = queue.failed(path, error)
    return None if reason is None else Outcome(_shown(path), None, State.FAILED, encodable(reason))


def _shown(path: Path) -> str:
    """Return a path as text, whatever bytes its name is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
