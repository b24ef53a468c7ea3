"""seccomp: refuse this process and all it starts the system calls that reading a file never needs (seccomp(2)).

What is refused fails with EPERM, as if the user had no right to it. Refused are names, not everything but names:
what libraries call differs by version and processor, and a reader that dies of an update protects nobody.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator

from ingest.sandbox.system_calls import ARCHITECTURES, NUMBERS

_LIBC = ctypes.CDLL(None, use_errno=True)
_GET_SECCOMP, _SET_SECCOMP, _FILTER_MODE = 21, 22, 2  # of prctl(2)

# Of <linux/bpf_common.h> and <linux/seccomp.h>.
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_SET, _JUMP_IF_ABOVE, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _FAIL, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16  # bytes, in struct seccomp_data
_OTHER_INTERFACE = 0x40000000  # x32 numbers on x86-64 begin here; on other processors nothing does

_NEW_NAMESPACES = 0x7E020000  # flags of clone(2): new cgroup, uts, ipc, user, pid, net and mount namespaces
_CREATE_OR_CUT = os.O_CREAT | os.O_TRUNC
_TYPE_INTO_TERMINAL, _PASTE_INTO_TERMINAL = 0x5412, 0x541C  # TIOCSTI, TIOCLINUX

# Refused for what they are asked: which argument, which of its bits.
_REFUSED_FLAGS = {"clone": (0, _NEW_NAMESPACES), "open": (1, _CREATE_OR_CUT), "openat": (2, _CREATE_OR_CUT)}
_REFUSED_VALUES = {"ioctl": (1, (_TYPE_INTO_TERMINAL, _PASTE_INTO_TERMINAL))}
_ONLY_ITSELF = {"prlimit64": 0}  # the argument that must be zero
_NOT_THERE = ("clone3", "openat2")  # their flags lie in memory, out of sight; libraries fall back to the older ones
_CONDITIONAL = {*_REFUSED_FLAGS, *_REFUSED_VALUES, *_ONLY_ITSELF, *_NOT_THERE}


def is_available() -> bool:
    """Tell whether this system can refuse system calls."""
    return (
        sys.platform == "linux" and platform.machine() in ARCHITECTURES and _LIBC.prctl(_GET_SECCOMP, 0, 0, 0, 0) >= 0
    )


def restrict() -> None:
    """Refuse this thread what reading a file never needs; it must have given up new rights (no_new_privs).

    Raises:
        OSError: The system refused.
    """
    filtering = b"".join(program(platform.machine()))
    held = ctypes.create_string_buffer(filtering, len(filtering))
    header = struct.pack("@HP", len(filtering) // 8, ctypes.addressof(held))
    if _LIBC.prctl(_SET_SECCOMP, _FILTER_MODE, header, 0, 0):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def program(machine: str) -> Iterator[bytes]:
    """Yield the instructions of the filter, each eight bytes: struct sock_filter."""
    numbers = NUMBERS[machine]
    yield _step(_LOAD, _ARCHITECTURE_AT)
    yield _step(_JUMP_IF_EQUAL, ARCHITECTURES[machine], skip_if_true=1)
    yield _step(_RETURN, _KILL)
    yield _step(_LOAD, _NUMBER_AT)
    yield _step(_JUMP_IF_ABOVE, _OTHER_INTERFACE, skip_if_false=1)
    yield _step(_RETURN, _FAIL | errno.ENOSYS)
    for name, number in numbers.items():
        if name not in _CONDITIONAL:
            yield from _on(number, [_step(_RETURN, _FAIL | errno.EPERM)])
    for name in _NOT_THERE:
        yield from _on(numbers[name], [_step(_RETURN, _FAIL | errno.ENOSYS)])
    yield from _conditional(numbers)
    yield _step(_RETURN, _ALLOW)


def _conditional(numbers: dict[str, int]) -> Iterator[bytes]:
    refuse, allow = _step(_RETURN, _FAIL | errno.EPERM), _step(_RETURN, _ALLOW)
    for name, (argument, flags) in _REFUSED_FLAGS.items():
        if name in numbers:
            test = _step(_JUMP_IF_SET, flags, skip_if_false=1)
            yield from _on(numbers[name], [_argument(argument), test, refuse, allow])
    for name, (argument, values) in _REFUSED_VALUES.items():
        tests = [part for value in values for part in (_step(_JUMP_IF_EQUAL, value, skip_if_false=1), refuse)]
        yield from _on(numbers[name], [_argument(argument), *tests, allow])
    for name, argument in _ONLY_ITSELF.items():
        test = _step(_JUMP_IF_EQUAL, 0, skip_if_true=1)
        yield from _on(numbers[name], [_argument(argument), test, refuse, allow])


def _on(number: int, steps: list[bytes]) -> Iterator[bytes]:
    """Yield what is to be done for one system call, and skipped for all others."""
    yield _step(_JUMP_IF_EQUAL, number, skip_if_false=len(steps))
    yield from steps


def _argument(place: int) -> bytes:
    """Load the lower half of an argument; processors here store it first."""
    return _step(_LOAD, _ARGUMENTS_AT + 8 * place)


def _step(code: int, value: int, *, skip_if_true: int = 0, skip_if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, skip_if_true, skip_if_false, value)
