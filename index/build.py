"""Build an index generation beside the live one, then switch to it by one atomic rename."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexUnavailableError
from corpus.faults import file_faults
from corpus.model import ChunkId, ChunkKind, Entry
from index.catalogue import Catalogue
from index.dense import DenseBuilder
from index.lexical import LexicalBuilder
from index.manifest import (
    CURRENT,
    FORMAT,
    Manifest,
    Reach,
    current_id,
    folder_of,
    record_files,
    sync,
    sync_tree,
    write_manifest,
)
from index.postings import PostingsBuilder

Vector = NDArray[np.float32]  # float32 (dim,), of length 1
Report = Callable[[int], None]  # told how many chunks have been taken so far


@dataclass(frozen=True, slots=True)
class _Contents:
    """What the manifest says about the files: how many of each went in, and how far to look in wide sets."""

    chunks: int
    vectors: int
    documents: int
    wide: tuple[Reach, ...]


def build_generation(
    root: Path,
    entries: Iterable[tuple[Entry, Vector | None]],
    *,
    fingerprint: str | None,
    dimension: int,
    revision: int,
    created: dt.datetime,
    report: Report | None = None,
) -> str:
    """Build a generation, make it the current one, and return its id; only the one before it is kept.

    Args:
        root: Holds all generations; created if need be. One process builds at a time.
        entries: Documents in ascending order of their chunks' ids, each document's chunks together; with the vector
            of each, or None where there is none.
        fingerprint, dimension: Of the embedder that made the vectors; None and 0 for keyword search only.
        revision: Of the library.
        created: UTC.
        report: Called with the number of chunks taken.

    Raises:
        DiskFullError, LibraryError: It could not be written; the current generation stays.
    """
    with file_faults(root):
        root.mkdir(parents=True, exist_ok=True)
        for leftover in root.glob("gen-*.tmp"):
            shutil.rmtree(leftover)
        name = _free_id(root, created)
        folder = root / f"gen-{name}.tmp"
        folder.mkdir()
        try:
            contents = _write_files(folder, entries, dimension if fingerprint else 0, report)
            manifest = _manifest(folder, name, fingerprint, dimension, revision, created, contents)
            write_manifest(folder, manifest)
            sync_tree(folder)
            folder.rename(folder_of(root, name))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        switch(root, name)
    return name


def _write_files(
    folder: Path, entries: Iterable[tuple[Entry, Vector | None]], dimension: int, report: Report | None
) -> _Contents:
    """Write everything but the manifest and return what went in."""
    ids: list[ChunkId] = []
    kinds: list[ChunkKind] = []
    lexical, postings = LexicalBuilder(folder), PostingsBuilder()
    dense = DenseBuilder(folder, dimension) if dimension else None
    for position, (entry, vector) in enumerate(_in_order(entries)):
        ids.append(entry.chunk.id)
        kinds.append(entry.chunk.kind)
        postings.add(entry.chunk.document, entry.facets)
        lexical.add(position, entry)
        if dense is not None and vector is not None:
            dense.add(position, vector)
        if report is not None:
            report(position + 1)
    lexical.finish()
    wide = dense.finish() if dense is not None else ()
    Catalogue.of(ids, kinds).save(folder)
    postings.build().save(folder)
    return _Contents(len(ids), dense.count if dense is not None else 0, postings.documents, wide)


def _in_order(entries: Iterable[tuple[Entry, Vector | None]]) -> Iterator[tuple[Entry, Vector | None]]:
    """Yield entries in ascending order of chunk id: documents as they come, the chunks of each sorted."""
    last = ""
    for _, group in groupby(entries, key=lambda pair: pair[0].chunk.document):
        for pair in sorted(group, key=lambda pair: pair[0].chunk.id):
            if pair[0].chunk.id <= last:
                raise ValueError(f"Chunk {pair[0].chunk.id} comes after {last}; ids must ascend.")
            last = pair[0].chunk.id
            yield pair


def _manifest(
    folder: Path,
    name: str,
    fingerprint: str | None,
    dimension: int,
    revision: int,
    created: dt.datetime,
    contents: _Contents,
) -> Manifest:
    return Manifest(
        format=FORMAT,
        id=name,
        fingerprint=fingerprint,
        dimension=dimension if fingerprint else 0,
        chunks=contents.chunks,
        vectors=contents.vectors,
        documents=contents.documents,
        revision=revision,
        created=created,
        files=record_files(folder),
        wide=contents.wide,
    )


def _free_id(root: Path, created: dt.datetime) -> str:
    """Return an id made of the time, with a number behind it if the same moment made one before."""
    moment = created.strftime("%Y%m%dT%H%M%S%fZ")
    number = 1
    name = moment
    while folder_of(root, name).exists():
        number += 1
        name = f"{moment}-{number}"
    return name


def switch(root: Path, name: str) -> None:
    """Make a finished generation the current one and remove all but it and the one before."""
    before = ""
    with suppress(IndexUnavailableError):
        before = current_id(root)
    pointer = root / f"{CURRENT}.tmp"
    pointer.write_text(f"{name}\n", encoding="utf-8")
    sync(pointer)
    pointer.replace(root / CURRENT)
    sync(root)
    for old in root.glob("gen-*"):
        if old.name not in (f"gen-{name}", f"gen-{before}"):
            shutil.rmtree(old, ignore_errors=True)
