"""The measured quality on a BEIR collection, as tables for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator

from eval.arms import NAMES, Arm
from eval.beir_run import BeirReport
from eval.bootstrap import Difference, compare
from eval.measure import MEASURES
from eval.table import Table, difference, figure

COMPARED = ("nDCG@10", "R@10", "R@1")  # what the arms are compared in


def tables_of(report: BeirReport) -> list[Table]:
    """Return one row an arm, and what the product has more than each other one."""
    rows = [(NAMES[arm], *(figure(report.mean(arm)[measure]) for measure in MEASURES)) for arm in report.scores]
    title = f"{report.collection}, {report.split}: {report.documents:,} documents, {report.queries:,} queries"
    table = Table(title, ("mode", *MEASURES), tuple(rows), report.notices)
    differences = tuple(_differences(report))
    columns = ("what", "difference", "wins", "losses", "ties")
    more = Table(f"What {NAMES[Arm.HYBRID]} has more, with 95 % intervals", columns, differences)
    return [table, more] if differences else [table]


def json_of(report: BeirReport) -> dict[str, object]:
    """Return the figures for a program; the measures' keys are ir-measures' names.

    Those of the mode asked for stand at the top, hybrid if none was; the others stand under "baselines".
    """
    first, *others = report.scores
    return {
        "collection": report.collection,
        "split": report.split,
        "documents": report.documents,
        "queries": report.queries,
        "digest": report.digest,
        "model": report.model,
        "mode": first.value,
        **report.mean(first),
        "baselines": {arm.value: report.mean(arm) for arm in others},
        "hybrid_beats_it_by": {
            arm.value: {measure: _gap(report, arm, measure).json() for measure in COMPARED} for arm in _others(report)
        },
        "notices": report.notices,
    }


def _others(report: BeirReport) -> list[Arm]:
    """Return what the product can be compared with; nothing where it or every question is missing."""
    if not report.queries or Arm.HYBRID not in report.scores:
        return []
    return [arm for arm in report.scores if arm is not Arm.HYBRID]


def _differences(report: BeirReport) -> Iterator[tuple[str, ...]]:
    for measure in COMPARED:
        for arm in _others(report):
            gap = _gap(report, arm, measure)
            counts = (str(gap.wins), str(gap.losses), str(gap.ties))
            yield (f"{measure}, over {NAMES[arm]}", difference(gap.by), *counts)


def _gap(report: BeirReport, arm: Arm, measure: str) -> Difference:
    ours = report.scores[Arm.HYBRID]
    return compare(ours, report.scores[arm], measure, list(ours), {})
