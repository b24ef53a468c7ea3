"""Tell what the quantities of a sentence say of a measure: what was before and after, saved, invested, paid back.

A multinomial logistic regression over what is seen of a quantity (features.py), decided for a sentence as a whole: what
one quantity says counts for the next. Its weights stand in roles.tsv, a line a feature; eval/role_training.py learns
them. Tables are read in rows.py.

Source of the decoding: A. Viterbi, "Error bounds for convolutional codes", 1967; of the model: A. McCallum et al.,
"Maximum entropy Markov models for information extraction and segmentation", 2000.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.model import Role
from ingest.figures.features import describes, following_features, own_features, sort_of
from ingest.figures.sentences import Sentence
from ingest.figures.years import is_shared, is_yearly

WEIGHTS_FILE = Path(__file__).parent / "roles.tsv"
NONE = "none"  # what a quantity says that says nothing of a measure
ALWAYS = "always"  # the name of the weights that every quantity has
_LIKELY = 0.5  # what is less likely than its opposite is not proposed
_SORTS: dict[str, set[Role]] = {  # what a quantity can say
    "money": {Role.BASELINE, Role.AFTER, Role.SAVING, Role.ANNUAL_SAVING, Role.INVESTMENT},
    "time": {Role.PAYBACK},
    "share": {Role.BASELINE, Role.AFTER, Role.SAVING},
    "amount": {Role.BASELINE, Role.AFTER, Role.SAVING},
    "description": set(),
}

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reason:
    """What a quantity says, how sure that is (0 to 1), and whether it is an amount of each year."""

    role: Role
    confidence: float
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature says for and against each role.

    Attributes:
        roles: The columns, NONE among them.
        rows: Of the features, by name.
        values: One line a feature, one column a role, natural logarithms.
        allowed: For each sort of quantity 0 where it can have a role and minus infinity where it cannot.
    """

    roles: tuple[str, ...]
    rows: dict[str, int]
    values: Scores
    allowed: dict[str, Scores]

    def sum(self, names: Iterable[str]) -> Scores:
        """Return what some features say together, for each role; unknown ones say nothing."""
        known = [self.rows[name] for name in set(names) if name in self.rows]
        total: Scores = self.values[known].sum(axis=0)
        return total


def reasons(sentence: Sentence, before: str = NONE, weights: Weights | None = None) -> list[Reason | None]:
    """Return what each quantity of a sentence says, None for those that say nothing of a measure.

    Args:
        before: What the last quantity of the sentence right before says.
        weights: By default those of WEIGHTS_FILE.
    """
    weights = weights or _weights()
    decided = decide(sentence, before, weights)
    told = [_reason(sentence, index, role, sure) for index, (role, sure) in enumerate(decided)]
    for index in range(len(told) - 2, -1, -1):
        here, following = told[index], told[index + 1]
        if here and following and following.yearly and here.role is Role.SAVING and is_shared(sentence, index):
            money = sentence.found[index].kind == "money"
            told[index] = replace(here, role=Role.ANNUAL_SAVING if money else Role.SAVING, yearly=True)
    return told


def prepare() -> None:
    """Read the weights, for processes that may read no file later."""
    _weights()


def _reason(sentence: Sentence, index: int, role: str, sure: float) -> Reason | None:
    if role == NONE or sure < _LIKELY:
        return None
    quantity = sentence.found[index]
    yearly = role == Role.ANNUAL_SAVING if quantity.kind == "money" else is_yearly(sentence, quantity)
    return Reason(Role(role), round(sure, 2), yearly)


def decide(sentence: Sentence, before: str, weights: Weights) -> list[tuple[str, float]]:
    """Return the likeliest roles of a sentence's quantities, and for each how likely it is after the one before it.

    Args:
        before: The role of the last quantity of the sentence right before, or NONE.
    """
    total = np.full(len(weights.roles), -np.inf)
    total[weights.roles.index(before)] = 0.0
    steps: list[tuple[NDArray[np.intp], Scores]] = []  # where each role is best reached from, and how likely from each
    for index, quantity in enumerate(sentence.found):
        sort = "description" if describes(sentence, index) else sort_of(quantity)
        own = weights.sum([ALWAYS, *own_features(sentence, index)]) + weights.allowed[sort]
        likely = np.array([_log_shares(own + _following(sentence, index, role, weights)) for role in weights.roles])
        reached = total[:, None] + likely
        steps.append((reached.argmax(axis=0), likely))
        total = reached.max(axis=0)
    return _path(int(total.argmax()), steps, weights.roles)


def weights_of(roles: tuple[str, ...], names: Iterable[str], values: Scores) -> Weights:
    """Return weights, one line a name and one column a role."""
    allowed = {
        sort: np.array([0.0 if role == NONE or role in said else -np.inf for role in roles])
        for sort, said in _SORTS.items()
    }
    return Weights(roles, {name: row for row, name in enumerate(names)}, values, allowed)


def _following(sentence: Sentence, index: int, before: str, weights: Weights) -> Scores:
    return weights.sum(following_features(sentence, index, before))


def _path(last: int, steps: Sequence[tuple[NDArray[np.intp], Scores]], roles: Sequence[str]) -> list[tuple[str, float]]:
    path: list[tuple[str, float]] = []
    for origin, likely in reversed(steps):
        before = int(origin[last])
        path.append((roles[last], float(np.exp(likely[before, last]))))
        last = before
    return path[::-1]


def _log_shares(scores: Scores) -> Scores:
    """Return scores as natural logarithms of shares that add up to one."""
    shares: Scores = scores - np.logaddexp.reduce(scores)
    return shares


def read_weights(path: Path) -> Weights:
    """Read weights from a table: a line a feature, its name and a value for each role."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    values = np.array([[float(value) for value in line[1:]] for line in lines])
    return weights_of(tuple(header[1:]), (line[0] for line in lines), values)


@cache
def _weights() -> Weights:
    return read_weights(WEIGHTS_FILE)
