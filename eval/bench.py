"""The order of a benchmark's parts, and its report. Only ratios within one run compare across machines."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import UsageError
from eval.bench_engine import SIZES, measure_engine
from eval.bench_http import measure_http
from eval.bench_ingestion import measure_ingestion
from eval.bench_query import measure_query
from eval.bench_startup import measure_startup
from eval.bench_world import bench_world
from eval.context import EvaluationContext
from eval.measurement import Measurement
from eval.table import Table

PARTS = ("ingestion", "startup", "query", "http", "engine")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BenchReport:
    """All figures of one run, and the machine they were measured on.

    Attributes:
        model: Fingerprint of the embedder; None if there was none.
    """

    machine: str
    model: str | None
    measurements: tuple[Measurement, ...]


def run_bench(
    context: EvaluationContext, *, pdfs: Sequence[Path], parts: Sequence[str], chunks: Sequence[int], say: Say
) -> BenchReport:
    """Measure the parts, or all of them if none is named.

    Args:
        chunks: Numbers of chunks for the part "engine"; its usual ones if there is none.

    Raises:
        UsageError: There is no such part.
        EvaluationError: The product could not be started or asked.
    """
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise UsageError(f"There is no part '{unknown[0][:40]}'. Known: {', '.join(PARTS)}.")
    chosen = parts or PARTS
    embedder = context.embedder() if set(chosen) - {"engine"} else None
    measured: list[Measurement] = []
    if set(chosen) - {"engine"}:
        with bench_world(embedder, pdfs, say) as world:
            by_part: dict[str, Callable[[], list[Measurement]]] = {
                "ingestion": lambda: measure_ingestion(world, say),
                "startup": lambda: measure_startup(world, context.cache, say),
                "query": lambda: measure_query(world, embedder, say),
                "http": lambda: measure_http(world, context.cache, say),
            }
            for part in by_part:
                measured += by_part[part]() if part in chosen else []
    if "engine" in chosen:
        measured += measure_engine(say, chunks or SIZES)
    return BenchReport(machine(), embedder.fingerprint if embedder else None, tuple(measured))


def machine() -> str:
    """Return what the figures were measured on, in one line, without its name."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    named = models[0] if models else platform.machine()
    return f"{named}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def tables_of(report: BenchReport) -> list[Table]:
    """Return one table a part."""
    parts = dict.fromkeys(measurement.part for measurement in report.measurements)
    tables = [Table(part, ("what", "figure", "unit"), _rows(report, part)) for part in parts]
    about = ((report.machine,), (report.model or "no language model",))
    return [*tables, Table("measured on", ("machine and model",), about)]


def json_of(report: BenchReport) -> dict[str, object]:
    """Return the figures for a program."""
    return {
        "machine": report.machine,
        "model": report.model,
        "measurements": [asdict(measurement) for measurement in report.measurements],
    }


def _rows(report: BenchReport, part: str) -> tuple[tuple[str, ...], ...]:
    return tuple((each.name, _printed(each.value), each.unit) for each in report.measurements if each.part == part)


def _printed(value: float) -> str:
    """Return three digits of a figure, more for large ones."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
