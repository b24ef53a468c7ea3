"""One measured figure of a benchmark, and the clocks that measure."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Measurement:
    """A figure.

    Attributes:
        part: Of the benchmark: "ingestion", "engine".
        name: What was measured, as a row of a table.
        unit: "ms", "pages/CPU-s", "%", "x" for a ratio of two figures of the same run.
    """

    part: str
    name: str
    value: float
    unit: str


@dataclass(slots=True)
class Stopwatch:
    """Adds up wall and CPU seconds of what runs inside `running`; CPU of all threads of this process."""

    wall: float = 0.0
    cpu: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time spent inside."""
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self.wall += time.perf_counter() - wall
            self.cpu += time.process_time() - cpu


def cpu_milliseconds(calls: Iterable[Callable[[], object]]) -> list[float]:
    """Return the CPU time of each call, in milliseconds."""
    taken = []
    for call in calls:
        watch = Stopwatch()
        with watch.running():
            call()
        taken.append(1000 * watch.cpu)
    return taken


def p50(values: Sequence[float]) -> float:
    """Return the median of at least one value."""
    return float(median(values))


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 % do not pass; of a single one, itself."""
    return float(values[0]) if len(values) == 1 else float(quantiles(values, n=20, method="inclusive")[-1])
