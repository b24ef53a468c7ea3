"""Connections to the library's database: one for each thread, one writing transaction at a time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from corpus.errors import LibraryError
from corpus.faults import sqlite_faults, text_faults

_BUSY_SECONDS = 30.0
_KEYS_AT_A_TIME = 500
_WRITER_PRAGMAS = ("journal_mode = wal", "synchronous = full", "foreign_keys = on")  # power cuts are normal
_READER_PRAGMAS = ("query_only = on", "foreign_keys = on")

Result = TypeVar("Result")
Value = str | int | float | bytes | None


class Connections:
    """Every open connection to one database; usable from many threads.

    Args:
        path: The database file.
        write: False opens the file for reading only.
        immutable: Read without any lock or side file; only for a folder that nobody can write to.
    """

    def __init__(self, path: Path, *, write: bool, immutable: bool = False) -> None:
        self.path = path
        self._write = write
        self._uri = f"{path.absolute().as_uri()}?mode={'rwc' if write else 'ro'}{'&immutable=1' if immutable else ''}"
        self._local = threading.local()
        self._guard = threading.Lock()
        self._writer = threading.RLock()
        self._open: list[tuple[threading.Thread | None, sqlite3.Connection]] = []
        self._closed = False

    def database(self) -> Database:
        """Return this thread's database, opened when first asked for; do not close it."""
        if self._closed:
            raise LibraryError(f"The library {self.path} was closed. Open it again.")
        database: Database | None = getattr(self._local, "database", None)
        if database is None:
            connection = self._connect(threading.current_thread())
            database = self._local.database = Database(connection, execute_plugins=False)
        return database

    def run(self, work: Callable[[Database], Result]) -> Result:
        """Return what `work` makes of this thread's database."""
        with sqlite_faults(self.path):
            return work(self.database())

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query; none if a value could not even be stored."""
        if not all(map(_can_be_stored, values)):
            return []
        return self.run(lambda database: database.conn.execute(sql, values).fetchall())

    def rows_for(self, sql: str, keys: Iterable[Value], *others: Value) -> list[sqlite3.Row]:
        """Return all rows of a query for each of many keys, asked for some at a time, so that any number will do.

        Args:
            sql: Has `in ({marks})` where the keys go.
            keys: Repeated ones count once.
            others: The values of the marks before those of the keys.
        """
        # Not json_each: it cuts a text at a NUL character, and so takes one key for another.
        wanted = list(dict.fromkeys(keys))
        found: list[sqlite3.Row] = []
        for start in range(0, len(wanted), _KEYS_AT_A_TIME):
            some = [key for key in wanted[start : start + _KEYS_AT_A_TIME] if _can_be_stored(key)]
            found += self.rows(sql.format(marks=", ".join("?" * len(some))), (*others, *some))
        return found

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all queries of the block, in this thread, see one committed state."""
        connection = self.database().conn
        if connection.in_transaction:
            yield
            return
        with sqlite_faults(self.path):
            connection.execute("begin")
            try:
                yield
            finally:
                connection.rollback()

    @contextmanager
    def transaction(self, *, counted: bool = True) -> Iterator[sqlite3.Connection]:
        """Commit what the block writes, or nothing of it; a transaction within another is part of that one.

        Args:
            counted: Whether it counts a revision; notes about failures do not, since no search shows them.

        Raises:
            DiskFullError, LibraryError: Nothing of the block was kept.
        """
        if not self._write:
            raise LibraryError(f"The library {self.path} was opened for reading only. Run `cpkb ingest` to change it.")
        with self._writer, sqlite_faults(self.path), text_faults():
            database = self.database()
            if database.conn.in_transaction:
                with database.atomic():
                    yield database.conn
                return
            database.conn.execute("begin immediate")
            try:
                yield database.conn
                if counted:
                    database.conn.execute("update revision set value = value + 1")
                database.conn.execute("commit")
            except BaseException:
                database.rollback()
                raise

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Give a connection of its own that sees one committed state throughout, whatever is written meanwhile."""
        with sqlite_faults(self.path), closing(self._connect(None)) as connection:
            try:
                connection.execute("begin")
                yield connection
            finally:
                self._forget(connection)

    def close(self) -> None:
        """Close the connections of all threads; closing twice is harmless."""
        with self._guard:
            self._closed = True
            connections = [connection for _, connection in self._open]
            self._open.clear()
        for connection in connections:
            connection.close()

    def _connect(self, owner: threading.Thread | None) -> sqlite3.Connection:
        with sqlite_faults(self.path):
            connection = sqlite3.connect(
                self._uri, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS
            )
            connection.row_factory = sqlite3.Row
            try:
                for pragma in _WRITER_PRAGMAS if self._write else _READER_PRAGMAS:
                    connection.execute(f"pragma {pragma}")
            except BaseException:
                connection.close()
                raise
        self._remember(owner, connection)
        return connection

    def _remember(self, owner: threading.Thread | None, connection: sqlite3.Connection) -> None:
        with self._guard:
            ended = [(thread, other) for thread, other in self._open if thread and not thread.is_alive()]
            self._open = [pair for pair in self._open if pair not in ended]
            self._open.append((owner, connection))
        for _, other in ended:
            other.close()

    def _forget(self, connection: sqlite3.Connection) -> None:
        with self._guard:
            self._open = [(owner, other) for owner, other in self._open if other is not connection]


def _can_be_stored(value: Value) -> bool:
    """Tell whether SQLite can hold a value: not half a surrogate pair, nor an integer beyond 64 bits."""
    if isinstance(value, int):
        return value.bit_length() < 64
    if not isinstance(value, str):
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
