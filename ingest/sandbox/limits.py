"""What one job in a child process may take, and how the system is told so."""

from __future__ import annotations

import contextlib
import resource
from dataclasses import dataclass
from pathlib import Path

_PROCESSES = 512  # more than the system has when the child begins; a job needs two or three


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one job may take.

    Attributes:
        memory_bytes: Address space on top of what the child has before it begins.
        cpu_seconds: Of the child, and of each program it starts; whole seconds.
        wall_seconds: From the moment the child is given the job.
        result_bytes: Of its answer, as sent.
        ocr_seconds_per_page: What each page that is being recognised adds to both times.
        ocr_pages: Pages that add it at most.
    """

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float
    result_bytes: int = 256 << 20
    ocr_seconds_per_page: int = 0
    ocr_pages: int = 0


def limit_memory(limits: ChildLimits) -> None:
    """Limit this process's address space from here on, for good, and how many processes there may be."""
    _lower(resource.RLIMIT_AS, _address_space() + limits.memory_bytes)
    _lower(resource.RLIMIT_NPROC, _tasks() + _PROCESSES)


def limit_writing() -> None:
    """Let this process write no file and leave no image of its memory, for good."""
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)


def more_computing(limits: ChildLimits, *, pages: int) -> None:
    """Let this process compute as long as the limits allow when so many pages were recognised."""
    most = limits.cpu_seconds + limits.ocr_seconds_per_page * limits.ocr_pages
    allowed = limits.cpu_seconds + limits.ocr_seconds_per_page * min(pages, limits.ocr_pages)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    most = most + 1 if hard == resource.RLIM_INFINITY else min(most + 1, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (min(allowed, most), most))


def _lower(what: int, limit: int) -> None:
    """Set a limit that cannot be raised again; a lower one that holds already stays."""
    hard = resource.getrlimit(what)[1]
    allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    with contextlib.suppress(ValueError, OSError):  # systems that do not know this limit
        resource.setrlimit(what, (allowed, allowed))


def _address_space() -> int:
    """Return this process's address space in bytes; a gibibyte where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 1 << 30
    return pages * resource.getpagesize()


def _tasks() -> int:
    """Return how many processes and threads the system has; some thousand where it does not tell.

    The limit counts those of the user, which are never more.
    """
    try:
        return int(Path("/proc/loadavg").read_text(encoding="ascii").split()[3].partition("/")[2])
    except (OSError, ValueError):
        return 4096
