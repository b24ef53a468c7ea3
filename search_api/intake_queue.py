"""One run through the queue of files: which is next, how far it is, and what is noted of it when it has ended.

Each state is noted when it is reached, so that whoever asks sees it, and a run that is killed goes on where it stopped.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from corpus.errors import CpkbError, IntakeError, QuarantinedError
from corpus.job_store import Job, JobStore, shown_name
from corpus.model import DocumentId, JobState
from ingest.intake import Failure, Limits, discover, examine
from ingest.parse import Job as Reading
from ingest.sandbox.child import Progress

Show = Callable[[JobState, str, int, int], None]  # what is done with which file, what is begun of it, of how much

_NOTED_EVERY = 0.5  # seconds; a note waits for the disk


def _nowhere(state: JobState, name: str, done: int, of: int) -> None:
    """Show nothing."""


class IntakeQueue:
    """Works the queue of a library; it is an ingest.reader.Watch.

    Args:
        limits: What is too large to be looked at.
        now: The time, UTC.
        show: Is told of all progress.
    """

    def __init__(
        self, jobs: JobStore, *, limits: Limits, now: Callable[[], dt.datetime], show: Show | None = None
    ) -> None:
        self._jobs = jobs
        self._limits = limits
        self._now = now
        self._show = show or _nowhere
        self._given: dict[Path, Path] = {}  # by absolute path, as a person named it
        self._worked: set[Path] = set()
        self._active: set[Path] = set()
        self._broken: set[Path] = set()
        self._unchanged: list[tuple[Path, DocumentId]] = []
        self._noted_at = 0.0

    def enqueue(self, paths: Sequence[Path], *, retry: bool) -> Iterator[Failure]:
        """Put files behind those that are queued from before; yield those that are not to be read.

        Args:
            paths: Files, and folders of them; none to go on with what is queued.
            retry: Whether failed and quarantined files, these or without paths all, are tried again.
        """
        self._jobs.recover(self._now())
        found = list(discover(paths))
        files = list(dict.fromkeys(each for each in found if isinstance(each, Path)))
        self._given |= {file.absolute(): file for file in files}
        if retry and not paths:
            self._jobs.release(self._now())
        shut = [] if retry else [job for job in self._jobs.quarantined(files) if self._is_same(job)]
        self._jobs.release(self._now(), set(files) - {self._named(job) for job in shut})
        self._jobs.enqueue(files, self._now())
        yield from (each for each in found if isinstance(each, Failure))
        yield from (Failure(self._named(job), _in_quarantine(job)) for job in shut)

    def next_files(self) -> list[Path]:
        """Return what is queued and was not worked in this run, and what broke its child and may be tried again."""
        self._note_unchanged()
        waiting = [self._named(job) for job in self._jobs.waiting()]
        files = [path for path in waiting if path not in self._worked]
        self._worked.update(files)
        return files

    def started(self, job: Reading) -> None:
        """Note that a file is being read."""
        self._active.add(job.path)
        self._jobs.begin(job.path, job.document, self._now())
        self._show(JobState.PARSING, shown_name(job.path), 0, 0)

    def moved(self, job: Reading, progress: Progress) -> None:
        """Note the page that a file is at."""
        self._move(job.path, progress.state, progress.done, progress.of)

    def broke(self, job: Reading) -> None:
        """Remember that a file killed or overran its child, until it is said how."""
        self._broken.add(job.path)

    def embedding(self, path: Path) -> Callable[[int, int], None]:
        """Note that a file's passages are being embedded; return what is to be told how many are."""
        self._jobs.move(path, JobState.EMBEDDING, 0, 0)
        return lambda done, of: self._move(path, JobState.EMBEDDING, done, of)

    def stored(self, path: Path, document: DocumentId) -> None:
        """Note that a file is in the library; within the transaction that puts it there."""
        self._jobs.finish([(path, document)], self._now())
        self._active.discard(path)

    def unchanged(self, path: Path, document: DocumentId) -> None:
        """Note, with others and later, that a file was in the library before."""
        self._active.discard(path)
        self._unchanged.append((path, document))

    def failed(self, path: Path, error: CpkbError) -> str | None:
        """Note that a file could not be taken in; return why, in words, or None if it is to be tried once more."""
        self._active.discard(path)
        reason = _without_folder(str(error), path)
        if path not in self._broken:
            if not isinstance(error, QuarantinedError):
                self._jobs.fail(path, error.slug, reason, self._now())
            return reason
        self._broken.discard(path)
        if self._jobs.broke(path, error.slug, reason, self._now()) is JobState.QUEUED:
            self._worked.discard(path)
            return None
        return f"{reason} It did so twice, so it is left alone from now on; `cpkb ingest --retry` tries it again."

    def leave(self) -> None:
        """Put back what is under way, and note what was not noted yet: the run has ended, or a person ended it."""
        self._note_unchanged()
        self._jobs.put_back(self._active)

    def _named(self, job: Job) -> Path:
        return self._given.get(job.path, job.path)

    def _is_same(self, job: Job) -> bool:
        """Tell whether a file holds what it held when it was put into quarantine."""
        try:
            return examine(job.path, self._limits)[0] == job.document
        except IntakeError:
            return False  # what is wrong with it will be said when it is its turn

    def _move(self, path: Path, state: JobState, done: int, of: int) -> None:
        self._show(state, shown_name(path), done, of)
        if time.monotonic() - self._noted_at >= _NOTED_EVERY:
            self._noted_at = time.monotonic()
            self._jobs.move(path, state, done, of)

    def _note_unchanged(self) -> None:
        self._jobs.finish(self._unchanged, self._now())
        self._unchanged.clear()


def _in_quarantine(job: Job) -> QuarantinedError:
    return QuarantinedError(
        f"{job.name} is in quarantine and was not read: {job.reason} `cpkb ingest --retry` tries it again."
    )


def _without_folder(reason: str, path: Path) -> str:
    """Return a reason as anyone may read it: it names the file, not where this machine keeps it."""
    for folder in {os.fspath(path), os.fspath(path.absolute())}:
        reason = reason.replace(folder, path.name)
    return reason
