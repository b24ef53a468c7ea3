"""Learning when nothing fits: from questions whose answer is known, measured on topics that were not learned from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelUnavailableError
from eval import fit_training
from eval.fit_questions import DEV, HELD_BACK, LEARN, FitQuestion, fit_questions, held_back
from eval.fit_training import Asked, ask, checked, learn, learned, measured
from index.engine import Embedder
from search_api.fit_weights import FitWeights
from search_api.services import Services
from tests.fakes import HashingEmbedder

QUESTIONS = [
    FitQuestion(part, f"{part}-{number // 2}", "en" if number % 2 else "es", fits, f"{part} {number} {fits}")
    for part, answers in ((DEV, (True, False)), (LEARN, (True, False)), (HELD_BACK, (False,)))
    for fits in answers
    for number in range(40)
]


def world(apart: float) -> Asked:
    """Questions with an answer lie apart from the others along the first of four dimensions."""
    rng = np.random.default_rng(1)
    features = rng.normal(size=(len(QUESTIONS), 6)) * [0.02, 0.3, 0.05, 0.05, 0.05, 0.05] + [0.85, 0.4, 0, 0, 0, 0]
    features[:, 2] += [apart * question.fits for question in QUESTIONS]
    return Asked(tuple(QUESTIONS), features, "model sha256:0")


def score(weights: FitWeights, row: np.ndarray) -> float:
    return float(weights.constant + weights.cosine * row[0] + weights.told * row[1] + row[2:] @ weights.question)


def test_what_tells_them_apart_is_learned() -> None:
    asked = world(0.5)
    weights = learn(asked)
    right = [(score(weights, row) >= 0) == each.fits for row, each in zip(asked.features, QUESTIONS, strict=True)]

    assert np.mean(right) > 0.95
    assert weights.question[0] > 5 * np.abs(weights.question[1:]).max()


def test_where_nothing_tells_them_apart_it_is_measured_so() -> None:
    """Weights fitted to chance would seem to tell; topics not learned from show that they do not."""
    rows = {row[0]: row for row in measured(world(0.0)).rows}

    assert float(rows[HELD_BACK][2]) < 0.25
    assert rows[HELD_BACK][3:] == ("0", "-")
    assert rows[DEV][4] == ".025"  # one in forty: at most `OFTEN`


def test_what_is_held_back_teaches_nothing() -> None:
    asked = world(0.5)
    changed = asked.features.copy()
    changed[[question.part == HELD_BACK for question in QUESTIONS]] += 9
    other = learn(Asked(asked.questions, changed, asked.model))

    assert np.array_equal(other.question, learn(asked).question)


def test_the_questions_are_of_one_kind_each() -> None:
    """No topic both has an answer and has none, and none of those held back is learned from."""
    written = [question for question in fit_questions() if question.part != DEV]
    kinds = {(question.topic, question.fits) for question in written}

    assert max(Counter(topic for topic, _ in kinds).values()) == 1
    assert len(held_back()) == 30
    assert {"ar", "en", "es", "fr", "pt", "vi", "zh"} == {question.language for question in written}
    assert not {q.topic for q in written if q.part == HELD_BACK} & {q.topic for q in written if q.part == LEARN}


class Context:
    """A product with the services of the tests and one model, or none."""

    cache = Path()

    def __init__(self, services: Services, embedder: Embedder | None) -> None:
        self._services = services
        self._embedder = embedder

    def services(self) -> Services:
        return self._services

    def embedder(self) -> Embedder | None:
        return self._embedder


def test_questions_are_asked_of_the_library(services: Services) -> None:
    asked = ask(services, HashingEmbedder(), [FitQuestion(DEV, "a", "en", True, "dye house water")])

    assert asked.features.shape == (1, 2 + 64)
    assert asked.features[0, 0] > 0.1
    assert asked.features[0, 1] == 1.0
    assert asked.model == "hashing 64"


def test_weights_are_written_and_what_they_would_do_is_told(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit_training, "ask", lambda services, embedder, questions: world(0.5))
    context = Context(services, HashingEmbedder())

    (table,), report = learned(context, tmp_path / "weights.tsv")
    assert report == {"written": str(tmp_path / "weights.tsv"), "questions": len(QUESTIONS)}
    assert (tmp_path / "weights.tsv").read_text().startswith("model\tmodel sha256:0\nconstant\t")
    assert checked(context)[1][DEV] == dict(zip(table.columns[1:], table.rows[0][1:], strict=True))


def test_without_a_model_nothing_can_be_learned(services: Services) -> None:
    with pytest.raises(ModelUnavailableError, match="cpkb prepare"):
        checked(Context(services, None))
