"""Run jobs on hostile files in a child process, so that such a file harms nothing but itself.

Owns the child's life and its limits of time and memory: a job that crashes it, hangs it or passes a limit ends in one
named reason, and a new child does the next job. What a job is, and what is said of its end, is the caller's.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import resource
import signal
import sys
import time
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from corpus.errors import CpkbError, LimitError

_STARTING_SECONDS = 60  # imports and language models on a slow, busy machine
_MANY_JOBS = 500  # after which a child is replaced, whatever its state

Job = TypeVar("Job")
Result = TypeVar("Result")
JobT_contra = TypeVar("JobT_contra", contravariant=True)
ResultT_co = TypeVar("ResultT_co", covariant=True)


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one job may take.

    Attributes:
        memory_bytes: Address space on top of what the child has before it begins.
        cpu_seconds: Of the child; whole seconds.
        wall_seconds: From the moment the child is given the job.
    """

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float


class Task(Protocol[JobT_contra, ResultT_co]):
    """What a child is for; it is sent to the child, so it must be picklable."""

    def prepare(self) -> None:
        """Load what every job needs, so that it does not count against the first one's limits."""
        ...

    def do(self, job: JobT_contra) -> ResultT_co:
        """Do one job; a CpkbError is handed to the caller."""
        ...


class End(Enum):
    """Why a job brought no result."""

    OVERDUE = "no answer at the deadline"
    EXHAUSTED = "out of computing time or memory"
    CRASHED = "the child died"


class Worker(Generic[Job, Result]):
    """Does one job at a time in a child: `begin` it, do something else, take the `outcome`.

    The child starts with the first job and ends with this process, however that ends.
    """

    def __init__(self, task: Task[Job, Result], limits: ChildLimits) -> None:
        self._task = task
        self.limits = limits
        self._child: _Child[Job, Result] | None = None
        self._deadline = 0.0

    def begin(self, job: Job) -> None:
        """Have the child begin with a job; the outcome of the one before must have been taken.

        Raises:
            LimitError: No child could be started.
        """
        if self._child is None or self._child.jobs >= _MANY_JOBS or not self._child.send(job):
            self.close()
            self._child = _Child(self._task, self.limits)
            self._child.send(job)
        self._deadline = time.monotonic() + self.limits.wall_seconds

    def outcome(self) -> Result | CpkbError | End:
        """Wait for the job that was begun, and return what came of it."""
        assert self._child is not None, "nothing was begun"
        answer = self._child.receive(self._deadline)
        if isinstance(answer, End):
            self.close()
        return answer

    def close(self) -> None:
        """End the child, whatever it does."""
        if self._child is not None:
            self._child.end()
        self._child = None


class _Child(Generic[Job, Result]):
    """One child process and the pipe to it."""

    def __init__(self, task: Task[Job, Result], limits: ChildLimits) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, limits), daemon=True)
        self.jobs = 0
        self._process.start()
        theirs.close()
        if not self._ready(task):
            self.end()
            raise LimitError("The process that opens PDFs did not start. Close other programs and try again.")

    def send(self, job: Job) -> bool:
        """Hand over a job; False if the child is gone."""
        try:
            self._pipe.send(job)
        except OSError:
            return False
        self.jobs += 1
        return True

    def receive(self, deadline: float) -> Result | CpkbError | End:
        """Return the answer, or why there is none at the deadline."""
        try:
            # An answer that came in time counts, however late it is fetched.
            if not self._pipe.poll(max(0.0, deadline - time.monotonic())):
                return End.OVERDUE
            answer: Result | CpkbError | End = self._pipe.recv()
        except (EOFError, OSError):
            self._process.join(5)
            # PDFium aborts when it is refused memory; SIGKILL comes from a system that is short of it.
            ended_by = -(self._process.exitcode or 0)
            return End.EXHAUSTED if ended_by in (signal.SIGXCPU, signal.SIGKILL, signal.SIGABRT) else End.CRASHED
        return answer

    def end(self) -> None:
        """Kill the process and free what it held here."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()

    def _ready(self, task: Task[Job, Result]) -> bool:
        """Hand over the task and wait for the child to be prepared.

        The task is not an argument of the process: writing a large one to a child that died at once never ends.
        """
        try:
            self._pipe.send(task)
            return self._pipe.poll(_STARTING_SECONDS) and self._pipe.recv() == "ready"
        except (EOFError, OSError):
            return False


def _serve(pipe: Connection, limits: ChildLimits) -> None:
    """Answer jobs until the parent is gone: the child's whole life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when a person interrupts
    sys.dont_write_bytecode = True
    task: Task[object, object] = pipe.recv()
    task.prepare()
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)
    pipe.send("ready")
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            job = pipe.recv()
            _limit(limits)
            pipe.send(_answer(task, job))


def _answer(task: Task[object, object], job: object) -> object:
    try:
        return task.do(job)
    except CpkbError as error:
        return error
    except (MemoryError, RecursionError):
        return End.EXHAUSTED


def _limit(limits: ChildLimits) -> None:
    """Count the limits from here on: the child is reused, and has used time and memory before."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + limits.cpu_seconds)
    _lower(resource.RLIMIT_AS, _address_space() + limits.memory_bytes)


def _lower(what: int, limit: int) -> None:
    """Set a soft limit; the hard one stays, so that the soft one can be set again."""
    hard = resource.getrlimit(what)[1]
    allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    with contextlib.suppress(ValueError, OSError):  # systems that do not know this limit
        resource.setrlimit(what, (allowed, hard))


def _address_space() -> int:
    """Return this process's address space in bytes; a gibibyte where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 1 << 30
    return pages * resource.getpagesize()
