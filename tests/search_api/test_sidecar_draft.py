"""A proposal as the sidecar it would be."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import (
    CaseProposal,
    Evidence,
    Figure,
    Proposed,
    ProposedFigure,
    ProposedMeasure,
    Role,
)
from corpus.records import Record, parse_record
from corpus.vocabulary import Vocabulary, load_vocabulary
from search_api.sidecar_draft import case_id, draft


def _proposed(value: str, words: str = "words that say it") -> Proposed:
    return Proposed(value, (Evidence(2, (0, len(words)), words), Evidence(3, (0, 4), "more")), 0.83)


CASE = CaseProposal(
    title=_proposed('Rinse "water" used twice: a tank'),
    company=_proposed("Lakeside Dyers"),
    country=_proposed("NO"),
    year=_proposed("2019"),
    sector=_proposed("sector:1313"),
    status=_proposed("implemented", "a very\nlong sentence " * 20),
    grade=_proposed("A"),
    processes=(_proposed("process:rinsing"),),
    substances=(_proposed("resource:water"), _proposed("pollutant:cod")),
    measures=(
        ProposedMeasure(
            _proposed("a tank"), _proposed("technique:process-water-cascade"), _proposed("practice:on-site-reuse")
        ),
        ProposedMeasure(_proposed("a brass whatsit"), None, None),
    ),
    figures=(
        ProposedFigure(
            Figure(Role.SAVING, "12", "%", "water use", "year", "", 2, (0, 2)), (Evidence(2, (0, 4), "12 %"),), 0.9
        ),
    ),
)


@pytest.fixture(scope="module", name="vocabulary")
def _vocabulary() -> Vocabulary:
    """The packaged vocabulary."""
    return load_vocabulary()


def _loaded(text: str) -> Record:
    return parse_record(text.encode(), Path("draft.yaml"))


def test_a_draft_is_a_record_of_what_was_proposed(vocabulary: Vocabulary) -> None:
    """It loads as it is printed, and says what the proposal says; a measure that is incomplete waits in comments."""
    record = _loaded(draft(CASE, source="Annual report", language="en", vocabulary=vocabulary))
    case = record.case

    assert case is not None
    assert (case.id, case.title) == ("rinse-water-used-twice-a-tank", 'Rinse "water" used twice: a tank')
    assert (case.company, case.country, case.year, case.sector) == ("Lakeside Dyers", "NO", 2019, "sector:1313")
    assert (case.status, case.grade, record.language) == ("implemented", "A", "en")
    assert (case.processes, case.substances) == (("process:rinsing",), ("resource:water", "pollutant:cod"))
    assert [(each.name, each.technique) for each in case.measures] == [("a tank", "technique:process-water-cascade")]
    assert [(each.role, each.printed, each.unit, each.subject, each.period) for each in case.figures] == [
        ("saving", "12", "%", "water use", "year")
    ]
    assert case.source.title == "Annual report"


def test_each_value_has_its_words_page_and_certainty_above_it(vocabulary: Vocabulary) -> None:
    """Long quotes are cut, line feeds are blanks, concepts are named."""
    lines = draft(CASE, source="Annual report", language="en", vocabulary=vocabulary).split("\n")

    above = lines[lines.index('  company: "Lakeside Dyers"') - 2 :]
    assert above[:2] == ["  # page 2, right in 83% of such cases: words that say it", "  # page 3: more"]
    assert "  country: NO  # Norway" in lines
    assert any(line.startswith("    - resource:water  # Water") for line in lines)
    assert any(line.endswith("…") for line in lines)
    assert '    # - name: "a brass whatsit"' in lines


def test_what_was_not_found_is_listed_and_left_out(vocabulary: Vocabulary) -> None:
    """Nothing is made up: only the title falls back on the document's own name."""
    bare = CaseProposal(status=_proposed("proposed"), grade=_proposed("C"))
    text = draft(bare, source="visit", language="und", vocabulary=vocabulary)
    record = _loaded(text)

    assert record.case is not None
    assert (record.case.id, record.case.title, record.case.company) == ("visit", "visit", None)
    assert text.endswith(
        "# not found: title, company, country, year, sector, processes, substances, measures, figures\n"
    )


def test_measures_without_a_technique_are_told_among_what_is_missing(vocabulary: Vocabulary) -> None:
    """A person sees what is left to do."""
    text = draft(CASE, source="visit", language="en", vocabulary=vocabulary)

    assert text.endswith("# not found: the technique of some measures\n")


def test_a_whole_draft_lists_nothing_as_missing(vocabulary: Vocabulary) -> None:
    """There is no list of nothing."""
    whole = CaseProposal(
        CASE.title,
        CASE.company,
        CASE.country,
        CASE.year,
        CASE.sector,
        CASE.status,
        CASE.grade,
        CASE.processes,
        CASE.substances,
        CASE.measures[:1],
        CASE.figures,
    )

    assert "not found" not in draft(whole, source="", language="en", vocabulary=vocabulary)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Rinse water, used twice!", "rinse-water-used-twice"),
        ("Décapage de l’acier", "decapage-de-l-acier"),
        ("漂洗", "case"),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_an_id_is_the_title_as_a_slug(title: str, expected: str) -> None:
    """Short, in letters and digits of ASCII."""
    assert case_id(title) == expected
