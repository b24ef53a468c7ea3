"""A prepared process that forks one child for each job, and what such a child does. It reads no file itself.

Preparing (imports, vocabularies, language models) takes a second, a fork some milliseconds. The zygote has one thread:
what another thread held at the moment of a fork would be held in the child for ever.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import pickle
import signal
import socket
import struct
import sys
import time
import traceback
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Protocol

from corpus.errors import CpkbError
from corpus.model import JobState
from ingest.sandbox.confinement import confine, system_paths
from ingest.sandbox.limits import ChildLimits, limit_memory, limit_writing, more_computing
from ingest.sandbox.wire import Kind, Progress, error_frame, frame, progress_frame, result_frame

READY = b"ready"
ORDER = struct.Struct("!cI")  # what to do, bytes that follow
JOB, KILL = b"J", b"K"
BURIAL = struct.Struct("!iQd")  # how the child ended (as os.wait tells it), most bytes in memory, CPU seconds

_TOLD_EVERY = 0.1  # seconds
_TRACE_CHARACTERS = 8_000
_PIPE, _ALIVE = 3, 4  # descriptors of a child, beside the three of every process


class Report(Protocol):
    """Tells the process that asked how far a job is; cheap enough to be called for every page."""

    def __call__(self, state: JobState, done: int, of: int) -> None:
        """Tell that page `done` of `of` pages is begun in a state."""
        ...


class AnyTask(Protocol):
    """A task of which nothing is known but how to do it."""

    def prepare(self) -> None:
        """Load what every job needs."""
        ...

    def do(self, job: object, report: Report) -> object:
        """Do one job."""
        ...


def serve(control: socket.socket, limits: ChildLimits) -> None:
    """Fork a child for each job that is ordered, until the process that orders is gone: the zygote's whole life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who orders decides when a person interrupts
    sys.dont_write_bytecode = True
    # Orders are unpickled: they come from the process that started this one, never from a child.
    task: AnyTask = pickle.loads(_exactly(control, ORDER.unpack(_exactly(control, ORDER.size))[1]))
    task.prepare()
    system_paths()  # found once for all children
    gc.freeze()  # what is shared with the children stays shared
    control.sendall(READY)
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            _obey(control, task, limits)


def _obey(control: socket.socket, task: AnyTask, limits: ChildLimits) -> None:
    """Take one order. Raises EOFError when nobody will give any more."""
    head, descriptors, _, _ = socket.recv_fds(control, ORDER.size, 1)
    if not head:
        raise EOFError
    head += _exactly(control, ORDER.size - len(head))
    order, length = ORDER.unpack(head)
    if order == KILL:  # it crossed the burial on its way
        return
    job = pickle.loads(_exactly(control, length))
    (pipe,) = descriptors
    alive, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _live(control, task, job, limits, (pipe, theirs))
    os.close(pipe)
    os.close(theirs)
    with contextlib.suppress(OSError):  # the child may have done it, and be gone
        os.setpgid(child, child)
    try:
        wait([control.fileno(), alive])  # either it has ended, or it is to end
    finally:
        os.close(alive)
        control.sendall(_bury(child))


def _bury(child: int) -> bytes:
    """End a child and all that it started, and tell what it took."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    return BURIAL.pack(
        status, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024), used.ru_utime + used.ru_stime
    )


def _exactly(control: socket.socket, length: int) -> bytes:
    received = bytearray()
    while len(received) < length:
        block = control.recv(length - len(received))
        if not block:
            raise EOFError
        received += block
    return bytes(received)


def _live(
    control: socket.socket, task: AnyTask, job: object, limits: ChildLimits, descriptors: tuple[int, int]
) -> None:
    """Be the child: do the job, send its answer, end. Never returns."""
    try:
        control.detach()  # nothing may close its number once the file has it
        _keep_only(*descriptors)
        with _LastWords():
            _confine(job, limits)
            _send(_answer(task, job, limits))
    finally:
        os._exit(0)


def _keep_only(pipe: int, alive: int) -> None:
    """Hold the pipe for the answer and the one that tells of the end, and nothing else that the zygote holds."""
    os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDWR)
    # Away from the numbers they are to have, lest one overwrite another.
    above = [fcntl.fcntl(held, fcntl.F_DUPFD_CLOEXEC, 100) for held in (pipe, alive, nothing)]
    for number, held in zip((_PIPE, _ALIVE, 0, 1, 2), (above[0], above[1], above[2], above[2], above[2]), strict=True):
        os.dup2(held, number, inheritable=number < _PIPE)
    os.closerange(_ALIVE + 1, os.sysconf("SC_OPEN_MAX"))


def _confine(job: object, limits: ChildLimits) -> None:
    limit_memory(limits)
    limit_writing()
    more_computing(limits, pages=0)
    path = getattr(job, "path", None)
    confine([*system_paths(), *([path] if isinstance(path, Path) else [])])


def _answer(task: AnyTask, job: object, limits: ChildLimits) -> bytes:
    try:
        return result_frame(task.do(job, _Reporter(limits)))
    except CpkbError as error:
        return error_frame(error)
    except (MemoryError, RecursionError):
        return frame(Kind.EXHAUSTED)


def _send(content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(_PIPE, left) :]


class _Reporter:
    """Tells of progress ten times a second at most, and gives each page that is recognised its own computing time."""

    def __init__(self, limits: ChildLimits) -> None:
        self._limits = limits
        self._state: JobState | None = None
        self._told_at = 0.0
        self._recognised = 0

    def __call__(self, state: JobState, done: int, of: int) -> None:
        now = time.monotonic()
        if state is JobState.OCR and done > self._recognised:
            self._recognised = done
            more_computing(self._limits, pages=done)
        elif state is self._state and now - self._told_at < _TOLD_EVERY:
            return
        self._state, self._told_at = state, now
        _send(progress_frame(Progress(state, done, of)))


class _LastWords:
    """Sends what nobody foresaw to the process that asked, which has a place to show it."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            told = "".join(traceback.format_exception(error))[-_TRACE_CHARACTERS:]
            with contextlib.suppress(OSError):
                _send(frame(Kind.TRACE, told.encode("utf-8", "replace")))
            os._exit(1)
