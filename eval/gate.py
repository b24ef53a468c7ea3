"""The gate: no category of questions may fall far below what was recorded, however well the others do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import EvaluationError
from eval.arms import Arm
from eval.categories import categories
from eval.collection_report import FIRST, GROUP_NAMES
from eval.collection_run import CollectionReport
from eval.golden import FOLDER
from eval.table import Table, figure

BASELINE = FOLDER / "baseline.json"
ALLOWED = 0.03  # how far a category may fall
SMALLEST = 8  # questions; the mean of fewer moves by chance

Figures = Mapping[str, Mapping[str, float]]  # "cases", then "language en": mean nDCG@10 of the product


@dataclass(frozen=True, slots=True)
class Fall:
    """A category that fell further than is allowed.

    Attributes:
        name: Of the results and the category: "cases language en".
        before, now: Mean nDCG@10.
    """

    name: str
    before: float
    now: float


def figures_of(report: CollectionReport) -> Figures:
    """Return the figures that the gate compares, of categories that are large enough."""
    figures: dict[str, dict[str, float]] = {}
    for group, name in GROUP_NAMES.items():
        scored = set(report.scored(group))
        parts = categories([query for query in report.judged.queries if query.id in scored])
        figures[name] = {
            part: round(report.mean(group, Arm.HYBRID, queries)[FIRST], 4)
            for part, queries in parts.items()
            if len(queries) >= SMALLEST
        }
    return figures


def write_baseline(report: CollectionReport, path: Path) -> None:
    """Record the figures that later ones are compared with.

    Raises:
        EvaluationError: The file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(figures_of(report), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise EvaluationError(
            f"The baseline cannot be written to {path}: {error}. Run this in a checkout you may write to."
        ) from error


def read_baseline(path: Path) -> Figures:
    """Read the recorded figures.

    Raises:
        EvaluationError: There are none, or they cannot be read.
    """
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(group): {str(part): float(value) for part, value in parts.items()} for group, parts in recorded.items()
        }
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"{path} holds no recorded figures: {error}. Record them with `cpkb eval --golden write`."
        ) from error


def falls(now: Figures, before: Figures) -> list[Fall]:
    """Return the categories of both that fell by more than is allowed, the deepest fall first."""
    found = [
        Fall(f"{group} {part}", recorded, now[group][part])
        for group, parts in before.items()
        for part, recorded in parts.items()
        if part in now.get(group, {}) and recorded - now[group][part] > ALLOWED
    ]
    return sorted(found, key=lambda fall: (fall.now - fall.before, fall.name))


def table_of(found: list[Fall], now: Figures) -> Table:
    """Return the categories that fell."""
    rows = [(fall.name, figure(fall.before), figure(fall.now), f"{fall.now - fall.before:+.3f}") for fall in found]
    watched = sum(map(len, now.values()))
    note = f"{len(rows)} of {watched} categories fell by more than {ALLOWED:.2f}."
    return Table(f"Gate, {FIRST} on dev", ("category", "recorded", "now", "change"), tuple(rows), (note,))


def json_of(found: list[Fall], now: Figures) -> dict[str, object]:
    """Return the same for a program."""
    told = [{"category": fall.name, "recorded": fall.before, "now": fall.now} for fall in found]
    return {"watched": sum(map(len, now.values())), "allowed": ALLOWED, "fell": told}
