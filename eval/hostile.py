"""What becomes of files that may be hostile: in which state each ends, why, and what it took here and in its child.

Stores nothing. A file that kills or overruns its child is tried a second time, as the queue does it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import EvaluationError, IntakeError
from corpus.job_store import BREAKS
from corpus.model import JobState
from corpus.vocabulary import Vocabulary
from eval.table import Table
from ingest.intake import Failure, Limits, discover, examine
from ingest.parse import Job, Parsed
from ingest.reader import Reader
from ingest.sandbox.child import Progress

_MIB = 1 << 20
_REASON_CHARACTERS = 100

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class HostileOutcome:
    """What became of one file.

    Attributes:
        reason: Why it was not read; of one that was, how many pages it has and what was flagged.
        seconds: Wall time until it was settled, all attempts together.
        child_peak_bytes: Most memory in use by its child, the prepared process's share included; 0 without a child.
        growth_bytes: Most that this process had in use meanwhile, on top of what it had before.
    """

    name: str
    state: JobState
    reason: str
    seconds: float
    child_peak_bytes: int
    growth_bytes: int


def measure_hostile(paths: Sequence[Path], vocabulary: Vocabulary, limits: Limits, say: Say) -> list[HostileOutcome]:
    """Read files and folders of them, one after the other, and return what became of each.

    Raises:
        EvaluationError: A path leads to no file.
    """
    found = list(discover(paths))
    missing = [str(each.error) for each in found if isinstance(each, Failure)]
    if missing:
        raise EvaluationError(missing[0])
    watch = _Counter()
    with Reader(vocabulary, limits, watch) as reader:
        return [_measured(path, reader, watch, say) for path in found if isinstance(path, Path)]


def hostile_table(outcomes: Sequence[HostileOutcome]) -> Table:
    """Return the outcomes as a table."""
    rows = tuple(
        (
            each.name,
            each.state,
            f"{each.seconds:.2f}",
            f"{each.child_peak_bytes / _MIB:.0f}",
            f"{each.growth_bytes / _MIB:.1f}",
            each.reason,
        )
        for each in outcomes
    )
    columns = ("file", "state", "seconds", "child peak MiB", "parent growth MiB", "reason")
    counts = {state: sum(each.state is state for each in outcomes) for state in JobState}
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    return Table("Files that may be hostile", columns, rows, (f"{len(outcomes)} files: {told}.",))


class _Counter:
    """Counts how often the present file killed or overran its child."""

    def __init__(self) -> None:
        self.breaks = 0

    def started(self, job: Job) -> None:
        """Do nothing."""

    def moved(self, job: Job, progress: Progress) -> None:
        """Do nothing."""

    def broke(self, job: Job) -> None:
        """Count."""
        self.breaks += 1


def _measured(path: Path, reader: Reader, watch: _Counter, say: Say) -> HostileOutcome:
    say(f"Reading {path.name}.")
    watch.breaks = 0
    began, before = time.perf_counter(), _memory("VmRSS")
    _forget_peak()
    attempts = list(_attempts(path, reader, watch))
    grown = max(0, _memory("VmHWM") - before)
    state, reason, _ = attempts[-1]
    peak = max(attempt[2] for attempt in attempts)
    return HostileOutcome(path.name, state, reason[:_REASON_CHARACTERS], time.perf_counter() - began, peak, grown)


def _attempts(path: Path, reader: Reader, watch: _Counter) -> Iterator[tuple[JobState, str, int]]:
    """Yield state, reason and the child's peak after each attempt; the last is where the file ends."""
    try:
        document, _ = examine(path, reader.limits)
    except IntakeError as error:
        yield JobState.FAILED, str(error), 0
        return
    state = JobState.QUEUED
    while state is JobState.QUEUED:
        before = watch.breaks
        reader.start(Job(path, document))
        read = reader.result()
        state = JobState.DONE if isinstance(read, Parsed) else JobState.FAILED
        if watch.breaks > before:
            state = JobState.QUARANTINED if watch.breaks >= BREAKS else JobState.QUEUED
        yield state, _told(read), reader.spent.peak_bytes if reader.spent else 0


def _told(read: Parsed | IntakeError) -> str:
    if isinstance(read, IntakeError):
        return str(read)
    flags = f", {', '.join(read.flags)}" if read.flags else ""
    return f"{len(read.pages)} pages{flags}"


def _forget_peak() -> None:
    """Let the system count the most memory in use from here on (proc(5), clear_refs)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _memory(name: str) -> int:
    """Return a figure of this process's memory in bytes; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))
