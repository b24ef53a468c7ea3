"""What a terminal shows of an answer."""

from __future__ import annotations

import dataclasses
import io

from rich.console import Console

from search_api.answers import (
    CaseSummary,
    Denied,
    DocumentSummary,
    Explain,
    FigureView,
    Passage,
    PassageResult,
    QueryView,
    SearchAnswer,
    TechniqueResult,
    Term,
)
from search_api.fit import Fit
from search_api.terminal import AnswerPrinter

DOCUMENT = DocumentSummary(
    "ab", "Water in [red]dye houses", "manual", "en", 2001, "IN", "", 9, "cite", "", "/documents/ab"
)
PASSAGE = Passage(
    "ab:1",
    "Rinse water\nis reused.",
    ((0, 5),),
    "en",
    "",
    3,
    4,
    DOCUMENT,
    Explain(1.0, 0.8, 0.03),
    "/documents/ab/pages/3",
)
FIGURE = FigureView("saving", "30", "%", "water", "year", "", "30 % water (year)", 1, True, "/documents/ab/pages/1")
CASE = CaseSummary(
    "mill", "A mill", None, "IN", "India", 1999, "implemented", "A", None, (), (FIGURE,), 1, DOCUMENT, "/cases/mill"
)
TECHNIQUE = TechniqueResult(
    "technique",
    "reuse",
    "Reuse of rinse water",
    "",
    (Term("practice", "on-site-reuse", "On-site recovery and reuse"),),
    0.5,
    1,
    (CASE,),
    (PASSAGE,),
    "/techniques/reuse",
)


def answer(*results: TechniqueResult | PassageResult, weak: bool = False) -> SearchAnswer:
    query = QueryView("rinse", "en", (), (), {})
    return SearchAnswer(query, "technique", 7, {}, tuple(results), weak, ("Only keywords.",), "g1")


def shown(given: SearchAnswer) -> str:
    out = io.StringIO()
    AnswerPrinter(Console(file=out, width=80), "http://127.0.0.1:8000/").show(given)
    return out.getvalue()


def test_a_technique_shows_its_practice_case_figure_and_page() -> None:
    text = shown(answer(TECHNIQUE))

    for words in (
        "Best 1 technique, from 7 documents",
        "Only keywords.",
        "1. Reuse of rinse water <http://127.0.0.1:8000/techniques/reuse> - On-site recovery and reuse; 1 case",
        "unnamed site, India, 1999, implemented, grade A",
        "saving: 30 % water (year) (p. 1)",
        "Rinse water is reused.",
        "Water in [red]dye houses, pp. 3-4 <http://127.0.0.1:8000/documents/ab/pages/3>",
    ):
        assert words in text


def test_a_weak_answer_says_so_first() -> None:
    assert "No good match in this library. The nearest 1 technique:" in shown(answer(TECHNIQUE, weak=True))


def test_an_empty_answer_says_what_to_do() -> None:
    assert "Nothing found. Try fewer or other words, or drop a filter." in shown(answer())


def test_a_file_gets_no_escape_codes() -> None:
    assert "\x1b" not in shown(answer(TECHNIQUE))


def test_a_terminal_gets_links_instead_of_addresses() -> None:
    out = io.StringIO()
    console = Console(file=out, width=200, force_terminal=True)
    AnswerPrinter(console, "http://127.0.0.1:8000").show(answer(TECHNIQUE))

    assert "\x1b]8;" in out.getvalue()
    assert "<http://" not in out.getvalue()


def test_what_a_file_says_cannot_steer_the_terminal() -> None:
    hostile = "\x1b]0;owned\x07\x9b31m\u202eA mill"
    document = dataclasses.replace(DOCUMENT, title=hostile)
    passage = dataclasses.replace(PASSAGE, text=hostile, marks=((0, 3),), document=document)
    case = dataclasses.replace(CASE, title=hostile, company=hostile)
    text = shown(answer(dataclasses.replace(TECHNIQUE, title=hostile, cases=(case,), passages=(passage,))))

    assert "A mill" in text
    assert [character for character in text if not (character.isprintable() or character == "\n")] == []


def test_how_a_question_was_read_is_told_before_its_results() -> None:
    """What is not wanted, what was probably meant and, where scores are shown, what else was looked for."""
    query = QueryView(
        "rince -salt without lime",
        "en",
        (),
        ("rinsing water",),
        {},
        denied=(Denied("salt", "-salt", required=True), Denied("lime", "without lime", required=False)),
        suggestion="rinse",
    )
    text = shown(dataclasses.replace(answer(TECHNIQUE), query=query))

    assert "Not wanted: not: salt, without: lime" in text
    assert "Did you mean: rinse" in text
    assert "Also searched for: rinsing water" in text
    assert "Did you mean" not in shown(
        dataclasses.replace(answer(TECHNIQUE), query=dataclasses.replace(query, replaced=True))
    )


def test_scores_are_told_with_the_rank_in_each_leg() -> None:
    """A leg that did not find the passage is left out."""
    found = dataclasses.replace(PASSAGE, explain=Explain(1.0, None, 0.03, 4, None, 1.5))

    assert "Score 0.0300: words 1.000 (rank 4); agreement x 1.50" in shown(
        answer(dataclasses.replace(TECHNIQUE, passages=(found,)))
    )


def test_why_something_fits_or_not_is_told_where_it_was_asked_for() -> None:
    fit = Fit(fits=False, told=0.25, untold=("shark",), cosine=0.81, subject=-1.5, score=-2.0)
    text = shown(dataclasses.replace(answer(TECHNIQUE, weak=True), fit=fit, plan="exact"))

    assert "Does not fit: told 0.25; not told: shark; nearest 0.810; subject -1.500;" in text
    assert "Nearest passages: exact" in text
    words_alone = dataclasses.replace(answer(TECHNIQUE), fit=Fit(fits=True))
    assert "Fits: told 1.00\n" in shown(words_alone)
    assert "Nearest passages" not in shown(words_alone)
