"""The measured quality of case proposals, as tables for people and as JSON for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from eval.extraction_passages import PASSAGES
from eval.extraction_run import ExtractionReport
from eval.extraction_scores import FIELDS, DocumentScore, Judged, Tally
from eval.table import Table, figure


def tables_of(report: ExtractionReport) -> list[Table]:
    """Return the tables: by field, by layout and by language, and how sure the rules were and are."""
    return [
        _by_field(report),
        _by_part(report, "layout", lambda document: document.layout),
        _by_part(report, "language", lambda document: document.language),
        *([_by_part(report, "writer", _writer)] if report.split == PASSAGES else []),
        _certainty(report),
    ]


def json_of(report: ExtractionReport) -> dict[str, object]:
    """Return the same figures for a program, with all that was wrong or missed in each document."""
    return {
        "split": report.split,
        "documents": len(report.documents),
        "seconds_a_page": report.seconds_a_page,
        "fields": {name: _json(tally) for name, tally in report.tallies().items()},
        "exact_figures": _share(report, "exact_figures", "figures"),
        "exact_evidence": _share(report, "exact_evidence", "evidence"),
        "by_layout": _json_parts(report, lambda document: document.layout),
        "by_language": _json_parts(report, lambda document: document.language),
        "faults": {document.name: _faults(document) for document in report.documents},
    }


def _writer(passage: DocumentScore) -> str:
    """Return who wrote a passage: "p1" of "p1-001"."""
    return passage.name.partition("-")[0]


def _by_field(report: ExtractionReport) -> Table:
    tallies = report.tallies()
    rows = tuple((name, *_cells(tallies[name])) for name in FIELDS if name in tallies)
    notes = (
        f"Figures whose page prints them at their place: {figure(_share(report, 'exact_figures', 'figures'))}; "
        f"evidence that stands on its page as quoted: {figure(_share(report, 'exact_evidence', 'evidence'))}.",
        f"CPU time from file to proposals: {1000 * report.seconds_a_page:.1f} ms a page.",
    )
    title = f"Case proposals, {report.split} ({len(report.documents)} documents)"
    return Table(title, ("field", "precision", "recall", "right", "proposed", "stated"), rows, notes)


def _cells(tally: Tally) -> tuple[str, ...]:
    counts = (tally.right, tally.proposed, tally.wanted)
    return (figure(tally.precision), figure(tally.recall), *map(str, counts))


def _by_part(report: ExtractionReport, name: str, key: Callable[[DocumentScore], str]) -> Table:
    parts = _parts(report, key)
    fields = [field for field in FIELDS if field in report.tallies()]
    rows = []
    for field in fields:
        tallies = [report.tallies(documents)[field] for documents in parts.values()]
        rows.append((field, *(f"{figure(tally.precision)} {figure(tally.recall)}" for tally in tallies)))
    columns = ("field", *(f"{part} ({len(documents)})" for part, documents in parts.items()))
    return Table(f"By {name}: precision and recall", columns, tuple(rows))


def _parts(report: ExtractionReport, key: Callable[[DocumentScore], str]) -> Mapping[str, list[DocumentScore]]:
    parts: dict[str, list[DocumentScore]] = defaultdict(list)
    for document in sorted(report.documents, key=lambda document: (key(document), document.name)):
        parts[key(document)].append(document)
    return parts


def _certainty(report: ExtractionReport) -> Table:
    """Return, for each field and stated confidence to a tenth, how often it was right."""
    groups: dict[tuple[str, float], list[Judged]] = defaultdict(list)
    for judged in report.judged():
        groups[judged.field, round(judged.confidence, 1)].append(judged)
    rows = [
        (name, figure(sure), figure(sum(each.is_right for each in group) / len(group)), str(len(group)))
        for (name, sure), group in sorted(groups.items(), key=lambda item: (FIELDS.index(item[0][0]), -item[0][1]))
    ]
    return Table("How sure was said, and how often it was right", ("field", "said", "right", "values"), tuple(rows))


def _json(tally: Tally) -> dict[str, float | int | None]:
    return {
        "precision": tally.precision,
        "recall": tally.recall,
        "right": tally.right,
        "proposed": tally.proposed,
        "stated": tally.wanted,
    }


def _json_parts(report: ExtractionReport, key: Callable[[DocumentScore], str]) -> dict[str, object]:
    parts = _parts(report, key)
    return {
        part: {name: _json(tally) for name, tally in report.tallies(found).items()} for part, found in parts.items()
    }


def _faults(document: DocumentScore) -> dict[str, list[str]]:
    wrong = [f"{each.field}: {each.value}" for each in document.judged if not each.is_right]
    return {"wrong": wrong, "missed": [f"{name}: {value}" for name, value in document.missed]}


def _share(report: ExtractionReport, part: str, whole: str) -> float | None:
    of = sum(getattr(document, whole) for document in report.documents)
    return sum(getattr(document, part) for document in report.documents) / of if of else None
