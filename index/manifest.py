"""What a generation says about itself, and whether its files are still what was written."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import IndexUnavailableError

FORMAT = 1
NAME = "manifest.json"
CURRENT = "CURRENT"  # the file that names the generation that answers
REPAIR = "Run `cpkb reindex` to build it from the library; nothing in the library is lost."

_HASHING_THREADS = 2
_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of a generation: its size in bytes and its SHA-256, in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an approximate search looks among at least so many candidates.

    Attributes:
        candidates: From so many on.
        share: Of the candidates, those nearest to the question by list, that is compared.
        recall: Of the best 10, as measured on the generation's own vectors when it was built.
    """

    candidates: int
    share: float
    recall: float


@dataclass(frozen=True, slots=True)
class Manifest:
    """How a generation was made.

    Attributes:
        format: Version of the layout; another one is not read.
        fingerprint: Of the embedder that made the vectors; None if there are none.
        dimension: Length of one vector; 0 if there are none.
        chunks, vectors, documents: How many of each.
        revision: Of the library it was built from.
        created: UTC.
        files: By path relative to the generation, with "/" between folders.
        wide: How far search by meaning looks in wide sets, ascending; empty if every vector is always compared.
    """

    format: int
    id: str
    fingerprint: str | None
    dimension: int
    chunks: int
    vectors: int
    documents: int
    revision: int
    created: dt.datetime
    files: Mapping[str, FileRecord]
    wide: tuple[Reach, ...] = ()  # absent in generations made before there was such a search


def record_files(folder: Path) -> dict[str, FileRecord]:
    """Return the size and hash of every file in a folder and its folders."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    with ThreadPoolExecutor(_HASHING_THREADS) as pool:
        records = pool.map(_record, paths)
        return {path.relative_to(folder).as_posix(): record for path, record in zip(paths, records, strict=True)}


def damage(folder: Path, files: Mapping[str, FileRecord]) -> str | None:
    """Return what is wrong with a generation's files, as the end of a sentence; None if they are as written.

    Every byte is hashed: FAISS reads a vector with a flipped bit without complaint. 230 MB take about 0.1 s.
    """
    paths = [folder / name for name in files]
    with ThreadPoolExecutor(_HASHING_THREADS) as pool:
        for (name, expected), found in zip(files.items(), pool.map(_record_if_there, paths), strict=True):
            if found is None:
                return f"its file {name} is missing or cannot be read"
            if found != expected:
                return f"its file {name} is not what was written"
    return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into its generation."""
    fields = asdict(manifest) | {"created": manifest.created.isoformat()}
    (folder / NAME).write_text(json.dumps(fields, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a generation.

    Raises:
        OSError: It is not there.
        ValueError: It is not a manifest of this format.
    """
    fields = json.loads((folder / NAME).read_text(encoding="utf-8"))
    try:
        if fields["format"] != FORMAT:
            raise ValueError(f"format {fields['format']}, not {FORMAT}")
        files = {name: FileRecord(**record) for name, record in fields["files"].items()}
        created = dt.datetime.fromisoformat(fields["created"])
        wide = tuple(Reach(**each) for each in fields.get("wide", ()))
        return Manifest(**(fields | {"files": files, "created": created, "wide": wide}))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a manifest: {error}") from error


def checked_manifest(folder: Path) -> Manifest:
    """Return the manifest of a generation whose every byte is as it was written.

    Raises:
        IndexUnavailableError: It is not.
    """
    try:
        manifest = read_manifest(folder)
    except (OSError, ValueError) as error:
        raise IndexUnavailableError(f"The index {folder} cannot be used: {error}. {REPAIR}") from error
    wrong = damage(folder, manifest.files)
    if wrong is not None:
        raise IndexUnavailableError(f"The index {folder} is damaged: {wrong}. {REPAIR}")
    return manifest


def sync(path: Path) -> None:
    """Force a file or a folder's list of files to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Force a folder and everything in it to disk."""
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)


def current_id(root: Path) -> str:
    """Return the id of the generation that answers.

    Raises:
        IndexUnavailableError: None was ever built here.
    """
    try:
        name = (root / CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnavailableError(f"There is no index in {root}. {REPAIR}") from error
    if not _ID.fullmatch(name):
        raise IndexUnavailableError(f"{root / CURRENT} does not name an index. {REPAIR}")
    return name


def folder_of(root: Path, name: str) -> Path:
    """Return where a generation lies."""
    return root / f"gen-{name}"


def _record(path: Path) -> FileRecord:
    with path.open("rb") as file:
        return FileRecord(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _record_if_there(path: Path) -> FileRecord | None:
    try:
        return _record(path)
    except OSError:
        return None
