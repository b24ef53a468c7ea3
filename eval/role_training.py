"""Learn what the words around a number say of its role: writes ingest/figures/roles.tsv from the gold.

    python -m eval.role_training            learn from dev, passages, lessons and sheets, and write the weights
    python -m eval.role_training --check    learn from all writers but one, and measure on that one, for each

The test split is never read. Only numbers of sentences are learned from; tables are read by rule.
"""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from corpus.model import DocumentId, JobState
from corpus.vocabulary import load_vocabulary
from eval.extraction_gold import SHEETS, GoldDocument, GoldFigure, read_gold, sheets_gold
from eval.extraction_passages import read_lessons, read_passages
from eval.extraction_scores import Tally
from eval.table import Table, figure, plain
from ingest.figures.features import following_features, own_features
from ingest.figures.find import reading_of, sentences, table_numbers
from ingest.figures.quantities import Found, Reading, find_quantities
from ingest.figures.roles import ALWAYS, NONE, WEIGHTS_FILE, Weights, reasons, weights_of
from ingest.figures.sentences import Sentence
from ingest.parse import Job, Parser
from ingest.pdf.pages import TextLimits

_STRENGTH = 0.4  # inverse of the penalty on large weights
_SHEETS_COUNT = 0.5  # what a sentence of a sheet counts: they are much alike
_TEACHERS = ("l", SHEETS)  # who is only learned from
_LEAST = 4  # times that a feature must have been seen


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, what a person says of each of its quantities, and of the last one of the sentence right before.

    Attributes:
        writer: Of passages the first part of their name, else "documents" or "sheets".
        roles: None where nobody says: the record of a case need not hold every figure of its sheet.
    """

    writer: str
    sentence: Sentence
    roles: tuple[str | None, ...]
    before: str


@dataclass(frozen=True, slots=True)
class _Stated:
    """A figure as a person states it: its role, low and high, and UCUM or currency code without denominators."""

    role: str
    ends: tuple[float, float]
    code: str


def examples() -> Iterator[Example]:
    """Yield the sentences with quantities of dev, of the passages, of the lessons and of the collection's sheets."""
    vocabulary = load_vocabulary()
    parser = Parser(vocabulary, TextLimits(), None)
    told = [
        ("documents", read_gold("dev")),
        ("", [*read_passages(), *read_lessons()]),
        (SHEETS, sheets_gold(vocabulary)),
    ]
    with TemporaryDirectory() as scratch:
        for writer, documents in told:
            for gold in documents:
                path = Path(scratch) / f"{gold.name}{gold.suffix}"
                path.write_bytes(gold.render())
                yield from _examples_of(gold, path, parser, writer or gold.name.partition("-")[0])


def learn(told: Iterable[Example]) -> Weights:
    """Return the weights by which examples are told best."""
    pairs, counts = [], []
    for example in told:
        own = list(_pairs(example))
        pairs += own
        counts += [_SHEETS_COUNT if example.writer == SHEETS else 1.0] * len(own)
    seen = Counter(name for names, _ in pairs for name in names)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{name: 1.0 for name in names if seen[name] >= _LEAST} for names, _ in pairs])
    model = LogisticRegression(C=_STRENGTH, max_iter=3000)
    model.fit(matrix, [role for _, role in pairs], sample_weight=counts)
    roles = tuple(map(str, model.classes_))
    values = np.vstack([model.intercept_, model.coef_.T])
    return weights_of(roles, [ALWAYS, *vectorizer.get_feature_names_out()], np.round(values, 2))


def tally(told: Iterable[Example], weights: Weights) -> Tally:
    """Return how many roles of examples are decided as people say."""
    right = proposed = wanted = 0
    for example in told:
        decided = [told.role if told else NONE for told in reasons(example.sentence, example.before, weights)]
        proposed += sum(role != NONE for role in decided)
        wanted += sum(role != NONE for role in example.roles)
        right += sum(a == b != NONE for a, b in zip(decided, example.roles, strict=True))
    return Tally(right, proposed, wanted)


def write(weights: Weights, path: Path) -> None:
    """Write weights as a table, one line a feature."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n", quotechar=None)
        table.writerow(["feature", *weights.roles])
        for name, row in weights.rows.items():
            table.writerow([name, *(f"{value:g}" for value in weights.values[row])])


def _examples_of(gold: GoldDocument, path: Path, parser: Parser, writer: str) -> Iterator[Example]:
    parsed = parser.parse(Job(path, DocumentId("0" * 64), language=gold.language, propose=False), _untold)
    country = gold.country or next((case.country for case in gold.cases if case.country), None)
    reading = reading_of(parsed.pages, gold.language, country)
    numbers = table_numbers(parsed.pages, parsed.tables, reading)
    stated = [each for case in gold.cases for figure in case.figures for each in _stated(figure, reading)]
    left = list(stated)
    before = NONE
    for _, sentence, follows in sentences(parsed.pages, parsed.tables, numbers, reading):
        roles = tuple(_role(quantity, left, stated, gives_all=writer != SHEETS) for quantity in sentence.found)
        yield Example(writer, sentence, roles, before if follows else NONE)
        before = next((role for role in reversed(roles) if role and role != NONE), NONE)


def _stated(gold: GoldFigure, reading: Reading) -> Iterator[_Stated]:
    """Yield a figure with its number; a record has it only as printed."""
    if gold.ends:
        yield _Stated(gold.role, gold.ends, gold.code.partition("/")[0])
        return
    for found in find_quantities(f"{gold.printed} {gold.unit}", reading)[:1]:
        yield _Stated(gold.role, (found.quantity.low, found.quantity.high), _code(found))


def _code(found: Found) -> str:
    return (found.quantity.currency or found.quantity.unit).partition("/")[0]


def _role(quantity: Found, left: list[_Stated], stated: Sequence[_Stated], *, gives_all: bool) -> str | None:
    """Return what a person says of a quantity: each figure speaks for one, and for others that say it again."""
    found = next((each for each in left if _same_number(quantity, each)), None)
    if found and gives_all:
        left.remove(found)
        return found.role
    again = {each.role for each in stated if _same_number(quantity, each)}
    unsaid = NONE if gives_all else None
    return again.pop() if len(again) == 1 else unsaid


def _same_number(quantity: Found, stated: _Stated) -> bool:
    ends = zip((quantity.quantity.low, quantity.quantity.high), stated.ends, strict=True)
    return _code(quantity) == stated.code and all(math.isclose(here, there, rel_tol=1e-6) for here, there in ends)


def _pairs(example: Example) -> Iterator[tuple[frozenset[str], str]]:
    before = example.before
    for index, role in enumerate(example.roles):
        if role:
            names = {*own_features(example.sentence, index), *following_features(example.sentence, index, before)}
            yield frozenset(names), role
        before = role or NONE


def _untold(state: JobState, done: int, of: int) -> None:
    """Tell nobody."""


@click.command(help=__doc__)
@click.option("--check", is_flag=True, help="Measure on each writer what the others teach; write nothing.")
def main(check: bool) -> None:
    """Learn, and write or measure."""
    told = list(examples())
    if not check:
        write(learn(told), WEIGHTS_FILE)
        return
    by_writer: dict[str, list[Example]] = defaultdict(list)
    for example in told:
        by_writer[example.writer].append(example)
    rows = []
    for writer, own in sorted(by_writer.items()):
        if writer in _TEACHERS:
            continue
        counted = tally(own, learn(example for example in told if example.writer != writer))
        rows.append((writer, figure(counted.precision), figure(counted.recall), str(counted.wanted)))
    click.echo(plain(Table("Roles told of one writer's numbers, learned from the others'", _COLUMNS, tuple(rows))))


_COLUMNS = ("writer", "precision", "recall", "stated")

if __name__ == "__main__":
    main()
