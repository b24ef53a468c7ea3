"""What SQLite and the file system report, turned into sentences a person can act on."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import DiskFullError, LibraryError

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_RIGHT = {errno.EROFS, errno.EACCES, errno.EPERM}
_PRIMARY_CODE = 0xFF  # SQLite keeps the kind of an error in the low byte, its variant above


@contextmanager
def sqlite_faults(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the database at `path` into library errors; mistakes of the program fly on."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
            raise  # a statement that SQLite does not understand is our mistake, not the library's
        raise _from_sqlite(error, path) from error


@contextmanager
def text_faults() -> Iterator[None]:
    """Turn a text that is not valid Unicode, as hostile files and file names have, into a library error."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise LibraryError(
            f"A text holds the character {error.object[error.start]!a}, which cannot be stored; nothing was kept. "
            "Replace it in the file or its name, then try again."
        ) from error


@contextmanager
def file_faults(path: Path) -> Iterator[None]:
    """Turn the file system's errors about what is written at `path` into library errors."""
    try:
        yield
    except OSError as error:
        raise _from_system(error, path) from error


def _from_sqlite(error: sqlite3.Error, path: Path) -> LibraryError:
    code = getattr(error, "sqlite_errorcode", 0)
    # A full disk shows itself as an input/output error while the shared memory file (-shm) grows.
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return disk_full(path)
    match code & _PRIMARY_CODE:
        case sqlite3.SQLITE_FULL:
            return disk_full(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return read_only(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return LibraryError(f"The library {path} is in use and did not answer in time. Try again in a moment.")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return LibraryError(f"The library {path} is damaged ({error}). Restore it from a backup, or ingest anew.")
        case sqlite3.SQLITE_CONSTRAINT:
            return LibraryError(f"What was to be stored contradicts the library ({error}); nothing of it was kept.")
        case _:
            return LibraryError(f"The library {path} could not be used: {error}. Check the disk, then try again.")


def _from_system(error: OSError, path: Path) -> LibraryError:
    if error.errno in _NO_ROOM:
        return disk_full(path)
    if error.errno in _NO_RIGHT:
        return read_only(path)
    return LibraryError(f"{path} could not be written: {error.strerror or error}. Check the folder, then try again.")


def disk_full(path: Path) -> DiskFullError:
    """Say that there is no room left where `path` lies."""
    return DiskFullError(f"There is no room left to write {path}; nothing was kept. Free some space, then try again.")


def read_only(path: Path) -> LibraryError:
    """Say that `path` may not be written or opened."""
    return LibraryError(
        f"{path} cannot be opened or written with your rights. Make its folder writable, or choose another one "
        "with CPKB_HOME."
    )
