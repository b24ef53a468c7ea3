"""What cases report together, as the services and the table tell it."""

from __future__ import annotations

import csv
import io

import pytest

from corpus.model import Grade, Role
from corpus.vocabulary import load_vocabulary
from search_api.case_sets import CaseSets
from search_api.cases_table import COLUMNS, cases_csv
from search_api.naming import Naming
from tests.made_cases import RINSING, WATER, case, figure, payback, saving

SETS = CaseSets(Naming(load_vocabulary()))


def invested(name: str, *amounts: float, currency: str = "USD") -> object:
    return case(name, *(figure(Role.INVESTMENT, amount, "", currency=currency, of=None) for amount in amounts))


def test_sites_evidence_and_years_are_told() -> None:
    cases = [
        case("a", grade=Grade.C, year=1996, country="VN"),
        case("a2", company="Mill A", country="VN", year=None),
        case("b", company=None, techniques=(RINSING, RINSING)),
    ]
    view = SETS.view(cases)

    assert (view.case_count, view.sites, view.unnamed, view.alone) == (3, 2, 1, 2)
    assert [(count.term.value, count.count) for count in view.grades] == [("A", 2), ("C", 1)]
    assert [(count.term.label, count.count) for count in view.countries] == [("Vietnam", 2), ("Bangladesh", 1)]
    assert view.years == (1996, 2009)
    assert view.statistics == ()


def test_nothing_reports_nothing() -> None:
    view = SETS.view([])

    assert (view.case_count, view.years, view.investments, view.other_investments) == (0, None, (), 0)


def test_investments_in_dollars_are_told_by_class_and_the_others_counted() -> None:
    cases = [
        invested("none", 0),
        invested("small", 999),
        invested("edge", 1000),
        invested("large", 3_000_000),
        invested("rupees", 5000, currency="INR"),
        invested("two", 500, 700),
        case("silent"),
    ]
    view = SETS.view(cases)  # type: ignore[arg-type]

    assert [(each.low, each.high, each.count) for each in view.investments] == [
        (0, 1, 1),
        (1, 1_000, 1),
        (1_000, 10_000, 1),
        (100_000, None, 1),
    ]
    assert view.other_investments == 2


@pytest.mark.parametrize(
    ("figures", "unit", "median"),
    [
        ([payback(months) for months in (1, 18, 40)], ("a", "years", ""), "1.5"),
        ([payback(months) for months in (1, 1, 40)], ("a", "years", ""), "0.08"),
        ([saving(percent) for percent in (12.345, 30, 45)], ("%", "%", "water"), "30"),
        (
            [figure(Role.SAVING, 95_563.6 * n, "m3/a") for n in (1, 1, 1)],
            ("m3/a", "m³/year", ""),
            "95,600",
        ),
        (
            [figure(Role.SAVING, n, "L/kg", period="kg of fabric") for n in (1, 2, 3)],
            ("m3/t", "m³/t", "fabric"),
            "2",
        ),
        ([figure(Role.SAVING, n, "m3/{pig}") for n in (1, 2, 3)], ("m3/{pig}", "m³/pig", "pig"), "2"),
    ],
)
def test_a_statistic_reads_as_people_write_it(figures: list[object], unit: tuple[str, str, str], median: str) -> None:
    cases = [case(f"s{n}", one) for n, one in enumerate(figures)]  # type: ignore[arg-type]
    (spread,) = SETS.spreads(cases, 3)

    assert (spread.unit, spread.unit_text, spread.basis) == unit
    assert spread.median_text == median


def test_a_subject_has_its_term_or_the_words_of_its_record() -> None:
    mud = [case(f"m{n}", figure(Role.SAVING, n + 1, "kg/a", subject="oxide mud", of=None)) for n in range(3)]
    water = [case(f"w{n}", saving(n + 1)) for n in range(3)]
    (of_mud,), (of_water,) = SETS.spreads(mud, 3), SETS.spreads(water, 3)

    assert (of_mud.subject, of_mud.concept) == ("oxide mud", None)
    assert of_water.concept is not None
    assert (of_water.subject, of_water.concept.value) == ("Water", "water")


def test_the_table_has_a_row_a_figure_with_its_statistic() -> None:
    cases = [
        case("a", saving(30), country=None),
        case("b", saving(42), company='=cmd("x")', year=None),
        case("c", saving(50, high=52), techniques=(RINSING, RINSING)),
    ]
    rows = list(csv.reader(io.StringIO(cases_csv(SETS.view(cases)).decode("utf-8-sig"))))

    assert tuple(rows[0]) == COLUMNS
    table = [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]
    assert [(row["case"], row["value"], row["only_measure"]) for row in table] == [
        ("a", "30.0", "yes"),
        ("b", "42.0", "yes"),
        ("c", "51.0", "no"),
    ]
    assert {(row["median"], row["lowest"], row["highest"], row["sites"]) for row in table} == {
        ("42.0", "30.0", "51.0", "3")
    }
    assert table[1]["site"].startswith("'=cmd(")
    assert table[0]["evidence"].endswith("/pages/1?span=4-6")


def test_a_table_of_eight_sites_has_quartiles() -> None:
    cases = [case(f"s{n}", saving(10 * n)) for n in range(1, 9)]
    rows = list(csv.DictReader(io.StringIO(cases_csv(SETS.view(cases)).decode("utf-8-sig"))))

    assert {(row["first_quartile"], row["third_quartile"]) for row in rows} == {("27.5", "62.5")}


def test_statistics_can_be_of_one_resource_and_of_paybacks_alone() -> None:
    cases = [
        case(f"s{n}", saving(n + 10), payback(n + 3), figure(Role.SAVING, n, "%", basis="dyes", of="resource:dyes"))
        for n in range(3)
    ]
    view = SETS.view(cases, of=WATER)

    assert [statistic.spread.subject for statistic in view.statistics] == ["", "Water"]
    assert len(SETS.view(cases).statistics) == 3
