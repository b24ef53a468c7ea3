"""Store chunks with their vectors in the library, and publish the library as an index generation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from corpus.errors import IndexUnavailableError
from corpus.library import Library
from corpus.model import DocumentId, Entry, Vectors
from corpus.vector_store import VectorStore, embedded_text
from index.build import Report, Vector, build_generation
from index.engine import Embedder
from index.manifest import checked_manifest, current_id, folder_of

_BATCH = 64

Progress = Callable[[int, int], None]  # told how many are done, and how many there are


class LibraryWriter:
    """Writes to a library and builds generations from it.

    Args:
        library: Open for writing.
        root: Where the generations are.
        embedder: Whose vectors go into a generation; None for keyword search only.
        clock: Says what time it is, in UTC.
        report: Told, while a generation is built, how many chunks are in it.
    """

    def __init__(
        self,
        library: Library,
        root: Path,
        embedder: Embedder | None,
        *,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        report: Report | None = None,
    ) -> None:
        self._library = library
        self._root = root
        self._embedder = embedder
        self._clock = clock
        self._report = report

    def replace_document(self, document: DocumentId, entries: Sequence[Entry], vectors: Vectors | None) -> None:
        """Replace all of one document's chunks in one transaction; no entries removes them.

        Raises:
            DocumentNotFoundError: The library has no such document; nothing was changed.
        """
        named = (self._embedder.fingerprint, vectors) if self._embedder is not None and vectors is not None else None
        self._library.documents.replace_chunks(document, entries, named)

    def publish(self) -> str:
        """Build a generation of the whole library, make it the current one, and return its id.

        Without an embedder the vectors of the model that made the last generation stay in it.
        """
        fingerprint, dimension = self._vectors()
        return build_generation(
            self._root,
            self._stream(fingerprint),
            fingerprint=fingerprint,
            dimension=dimension,
            revision=self._library.revision(),
            created=self._clock(),
            report=self._report,
        )

    def is_stale(self) -> bool:
        """Tell whether there is no usable generation, or it shows another library or another model's vectors.

        Without an embedder vectors are no reason: a model that is away for a day takes none from the index.
        """
        try:
            manifest = checked_manifest(folder_of(self._root, current_id(self._root)))
        except IndexUnavailableError:
            return True
        if self._embedder is not None and manifest.fingerprint != self._embedder.fingerprint:
            return True
        return manifest.revision != self._library.revision()

    def _vectors(self) -> tuple[str | None, int]:
        """Return whose vectors go into a generation, and their length."""
        if self._embedder is not None:
            return self._embedder.fingerprint, self._embedder.dimension
        try:
            last = checked_manifest(folder_of(self._root, current_id(self._root)))
        except IndexUnavailableError:
            return None, 0
        return last.fingerprint, last.dimension

    def _stream(self, fingerprint: str | None) -> Iterable[tuple[Entry, Vector | None]]:
        if fingerprint is None:
            return ((entry, None) for entry in self._library.documents.entries())
        return self._library.vectors.stream(fingerprint)


def embed_entries(
    entries: Sequence[Entry], embedder: Embedder, store: VectorStore, report: Progress | None = None
) -> Vectors:
    """Return one vector an entry, in order; those that are stored already are taken from there, others stored."""
    texts = [embedded_text(entry.chunk) for entry in entries]
    embed_texts(texts, embedder, store, report)
    vectors = [vector for vector in store.get(embedder.fingerprint, texts) if vector is not None]
    return np.stack(vectors) if vectors else np.empty((0, embedder.dimension), np.float32)


def embed_missing(library: Library, embedder: Embedder, report: Progress | None = None) -> int:
    """Embed every text that has no vector of this model yet, and return how many there were."""
    missing = [entry.chunk.id for entry, vector in library.vectors.stream(embedder.fingerprint) if vector is None]
    made = 0
    for start in range(0, len(missing), _BATCH):
        chunks = library.documents.chunks(missing[start : start + _BATCH])
        made += embed_texts([embedded_text(chunk) for chunk in chunks.values()], embedder, library.vectors)
        if report is not None:
            report(min(start + _BATCH, len(missing)), len(missing))
    return made


def embed_texts(texts: Sequence[str], embedder: Embedder, store: VectorStore, report: Progress | None = None) -> int:
    """Embed and store the texts that have no vector yet, and return how many there were.

    Each batch is stored as it is made, so an interrupted run resumes where it stopped.
    """
    known = store.get(embedder.fingerprint, texts)
    new = list(dict.fromkeys(text for text, vector in zip(texts, known, strict=True) if vector is None))
    for start in range(0, len(new), _BATCH):
        batch = new[start : start + _BATCH]
        store.put(embedder.fingerprint, batch, embedder.embed_passages(batch))
        if report is not None:
            report(start + len(batch), len(new))
    return len(new)
