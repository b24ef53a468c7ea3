"""The measured quality of search on the starter collection, as tables for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.arms import NAMES, Arm
from eval.bootstrap import Difference, Interval, compare, interval
from eval.categories import categories, clusters
from eval.collection_run import GROUPS, JUDGED_ONLY, MEASURES, CollectionReport
from eval.judged_queries import JudgedQuery
from eval.measurement import p50, p95
from eval.table import Table, difference, figure
from search_api.answers import Group

GROUP_NAMES = {Group.CASE: "cases", Group.PASSAGE: "pages", Group.TECHNIQUE: "techniques"}
FIRST, SHARE = "nDCG@10", "R@5"
COMPARED = (FIRST, JUDGED_ONLY, SHARE)  # what the arms are compared in
LOOKED_AT = "dev"  # the only set of which single questions are shown
SHOWN = 8  # questions that lose most, of each group


def tables_of(report: CollectionReport) -> list[Table]:
    """Return the tables: all questions by arm; differences; by category; translations; refusals; latency."""
    return [
        *(_by_arm(report, group) for group in GROUPS),
        *(table for table in (_differences(report),) if table.rows),
        *(_by_category(report, group) for group in GROUPS),
        *_lost(report),
        _translations(report),
        _refusals(report),
        *(table for table in (_latency(report),) if table.rows),
    ]


def json_of(report: CollectionReport) -> dict[str, object]:
    """Return the same figures for a program; the measures' keys are ir-measures' names."""
    return {
        "set": report.judged.name,
        "queries": len(report.judged.queries),
        "generation": report.generation,
        **{GROUP_NAMES[group]: {arm.value: _arm(report, group, arm) for arm in report.arms} for group in GROUPS},
        "refusals": {arm.value: _refusal(report, arm) for arm in report.arms},
        "latency_ms": {arm.value: {"p50": p50(ms), "p95": p95(ms)} for arm, ms in report.latency.items() if ms},
        "notices": list(report.notices),
    }


def spread(report: CollectionReport, group: Group, arm: Arm, queries: Sequence[JudgedQuery]) -> Interval | None:
    """Return the mean nDCG@10 of an arm over some questions with its interval; None if they have nothing to find."""
    scored = report.scored(group, queries)
    twins = clusters(report.judged.queries)
    values = [report.scores[group, arm][query][FIRST] for query in scored]
    return interval(values, [twins[query] for query in scored]) if scored else None


def _arm(report: CollectionReport, group: Group, arm: Arm) -> dict[str, object]:
    """Return all figures of one arm; `hybrid_beats_it_by` is what the product has more than this one."""
    parts = categories(_scored_queries(report, group))
    figures: dict[str, object] = {
        **report.mean(group, arm),
        "by": {part: report.mean(group, arm, queries) for part, queries in parts.items()},
        "translated": report.mean(group, arm, _translated(report)),
        "their_twins": report.mean(group, arm, _twins(report)),
    }
    if _comparable(report, arm):
        figures["hybrid_beats_it_by"] = {part: _json_gaps(report, group, arm, some) for part, some in parts.items()}
    if report.judged.name == LOOKED_AT:
        figures["by_query"] = report.scores[group, arm]
    return figures


def _json_gaps(
    report: CollectionReport, group: Group, arm: Arm, queries: Sequence[JudgedQuery]
) -> dict[str, dict[str, float]]:
    return {measure: _gap(report, group, arm, measure, queries).json() for measure in COMPARED}


def _refusal(report: CollectionReport, arm: Arm) -> dict[str, float | int | None]:
    counted = report.refusals[arm]
    return {
        "said": counted.said,
        "nothing_to_find": counted.empty,
        "precision": counted.precision,
        "recall": counted.recall,
    }


def _by_arm(report: CollectionReport, group: Group) -> Table:
    rows = []
    for arm in report.arms:
        mean = report.mean(group, arm)
        rows.append((NAMES[arm], *(figure(mean.get(measure)) for measure in MEASURES)))
    scored = len(report.scored(group))
    title = f"{GROUP_NAMES[group].capitalize()}, {report.judged.name} questions ({scored} with something to find)"
    return Table(title, ("mode", *MEASURES), tuple(rows), report.notices)


def _differences(report: CollectionReport) -> Table:
    rows = []
    for group in GROUPS:
        for measure in COMPARED:
            for arm in filter(lambda arm: _comparable(report, arm), report.arms):
                if queries := _scored_queries(report, group):
                    gap = _gap(report, group, arm, measure, queries)
                    counts = (str(gap.wins), str(gap.losses), str(gap.ties))
                    rows.append((f"{GROUP_NAMES[group]} {measure}, over {NAMES[arm]}", difference(gap.by), *counts))
    title = f"What {NAMES[Arm.HYBRID]} has more, with 95 % intervals"
    return Table(title, ("what", "difference", "wins", "losses", "ties"), tuple(rows))


def _by_category(report: CollectionReport, group: Group) -> Table:
    others = [arm for arm in report.arms if _comparable(report, arm)]
    rows = [
        (
            part,
            str(len(queries)),
            *(figure(report.mean(group, arm, queries)[FIRST]) for arm in report.arms),
            *(difference(_gap(report, group, arm, FIRST, queries).by) for arm in others),
        )
        for part, queries in categories(_scored_queries(report, group)).items()
    ]
    columns = (*(NAMES[arm] for arm in report.arms), *(f"over {NAMES[arm]}" for arm in others))
    title = f"{GROUP_NAMES[group].capitalize()}, {FIRST} by category"
    return Table(title, ("category", "questions", *columns), tuple(rows))


def _lost(report: CollectionReport) -> Iterator[Table]:
    """Yield for which questions the product is worst beside the best other arm; never of the test set."""
    others = [arm for arm in report.arms if _comparable(report, arm)]
    if report.judged.name != LOOKED_AT or not others:
        return
    for group in GROUPS:
        rows = []
        for query in _scored_queries(report, group):
            ours = report.scores[group, Arm.HYBRID][query.id][FIRST]
            best = max(others, key=lambda arm: report.scores[group, arm][query.id][FIRST])
            rows.append((ours - report.scores[group, best][query.id][FIRST], query, ours, best))
        rows.sort(key=lambda row: (row[0], row[1].id))
        shown = [
            (f"{query.id} {query.text[:60]}", figure(ours), NAMES[best], figure(ours - lost))
            for lost, query, ours, best in rows[:SHOWN]
            if lost < 0
        ]
        title = f"{GROUP_NAMES[group].capitalize()}, questions that {NAMES[Arm.HYBRID]} loses by most, {FIRST}"
        yield Table(title, ("question", NAMES[Arm.HYBRID], "best other", "its"), tuple(shown))


def _translations(report: CollectionReport) -> Table:
    rows = []
    for group, arm in report.scores:
        translated = report.mean(group, arm, _translated(report))
        english = report.mean(group, arm, _twins(report))
        cells = (figure(mean.get(measure)) for measure in (FIRST, SHARE) for mean in (translated, english))
        rows.append((f"{GROUP_NAMES[group]} {NAMES[arm]}", *cells, _share(translated, english)))
    title = f"{len(_translated(report))} translated questions beside their English twins"
    return Table(title, ("what", FIRST, "English", SHARE, "English", f"share of {SHARE}"), tuple(rows))


def _share(translated: dict[str, float], english: dict[str, float]) -> str:
    return figure(translated[SHARE] / english[SHARE] if english.get(SHARE) else None)


def _refusals(report: CollectionReport) -> Table:
    rows = [
        (
            NAMES[arm],
            str(counted.said),
            f"{counted.rightly} of {counted.empty}",
            figure(counted.precision),
            figure(counted.recall),
        )
        for arm, counted in report.refusals.items()
    ]
    columns = ("mode", "said", "rightly, of those with nothing to find", "precision", "recall")
    note = "What the other modes have is ranked in full above, whether it fits or not."
    return Table('"Nothing fits"', columns, tuple(rows), (note,))


def _latency(report: CollectionReport) -> Table:
    rows = [(NAMES[arm], f"{p50(ms):.1f}", f"{p95(ms):.1f}") for arm, ms in report.latency.items() if ms]
    notes = ("Ten techniques for each English question, its vector being known; `cpkb bench` measures the rest.",)
    return Table("CPU milliseconds of an answer", ("mode", "p50", "p95"), tuple(rows), notes)


def _comparable(report: CollectionReport, arm: Arm) -> bool:
    return arm is not Arm.HYBRID and Arm.HYBRID in report.arms


def _gap(report: CollectionReport, group: Group, arm: Arm, measure: str, queries: Sequence[JudgedQuery]) -> Difference:
    """Return what the product has more than an arm over questions that have something to find."""
    ids = [query.id for query in queries]
    ours, theirs = report.scores[group, Arm.HYBRID], report.scores[group, arm]
    return compare(ours, theirs, measure, ids, clusters(report.judged.queries))


def _scored_queries(report: CollectionReport, group: Group) -> list[JudgedQuery]:
    scored = set(report.scored(group))
    return [query for query in report.judged.queries if query.id in scored]


def _translated(report: CollectionReport) -> list[JudgedQuery]:
    return [query for query in report.judged.queries if query.twin]


def _twins(report: CollectionReport) -> list[JudgedQuery]:
    """Return the English question of every translated one; one that was translated twice stands twice."""
    by_id = {query.id: query for query in report.judged.queries}
    return [by_id[query.twin] for query in _translated(report)]
