"""The measured quality on a BEIR collection, as a table for people and as JSON for programs."""

from __future__ import annotations

from eval.beir_run import BASELINES, BeirReport
from eval.measure import MEASURES
from eval.table import Table, figure
from index.generation import Mode


def table_of(report: BeirReport) -> Table:
    """Return one row a mode."""
    rows = [(mode.value, *(figure(scores[measure]) for measure in MEASURES)) for mode, scores in report.scores.items()]
    title = f"{report.collection}, {report.split}: {report.documents:,} documents, {report.queries:,} queries"
    return Table(title, ("mode", *MEASURES), tuple(rows), report.notices)


def json_of(report: BeirReport) -> dict[str, object]:
    """Return the figures for a program; the measures' keys are ir-measures' names.

    Those of the mode asked for stand at the top, hybrid if none was; the legs alone stand under "baselines".
    """
    first, *others = sorted(report.scores, key=lambda mode: (mode is not Mode.HYBRID, mode in BASELINES))
    return {
        "collection": report.collection,
        "split": report.split,
        "documents": report.documents,
        "queries": report.queries,
        "digest": report.digest,
        "model": report.model,
        "mode": first.value,
        **report.scores[first],
        "baselines": {mode.value: report.scores[mode] for mode in others},
        "notices": report.notices,
    }
