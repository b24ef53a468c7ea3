from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corpus.model import (
    CaseId,
    CaseStatus,
    Concept,
    ConceptId,
    DocumentId,
    Figure,
    Grade,
    Labels,
    Page,
    Quantity,
    Role,
    Scheme,
    Source,
    Words,
)
from corpus.records import CaseRecord, FigureRecord
from ingest.cases import build_case
from ingest.concepts import Matcher
from tests.rendered import rendered_collection

DOCUMENT = DocumentId("0" * 64)
RECORD = CaseRecord(
    id=CaseId("rinse-twice"),
    title="Rinse water used twice",
    company=None,
    country="KE",
    year=1999,
    status=CaseStatus.IMPLEMENTED,
    grade=Grade.B,
    sector=None,
    processes=(),
    substances=(),
    summary="",
    baseline="",
    measures=(),
    figures=(),
    notes="",
    source=Source("A book"),
)
WATER = FigureRecord(Role.SAVING, "30", "%", "water", "year")

NO_WORDS = Matcher([])


def page(text: str, number: int = 1) -> Page:
    return Page(number, text, 595.0, 842.0, Words(np.empty((0, 2), np.int32), np.empty((0, 4), np.float32)))


def located(figures: tuple[FigureRecord, ...], *texts: str) -> tuple[Figure, ...]:
    pages = [page(text, number) for number, text in enumerate(texts, start=1)]
    case = build_case(replace(RECORD, figures=figures), DOCUMENT, pages, NO_WORDS)
    assert all(
        figure.span is None or pages[figure.page - 1].text[slice(*figure.span)] == figure.printed
        for figure in case.figures
    )
    return case.figures


def test_all_but_the_figures_is_taken_over_from_the_record() -> None:
    case = build_case(RECORD, DOCUMENT, [page("A page.")], NO_WORDS)

    assert (RECORD.id, RECORD.title, RECORD.country, RECORD.source) == (case.id, case.title, case.country, case.source)
    assert (case.document, case.page, case.figures) == (DOCUMENT, 1, ())


def test_a_number_is_found_with_its_page() -> None:
    (figure,) = located((WATER,), "Nothing here.", "Water fell by 30 %.")

    assert (figure.page, figure.span) == (2, (14, 16))


@pytest.mark.parametrize(
    "text",
    ["Water 130 %", "Water 30.5 %", "Water 30,000 %", "Water 1.30 %", "Water 30-40 %", "Water 20-30 %", "Water m30 %"],
)
def test_a_part_of_another_number_is_not_the_number(text: str) -> None:
    (figure,) = located((WATER,), text)

    assert (figure.page, figure.span) == (1, None)


def test_a_number_may_stand_before_a_full_stop_or_comma() -> None:
    (figure,) = located((replace(WATER, printed="1,530", unit="m3"),), "Of water, 1,530, m3 of it.")

    assert figure.span == (10, 15)


def test_the_line_that_names_unit_and_subject_is_preferred() -> None:
    (figure,) = located((WATER,), "30 people work here\nEnergy 30 %\nWater 30 %\nWater, 30 m3")

    assert figure.span == (38, 40)


def test_equal_numbers_are_told_apart_by_what_they_measure() -> None:
    steam = replace(WATER, subject="steam")
    first, second = located((steam, WATER), "Water 30 % year\nSteam 30 % year")

    assert [first.span, second.span] == [(22, 24), (6, 8)]


def test_equal_figures_take_different_places_in_reading_order() -> None:
    first, second = located((WATER, WATER), "Water 30 %\nWater 30 %")

    assert [first.span, second.span] == [(6, 8), (17, 19)]


def test_before_and_after_are_told_apart() -> None:
    before, after = (FigureRecord(role, "8", "%", "rejects") for role in (Role.AFTER, Role.BASELINE))
    first, second = located((before, after), "Before: rejects 8 %\nAfter: rejects 8 %")

    assert [first.span, second.span] == [(35, 36), (16, 17)]


def test_a_number_that_nothing_speaks_for_is_not_marked() -> None:
    (figure,) = located((WATER,), "See page 30 of the report.")

    assert figure.span is None


def test_a_rare_number_speaks_for_itself() -> None:
    (figure,) = located((FigureRecord(Role.INVESTMENT, "38,967", "USD"),), "In all it took 38,967 to build.")

    assert figure.span == (15, 21)


def test_the_case_begins_where_most_of_its_figures_stand() -> None:
    figures = (WATER, replace(WATER, printed="31"), replace(WATER, printed="99"))
    case = build_case(
        replace(RECORD, figures=figures),
        DOCUMENT,
        [page("Contents"), page("Water 30 %\nWater 31 %", 2), page("", 3)],
        NO_WORDS,
    )

    assert case.page == 2
    assert [figure.page for figure in case.figures] == [2, 2, 2]


def test_a_document_without_pages_locates_nothing() -> None:
    (figure,) = located((WATER,))

    assert (figure.page, figure.span) == (1, None)


def test_a_pattern_in_the_record_is_only_text() -> None:
    (figure,) = located((replace(WATER, printed="(1|2)+.*"),), "Water (1|2)+.* %")

    assert figure.span == (6, 14)


def test_figures_are_read_and_normalised() -> None:
    """A figure of a case has its quantity, the normal form and the price year, and a percentage its basis."""
    figures = (replace(WATER, unit="gal", printed="1,000"), FigureRecord(Role.SAVING, "5", "hats"), WATER)
    gallons, hats, share = located(figures)

    assert gallons.quantity == Quantity(1000.0, 1000.0, unit="[gal_us]/a")
    assert gallons.normal == Quantity(3.785411784, 3.785411784, unit="m3/a")
    assert (hats.quantity, hats.normal, hats.of) == (None, None, None)
    assert (share.quantity, share.basis) == (Quantity(30.0, 30.0, unit="%"), "water")


def test_a_figure_knows_what_it_counts_but_money_counts_nothing() -> None:
    """The subject of a record names the resource, where a matcher is at hand."""
    water = Concept(ConceptId("resource:water"), Scheme.RESOURCE, {"en": Labels("Water")})
    figures = (WATER, replace(WATER, unit="USD", role=Role.ANNUAL_SAVING))
    case = build_case(replace(RECORD, figures=figures), DOCUMENT, [page("")], Matcher([water]))

    assert [water.id, None] == [figure.of for figure in case.figures]


@pytest.mark.slow
def test_nearly_all_figures_of_the_collection_are_located_on_their_sheets() -> None:
    pages = {rendered.case.id: rendered.pages for rendered in rendered_collection()}
    cases = [build_case(rendered.case, DOCUMENT, rendered.pages, NO_WORDS) for rendered in rendered_collection()]
    figures = [(case.id, figure) for case in cases for figure in case.figures]
    spans = [(pages[case][0].text, figure) for case, figure in figures if figure.span]

    assert len(spans) >= 0.98 * len(figures)
    assert all(text[slice(*figure.span)] == figure.printed for text, figure in spans if figure.span)


@pytest.mark.slow
def test_figures_of_a_sheet_hardly_ever_share_a_place() -> None:
    shared = []
    for rendered in rendered_collection():
        spans = [
            figure.span
            for figure in build_case(rendered.case, DOCUMENT, rendered.pages, NO_WORDS).figures
            if figure.span
        ]
        if len(set(spans)) < len(spans):
            shared.append(rendered.case.id)

    # One number may be the cost before and the saving after, and stand in one sentence that tells both.
    assert len(shared) <= 0.01 * len(rendered_collection()), shared
