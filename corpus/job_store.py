"""The queue of files on their way into the library, and what became of each; it outlives the process that works it."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.connections import Connections
from corpus.document_rows import utc_text
from corpus.model import DocumentId, JobState
from corpus.plain_text import encodable

BREAKS = 2  # of its child, after which a file is put into quarantine
DEATHS = 3  # of the whole process while it was read, or both together

_DEADLY = "It was being read each time that cpkb was ended from outside, so reading it may be what ended cpkb."
_ACTIVE = ", ".join(f"'{state}'" for state in (JobState.PARSING, JobState.OCR, JobState.EMBEDDING))
_INSERT = (
    "insert into job (path, name, state, queued_at, position)"
    " values (?, ?, 'queued', ?, (select coalesce(max(position), 0) + 1 from job)) on conflict (path)"
)


@dataclass(frozen=True, slots=True)
class Job:
    """A file on its way, or at its end.

    Attributes:
        path: Absolute; only the administrator of this machine may see it.
        name: Of the file, as it can be shown to anyone.
        document: Once its bytes were looked at.
        slug, reason: Why it failed or is in quarantine, the slug as docs/errors.md lists it; "" otherwise.
        attempts: How often it killed or overran its child, or was being read when the process died.
        page, pages: Where it is in its stage, or was when it ended; 0 if that was not told.
        stage: The last of parsing, ocr and embedding that it reached; None before.
        queued_at, started_at, ended_at: UTC; None for what has not come yet.
    """

    path: Path
    name: str
    document: DocumentId | None
    state: JobState
    slug: str
    reason: str
    attempts: int
    page: int
    pages: int
    stage: JobState | None
    queued_at: dt.datetime
    started_at: dt.datetime | None
    ended_at: dt.datetime | None


class JobStore:
    """The jobs of a library; one a path. Nothing here counts as a change of what can be searched."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def enqueue(self, paths: Iterable[Path], at: dt.datetime) -> None:
        """Put files at the end of the queue, but those in quarantine."""
        sql = (
            f"{_INSERT} do update set state = 'queued', slug = '', reason = '', page = 0, pages = 0, stage = null,"
            " queued_at = excluded.queued_at, started_at = null, ended_at = null, position = excluded.position"
            " where state <> 'quarantined'"
        )
        with self._connections.transaction(counted=False) as connection:
            connection.executemany(sql, ((_key(path), shown_name(path), utc_text(at)) for path in paths))

    def release(self, at: dt.datetime, paths: Iterable[Path] | None = None) -> None:
        """Put files that failed or are in quarantine into the queue again, as if for the first time.

        Args:
            paths: None for all there are; others than those are left alone.
        """
        sql = (
            "update job set state = 'queued', slug = '', reason = '', attempts = 0, page = 0, pages = 0, stage = null,"
            " queued_at = ?, started_at = null, ended_at = null where state in ('failed', 'quarantined')"
        )
        with self._connections.transaction(counted=False) as connection:
            if paths is None:
                connection.execute(sql, (utc_text(at),))
            else:
                connection.executemany(f"{sql} and path = ?", ((utc_text(at), _key(path)) for path in paths))

    def recover(self, at: dt.datetime) -> None:
        """Put files that were on their way when a process died into the queue again.

        One that was being read then counts an attempt, and after the third it is in quarantine.
        """
        with self._connections.transaction(counted=False) as connection:
            connection.execute("update job set attempts = attempts + 1 where state in ('parsing', 'ocr')")
            connection.execute(
                "update job set state = 'quarantined', slug = 'quarantined', reason = ?, ended_at = ?"
                " where state in ('parsing', 'ocr') and attempts >= ?",
                (_DEADLY, utc_text(at), DEATHS),
            )
            connection.execute(f"update job set state = 'queued' where state in ({_ACTIVE})")

    def put_back(self, paths: Iterable[Path]) -> None:
        """Put files that are on their way into the queue again, at their old places: a person interrupted."""
        sql = f"update job set state = 'queued', page = 0, pages = 0 where path = ? and state in ({_ACTIVE})"
        with self._connections.transaction(counted=False) as connection:
            connection.executemany(sql, ((_key(path),) for path in paths))

    def begin(self, path: Path, document: DocumentId, at: dt.datetime) -> None:
        """Note that a file is being read."""
        sql = "update job set state = 'parsing', stage = 'parsing', document = ?, started_at = ? where path = ?"
        with self._connections.transaction(counted=False) as connection:
            connection.execute(sql, (document, utc_text(at), _key(path)))

    def move(self, path: Path, state: JobState, page: int, pages: int) -> None:
        """Note how far a file is that is on its way: which of `pages` things to do in this state is begun."""
        sql = f"update job set state = ?, stage = ?, page = ?, pages = ? where path = ? and state in ({_ACTIVE})"
        with self._connections.transaction(counted=False) as connection:
            connection.execute(sql, (state, state, page, pages, _key(path)))

    def finish(self, documents: Iterable[tuple[Path, DocumentId]], at: dt.datetime) -> None:
        """Note that files are in the library."""
        sql = (
            "update job set state = 'done', document = ?, slug = '', reason = '', attempts = 0, ended_at = ?"
            " where path = ?"
        )
        with self._connections.transaction(counted=False) as connection:
            connection.executemany(sql, ((document, utc_text(at), _key(path)) for path, document in documents))

    def fail(self, path: Path, slug: str, reason: str, at: dt.datetime) -> None:
        """Note why a file did not become a document; one that was never queued is noted too."""
        with self._connections.transaction(counted=False) as connection:
            connection.execute(f"{_INSERT} do nothing", (_key(path), shown_name(path), utc_text(at)))
            _end(connection, path, JobState.FAILED, slug, reason, at)

    def broke(self, path: Path, slug: str, reason: str, at: dt.datetime) -> JobState:
        """Note that a file killed or overran its child; return whether it is queued again or in quarantine now."""
        with self._connections.transaction(counted=False) as connection:
            connection.execute("update job set attempts = attempts + 1 where path = ?", (_key(path),))
            (attempts,) = connection.execute("select attempts from job where path = ?", (_key(path),)).fetchone()
            state = JobState.QUARANTINED if attempts >= BREAKS else JobState.QUEUED
            _end(connection, path, state, slug, reason, at)
            if state is JobState.QUEUED:  # behind the others: what is bad does not hold up what is good
                sql = "update job set ended_at = null, position = (select max(position) + 1 from job) where path = ?"
                connection.execute(sql, (_key(path),))
        return state

    def waiting(self) -> list[Job]:
        """Return the files that are queued, in their order."""
        return self._all("where state = 'queued' order by position")

    def quarantined(self, paths: Iterable[Path]) -> list[Job]:
        """Return those of some files that are in quarantine."""
        keys = [_key(path) for path in paths]
        rows = self._connections.rows_for(
            "select * from job where state = 'quarantined' and path in ({marks}) order by position", keys
        )
        return list(map(_job_of, rows))

    def latest(self, states: Iterable[JobState] = JobState, *, limit: int) -> list[Job]:
        """Return files in some states: those being read, those that wait in their order, those that failed, those done.

        Of what has ended the latest comes first.
        """
        wanted = list(states)
        marks = ", ".join("?" * len(wanted))
        rank = (
            f"case when state in ({_ACTIVE}) then 0 when state = 'queued' then 1 when state = 'done' then 3 else 2 end"
        )
        order = f"order by {rank}, case when state = 'queued' then position else -position end limit ?"
        return self._all(f"where state in ({marks}) {order}", (*wanted, limit))

    def counts(self) -> dict[JobState, int]:
        """Return how many files are in each state, every state named."""
        rows = self._connections.rows("select state, count(*) as n from job group by state")
        found = {row["state"]: int(row["n"]) for row in rows}
        return {state: found.get(state, 0) for state in JobState}

    def _all(self, condition: str, values: tuple[str | int, ...] = ()) -> list[Job]:
        return [_job_of(row) for row in self._connections.rows(f"select * from job {condition}", values)]


def shown_name(path: Path) -> str:
    """Return a file's name as text, whatever bytes it is made of."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")


def _end(connection: sqlite3.Connection, path: Path, state: JobState, slug: str, reason: str, at: dt.datetime) -> None:
    sql = "update job set state = ?, slug = ?, reason = ?, ended_at = ? where path = ?"
    connection.execute(sql, (state, slug, encodable(reason), utc_text(at), _key(path)))


def _key(path: Path) -> bytes:
    """Return a path as bytes: its name may be no text."""
    return os.fsencode(path.absolute())


def _job_of(row: sqlite3.Row) -> Job:
    return Job(
        path=Path(os.fsdecode(row["path"])),
        name=row["name"],
        document=DocumentId(row["document"]) if row["document"] else None,
        state=JobState(row["state"]),
        slug=row["slug"],
        reason=row["reason"],
        attempts=row["attempts"],
        page=row["page"],
        pages=row["pages"],
        stage=JobState(row["stage"]) if row["stage"] else None,
        queued_at=dt.datetime.fromisoformat(row["queued_at"]),
        started_at=_moment(row["started_at"]),
        ended_at=_moment(row["ended_at"]),
    )


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
