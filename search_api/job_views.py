"""What anyone may know of the files on their way in: names, states, pages and reasons; never where they lie."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corpus.errors import UsageError
from corpus.job_store import Job
from corpus.library import Library
from corpus.model import DocumentId, JobState
from corpus.plain_text import one_line

MAX_JOBS = 500


@dataclass(frozen=True, slots=True)
class JobView:
    """One file on its way, or at its end.

    Attributes:
        name: Of the file.
        document: Once its bytes were looked at.
        page, pages: Where it is in its stage, or was when it ended; 0 if that was not told.
        stage: The last of parsing, ocr and embedding that it reached.
        slug, reason: Why it failed or is in quarantine; "" otherwise.
    """

    name: str
    document: DocumentId | None
    state: JobState
    page: int
    pages: int
    stage: JobState | None
    slug: str
    reason: str
    attempts: int
    queued_at: dt.datetime
    started_at: dt.datetime | None
    ended_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class JobsView:
    """The queue.

    Attributes:
        counts: How many files are in each state, every state named.
        jobs: Those on their way first, those that are done last, else the latest first.
    """

    counts: dict[str, int]
    jobs: tuple[JobView, ...]


def jobs_view(library: Library, *, state: str = "", limit: str = "") -> JobsView:
    """Return the queue, as `GET /api/v1/jobs` sends it.

    Args:
        state: Only files in this state; "" for all.
        limit: How many at most, 1 to 500, as text; "" for 50.

    Raises:
        UsageError: There is no such state, or the limit is no such number.
    """
    states, most = _states(state), _limit(limit)
    with library.reading():
        counts = {state.value: count for state, count in library.jobs.counts().items()}
        return JobsView(counts, tuple(map(_view, library.jobs.latest(states, limit=most))))


def _states(state: str) -> list[JobState]:
    if not state:
        return list(JobState)
    if state not in set(JobState):
        raise UsageError(f"'state' has value '{state[:60]}'. It must be one of: {', '.join(JobState)}.")
    return [JobState(state)]


def _limit(limit: str) -> int:
    if not limit:
        return 50
    if not (limit.isascii() and limit.isdigit() and len(limit) < 5 and 1 <= int(limit) <= MAX_JOBS):
        raise UsageError(f"'limit' has value '{limit[:60]}'. It must be a whole number from 1 to {MAX_JOBS}.")
    return int(limit)


def _view(job: Job) -> JobView:
    return JobView(
        name=one_line(job.name),
        document=job.document,
        state=job.state,
        page=job.page,
        pages=job.pages,
        stage=job.stage,
        slug=job.slug,
        reason=one_line(job.reason),
        attempts=job.attempts,
        queued_at=job.queued_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
    )
