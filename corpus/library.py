"""The library: one SQLite database and the original files, in one folder; the truth everything else is built from."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from corpus import migrations
from corpus.case_store import CaseStore
from corpus.connections import Connections
from corpus.document_store import DocumentStore
from corpus.errors import LibraryBusyError, LibraryError
from corpus.evidence_store import EvidenceStore
from corpus.faults import file_faults, read_only
from corpus.job_store import JobStore
from corpus.likeness_store import LikenessStore
from corpus.originals import Originals
from corpus.technique_store import TechniqueStore
from corpus.vector_store import VectorStore

_DATABASE = "library.sqlite3"
_LOCK = "write.lock"
_ORIGINALS = "originals"


class Library:
    """What the knowledge base holds. Open one in a process; it may be used from many threads.

    Attributes:
        home: The data folder.
        documents, evidence, likeness, cases, techniques, vectors: What is in it, by kind.
        jobs: What is on its way in, and what failed.
    """

    def __init__(self, home: Path, connections: Connections, lock: TextIO | None) -> None:
        self.home = home
        self._connections = connections
        self._lock = lock
        self.vectors = VectorStore(connections)
        self.documents = DocumentStore(connections, Originals(home / _ORIGINALS), self.vectors)
        self.evidence = EvidenceStore(connections)
        self.likeness = LikenessStore(connections)
        self.cases = CaseStore(connections)
        self.techniques = TechniqueStore(connections)
        self.jobs = JobStore(connections)

    @classmethod
    def open(cls, home: Path, *, write: bool = False) -> Self:
        """Open the library in a folder.

        Args:
            home: The data folder; created when writing.
            write: True takes the one writer's lock and brings the schema up to date.

        Raises:
            LibraryBusyError: Another process writes to it.
            LibraryError: There is none to read, it is damaged, or a newer version made it.
            DiskFullError: There is no room to create it.
        """
        return cls._to_write(home) if write else cls._to_read(home)

    @classmethod
    def _to_write(cls, home: Path) -> Self:
        with file_faults(home):
            home.mkdir(parents=True, exist_ok=True)
        lock = _take_lock(home)
        connections = Connections(home / _DATABASE, write=True)
        try:
            connections.run(lambda db: migrations.upgrade(db, connections.path))
            Originals(home / _ORIGINALS).sweep()
        except BaseException:
            connections.close()
            lock.close()
            raise
        return cls(home, connections, lock)

    @classmethod
    def _to_read(cls, home: Path) -> Self:
        connections = _readable(home / _DATABASE)
        try:
            current = connections.run(lambda db: migrations.is_current(db, connections.path))
            if not current:
                raise _nothing_to_read(home)
        except BaseException:
            connections.close()
            raise
        return cls(home, connections, None)

    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection; the library closes it."""
        return self._connections.database().conn

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """Commit what the block writes and count one revision, or keep nothing of it.

        A transaction within another, in the same thread, becomes part of the outer one. Other threads wait.

        Raises:
            DiskFullError, LibraryError: Nothing of the block was kept.
        """
        return self._connections.transaction()

    def reading(self) -> AbstractContextManager[None]:
        """Let all reading of the block, in this thread, see one committed state."""
        return self._connections.reading()

    def revision(self) -> int:
        """Return how many transactions that change what can be searched were ever committed."""
        return int(self._connections.rows("select value from revision")[0]["value"])

    def close(self) -> None:
        """Close all threads' connections and let the next writer in; closing twice is harmless."""
        self._connections.close()
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _take_lock(home: Path) -> TextIO:
    path = home / _LOCK
    with file_faults(path):
        lock = path.open("a+", encoding="ascii", errors="replace")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            lock.truncate(0)
            lock.write(f"{os.getpid()}\n")
            lock.flush()
        except BlockingIOError as error:
            raise _busy(home, lock) from error
        except BaseException:
            lock.close()
            raise
    return lock


def _busy(home: Path, lock: TextIO) -> LibraryBusyError:
    with lock:
        lock.seek(0)
        holder = lock.read(32).strip()
    who = f" (process {holder})" if holder.isdecimal() else ""
    return LibraryBusyError(
        f"Another cpkb{who} is writing to the library in {home}. Wait until it has finished or stop it, then try again."
    )


def _readable(path: Path) -> Connections:
    try:
        missing = path.stat().st_size == 0
    except (FileNotFoundError, NotADirectoryError):
        missing = True
    except OSError as error:
        raise read_only(path) from error
    if missing:
        raise _nothing_to_read(path.parent)
    return Connections(path, write=False, immutable=_is_sealed(path))


def _is_sealed(path: Path) -> bool:
    """Tell whether SQLite can only read the file as immutable: no side files, and no right to make them."""
    if os.access(path.parent, os.W_OK):
        return False
    log, memory = path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")
    return not log.exists() or (log.stat().st_size == 0 and not memory.exists())


def _nothing_to_read(home: Path) -> LibraryError:
    return LibraryError(f"There is no library of this version in {home}. Run `cpkb prepare` or `cpkb ingest` first.")
