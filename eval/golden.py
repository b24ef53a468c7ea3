"""Golden rankings: what stands first for each question of dev, in files that are read when a change is reviewed.

One file a question. The test set has none: whoever reviews a change would read its single results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import EvaluationError
from eval.arms import Arm
from eval.collection_report import GROUP_NAMES
from eval.collection_run import CollectionReport, Ranked, qrels_of
from eval.judged_queries import JudgedQuery
from eval.measure import Qrels
from eval.table import Table
from search_api.answers import Group

FOLDER = Path(__file__).parent / "golden"
DEPTH = 5  # results of each group
MARKS = ("-", "*", "**", "***")  # by grade
UNJUDGED = "?"

_OUT = "out"


@dataclass(frozen=True, slots=True)
class Move:
    """A result that stands elsewhere than in the golden ranking.

    Attributes:
        before, now: Ranks from 1; None if it was or is not among the first.
        mark: Of its grade.
    """

    id: str
    before: int | None
    now: int | None
    mark: str

    def __str__(self) -> str:
        """Return it as people read it: "heat-pump *** 3 > 1"."""
        return f"{self.id} {self.mark} {self.before or _OUT} > {self.now or _OUT}"


@dataclass(frozen=True, slots=True)
class Changed:
    """A question and group whose ranking is not the golden one."""

    query: JudgedQuery
    group: str
    moves: tuple[Move, ...]


def write_rankings(report: CollectionReport, folder: Path) -> None:
    """Write one file a question; files of questions that are no more are deleted.

    Raises:
        EvaluationError: The folder cannot be written to.
    """
    known = {f"{query.id}.tsv" for query in report.judged.queries}
    graded = _graded(report)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.tsv"):
            if path.name not in known:
                path.unlink()
        for query in report.judged.queries:
            (folder / f"{query.id}.tsv").write_text(_file(report, query, graded), encoding="utf-8")
    except OSError as error:
        raise EvaluationError(
            f"The golden rankings cannot be written to {folder}: {error}. Run this in a checkout you may write to."
        ) from error


def changed(report: CollectionReport, folder: Path) -> list[Changed]:
    """Return what moved since the golden rankings were written, in the order of the questions.

    Raises:
        EvaluationError: A question has no golden ranking, or one that cannot be read.
    """
    graded = _graded(report)
    found = []
    for query in report.judged.queries:
        golden = _golden(folder / f"{query.id}.tsv")
        for group, name in GROUP_NAMES.items():
            now = [one.id for one in _first(report, query, group)]
            moves = _moves(golden.get(name, []), now, graded[group].get(query.id, {}))
            if moves:
                found.append(Changed(query, name, moves))
    return found


def table_of(changes: Sequence[Changed], questions: int) -> Table:
    """Return what moved, a question and group a row."""
    rows = [
        (f"{change.query.id} {change.query.text[:50]}", change.group, "; ".join(map(str, change.moves)))
        for change in changes
    ]
    touched = len({change.query.id for change in changes})
    notes = (f"{touched} of {questions} questions have another ranking among the first {DEPTH}.",)
    return Table("Golden rankings that changed", ("question", "results", "moves"), tuple(rows), notes)


def json_of(changes: Sequence[Changed], questions: int) -> dict[str, object]:
    """Return what moved for a program."""
    told = [
        {
            "query": change.query.id,
            "results": change.group,
            "moves": [{"id": move.id, "before": move.before, "now": move.now} for move in change.moves],
        }
        for change in changes
    ]
    return {"questions": questions, "changed": told}


def _file(report: CollectionReport, query: JudgedQuery, graded: Mapping[Group, Qrels]) -> str:
    lines = [f"# {query.text} | {query.language} | {query.type} | {query.asker}"]
    for group, name in GROUP_NAMES.items():
        grades = graded[group].get(query.id, {})
        for rank, one in enumerate(_first(report, query, group), start=1):
            lines.append("\t".join((name, str(rank), _mark(grades, one.id), one.id, " ".join(one.title.split()))))
    return "\n".join(lines) + "\n"


def _first(report: CollectionReport, query: JudgedQuery, group: Group) -> Sequence[Ranked]:
    return report.rankings[Arm.HYBRID][group][query.id][:DEPTH]


def _graded(report: CollectionReport) -> dict[Group, Qrels]:
    return {group: qrels_of(report.judged, group) for group in GROUP_NAMES}


def _mark(grades: Mapping[str, int], name: str) -> str:
    return MARKS[max(0, grades[name])] if name in grades else UNJUDGED


def _golden(path: Path) -> dict[str, list[str]]:
    """Return the ids that a file ranks, by group."""
    ranked: dict[str, list[str]] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        for group, _, _, name, _ in (line.split("\t") for line in lines):
            ranked.setdefault(group, []).append(name)
    except (OSError, ValueError) as error:
        raise EvaluationError(
            f"{path} is no golden ranking: {error}. Write them anew with `cpkb eval --golden write`."
        ) from error
    return ranked


def _moves(before: Sequence[str], now: Sequence[str], grades: Mapping[str, int]) -> tuple[Move, ...]:
    was, stands = _ranks(before), _ranks(now)
    return tuple(
        Move(name, was.get(name), stands.get(name), _mark(grades, name))
        for name in dict.fromkeys([*now, *before])
        if was.get(name) != stands.get(name)
    )


def _ranks(names: Sequence[str]) -> dict[str, int]:
    return {name: rank for rank, name in enumerate(names, start=1)}
