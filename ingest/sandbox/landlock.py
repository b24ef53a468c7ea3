"""Landlock: let this process and all it starts see only the files that are named (Linux 5.13; landlock(7))."""

from __future__ import annotations

import ctypes
import os
import stat
import struct
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_LIBC = ctypes.CDLL(None, use_errno=True)
_CREATE, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on all processors
_ASK_VERSION = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1, 2, 4, 8
# Of <linux/landlock.h>, by the version that brought them: the number of rights to files, to TCP, and of scopes.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_TCP_SINCE, _TCP_RIGHTS = 4, 0b11  # bind and connect
_SCOPES_SINCE, _SCOPES = 6, 0b11  # abstract sockets of other processes, signals to them


@cache
def version() -> int:
    """Return which version of Landlock the system has, 0 if none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_LIBC.syscall(_CREATE, None, 0, _ASK_VERSION)))


def restrict(readable: Iterable[Path], *, writable: Iterable[Path]) -> None:
    """Let this thread read files and folders, with all below them, write to others, and reach nothing else.

    What cannot be opened is left out. The process must have given up new rights (no_new_privs).

    Raises:
        OSError: The system refused.
    """
    known = version()
    rights = (1 << _FILE_RIGHTS[min(known, max(_FILE_RIGHTS))]) - 1
    attributes = struct.pack(
        "=3Q", rights, _TCP_RIGHTS if known >= _TCP_SINCE else 0, _SCOPES if known >= _SCOPES_SINCE else 0
    )
    size = 24 if known >= _SCOPES_SINCE else 16 if known >= _TCP_SINCE else 8
    rules = _checked(_LIBC.syscall(_CREATE, attributes[:size], size, 0))
    try:
        for path in readable:
            _allow(rules, path, _READ_FILE | _EXECUTE, _READ_FOLDER)
        for path in writable:
            _allow(rules, path, _READ_FILE | _WRITE_FILE, 0)
        _checked(_LIBC.syscall(_RESTRICT_SELF, rules, 0))
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, rights: int, folder_rights: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if stat.S_ISDIR(os.fstat(opened).st_mode):
            rights |= folder_rights
        _checked(_LIBC.syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, opened), 0))
    finally:
        os.close(opened)


def _checked(answer: int) -> int:
    if answer < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return answer
