"""Run jobs on hostile files, each in a child process of its own, so that such a file harms nothing but itself.

Owns the deadline and what is said of a job that brought no result: one that crashes its child, hangs it or passes a
limit ends in one named reason, and the next job has a new child. Children are forked from a prepared process
(ingest/sandbox/zygote.py), which confines them. What a job is, and what is said of its end to a person, is the
caller's.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import pickle
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import wait
from pathlib import Path
from typing import Generic, Protocol, TypeVar, cast

from corpus.errors import CpkbError, LimitError
from corpus.model import JobState
from corpus.plain_text import printable
from ingest.sandbox.limits import ChildLimits
from ingest.sandbox.wire import Frames, Kind, NonsenseError, Progress, ResultReader, error_of, progress_of
from ingest.sandbox.zygote import BURIAL, JOB, KILL, ORDER, READY, Report, serve

__all__ = ["ChildLimits", "End", "Progress", "Report", "Spent", "Task", "Told", "Worker"]

_STARTING_SECONDS = 60  # imports and language models on a slow, busy machine
_BURIAL_SECONDS = 5.0  # a child that has answered ends at once
_ENDING_SECONDS = 2.0  # of a zygote that is still preparing
_BLOCK_BYTES = 1 << 20

log = logging.getLogger(__name__)


class HasPath(Protocol):
    """A job on one file: the only one that the child may read, beside the system's own."""

    @property
    def path(self) -> Path:
        """The file."""
        ...


Job = TypeVar("Job", bound=HasPath)
Result = TypeVar("Result")
JobT_contra = TypeVar("JobT_contra", contravariant=True)
ResultT_co = TypeVar("ResultT_co", covariant=True)

Told = Callable[[Progress], None]


class Task(Protocol[JobT_contra, ResultT_co]):
    """What a child is for; it is sent to the zygote, so it must be picklable."""

    def prepare(self) -> None:
        """Load what every job needs, once for all children; it must leave no thread running."""
        ...

    def do(self, job: JobT_contra, report: Report) -> ResultT_co:
        """Do one job; a CpkbError is handed to the caller."""
        ...


class End(Enum):
    """Why a job brought no result."""

    OVERDUE = "no answer at the deadline"
    EXHAUSTED = "out of computing time or memory"
    CRASHED = "the child died"


@dataclass(frozen=True, slots=True)
class Spent:
    """What a job took.

    Attributes:
        peak_bytes: Most of its memory that was in use, the zygote's share included.
        cpu_seconds: Of the child and what it started.
    """

    peak_bytes: int
    cpu_seconds: float


class Worker(Generic[Job, Result]):
    """Does one job at a time in a child: `begin` it, do something else, take the `outcome`.

    The zygote starts with the first job and ends with this process, however that ends.

    Args:
        result: The type of the results; an answer that is not exactly of it is no answer.

    Attributes:
        spent: What the last job took whose outcome was taken; None if that could not be told.
    """

    def __init__(self, task: Task[Job, Result], result: type[Result], limits: ChildLimits) -> None:
        self._task = task
        self._results = ResultReader(result)
        self._zygote: _Zygote | None = None
        self._run: _Run | None = None
        self.limits = limits
        self.spent: Spent | None = None

    def begin(self, job: Job) -> None:
        """Have a child begin with a job; the outcome of the one before must have been taken.

        Raises:
            LimitError: No child could be started.
        """
        assert self._run is None, "one job at a time"
        try:
            self._run = self._start(job)
        except OSError:  # the zygote was ended from outside, as by a system that is short of memory
            self.close()
            self._run = self._start(job)

    def outcome(self, told: Told | None = None) -> Result | CpkbError | End:
        """Wait for the job that was begun, and return what came of it.

        Args:
            told: Is called, in this thread, with the latest progress whenever there is some.
        """
        assert self._run is not None, "nothing was begun"
        run = self._run
        answer = run.answer(told)
        self._run, self.spent = None, run.spent
        if run.spent is None:
            self.close()
        if not isinstance(answer, bytes):
            return answer
        try:
            return self._results.read(answer)
        except NonsenseError:
            return End.CRASHED

    def close(self) -> None:
        """End the zygote and its child, whatever they do."""
        if self._zygote is not None:
            self._zygote.end()
        if self._run is not None:
            self._run.join()
        self._zygote = self._run = None

    def _start(self, job: Job) -> _Run:
        if self._zygote is None:
            self._zygote = _Zygote(self._task, self.limits)
        return _Run(self._zygote, self._zygote.order(job), self.limits)


class _Zygote:
    """The prepared process, as seen from the one that orders."""

    def __init__(self, task: object, limits: ChildLimits) -> None:
        self._control, theirs = socket.socketpair()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=serve, args=(theirs, limits), daemon=True)
        with theirs:
            self._process.start()
        if not self._ready(task):
            self.end()
            raise LimitError("The process that opens files did not start. Close other programs and try again.")

    def order(self, job: object) -> int:
        """Have a child forked for a job; return where its answer is to be read. Raises OSError if the zygote died."""
        order = pickle.dumps(job)
        ours, theirs = os.pipe()
        try:
            socket.send_fds(self._control, [ORDER.pack(JOB, len(order))], [theirs])
            self._control.sendall(order)
        except OSError:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        return ours

    def kill(self) -> None:
        """Have the child ended that runs now."""
        with contextlib.suppress(OSError):
            self._control.sendall(ORDER.pack(KILL, 0))

    def buried(self, seconds: float) -> tuple[int, Spent] | None:
        """Return how the child ended and what it took; None if that is not told in time."""
        told = b""
        until = time.monotonic() + seconds
        with contextlib.suppress(OSError):
            while len(told) < BURIAL.size and wait([self._control], max(0.0, until - time.monotonic())):
                block = self._control.recv(BURIAL.size - len(told))
                if not block:
                    return None
                told += block
        if len(told) < BURIAL.size:
            return None
        status, peak, cpu = BURIAL.unpack(told)
        return os.waitstatus_to_exitcode(status), Spent(peak, cpu)

    def end(self) -> None:
        """End the process, which ends its child; free what it held here."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)  # a sign that even a thread which waits for news will see
        self._process.join(_ENDING_SECONDS)
        self._process.kill()
        self._process.join()
        self._process.close()
        self._control.close()

    def _ready(self, task: object) -> bool:
        """Hand over the task and wait until it is prepared.

        The task is not an argument of the process: writing a large one to a child that died at once never ends.
        """
        order = pickle.dumps(task)
        self._control.settimeout(_STARTING_SECONDS)
        try:
            self._control.sendall(ORDER.pack(JOB, len(order)) + order)
            return self._control.recv(len(READY)) == READY
        except OSError:
            return False
        finally:
            self._control.settimeout(None)


class _Run:
    """One job on its way: a thread takes what the child sends, so that its deadline holds whatever the caller does."""

    def __init__(self, zygote: _Zygote, pipe: int, limits: ChildLimits) -> None:
        self._zygote = zygote
        self._pipe = pipe
        self._limits = limits
        self._changed = threading.Condition()
        self._progress: Progress | None = None
        self._answer: bytes | CpkbError | End | None = None
        self._recognised = 0
        self._deadline = time.monotonic() + limits.wall_seconds
        self.spent: Spent | None = None
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def answer(self, told: Told | None) -> bytes | CpkbError | End:
        """Wait for the end; return the frame of the result, or what there is in its place."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._answer is not None or self._progress is not None)
                progress, self._progress = self._progress, None
                answer = self._answer
            if answer is not None:
                self.join()
                return answer
            if told is not None:
                told(cast(Progress, progress))

    def join(self) -> None:
        """Wait for the thread, which ends with the child."""
        self._thread.join()

    def _follow(self) -> None:
        try:
            answer = self._gather()
        except NonsenseError:
            answer = End.CRASHED
        finally:
            os.close(self._pipe)
        buried = None if isinstance(answer, End) else self._zygote.buried(_BURIAL_SECONDS)
        if buried is None:
            self._zygote.kill()
            buried = self._zygote.buried(_BURIAL_SECONDS)
        status, self.spent = buried or (0, None)
        with self._changed:
            # PDFium aborts when it is refused memory; SIGKILL comes from a system that is short of it.
            exhausted = answer is None and -status in (signal.SIGXCPU, signal.SIGKILL, signal.SIGABRT)
            self._answer = answer or (End.EXHAUSTED if exhausted else End.CRASHED)
            self._changed.notify_all()

    def _gather(self) -> bytes | CpkbError | End | None:
        """Take what the child sends until its answer; None if it ends without one."""
        frames = Frames(self._limits.result_bytes)
        while (left := self._deadline - time.monotonic()) > 0 and wait([self._pipe], left):
            block = os.read(self._pipe, _BLOCK_BYTES)
            if not block:
                return None
            for kind, payload in frames.feed(block):
                answer = self._take(kind, payload)
                if answer is not None:
                    return answer
        return End.OVERDUE

    def _take(self, kind: Kind, payload: bytes) -> bytes | CpkbError | End | None:
        match kind:
            case Kind.RESULT:
                return payload
            case Kind.ERROR:
                return error_of(payload)
            case Kind.EXHAUSTED:
                return End.EXHAUSTED
            case Kind.TRACE:
                log.error("The child failed unforeseen: %s", _shown(payload))
                return End.CRASHED
            case Kind.PROGRESS:
                self._note(progress_of(payload))
        return None

    def _note(self, progress: Progress) -> None:
        """Remember progress; a page that is being recognised moves the deadline, as often as the limits allow."""
        if progress.state is JobState.OCR:
            recognised = min(progress.done, self._limits.ocr_pages)
            self._deadline += self._limits.ocr_seconds_per_page * max(0, recognised - self._recognised)
            self._recognised = max(recognised, self._recognised)
        with self._changed:
            self._progress = progress
            self._changed.notify_all()


def _shown(payload: bytes) -> str:
    return "\n".join(map(printable, payload.decode("utf-8", "replace").splitlines()))
