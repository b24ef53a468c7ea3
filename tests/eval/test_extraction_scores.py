"""Proposals compared with gold, field by field."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.model import (
    CaseProposal,
    ConceptId,
    Evidence,
    Figure,
    Page,
    Proposed,
    ProposedFigure,
    ProposedMeasure,
    Quantity,
    Role,
    Words,
)
from eval.extraction_gold import GoldCase, GoldDocument, GoldFigure, GoldMeasure
from eval.extraction_scores import DocumentScore, Tally, score

TEXT = "Rinse water used twice. Lakeside Dyers saves 12 % of 64 L/kg."
PAGE = Page(1, TEXT, 595.0, 842.0, Words(np.zeros((0, 2), np.int32), np.zeros((0, 4), np.float32)))
GOLD = GoldCase(
    title="Rinse water used twice",
    company="Lakeside Dyers, Nakuru",
    country="KE",
    year="2019",
    status="implemented",
    sectors=("sector:1313", "sector:131"),
    grades=("A", "B"),
    processes=("process:rinsing",),
    substances=("resource:water",),
    measures=(
        GoldMeasure("a tank for the last rinse", ("technique:process-water-cascade",), ("practice:on-site-reuse",)),
    ),
    figures=(
        GoldFigure("saving", "12", "%", (12.0, 12.0), "%", ("resource:water",), "", "water use"),
        GoldFigure("baseline", "64", "L/kg", (64.0, 64.0), "L/kg", ("resource:water",), "kg of fabric", ""),
        GoldFigure("saving", "900", "m3", (900.0, 900.0), "m3/a", (), "year", ""),
    ),
)


def _proposed(value: str, words: str = "Rinse", confidence: float = 0.5) -> Proposed:
    at = TEXT.index(words)
    return Proposed(value, (Evidence(1, (at, at + len(words)), words),), confidence)


def _figure(printed: str, role: Role, unit: str, of: str = "", basis: str = "", period: str = "") -> ProposedFigure:
    at = TEXT.find(printed)
    span = (at, at + len(printed)) if at >= 0 else None
    quantity = Quantity(float(printed), float(printed), unit=unit)
    concept = ConceptId(of) if of else None
    return ProposedFigure(
        Figure(role, printed, unit, "", period, "", 1, span, quantity, of=concept, basis=basis),
        (Evidence(1, (0, 5), "Rinse"),),
        0.9,
    )


def _score(*cases: CaseProposal, gold: tuple[GoldCase, ...] = (GOLD,)) -> DocumentScore:
    return score(GoldDocument("small", "leaflet", "en", gold, lambda: b""), cases, [PAGE])


@pytest.mark.parametrize(
    ("field", "case", "expected"),
    [
        ("title", CaseProposal(title=_proposed("Rinse water is used twice")), Tally(1, 1, 1)),
        ("title", CaseProposal(title=_proposed("Something else")), Tally(0, 1, 1)),
        ("company", CaseProposal(company=_proposed("Lakeside Dyers")), Tally(1, 1, 1)),
        ("company", CaseProposal(company=_proposed("Lakeside Mills")), Tally(0, 1, 1)),
        ("country", CaseProposal(country=_proposed("UG")), Tally(0, 1, 1)),
        ("year", CaseProposal(), Tally(0, 0, 1)),
        ("sector", CaseProposal(sector=_proposed("sector:131")), Tally(1, 1, 1)),
        ("sector", CaseProposal(sector=_proposed("sector:1311")), Tally(0, 1, 1)),
        ("division", CaseProposal(sector=_proposed("sector:1311")), Tally(1, 1, 1)),
        ("grade", CaseProposal(grade=_proposed("B")), Tally(1, 1, 1)),
        (
            "processes",
            CaseProposal(processes=(_proposed("process:rinsing"), _proposed("process:dyeing"))),
            Tally(1, 2, 1),
        ),
        ("substances", CaseProposal(), Tally(0, 0, 1)),
    ],
)
def test_a_value_is_right_if_the_document_says_so(field: str, case: CaseProposal, expected: Tally) -> None:
    """Alternatives count, titles by most words, sites by all words of the shorter name, divisions by two digits."""
    assert _score(case).tallies[field] == expected


def test_a_measure_is_right_by_its_name_or_its_technique() -> None:
    """Technique and practice count only of a measure that is right."""
    by_name = ProposedMeasure(_proposed("tank for the last rinse"), _proposed("technique:water-reuse"), None)
    by_technique = ProposedMeasure(
        _proposed("something"), _proposed("technique:process-water-cascade"), _proposed("practice:on-site-reuse")
    )
    named, known = _score(CaseProposal(measures=(by_name,))), _score(CaseProposal(measures=(by_technique,)))

    assert (named.tallies["measures"], named.tallies["technique"]) == (Tally(1, 1, 1), Tally(0, 1, 1))
    assert (known.tallies["measures"], known.tallies["practice"]) == (Tally(1, 1, 1), Tally(1, 1, 1))


def test_a_figure_is_right_by_role_value_and_unit_and_complete_with_the_rest() -> None:
    """A yearly amount may have its year in the unit or beside it."""
    figures = (
        _figure("12", Role.SAVING, "%", "resource:water", "the water use"),
        _figure("64", Role.BASELINE, "L/kg", "resource:water"),
        _figure("900", Role.SAVING, "m3", period="year"),
        _figure("12", Role.BASELINE, "%"),
    )
    tallies = _score(CaseProposal(figures=figures)).tallies

    assert (tallies["figures"], tallies["complete figures"]) == (Tally(3, 4, 3), Tally(2, 4, 3))


def test_a_figure_without_a_quantity_is_compared_as_printed() -> None:
    """Records know a number only as it is printed; what could not be read is never right against a value."""
    unread = ProposedFigure(Figure(Role.SAVING, "12", "%", "", "", "", 1, None), (), 0.5)
    record = GoldCase("", "", "", "", "", (), (), (), (), (), (GoldFigure("saving", "12", "%"),))

    assert _score(CaseProposal(figures=(unread,)), gold=(record,)).tallies["figures"] == Tally(1, 1, 1)
    assert _score(CaseProposal(figures=(unread,))).tallies["figures"] == Tally(0, 1, 3)


def test_each_case_is_compared_with_the_one_most_like_it() -> None:
    """A case that was not found misses all its fields; one that is not there is wrong in all of them."""
    other = CaseProposal(title=_proposed("Meters"), company=_proposed("Somebody"))
    same = CaseProposal(title=_proposed("Rinse water used twice"))
    scored = _score(other, same)

    assert scored.tallies["cases"] == Tally(1, 2, 1)
    assert scored.tallies["title"] == Tally(1, 2, 1)
    assert scored.tallies["company"] == Tally(0, 1, 1)
    assert ("company", "Lakeside Dyers, Nakuru") in scored.missed
    assert _score().tallies["cases"] == Tally(0, 0, 1)


def test_evidence_is_exact_if_it_stands_on_its_page_as_quoted() -> None:
    """A quote that the page does not hold at that place is counted."""
    wrong = Proposed("Lakeside", (Evidence(1, (0, 8), "Lakeside"),), 0.5)
    measure = ProposedMeasure(_proposed("a tank"), None, None)
    scored = _score(
        CaseProposal(
            title=_proposed("Rinse"), company=wrong, measures=(measure,), figures=(_figure("12", Role.SAVING, "%"),)
        )
    )
    unplaced = _score(CaseProposal(figures=(_figure("900", Role.SAVING, "m3"),)))

    assert (scored.evidence, scored.exact_evidence) == (4, 3)
    assert (scored.figures, scored.exact_figures) == (1, 1)
    assert (unplaced.figures, unplaced.exact_figures) == (1, 0)


def test_shares_of_nothing_are_none() -> None:
    """Precision without proposals and recall without gold are not 0 and not 1."""
    assert (Tally().precision, Tally().recall) == (None, None)
    assert (Tally(1, 2, 4).precision, Tally(1, 2, 4).recall) == (0.5, 0.25)
