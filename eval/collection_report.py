"""The measured quality of search on the starter collection, as tables for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from eval.collection_run import MEASURES, CollectionReport, qrels_of
from eval.judged_queries import JudgedQuery
from eval.table import Table, figure
from search_api.answers import Group
from search_api.requests import Mode

NAMES = {Group.CASE: "cases", Group.PASSAGE: "passages", Group.TECHNIQUE: "techniques"}


def tables_of(report: CollectionReport) -> list[Table]:
    """Return the tables: all questions by mode; by type and by language; translations; refusals."""
    by_mode = [_by_mode(report, group) for group in NAMES]
    return [*by_mode, *_parts(report), _translations(report), _refusals(report)]


def json_of(report: CollectionReport) -> dict[str, object]:
    """Return the same figures for a program; the measures' keys are ir-measures' names."""
    return {
        "set": report.judged.name,
        "queries": len(report.judged.queries),
        "generation": report.generation,
        **{NAMES[group]: _modes(report, group) for group in NAMES},
        "refusals": {mode.value: _refusal(report, mode) for mode in report.refusals},
        "notices": list(report.notices),
    }


def _modes(report: CollectionReport, group: Group) -> dict[str, object]:
    return {
        mode.value: {
            **report.mean(group, mode),
            "by_type": _means(report, group, mode, lambda query: query.type),
            "by_language": _means(report, group, mode, lambda query: query.language),
            "by_sector": _means(report, group, mode, lambda query: query.sector[:2] or "any"),
            "translated": report.mean(group, mode, _translated(report)),
            "their_twins": report.mean(group, mode, _twins(report)),
        }
        for scored, mode in report.scores
        if scored is group
    }


def _means(
    report: CollectionReport, group: Group, mode: Mode, key: Callable[[JudgedQuery], str]
) -> dict[str, dict[str, float]]:
    return {name: report.mean(group, mode, queries) for name, queries in _parted(report, group, key).items()}


def _refusal(report: CollectionReport, mode: Mode) -> dict[str, float | int | None]:
    counted = report.refusals[mode]
    return {
        "said": counted.said,
        "nothing_to_find": counted.empty,
        "precision": counted.precision,
        "recall": counted.recall,
    }


def _by_mode(report: CollectionReport, group: Group) -> Table:
    scored = len(qrels_of(report.judged, group))
    rows = [
        (mode.value, *(figure(report.mean(group, mode).get(measure)) for measure in MEASURES))
        for found, mode in report.scores
        if found is group
    ]
    title = f"{NAMES[group].capitalize()}, {report.judged.name} questions ({scored} with something to find)"
    return Table(title, ("mode", *MEASURES), tuple(rows), report.notices)


def _parts(report: CollectionReport) -> Iterator[Table]:
    modes = list(report.refusals)
    columns = tuple(f"{NAMES[group]} {mode}" for group in NAMES for mode in modes)
    keys: Mapping[str, Callable[[JudgedQuery], str]] = {
        "type": lambda query: query.type,
        "language": lambda query: query.language,
        "sector": lambda query: query.sector[:2] or "any",
    }
    for name, key in keys.items():
        parted = _parted(report, Group.CASE, key)
        rows = [
            (part, str(len(queries)), *(_cell(report, group, mode, queries) for group in NAMES for mode in modes))
            for part, queries in parted.items()
        ]
        yield Table(f"nDCG@10 by {name}", (name, "questions", *columns), tuple(rows))


def _cell(report: CollectionReport, group: Group, mode: Mode, queries: list[JudgedQuery]) -> str:
    return figure(report.mean(group, mode, queries).get("nDCG@10"))


def _parted(report: CollectionReport, group: Group, key: Callable[[JudgedQuery], str]) -> dict[str, list[JudgedQuery]]:
    """Return the questions that have something to find, by a property of theirs, in the order of the file."""
    qrels = qrels_of(report.judged, group)
    parted: dict[str, list[JudgedQuery]] = {}
    for query in report.judged.queries:
        if query.id in qrels:
            parted.setdefault(key(query), []).append(query)
    return parted


def _translations(report: CollectionReport) -> Table:
    rows = []
    for group, mode in report.scores:
        translated = report.mean(group, mode, _translated(report))
        english = report.mean(group, mode, _twins(report))
        cells = (figure(mean.get(measure)) for measure in ("nDCG@10", "R@5") for mean in (translated, english))
        rows.append((f"{NAMES[group]} {mode}", *cells))
    title = f"{len(_translated(report))} translated questions beside their English twins"
    return Table(title, ("what", "nDCG@10", "English", "R@5", "English"), tuple(rows))


def _translated(report: CollectionReport) -> list[JudgedQuery]:
    return [query for query in report.judged.queries if query.twin]


def _twins(report: CollectionReport) -> list[JudgedQuery]:
    """Return the English question of every translated one; one that was translated twice stands twice."""
    by_id = {query.id: query for query in report.judged.queries}
    return [by_id[query.twin] for query in _translated(report)]


def _refusals(report: CollectionReport) -> Table:
    rows = [
        (mode.value, str(counted.said), f"{counted.rightly} of {counted.empty}", figure(counted.precision))
        for mode, counted in report.refusals.items()
    ]
    columns = ("mode", "said", "rightly, of those with nothing to find", "precision")
    return Table('"Nothing fits"', columns, tuple(rows))
