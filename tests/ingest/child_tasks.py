"""A task that does in its child what a test asks for, as a hostile file would have it; sent to another process."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import DamagedPdfError
from corpus.model import JobState
from ingest.sandbox.child import Report


@dataclass(frozen=True, slots=True)
class Order:
    """What to do, and the file it may read."""

    path: Path
    what: str
    seconds: float = 0.0


class Obedient:
    """Does what it is told."""

    def prepare(self) -> None:
        """Prepare nothing."""

    def do(self, order: Order, report: Report) -> str:
        """Return what came of it, in words."""
        return _DEEDS[order.what](order, report)


def _refused(deed: Callable[[], object]) -> str:
    try:
        return f"done: {deed()}"
    except OSError as error:
        return type(error).__name__


def _progress(order: Order, report: Report) -> str:
    report(JobState.PARSING, 1, 3)
    report(JobState.PARSING, 2, 3)  # too soon after the first to be told
    time.sleep(0.15)
    report(JobState.PARSING, 3, 3)
    report(JobState.OCR, 1, 1)
    return "read"


def _recognise(order: Order, report: Report) -> str:
    for page in range(1, 4):
        report(JobState.OCR, page, 3)
        time.sleep(order.seconds)
    return "recognised"


def _fork_and_linger(order: Order, report: Report) -> str:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    return str(child.pid)


def _raise(order: Order, report: Report) -> str:
    raise DamagedPdfError("It is damaged.\nIn two lines.")


def _fail(order: Order, report: Report) -> str:
    raise KeyError("nobody foresaw \x1b[31m this")


def _sleep(order: Order, report: Report) -> str:
    time.sleep(order.seconds)
    return "awake"


def _compute(order: Order, report: Report) -> str:
    while True:
        pass


def _nonsense(order: Order, report: Report) -> str:
    os.write(3, b"\x80\x05no frame at all")
    time.sleep(60)
    return "never"


def _wrong_type(order: Order, report: Report) -> str:
    return [order.what]  # type: ignore[return-value]  # a child that was taken over is not bound by types


def _system_call(number: int, *arguments: int) -> str:
    libc = ctypes.CDLL(None, use_errno=True)
    answer = libc.syscall(number, *arguments)
    return os.strerror(ctypes.get_errno()) if answer < 0 else "done"


_DEEDS: dict[str, Callable[[Order, Report], str]] = {
    "echo": lambda order, report: order.path.read_text(encoding="utf-8"),
    "progress": _progress,
    "recognise": _recognise,
    "raise": _raise,
    "fail": _fail,
    "sleep": _sleep,
    "compute": _compute,
    "allocate": lambda order, report: str(len(bytes(1 << 40))),
    "touch memory": lambda order, report: str(len(b"x" * (1 << 30))),
    "abort": lambda order, report: str(os.abort()),
    "crash": lambda order, report: str(ctypes.string_at(0)),
    "kill": lambda order, report: _refused(lambda: os.kill(os.getpid(), signal.SIGKILL)),
    "exit": lambda order, report: str(os._exit(0)),
    "nonsense": _nonsense,
    "wrong type": _wrong_type,
    "long answer": lambda order, report: "x" * (3 << 20),
    "odd text": lambda order, report: "Wasser \x00 ماء \U0001f4a7",
    "linger": _fork_and_linger,
    "process": lambda order, report: str(os.getpid()),
    "descriptors": lambda order, report: " ".join(
        sorted(number for number in map(str, range(256)) if _is_open(int(number)))
    ),
    "read other file": lambda order, report: _refused(lambda: (order.path.parent / "other").read_bytes()),
    "list folder": lambda order, report: _refused(lambda: list(order.path.parent.iterdir())),
    "write": lambda order, report: _refused(lambda: (order.path.parent / "new").write_bytes(b"x")),
    "overwrite": lambda order, report: _refused(lambda: order.path.open("r+b").write(b"x")),
    "delete": lambda order, report: _refused(order.path.unlink),
    "rename": lambda order, report: _refused(lambda: order.path.rename(order.path.with_name("new"))),
    "change mode": lambda order, report: _refused(lambda: order.path.chmod(0o777)),
    "socket": lambda order, report: _refused(socket.socket),
    "new session": lambda order, report: _refused(os.setsid),
    "signal parent": lambda order, report: _refused(lambda: os.kill(os.getppid(), 0)),
    "trace": lambda order, report: _system_call(101 if os.uname().machine == "x86_64" else 117, 0),
    "new namespace": lambda order, report: _system_call(272 if os.uname().machine == "x86_64" else 97, 0x10000000),
    "kernel queue": lambda order, report: _system_call(425, 1, 0),
    "run program": lambda order, report: (
        subprocess.run(["/bin/cat"], input="piped", capture_output=True, text=True, check=True).stdout
    ),
    "program and network": lambda order, report: subprocess.run(
        [sys.executable, "-c", "import socket; socket.socket()"], capture_output=True, text=True, check=False
    ).stderr[-60:],
}


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
