"""Learn when nothing fits a question, and measure how well that is told: `cpkb eval --fit check|learn`.

A logistic regression over the question's vector, the nearest passage's cosine and the share of its words that is told.
It is measured on topics that it was not learned from, and its constant is set by that: see `OFTEN`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from corpus.errors import ModelUnavailableError
from corpus.vocabulary import load_vocabulary
from eval.context import EvaluationContext
from eval.fit_questions import DEV, HELD_BACK, FitQuestion, fit_questions
from eval.reading_command import Printed
from eval.table import Table, figure
from index.engine import Embedder
from index.understanding import understand
from ingest.concepts import Matcher
from search_api.fit_weights import WEIGHTS_FILE, FitWeights, write_weights
from search_api.requests import SearchRequest
from search_api.services import Services

OFTEN = 0.04  # of the dev questions with an answer may be refused, as measured on topics not learned from
FOLDS = 10
_STRENGTH = 0.1  # inverse of the penalty on large weights
_VECTOR = 15.0  # by which vectors are multiplied, so that their penalty is that of the other two
_SHARES = (0.02, 0.03, 0.05, 0.08)
_DEV = 3.0  # what a question of the dev set counts: people in the trade wrote those

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the library, and what decides.

    Attributes:
        features: Cosine, share told, and the question's vector: shape (questions, 2 + dim).
        model: How the fingerprint of the embedder begins.
    """

    questions: tuple[FitQuestion, ...]
    features: Floats
    model: str

    @property
    def fits(self) -> NDArray[np.bool_]:
        """Which have an answer."""
        return np.array([question.fits for question in self.questions])


def ask(services: Services, embedder: Embedder, questions: Sequence[FitQuestion]) -> Asked:
    """Ask all questions; those answered as something else than they say are left out."""
    vocabulary = load_vocabulary()
    matcher = Matcher(vocabulary.concepts.values())
    kept, rows = [], []
    for question in questions:
        answer = services.search(SearchRequest(question.text, explain=True, limit=1))
        if answer.fit is None or answer.fit.cosine is None or answer.query.replaced:
            continue
        query = understand(question.text, vocabulary=vocabulary, matcher=matcher, filters={}).query
        vector = embedder.embed_queries([query.sense or query.text])[0]
        kept.append(question)
        rows.append(np.concatenate([[answer.fit.cosine, answer.fit.told], vector]))
    return Asked(tuple(kept), np.array(rows, dtype=np.float64), " ".join(embedder.fingerprint.split()[:2]))


def learn(asked: Asked) -> FitWeights:
    """Return the weights that tell best which of the questions have an answer; those held back take no part."""
    known = np.array([question.part != HELD_BACK for question in asked.questions])
    weights, constant = _regression(asked, known)
    cosine, told, *question = weights
    return FitWeights(
        model=asked.model,
        constant=float(constant - _cut(asked, out_of_fold(asked), OFTEN)),
        cosine=float(cosine),
        told=float(told),
        question=np.array(question, dtype=np.float32),
    )


def out_of_fold(asked: Asked) -> Floats:
    """Return a score for each question by weights that were learned without its topic, higher if something fits."""
    topics = {topic: place for place, topic in enumerate(dict.fromkeys(each.topic for each in asked.questions))}
    order = np.random.default_rng(0).permutation(len(topics))  # so that folds are of mixed parts and languages
    groups = np.array([order[topics[question.topic]] for question in asked.questions])
    known = np.array([question.part != HELD_BACK for question in asked.questions])
    scores = np.zeros(len(asked.questions))
    for rest, fold in GroupKFold(FOLDS).split(asked.features, groups=groups):
        chosen = np.zeros(len(known), dtype=bool)
        chosen[rest] = True
        weights, constant = _regression(asked, chosen & known)
        scores[fold] = asked.features[fold] @ weights + constant
    return scores


def measured(asked: Asked) -> Table:
    """Return how many questions are refused, by weights learned without their topic, for some false refusals."""
    scores = out_of_fold(asked)
    refused = scores < _cut(asked, scores, OFTEN)
    parts = [(name, [question.part == name for question in asked.questions]) for name in (DEV, HELD_BACK)]
    languages = sorted({question.language for question in asked.questions})
    parts += [(name, [question.language == name for question in asked.questions]) for name in languages]
    notes = [
        f"If {share:.0%} of dev were refused wrongly: "
        f"{figure(float(np.mean(scores[~asked.fits] < _cut(asked, scores, share))))} of all without an answer refused"
        for share in _SHARES
    ]
    rows = tuple(_row(name, asked, refused, np.array(chosen)) for name, chosen in parts)
    return Table("Nothing fits, told of topics not learned from", _COLUMNS, rows, tuple(notes))


def learned(context: EvaluationContext, path: Path = WEIGHTS_FILE) -> Printed:
    """Ask, learn, and write what was learned."""
    asked = _ask_all(context)
    write_weights(learn(asked), path)
    return [measured(asked)], {"written": str(path), "questions": len(asked.questions)}


def checked(context: EvaluationContext) -> Printed:
    """Ask, and measure what would be learned."""
    table = measured(_ask_all(context))
    return [table], {row[0]: dict(zip(table.columns[1:], row[1:], strict=True)) for row in table.rows}


def _ask_all(context: EvaluationContext) -> Asked:
    embedder = context.embedder()
    if embedder is None:
        raise ModelUnavailableError("What fits is learned from a model's vectors. Run `cpkb prepare` to get the model.")
    return ask(context.services(), embedder, fit_questions())


def _regression(asked: Asked, chosen: NDArray[np.bool_]) -> tuple[Floats, float]:
    """Return weights of the features as they are, shape (2 + dim,), and a constant, learned from chosen questions."""
    features, fits = asked.features[chosen], asked.fits[chosen]
    middle = features.mean(axis=0)
    scale = np.full(features.shape[1], 1 / _VECTOR)
    scale[:2] = features[:, :2].std(axis=0)
    counts = np.array([_DEV if question.part == DEV else 1.0 for question in asked.questions])[chosen]
    counts /= np.where(fits, counts[fits].sum(), counts[~fits].sum())  # both answers count the same in all
    model = LogisticRegression(C=_STRENGTH, max_iter=3000)
    model.fit((features - middle) / scale, fits, sample_weight=counts * len(fits) / 2)
    weights = model.coef_[0] / scale
    return weights, float(model.intercept_[0] - weights @ middle)


def _cut(asked: Asked, scores: Floats, share: float) -> float:
    """Return the score below which a share of the dev questions with an answer lies."""
    answered = [question.part == DEV and question.fits for question in asked.questions]
    ordered = np.sort(scores[answered])
    return float(ordered[int(share * len(ordered))])


def _row(name: str, asked: Asked, refused: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> tuple[str, ...]:
    cells = []
    for fits in (False, True):
        own = refused[chosen & (asked.fits == fits)]
        cells += [str(len(own)), figure(float(own.mean()) if len(own) else None)]
    return (name, *cells)


_COLUMNS = ("questions", "without answer", "refused", "with answer", "refused wrongly")
