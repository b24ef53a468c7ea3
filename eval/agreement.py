"""How far two judges agree on what both judged, by Cohen's kappa; neither is right, the first one's grades are used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.judged_queries import PACKAGED_FOLDER, SETS
from eval.judgement_files import read_trec_qrels, wrong
from eval.table import Table, figure

KINDS = ("passages", "techniques")
GRADES = (0, 1, 2, 3)
COLUMNS = ("what", "questions", "judgements", "same grade", "kappa", "weighted kappa", "kappa, relevant or not")

Pairs = list[tuple[int, int]]  # the grades of the first and of the second judge


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two judges said of the same results.

    Attributes:
        what: "passages" or "techniques".
        questions: How many both judged.
        pairs: Their grades, first judge's first.
    """

    what: str
    questions: int
    pairs: Pairs

    @property
    def same(self) -> float:
        """Share of results with the same grade from both."""
        return sum(first == second for first, second in self.pairs) / len(self.pairs)

    def kappa(self, *, weighted: bool = False) -> float:
        """Return Cohen's kappa of the grades (Educational and Psychological Measurement 20, 1960).

        Args:
            weighted: Count a difference by its square, so that 3 against 0 weighs nine times 1 against 0.
        """
        return _kappa(self.pairs, GRADES, "quadratic" if weighted else None)

    @property
    def relevance(self) -> float:
        """Kappa of whether a result has any grade above 0."""
        return _kappa([(int(first > 0), int(second > 0)) for first, second in self.pairs], (0, 1), None)


def read_agreement(what: str, folder: Path = PACKAGED_FOLDER) -> Agreement:
    """Return what both judges said, over all sets of questions.

    Raises:
        JudgementFileError: A file is missing or malformed, or the second judge judged what the first did not.
    """
    questions, pairs = 0, Pairs()
    for name in SETS:
        first = read_trec_qrels(folder / name / f"qrels-{what}.tsv")
        path = folder / name / f"second-{what}.tsv"
        for number, (query, grades) in enumerate(read_trec_qrels(path).items(), start=1):
            if not grades.keys() <= first.get(query, {}).keys():
                raise wrong(path, number, f"or one after it judges for '{query}' what the first judge did not see")
            questions += 1
            pairs += [(first[query][result], grade) for result, grade in grades.items()]
    return Agreement(what, questions, pairs)


def agreement_table() -> Table:
    """Return how far the judges of the packaged questions agree."""
    found = [read_agreement(what) for what in KINDS]
    rows = [
        (
            each.what,
            str(each.questions),
            str(len(each.pairs)),
            figure(each.same),
            figure(each.kappa()),
            figure(each.kappa(weighted=True)),
            figure(each.relevance),
        )
        for each in found
    ]
    return Table("Agreement of two judges", COLUMNS, tuple(rows))


def _kappa(pairs: Sequence[tuple[int, int]], labels: Sequence[int], weights: str | None) -> float:
    from sklearn.metrics import cohen_kappa_score

    first, second = zip(*pairs, strict=True)
    return float(cohen_kappa_score(first, second, labels=list(labels), weights=weights))
