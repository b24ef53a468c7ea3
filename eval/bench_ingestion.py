"""How fast PDFs are taken in: each stage's own speed, and what all stages but the embedder cost."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.vocabulary import Vocabulary
from eval.bench_world import BenchWorld
from eval.measurement import Measurement
from ingest.intake import Limits, Read, read_documents
from ingest.pdf.malformed import MALFORMED
from ingest.pdf.structure import QUIET

Say = Callable[[str], None]

STAGES = {  # of ingest.parse
    "text": "text and word boxes",
    "images": "pages read from images",
    "layout": "reading order and margins",
    "tables": "tables",
    "structure": "structure",
    "headings": "headings",
    "language": "language",
    "chunks": "chunks",
    "concepts": "concepts",
    "figures and proposals": "figures and proposals",
    "sketch": "sketch",
}


def measure_ingestion(world: BenchWorld, say: Say) -> list[Measurement]:
    """Return the speed of each stage by group of PDFs, then that of the run which filled the world's library."""
    measured: list[Measurement] = []
    for group, paths in world.groups.items():
        say(f"Reading again without storing: {group}.")
        pages, seconds = stage_seconds(paths, world.vocabulary)
        measured += _stages(group, pages, seconds)
        say(f"Reading the text alone with pypdf: {group}.")
        measured += _beside_pypdf(group, pages / max(sum(seconds.values()), 1e-9), _pypdf_speed(paths))
    return measured + _whole(world)


def stage_seconds(paths: Sequence[Path], vocabulary: Vocabulary) -> tuple[int, dict[str, float]]:
    """Read PDFs as ingestion does; return how many pages they have and the CPU seconds of each stage."""
    pages, seconds = 0, dict.fromkeys(STAGES, 0.0)
    for item in read_documents(paths, vocabulary=vocabulary, known=_never, now=_some_time, limits=Limits()):
        if isinstance(item, Read):
            pages += len(item.pages)
            for stage in STAGES:
                seconds[stage] += item.seconds_by_stage.get(stage, 0.0)
    return pages, seconds


def _stages(group: str, pages: int, seconds: dict[str, float]) -> list[Measurement]:
    rows = {label: seconds[stage] for stage, label in STAGES.items()} | {"all but storing": sum(seconds.values())}
    return [
        Measurement("ingestion", f"{group}: {label}", pages / taken, "pages/CPU-s")
        for label, taken in rows.items()
        if taken > 0
    ]


def _pypdf_speed(paths: Sequence[Path]) -> float:
    """Return how many pages a CPU-second pypdf extracts the text of, without boxes; 0 if it can read none."""
    from pypdf import PdfReader

    pages, began = 0, time.process_time()
    with QUIET:
        for path in paths:
            with contextlib.suppress(*MALFORMED):
                pages += sum(page.extract_text() is not None for page in PdfReader(path).pages)
    return pages / max(time.process_time() - began, 1e-9)


def _beside_pypdf(group: str, own: float, peer: float) -> list[Measurement]:
    if not peer:
        return []
    return [
        Measurement("ingestion", f"{group}: text alone, by pypdf", peer, "pages/CPU-s"),
        Measurement("ingestion", f"{group}: all but storing, against pypdf's text alone", own / peer, "x"),
    ]


def _whole(world: BenchWorld) -> list[Measurement]:
    """Return the figures of the real run, in which reading and embedding overlap."""
    measured = [
        _of("pages", world.pages, "pages"),
        _of("chunks", world.chunks, "chunks"),
        _speed("storing and handing over", world, world.whole.cpu - world.embedding.cpu - world.publishing.cpu),
        _speed("building the index", world, world.publishing.cpu),
    ]
    if world.embedding.wall:
        outside = 100 * (1 - world.embedding.wall / world.whole.wall)
        measured.append(_speed("embedding", world, world.embedding.cpu))
        measured.append(_of("share of wall time outside the embedder", outside, "%"))
    measured.append(_of("whole run, wall", world.pages / world.whole.wall, "pages/s"))
    return measured


def _speed(name: str, world: BenchWorld, seconds: float) -> Measurement:
    return _of(name, world.pages / max(seconds, 1e-9), "pages/CPU-s")


def _of(name: str, value: float, unit: str) -> Measurement:
    return Measurement("ingestion", f"whole run: {name}", value, unit)


def _never(*asked: str) -> bool:
    return False


def _some_time() -> dt.datetime:
    return dt.datetime.fromtimestamp(0, dt.UTC)
