"""Read PDFs in a child process, so that a hostile file harms nothing but itself.

Owns the child's life and its limits of time and memory: a file that crashes it, hangs it or passes a limit ends in
one named error, and a new child reads the next file. While the caller works on one result, the child reads on.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

from corpus.errors import DamagedPdfError, IntakeError, LimitError
from corpus.model import Concept, DocumentId
from ingest.chunks import split
from ingest.concepts import Matcher
from ingest.language import confidence
from ingest.parse import Job, Parsed, parse
from ingest.pdf import TextLimits

_STARTING_SECONDS = 60  # imports and language models on a slow, busy machine
_MANY_DOCUMENTS = 500  # after which a child is replaced, whatever its state


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take.

    Attributes:
        memory_bytes: Address space on top of what the child has before it opens the file.
        cpu_seconds: Of the child; whole seconds.
        wall_seconds: From the moment the child is given the file.
        text: Pages and characters.
        file_bytes: Size of the file.
    """

    memory_bytes: int = 2 << 30
    cpu_seconds: int = 120
    wall_seconds: float = 300.0
    text: TextLimits = field(default_factory=TextLimits)
    file_bytes: int = 1 << 30


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the child sends back.

    Attributes:
        exhausted: Whether it ran out of memory, after which no more is asked of it.
    """

    outcome: Parsed | IntakeError
    exhausted: bool = False


class Reader:
    """Reads one file at a time in a child process: `start` it, do something else, take the `result`.

    Args:
        concepts: What to look for in every chunk.
    """

    def __init__(self, concepts: Sequence[Concept], limits: Limits) -> None:
        # A plain copy: labels may be a read-only view, which cannot be sent to another process.
        self._concepts = [replace(concept, labels=dict(concept.labels)) for concept in concepts]
        self.limits = limits
        self._child: _Child | None = None
        self._job: Job | None = None
        self._deadline = 0.0

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self, job: Job) -> None:
        """Have the child begin with a file; the result of the one before must have been taken."""
        assert self._job is None, "one file at a time"
        if self._child is None or self._child.documents >= _MANY_DOCUMENTS or not self._child.send(job):
            self.close()
            self._child = _Child(self._concepts, self.limits)
            self._child.send(job)
        self._job = job
        self._deadline = time.monotonic() + self.limits.wall_seconds

    def result(self) -> Parsed | IntakeError:
        """Wait for the file that was started, and return what was read or why it could not be."""
        assert self._job is not None, "nothing was started"
        assert self._child is not None
        job, self._job = self._job, None
        answer = self._child.receive(self._deadline)
        if isinstance(answer, _Answer):
            if answer.exhausted:
                self.close()
            return answer.outcome
        self.close()
        return _death(job.path, answer, self.limits)

    def close(self) -> None:
        """End the child, whatever it does."""
        if self._child is not None:
            self._child.end()
        self._child, self._job = None, None


class _Child:
    """One child process and the pipe to it."""

    def __init__(self, concepts: Sequence[Concept], limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, concepts, limits), daemon=True)
        self.documents = 0
        self._process.start()
        theirs.close()
        if not self._pipe.poll(_STARTING_SECONDS) or self._pipe.recv() != "ready":
            self.end()
            raise LimitError("The process that reads PDFs did not start. Close other programs and try again.")

    def send(self, job: Job) -> bool:
        """Hand over a file; False if the child is gone."""
        try:
            self._pipe.send(job)
        except OSError:
            return False
        self.documents += 1
        return True

    def receive(self, deadline: float) -> _Answer | int | None:
        """Return the answer, or the signal that ended the child, or None if there is no answer at the deadline."""
        try:
            # An answer that came in time counts, however late it is fetched.
            if self._pipe.poll(max(0.0, deadline - time.monotonic())):
                answer = self._pipe.recv()
                assert isinstance(answer, _Answer)
                return answer
        except (EOFError, OSError):
            self._process.join(5)
            return -(self._process.exitcode or 0)
        return None

    def end(self) -> None:
        """Kill the process and free what it held here."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()


def _death(path: Path, ended_by: int | None, limits: Limits) -> IntakeError:
    """Say why the child ended while it read a file."""
    if ended_by is None:
        return LimitError(
            f"{path.name} was not read within {limits.wall_seconds:g} seconds. It may be damaged on purpose; "
            "split or re-save it and try again."
        )
    if ended_by in (signal.SIGXCPU, signal.SIGKILL, signal.SIGABRT):  # PDFium aborts when it is refused memory
        return LimitError(
            f"{path.name} needs more computing time or memory than the limits allow "
            f"({limits.cpu_seconds} seconds, {limits.memory_bytes >> 20} MiB). Split or re-save it and try again."
        )
    return DamagedPdfError(
        f"{path.name} crashed the PDF reader, so it is damaged, perhaps on purpose. Re-save it or get it again."
    )


def _serve(pipe: Connection, concepts: Sequence[Concept], limits: Limits) -> None:
    """Answer jobs until the parent is gone: the child's whole life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when a person interrupts
    sys.dont_write_bytecode = True
    os.environ["RAYON_NUM_THREADS"] = "1"  # the language detector's threads would compete with the embedder
    matcher = Matcher(concepts)
    _warm_up()
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)
    pipe.send("ready")
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            job = pipe.recv()
            _limit(limits)
            pipe.send(_answer(job, matcher, limits))


def _warm_up() -> None:
    """Load what every document needs, so that it does not count against the first one's limits."""
    confidence("water вода पानी 水 น้ำ ماء 물")
    split([], [], document=DocumentId(""), language="en")


def _answer(job: Job, matcher: Matcher, limits: Limits) -> _Answer:
    try:
        return _Answer(parse(job, matcher, limits.text))
    except IntakeError as error:
        return _Answer(error)
    except (MemoryError, RecursionError):
        needed = f"{job.path.name} needs more than {limits.memory_bytes >> 20} MiB of memory to be read."
        return _Answer(LimitError(f"{needed} Split or re-save it and try again."), exhausted=True)


def _limit(limits: Limits) -> None:
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
