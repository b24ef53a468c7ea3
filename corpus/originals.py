"""The original files, each kept under the SHA-256 of its bytes: `originals/9f/9f86….pdf`."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from corpus.errors import DamagedPdfError, PathNotFoundError
from corpus.faults import file_faults
from corpus.model import DocumentId

_BLOCK_BYTES = 1 << 20
_PART = ".part"  # what a copy is called until it is whole


class Originals:
    """The folder of originals; a file in it is whole and has the bytes its name says.

    Args:
        folder: Created when the first file is added.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, document: DocumentId) -> Path:
        """Return where a document's original is, or would be."""
        return self._folder / document[:2] / f"{document}.pdf"

    def add(self, document: DocumentId, source: Path) -> Path:
        """Copy a file here and return where; on the disk, not merely in its cache, when this returns.

        Raises:
            DamagedPdfError: The bytes are not those of this document; no copy was kept.
            DiskFullError: There was no room for it; no copy was kept.
            PathNotFoundError: The source cannot be read.
        """
        target = self.path(document)
        if _holds(target, document):
            return target
        part = target.with_name(f"{document}.{os.getpid()}{_PART}")
        with file_faults(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                _copy(source, part, document)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
            for folder in (target.parent, self._folder, self._folder.parent):
                sync_folder(folder)
        return target

    def remove(self, document: DocumentId) -> None:
        """Delete a document's original, if there is one."""
        target = self.path(document)
        with file_faults(target):
            target.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Delete the unfinished copies that a power cut left behind; only the one writer may ask for it."""
        with file_faults(self._folder):
            for part in self._folder.glob(f"*/*{_PART}"):
                part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy(source: Path, part: Path, document: DocumentId) -> None:
    digest = hashlib.sha256()
    with _opened(source) as reader, part.open("wb") as writer:
        while block := reader.read(_BLOCK_BYTES):
            digest.update(block)
            writer.write(block)
        writer.flush()
        os.fsync(writer.fileno())
    if digest.hexdigest() != document:
        raise DamagedPdfError(f"{source} changed while it was being read; nothing was kept. Ingest it again.")


def _opened(source: Path) -> BinaryIO:
    try:
        return source.open("rb")
    except OSError as error:
        reason = error.strerror or error
        raise PathNotFoundError(f"{source} cannot be read ({reason}). Check the path, then ingest it again.") from error


def _holds(target: Path, document: DocumentId) -> bool:
    try:
        with target.open("rb") as reader:
            return hashlib.file_digest(reader, "sha256").hexdigest() == document
    except OSError:
        return False
