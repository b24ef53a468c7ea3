"""When nothing fits, the answer says so; when something does, it is not hidden."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.model import ChunkId, ConceptId
from index.engine import Hit, Query
from index.understanding import Recognised, Understood
from search_api.fit import Fit, fit_of
from search_api.fit_weights import FitWeights, weights_for, write_weights
from search_api.ranking import Ranking
from search_api.requests import Mode, SearchRequest
from search_api.services import Services
from tests.corpus.builders import case, document
from tests.index.worlds import NAMES, document_id, entry

CHROME = ConceptId("pollutant:chromium")
WEIGHTS = FitWeights("model", constant=-9.0, cosine=10.0, told=0.5, question=np.array([1.0, -1.0], dtype=np.float32))
DOCUMENT = replace(document(Path(__file__)), id=document_id(NAMES[0]), title="Hvalfangst")
CASE = replace(case("whales", DOCUMENT.id), title="Blue whale", company="Whales of Bergen")
OF_THE_FIELD, OF_ANOTHER = np.array([1.0, 0.0], dtype=np.float32), np.array([0.0, 1.0], dtype=np.float32)


def test_a_question_of_another_world_gets_three_weak_results_at_most(services: Services) -> None:
    answer = services.search(SearchRequest("football championship goalkeeper"))

    assert answer.no_good_match
    assert len(answer.results) <= 3


def test_what_does_not_fit_can_be_listed_in_full_for_measuring(services: Services) -> None:
    """The ranking is the same, and it is said all the same that nothing fits."""
    short = services.search(SearchRequest("football championship goalkeeper"))
    full = services.search(SearchRequest("football championship goalkeeper", unfit=True))

    assert full.no_good_match
    assert full.results[: len(short.results)] == short.results
    assert len(full.results) > len(short.results)


@pytest.mark.parametrize(
    "text", ["", "dye house", "kiln hot air", "Artextil Colombia", "tái sử dụng nước", "очистка сточных вод"]
)
def test_a_question_of_this_world_is_answered_in_full(services: Services, text: str) -> None:
    assert not services.search(SearchRequest(text)).no_good_match


def test_without_a_model_words_decide_alone(keyword_services: Services) -> None:
    assert keyword_services.search(SearchRequest("football championship")).no_good_match
    assert not keyword_services.search(SearchRequest("dye house water")).no_good_match


def test_the_overview_of_a_weak_answer_is_short_too(services: Services) -> None:
    overview = services.overview(SearchRequest("football championship goalkeeper"))

    assert max(len(overview.passages), len(overview.cases)) <= 3


def ranking(query: Query, *hits: Hit, text: str = "", facets: tuple[str, ...] = ()) -> Ranking:
    understood = Understood(
        query, (Recognised(CHROME, "chrome"),) if "chrome" in query.text else (), avoided=frozenset()
    )
    chunks = {hit.chunk: replace(entry(NAMES[0], text).chunk, id=hit.chunk, heading="") for hit in hits}
    documents = {chunk.document: DOCUMENT for chunk in chunks.values()}
    return Ranking(understood, hits, chunks, documents, {hit.chunk: facets for hit in hits}, {DOCUMENT.id: (CASE,)})


def asked(text: str, cosine: float | None, question: np.ndarray | None = OF_THE_FIELD, language: str = "en") -> Fit:
    found = ranking(
        Query(text, language), Hit(ChunkId("a"), 1.0, dense=cosine), text="tanks of water", facets=(CHROME,)
    )
    return fit_of(found, lambda _: 1.0, question, WEIGHTS)


@pytest.mark.parametrize(
    ("text", "cosine", "question", "score"),
    [
        ("violins", 0.81, OF_THE_FIELD, 0.1),
        ("violins", 0.79, OF_THE_FIELD, -0.1),
        ("chrome violins", 0.79, OF_THE_FIELD, 0.15),
        ("violins", 0.95, OF_ANOTHER, -0.5),
        ("tanks of water", 0.95, OF_ANOTHER, 0.0),
    ],
)
def test_nearness_what_is_told_and_the_subject_decide_together(
    text: str, cosine: float, question: np.ndarray, score: float
) -> None:
    fit = asked(text, cosine, question)

    assert fit.score == pytest.approx(score, abs=1e-6)
    assert fit.subject == (1.0 if question is OF_THE_FIELD else -1.0)
    assert fit.fits is (fit.score is not None and fit.score >= 0)


def test_what_no_passage_tells_is_named() -> None:
    assert asked("cellos, violins and tanks", 0.8).untold == ("cello", "violin")


@pytest.mark.parametrize("text", ["blue whale", "whales of Bergen", "hvalfangst"])
def test_the_name_of_a_site_or_a_title_fits_whatever_its_subject(text: str) -> None:
    fit = asked(text, 0.7, OF_ANOTHER)

    assert fit.fits
    assert fit.score is not None
    assert fit.score < 0


def test_a_question_of_small_words_alone_does_not_fit_and_none_at_all_does() -> None:
    assert not asked("the", 0.95).fits
    assert asked("", None).fits


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("water tanks", "en", True),
        ("water violins cello", "en", False),
        ("chrome violins cello", "en", True),
        ("violons", "fr", True),
    ],
)
def test_without_weights_for_the_model_words_and_names_decide(text: str, language: str, expected: bool) -> None:
    """A foreign question is given the benefit of the doubt where an unknown model answers it."""
    found = ranking(Query(text, language), Hit(ChunkId("a"), 1.0, dense=0.9), text="tanks of water", facets=(CHROME,))
    fit = fit_of(found, lambda _: 1.0, OF_THE_FIELD, None)

    assert (fit.fits, fit.subject, fit.score) == (expected, None, None)
    assert not fit_of(found, lambda _: 1.0, None, None).fits or language == "en"


def test_weights_are_for_one_model(tmp_path: Path) -> None:
    known = weights_for("multilingual-e5-small sha256:3bbc0838154c4f8e dim=384 query='query: '")

    assert known is not None
    assert known.question.shape == (384,)
    assert weights_for("all-MiniLM-L6-v2 sha256:0") is None
    write_weights(known, tmp_path / "weights.tsv")
    assert (tmp_path / "weights.tsv").read_text() == Path("search_api/fit_weights.tsv").read_text()


def test_why_nothing_fits_is_explained(services: Services) -> None:
    shown = services.search(SearchRequest("football championship goalkeeper", explain=True)).fit

    assert shown is not None
    assert (shown.fits, shown.told, shown.untold) == (False, 0.0, ("championship", "footbal", "goalkeep"))
    assert services.search(SearchRequest("football championship goalkeeper")).fit is None


def test_how_the_nearest_passages_were_found_is_explained(services: Services, keyword_services: Services) -> None:
    assert services.search(SearchRequest("dye house", explain=True)).plan == "exact"
    assert services.search(SearchRequest("dye house")).plan is None
    assert services.search(SearchRequest("dye house", explain=True, mode=Mode.KEYWORD)).plan is None
    assert keyword_services.search(SearchRequest("dye house", explain=True)).plan is None
