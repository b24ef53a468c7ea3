"""How a question's denials, misspellings and scores come out of the services, over a small real library."""

from __future__ import annotations

from corpus.model import ChunkId, ConceptId
from index.engine import Hit, Query
from index.understanding import Recognised, Understood
from search_api.answers import Denied, Group, PassageResult
from search_api.ranking import AVOIDED, Ranking, agreeing
from search_api.requests import Mode, SearchRequest
from search_api.services import Services
from web.links import wanting

WATER, CHROME = ConceptId("resource:water"), ConceptId("pollutant:chromium")


def test_what_is_excluded_is_in_no_passage(services: Services) -> None:
    """Exclusion is a filter: no passage shows the word, and the view says what was excluded."""
    answer = services.search(SearchRequest("dye house water -reverse", group=Group.PASSAGE))

    assert answer.query.denied == (Denied("reverse", "-reverse", required=True),)
    assert answer.results
    assert not any(
        "reverse" in result.passage.text.lower() for result in answer.results if isinstance(result, PassageResult)
    )


def test_an_exclusion_alone_lists_what_is_left(services: Services) -> None:
    """Without other words every document that has a passage without it is listed."""
    everything = services.search(SearchRequest(""))

    assert 0 < services.search(SearchRequest("-osmosis")).total <= everything.total


def test_what_is_denied_is_shown_as_not_required(services: Services) -> None:
    """A reader sees what was taken for a denial, and can take the words away."""
    request = SearchRequest("dyeing instead of  PERC in mills")
    answer = services.search(request)

    assert answer.query.denied == (Denied("PERC", "instead of PERC", required=False),)
    assert wanting(request, answer.query.denied[0].typed).text == "dyeing in mills"


def test_a_misspelt_question_is_answered_as_typed_with_a_suggestion(keyword_services: Services) -> None:
    """While something fits, nothing is replaced."""
    query = keyword_services.search(SearchRequest("dye house microfiltraton")).query

    assert (query.suggestion, query.replaced) == ("dye house microfiltration", False)


def test_a_question_that_fits_nothing_is_answered_as_meant_and_says_so(keyword_services: Services) -> None:
    """The words typed are still shown, the notice names both."""
    answer = keyword_services.search(SearchRequest("microfiltraton"))

    assert answer.results
    assert not answer.no_good_match
    assert (answer.query.raw, answer.query.suggestion, answer.query.replaced) == (
        "microfiltraton",
        "microfiltration",
        True,
    )
    assert answer.notices[-1] == "Nothing in the library fits “microfiltraton”; this answers “microfiltration”."


def test_a_word_of_another_subject_is_no_misspelling(services: Services) -> None:
    """What was typed and the library's nearest word must mean nearly the same to the model, else nothing is said."""
    answer = services.search(SearchRequest("microfiltraton"))

    assert answer.no_good_match
    assert (answer.query.suggestion, answer.query.replaced) == ("", False)


def test_scores_come_with_the_rank_in_each_leg(services: Services) -> None:
    """Each leg's ranks count from 1, and the agreement is what the score was multiplied by."""
    asked = SearchRequest("dye house water reuse", group=Group.PASSAGE, explain=True, mode=Mode.HYBRID)
    shown = [result.passage.explain for result in services.search(asked).results if isinstance(result, PassageResult)]

    assert all(explain is not None for explain in shown)
    ranks = [explain.lexical_rank for explain in shown if explain and explain.lexical is not None]
    assert ranks
    assert min(rank for rank in ranks if rank is not None) >= 1
    assert max(explain.agreement for explain in shown if explain) > 1


def test_a_chunk_about_what_is_denied_alone_falls() -> None:
    """One that tells of something asked for as well does not."""
    hits = tuple(Hit(ChunkId(name), 1.0) for name in ("neither", "denied", "both"))
    understood = Understood(Query("tanks"), (Recognised(WATER, "tanks"),), avoided=frozenset({CHROME}))
    facets = {"neither": (), "denied": (CHROME,), "both": (CHROME, WATER)}
    found = agreeing(Ranking(understood, hits, {}, {}, {ChunkId(name): each for name, each in facets.items()}, {}))

    assert [hit.chunk for hit in found.hits] == ["both", "neither", "denied"]
    assert found.hits[-1].agreement == AVOIDED
