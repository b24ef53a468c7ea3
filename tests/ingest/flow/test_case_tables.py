"""A row of a table of cases becomes a proposal whose fields stand in its cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import CaseProposal, Page, Proposed, Role
from corpus.vocabulary import load_vocabulary
from ingest.concepts import Matcher
from ingest.figures.quantities import Reading
from ingest.flow.case_tables import CaseTables, case_columns
from ingest.flow.delimited import read
from ingest.flow.limits import FlowLimits
from ingest.proposals.techniques import Techniques

_ENGLISH = (
    "Title;Company;Country;Year;Sector;Measure;Status;Investment (USD);Annual saving (USD);Payback (years)\n"
    "Less water;Lake Dyers;Kenya;2015;Dyeing of textiles;Counter-current rinsing;implemented;12,500;25,000;0.5\n"
    'Chrome;Hill Tannery;PE;2016;Leather tanning;"Chrome recovery; Solar drying";proposed;4,000;2,000;2\n'
)
_SPANISH = (
    "Empresa;País;Año;Medida;Inversión (USD);Ahorro anual (USD)\n"
    "Textil Sur;Perú;2012;Enjuague en contracorriente;3000;1500\n"
)
_FRENCH = (
    "Entreprise;Pays;Année;Mesure;Investissement (EUR)\nTeinture du Lac;Maroc;2011;Rinçage à contre-courant;3000\n"
)
_PORTUGUESE = "Empresa;País;Ano;Medida;Investimento (BRL)\nTinturaria;Brasil;2010;Lavagem em contracorrente;3000\n"


@pytest.fixture(scope="module")
def case_tables() -> CaseTables:
    """What finds cases, with the packaged vocabularies."""
    vocabulary = load_vocabulary()
    matcher = Matcher(vocabulary.concepts.values())
    return CaseTables(vocabulary, matcher, Techniques(vocabulary, matcher))


def _cases(
    case_tables: CaseTables, tmp_path: Path, text: str, language: str = "en"
) -> tuple[list[CaseProposal], list[Page]]:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    document = read(path, FlowLimits())
    found = [case for table in document.tables for case in case_tables.case_rows(table, Reading(language, None, "."))]
    return found, document.pages


def _value(proposed: Proposed | None) -> str:
    return proposed.value if proposed else ""


def test_each_row_is_a_case(case_tables: CaseTables, tmp_path: Path) -> None:
    """Fields are read from the columns that are named like them, figures of one row are none of another's."""
    cases, _ = _cases(case_tables, tmp_path, _ENGLISH)

    assert [tuple(map(_value, (case.title, case.company, case.country, case.year, case.status))) for case in cases] == [
        ("Less water", "Lake Dyers", "KE", "2015", "implemented"),
        ("Chrome", "Hill Tannery", "PE", "2016", "proposed"),
    ]
    assert [[measure.name.value for measure in case.measures] for case in cases] == [
        ["Counter-current rinsing"],
        ["Chrome recovery", "Solar drying"],
    ]
    assert [_value(case.measures[0].technique) for case in cases] == [
        "technique:counter-current-rinsing",
        "technique:chrome-recovery",
    ]
    assert [[(each.figure.role, each.figure.printed) for each in case.figures] for case in cases] == [
        [(Role.INVESTMENT, "12,500"), (Role.ANNUAL_SAVING, "25,000"), (Role.PAYBACK, "0.5")],
        [(Role.INVESTMENT, "4,000"), (Role.ANNUAL_SAVING, "2,000"), (Role.PAYBACK, "2")],
    ]
    assert all(case.sector and case.sector.value.startswith("sector:") for case in cases)


def test_every_field_shows_its_cell(case_tables: CaseTables, tmp_path: Path) -> None:
    """The evidence of each field is what stands on the page."""
    cases, pages = _cases(case_tables, tmp_path, _ENGLISH)
    told = [
        evidence
        for case in cases
        for field in (case.title, case.company, case.country, case.year, case.sector, case.status, case.grade)
        for evidence in (field.evidence if field else ())
    ]
    told += [evidence for case in cases for figure in case.figures for evidence in figure.evidence]

    assert len(told) >= 16
    assert all(pages[each.page - 1].text[slice(*each.span)] == each.words for each in told)
    for figure in (figure.figure for case in cases for figure in case.figures):
        assert figure.span
        assert pages[figure.page - 1].text[slice(*figure.span)] == figure.printed


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param(_SPANISH, "es", ("Textil Sur", "PE", "2012"), id="Spanish"),
        pytest.param(_FRENCH, "fr", ("Teinture du Lac", "MA", "2011"), id="French"),
        pytest.param(_PORTUGUESE, "pt", ("Tinturaria", "BR", "2010"), id="Portuguese"),
    ],
)
def test_columns_are_known_in_other_languages(
    case_tables: CaseTables, tmp_path: Path, text: str, language: str, expected: tuple[str, ...]
) -> None:
    """Company, country, year, measure and investment are told by their names."""
    (case,), _ = _cases(case_tables, tmp_path, text, language)

    assert tuple(map(_value, (case.company, case.country, case.year))) == expected
    assert case.measures[0].technique
    assert case.figures[0].figure.role is Role.INVESTMENT


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Option;Investment (USD)\nRinsing;300\n", id="a manual's table of options"),
        pytest.param("Company;City\nLake Dyers;Kisumu\n", id="a list of companies"),
        pytest.param("Company;Country;Year\nLake Dyers;Kenya;2015\n", id="nothing done"),
        pytest.param("1;2\n3;4\n", id="numbers"),
    ],
)
def test_other_tables_list_no_cases(case_tables: CaseTables, tmp_path: Path, text: str) -> None:
    """A table without columns of a case, or whose rows tell of nothing done, is none of cases."""
    assert _cases(case_tables, tmp_path, text)[0] == []


def test_the_first_of_two_columns_counts(tmp_path: Path) -> None:
    """Two columns of measures are both read, a second one for another field is not."""
    path = tmp_path / "a.csv"
    path.write_text("Company;Country;Location;Measure;Option\na;Kenya;b;c;d\n", encoding="utf-8")
    (table,) = read(path, FlowLimits()).tables

    assert [label.name for label in case_columns(table).values()] == ["COMPANY", "COUNTRY", "MEASURE", "MEASURE"]
