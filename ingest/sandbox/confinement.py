"""Take from this process, for good, what reading a file does not need: files, network, other processes, rights.

Linux has the means (seccomp, Landlock); elsewhere nothing is done, and `gaps` says so. What a job may use of time
and memory is kept in ingest/sandbox/limits.py. It must be called in a process with one thread, since only that
one is confined.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import signal
import struct
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from ingest.sandbox import landlock, seccomp

_LIBC = ctypes.CDLL(None, use_errno=True)
_SET_DEATH_SIGNAL, _SET_NO_NEW_RIGHTS = 1, 38  # of prctl(2)
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITIES_3 = 0x20080522  # capset(2): version 3, two words a set
_READ_ANY_FILE = 1 << 2  # CAP_DAC_READ_SEARCH; Landlock says which

_SYSTEM = (
    *("/usr", "/lib", "/lib64", "/bin", "/opt", "/nix/store"),
    *("/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime"),
    *("/dev/urandom", "/dev/zero", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu"),
)


def gaps() -> tuple[str, ...]:
    """Return what this system cannot take from a process that reads files, in words; empty where it can take all."""
    missing = {
        "it could use the network": not seccomp.is_available(),
        "it could read other files": not landlock.version(),
    }
    return tuple(what for what, is_missing in missing.items() if is_missing)


def confine(readable: Iterable[Path]) -> None:
    """Leave this process these files and folders to read, and nothing to write, reach or start anew as another user.

    It ends when the process that forked it does.

    Raises:
        OSError: The system has the means and refused them; the process must not go on.
    """
    if sys.platform != "linux":
        return
    _end_with_parent()
    _check(_LIBC.prctl(_SET_NO_NEW_RIGHTS, 1, 0, 0, 0))
    if landlock.version():
        landlock.restrict(readable, writable=[Path(os.devnull)])
    _drop_capabilities()
    if seccomp.is_available():
        seccomp.restrict()


@cache
def system_paths() -> tuple[Path, ...]:
    """Return what programs and libraries read of a system, ours among them; what is not there is left out."""
    return tuple(dict.fromkeys(path for path in map(Path, _named_paths()) if path.exists()))


def _named_paths() -> Iterator[str]:
    yield from _SYSTEM
    yield from (sys.prefix, sys.base_prefix)
    yield from sysconfig.get_paths().values()
    yield from (str(folder) for folder in Path(__file__).parents[1].glob("*/__init__.py") for folder in [folder.parent])
    yield from filter(None, (shutil.which("tesseract"),))


def _end_with_parent() -> None:
    parent = os.getppid()
    _check(_LIBC.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0))
    if os.getppid() != parent:  # it ended in between
        os._exit(1)


def _drop_capabilities() -> None:
    """Give up what a superuser may do; for anyone else this changes nothing."""
    number = _CAPSET.get(platform.machine())
    if number is None or os.geteuid() != 0:
        return
    header = struct.pack("=Ii", _CAPABILITIES_3, 0)
    sets = struct.pack("=6I", _READ_ANY_FILE, _READ_ANY_FILE, 0, 0, 0, 0)
    _check(_LIBC.syscall(number, header, sets))


def _check(answer: int) -> None:
    if answer:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
