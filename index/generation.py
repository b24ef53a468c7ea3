"""Index generations: built beside the live one, verified when opened, switched by one atomic rename.

A generation is a folder with everything a search needs. It is a cache of the library and never repaired: a damaged
or unfinished one refuses to answer, and `cpkb reindex` builds another.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from corpus.errors import IndexUnavailableError, ModelUnavailableError
from corpus.model import ChunkId
from index.build import Report, Vector, build_generation
from index.catalogue import Catalogue
from index.dense import DenseSearcher
from index.engine import Embedder, Query, Searcher
from index.fused import FusedSearcher
from index.lexical import LexicalSearcher
from index.manifest import CURRENT, REPAIR, Manifest, checked_manifest, current_id, folder_of
from index.postings import Positions, Postings

__all__ = ["CurrentGeneration", "Generation", "Mode", "Report", "Vector", "build_generation", "open_current"]


class Mode(StrEnum):
    """Which legs answer."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    DENSE = "dense"


class Generation:
    """One verified generation, open for searching.

    Attributes:
        manifest: How it was made.
        postings: Filters and facet counts.
        lexical, dense, fused: Its searchers; `dense` is None if the vectors cannot be used.
        notice: Why search by meaning is off or incomplete, as a sentence for people; None if it is neither.
    """

    def __init__(self, folder: Path, manifest: Manifest, embedder: Embedder | None) -> None:
        self.manifest = manifest
        self.postings = Postings.load(folder)
        catalogue = self._catalogue = Catalogue.load(folder)
        self.lexical = LexicalSearcher(folder, catalogue)
        off = _why_not_dense(manifest, embedder)
        self.notice = off or _why_not_all(manifest)
        self.dense: DenseSearcher | None = None
        if embedder is not None and off is None:
            self.dense = DenseSearcher(folder, catalogue, embedder, self._resolve, manifest.wide)
        self.fused = FusedSearcher(catalogue, self.lexical, self.dense)

    @property
    def id(self) -> str:
        """Names the generation."""
        return self.manifest.id

    def searcher(self, mode: Mode = Mode.HYBRID) -> Searcher:
        """Return the searcher of a mode; hybrid is lexical alone where the dense leg is missing.

        Raises:
            ModelUnavailableError: Search by meaning alone was asked for, and it is off.
        """
        match mode:
            case Mode.HYBRID:
                return self.fused
            case Mode.LEXICAL:
                return self.lexical
            case Mode.DENSE if self.dense is not None:
                return self.dense
            case Mode.DENSE:
                raise ModelUnavailableError(self.notice or "")

    def count(self, query: Query) -> int:
        """Return how many documents satisfy filters and wording."""
        return len(self.postings.firsts(self._resolve(query)))

    def documents(self, query: Query) -> list[ChunkId]:
        """Return one chunk of each document that satisfies filters and wording, the first that does, by id."""
        return [self._catalogue.id(position) for position in self.postings.firsts(self._resolve(query)).tolist()]

    def counts(self, query: Query) -> dict[str, dict[str, int]]:
        """Return, for each value of each facet, how many documents choosing it beside the query would leave."""
        among = self.lexical.worded(query) if query.worded else None
        return self.postings.counts(query.filters, among=among)

    def close(self) -> None:
        """Let go of all files."""
        self.fused.close()

    def _resolve(self, query: Query) -> Positions | None:
        """Return which positions satisfy filters and wording; None if there are neither."""
        candidates = self.postings.candidates(query.filters)
        if not query.worded:
            return candidates
        worded = self.lexical.worded(query)
        return worded if candidates is None else np.intersect1d(candidates, worded, assume_unique=True)


def open_current(root: Path, embedder: Embedder | None) -> Generation:
    """Open the current generation after checking every byte of it.

    Raises:
        IndexUnavailableError: There is none, it is damaged, or another version of cpkb made it.
    """
    name = current_id(root)
    try:
        return _open(folder_of(root, name), embedder)
    except IndexUnavailableError:
        # Two publications while this one was read remove it; that is no damage.
        if current_id(root) == name:
            raise
        return open_current(root, embedder)


def _open(folder: Path, embedder: Embedder | None) -> Generation:
    manifest = checked_manifest(folder)
    try:
        return Generation(folder, manifest, embedder)
    except (OSError, ValueError, RuntimeError, KeyError) as error:  # what NumPy, tantivy and FAISS raise
        raise IndexUnavailableError(f"The index {folder} cannot be opened: {error}. {REPAIR}") from error


def _why_not_dense(manifest: Manifest, embedder: Embedder | None) -> str | None:
    if embedder is None:
        return "The embedding model is missing, so only keywords are searched. Run `cpkb model` to fetch it."
    if manifest.fingerprint is None:
        return "The index was built without the embedding model, so only keywords are searched. Run `cpkb reindex`."
    if manifest.fingerprint != embedder.fingerprint:
        return "The index was built with another embedding model, so only keywords are searched. Run `cpkb reindex`."
    return None


def _why_not_all(manifest: Manifest) -> str | None:
    if manifest.vectors == manifest.chunks:
        return None
    return (
        f"Only {manifest.vectors:,} of {manifest.chunks:,} passages can be found by meaning, the others by keywords. "
        "Run `cpkb reindex`."
    )


class CurrentGeneration:
    """The generation that answers now, for a server: looks at every use whether another was published.

    Uses of the old one finish on it; it is closed when the last of them ends. May be used from many threads.
    """

    def __init__(self, root: Path, embedder: Embedder | None) -> None:
        self._root = root
        self._embedder = embedder
        self._guard = threading.Lock()
        self._opening = threading.Lock()
        self._closed = False
        self._seen: tuple[int, int] | None = None
        self._lease: _Lease | None = None
        self._error: IndexUnavailableError | None = None

    @contextmanager
    def use(self) -> Iterator[Generation]:
        """Give the current generation for the length of a block.

        Raises:
            IndexUnavailableError: There is none, or it is damaged; tried again when another one is published. Or this
                was closed.
        """
        lease = self._take()
        try:
            yield lease.generation
        finally:
            self._give_back(lease)

    def close(self) -> None:
        """Close the generation as soon as nobody uses it; nobody may begin to."""
        with self._guard:
            lease, self._lease, self._closed = self._lease, None, True
        if lease is not None:
            self._give_back(lease)

    def _take(self) -> _Lease:
        self._refresh()
        with self._guard:
            if self._closed:
                raise IndexUnavailableError("The index was closed, because cpkb is stopping. Start it again.")
            if self._lease is None:
                raise self._error or IndexUnavailableError(f"There is no index in {self._root}. {REPAIR}")
            self._lease.users += 1
            return self._lease

    def _give_back(self, lease: _Lease) -> None:
        with self._guard:
            lease.users -= 1
            last = lease.users == 0
        if last:
            lease.generation.close()

    def _refresh(self) -> None:
        """Open what CURRENT names if it was replaced since; while one thread does, the others use the old one."""
        if self._closed or self._is_seen(_stamp(self._root / CURRENT)):
            return
        wait = self._lease is None
        if not self._opening.acquire(blocking=wait):
            return
        try:
            stamp = _stamp(self._root / CURRENT)  # anew: another thread may have opened it while this one waited
            if not self._is_seen(stamp):
                self._swap(stamp)
        finally:
            self._opening.release()

    def _is_seen(self, stamp: tuple[int, int] | None) -> bool:
        return stamp is not None and stamp == self._seen

    def _swap(self, stamp: tuple[int, int] | None) -> None:
        lease, error = None, None
        try:
            lease = _Lease(open_current(self._root, self._embedder), users=1)
        except IndexUnavailableError as problem:
            error = problem
        with self._guard:
            old, self._lease, self._error, self._seen = self._lease, lease, error, stamp
            if self._closed:  # meanwhile; then nobody will use the new one
                old, self._lease = lease, None
        if old is not None:
            self._give_back(old)


@dataclass(slots=True, eq=False)
class _Lease:
    """A generation and how many hold it; the handle itself counts as one."""

    generation: Generation
    users: int


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return what changes whenever the pointer is replaced; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
