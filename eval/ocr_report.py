"""How well images are read, as tables for people and as JSON for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from eval.ocr import OcrRecord, OcrReport
from eval.table import Table, figure

_COLUMNS = ("engine", "language", "pages", "characters", "accuracy", "confidence", "seconds a page")


@dataclass(frozen=True, slots=True)
class OcrTally:
    """What one engine made of all pages in one language.

    Attributes:
        accuracy, confidence: Of characters: a long page counts for more than a short one.
    """

    engine: str
    language: str
    pages: int
    characters: int
    accuracy: float
    confidence: float
    seconds_a_page: float


def tallies(records: Iterable[OcrRecord]) -> list[OcrTally]:
    """Return a tally for each engine and language, in the order in which they were first met."""
    groups: dict[tuple[str, str], list[OcrRecord]] = defaultdict(list)
    for record in records:
        groups[record.engine, record.language].append(record)
    return [_tally(engine, language, group) for (engine, language), group in groups.items()]


def tables_of(report: OcrReport) -> list[Table]:
    """Return a table of the scans that were rendered here and one of those that were given, as far as there are any."""
    parts = (
        ("Characters read right, scans rendered here", _of(report, rendered=True)),
        ("Characters read right, scans of the folder", _of(report, rendered=False)),
    )
    there = [(title, tallied) for title, tallied in parts if tallied]
    last = len(there) - 1
    return [
        Table(title, _COLUMNS, tuple(map(_cells, tallied)), report.notices if place == last else ())
        for place, (title, tallied) in enumerate(there)
    ]


def json_of(report: OcrReport) -> dict[str, object]:
    """Return the same figures for a program, and what every engine made of every page."""
    return {
        "rendered": [asdict(tally) for tally in _of(report, rendered=True)],
        "given": [asdict(tally) for tally in _of(report, rendered=False)],
        "pages": [asdict(record) for record in report.records],
        "notices": list(report.notices),
    }


def _of(report: OcrReport, *, rendered: bool) -> list[OcrTally]:
    return tallies(record for record in report.records if record.rendered is rendered)


def _tally(engine: str, language: str, records: list[OcrRecord]) -> OcrTally:
    characters = sum(record.characters for record in records)
    return OcrTally(
        engine,
        language,
        len(records),
        characters,
        sum(record.accuracy * record.characters for record in records) / max(characters, 1),
        sum(record.confidence * record.characters for record in records) / max(characters, 1),
        sum(record.seconds for record in records) / len(records),
    )


def _cells(tally: OcrTally) -> tuple[str, ...]:
    return (
        tally.engine,
        tally.language,
        str(tally.pages),
        str(tally.characters),
        figure(tally.accuracy),
        figure(tally.confidence),
        f"{tally.seconds_a_page:.1f}",
    )
