"""Figures of whole documents: sentences, headings and tables."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest

from corpus.model import Cell, ConceptId, Page, ProposedFigure, Scheme, Table, Words
from corpus.vocabulary import load_vocabulary
from ingest.concepts import Matcher
from ingest.figures.find import find_figures, prepare

_SUBSTANCES = (Scheme.RESOURCE, Scheme.POLLUTANT)
MATCHER = Matcher(concept for concept in load_vocabulary().concepts.values() if concept.scheme in _SUBSTANCES)


def page(text: str, number: int = 1, margin: int = 0) -> Page:
    words = Words(np.empty((0, 2), np.int32), np.empty((0, 4), np.float32))
    return Page(number, text, 595.0, 842.0, words, margin)


def found(*texts: str, language: str = "en", country: str | None = None) -> list[ProposedFigure]:
    pages = [page(text, number) for number, text in enumerate(texts, start=1)]
    figures = find_figures(pages, (), MATCHER, language=language, country=country)
    assert_shown(figures, pages)
    return figures


def assert_shown(figures: Sequence[ProposedFigure], pages: Sequence[Page]) -> None:
    """Check that each figure stands where it says, inside the words that say it."""
    for proposed in figures:
        figure, (evidence,) = proposed.figure, proposed.evidence
        text = pages[figure.page - 1].text
        assert figure.span is not None
        assert text[slice(*figure.span)] == figure.printed
        assert text[slice(*evidence.span)] == evidence.words
        assert evidence.page == figure.page
        assert evidence.span[0] <= figure.span[0] <= figure.span[1] <= evidence.span[1]


def seen(*texts: str, language: str = "en", country: str | None = None) -> list[tuple[str, str, str]]:
    return [said(proposed) for proposed in found(*texts, language=language, country=country)]


def said(proposed: ProposedFigure) -> tuple[str, str, str]:
    quantity = proposed.figure.quantity
    assert quantity is not None
    return proposed.figure.role.value, proposed.figure.printed, quantity.currency + quantity.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Water use was reduced from 138 to 80 L/kg.",
            [("baseline", "138", "L/kg"), ("after", "80", "L/kg")],
        ),
        ("They cut water use by 42 %.", [("saving", "42", "%")]),
        ("This cut water use 30 %.", [("saving", "30", "%")]),
        ("Water use fell to 90 m3/t.", [("after", "90", "m3/t")]),
        ("Previously it used 90 m3/t of water.", [("baseline", "90", "m3/t")]),
        ("Now 90 m3/t are enough.", [("after", "90", "m3/t")]),
        (
            "Now it takes 1.2 m3 of water per t, where it took 14.4 m3 before.",
            [("after", "1.2", "m3/t"), ("baseline", "14.4", "m3/t")],
        ),
        ("It uses 0.48 t of steam instead of 0.52 t.", [("after", "0.48", "t"), ("baseline", "0.52", "t")]),
        ("The plant saves 5,000 m3 of water a year.", [("saving", "5,000", "m3/a")]),
        ("Annual savings of 5,000 m3 of water.", [("saving", "5,000", "m3/a")]),
        ("It invested USD 1,530.", [("investment", "1,530", "USD")]),
        ("The machine cost $110,000.", [("investment", "110,000", "USD")]),
        ("Savings: US$ 97,000 per year", [("annual-saving", "97,000", "USD/a")]),
        ("In all USD 500 was saved.", [("saving", "500", "USD")]),
        ("Disposal costs $2,400 a year less.", [("annual-saving", "2,400", "USD/a")]),
        (
            "The bill, which had been $55,000 a year, dropped to $900 a year.",
            [("baseline", "55,000", "USD/a"), ("after", "900", "USD/a")],
        ),
        ("Payback: 8 months", [("payback", "8", "mo")]),
        ("It paid for itself in three years.", [("payback", "three", "a")]),
        (
            "It saves 800 m3 of water and USD 500 a year.",
            [("saving", "800", "m3/a"), ("annual-saving", "500", "USD/a")],
        ),
        ("Salt use fell by 30 t a year (12 %).", [("saving", "30", "t/a"), ("saving", "12", "%")]),
        (
            "The pump costs Rs 7,500 and would save Rs 92,726 a year, so the payback is 1 month.",
            [("investment", "7,500", "INR"), ("annual-saving", "92,726", "INR/a"), ("payback", "1", "mo")],
        ),
        (
            "It uses 18,000 kWh less every year (Rs 138,600).",
            [("saving", "18,000", "kW.h/a"), ("annual-saving", "138,600", "INR/a")],
        ),
        ("The plant has a capacity of 500 t/d and employs 230 workers.", []),
        ("It saved time. The bath holds 500 litres.", []),
        ("Reduce heat above 900 °C.", []),
        ("Thickness ranging from 0.25 to 1.0 mm.", []),
        ("After 3 hours the water is cut.", []),
        ("See ISO 14001 and Table 3 for savings in 1998.", []),
        (
            "Its benefit is USD 27 a year against USD 9 to be spent.",
            [("annual-saving", "27", "USD/a"), ("investment", "9", "USD")],
        ),
        ("It saves 37 m3 of gas a year, worth €10.", [("saving", "37", "m3/a"), ("annual-saving", "10", "EUR/a")]),
        (
            "It could save 50 EUR, 9 GWh of energy, and 12 t of waste a year.",
            [("annual-saving", "50", "EUR/a"), ("saving", "9", "GW.h/a"), ("saving", "12", "t/a")],
        ),
        ("Rinsing now takes 13 minutes per batch.", [("after", "13", "min/{batch}")]),
        ("The water-saving measures cost R 360.", []),
        ("Now it has an 800 litre tank.", []),
        ("Payback? Ten months.", [("payback", "Ten", "mo")]),
        ("Efficiency rose from 77 % to 82 %.", [("baseline", "77", "%"), ("after", "82", "%")]),
    ],
)
def test_a_sentence_says_what_its_numbers_are(text: str, expected: list[tuple[str, str, str]]) -> None:
    """What stands around a number gives its role; one that says nothing of a measure is no figure."""
    assert expected == seen(text)


@pytest.mark.parametrize(
    ("text", "language", "country", "expected"),
    [
        (
            "El consumo de agua bajó de 0,74 a 0,29 m3 por tonelada.",
            "es",
            "BO",
            [("baseline", "0,74", "m3/t"), ("after", "0,29", "m3/t")],
        ),
        ("Inversión: 59.000 USD", "es", "BO", [("investment", "59.000", "USD")]),
        ("La empresa ahorra 15.000 m3 de agua por año.", "es", "BO", [("saving", "15.000", "m3/a")]),
        (
            "Les boues passent de 7 kg à 0,6 kg par tonne d'acier.",
            "fr",
            "FR",
            [("baseline", "7", "kg/t"), ("after", "0,6", "kg/t")],
        ),
        ("Le volume des eaux usées diminue de 33 %.", "fr", "FR", [("saving", "33", "%")]),
        ("L'investissement s'est élevé à 3 millions d'euros.", "fr", "FR", [("investment", "3", "EUR")]),
        ("Uma redução de 16,7 % do consumo de água.", "pt", "BR", [("saving", "16,7", "%")]),
        ("Vốn đầu tư là 169 triệu đồng.", "vi", "VN", [("investment", "169", "VND")]),
        ("投资30万元，每年节约用水800吨。", "zh", "CN", [("investment", "30", "CNY"), ("saving", "800", "t/a")]),
        ("انخفض استهلاك المياه بنسبة 30%.", "ar", "EG", [("saving", "30", "%")]),
        ("Water use fell by 12 %.", "und", None, [("saving", "12", "%")]),
        ("R 550 000 was invested.", "en", "ZA", [("investment", "550 000", "ZAR")]),
    ],
)
def test_other_languages_are_read(
    text: str, language: str, country: str | None, expected: list[tuple[str, str, str]]
) -> None:
    """Cues, units and number styles follow the document's language and country."""
    assert expected == seen(text, language=language, country=country)


def test_a_heading_speaks_for_the_short_lines_below_it() -> None:
    """A line without a cue takes over what the heading or label above says."""
    figures = found("Annual savings\n\n• 4,500 m3 of water\n• USD 900\n\nThe plant has\n30 looms.")

    assert [said(each) for each in figures] == [("saving", "4,500", "m3/a"), ("annual-saving", "900", "USD/a")]


def test_a_payback_below_its_label_is_one() -> None:
    """A stretch of time takes over a label too."""
    assert seen("Payback period\n\n8 months") == [("payback", "8", "mo")]


@pytest.mark.parametrize(
    ("text", "concept", "subject"),
    [
        ("Specific water use fell by 30 %.", "resource:water", "Specific water use"),
        ("It saves 30 t of caustic soda per tonne of steel.", "resource:caustic-soda", "caustic soda"),
        ("Wastewater is a burden. A new valve saves 200 m3 a day.", "pollutant:wastewater", "Wastewater"),
        ("The drive saves 500 kWh a year.", "resource:electricity", ""),
        ("It saves 500 hats, 3 kg.", None, ""),
        ("The drive saves USD 500 of water a year.", None, ""),
        ("It now needs 7 kg per tonne of steel less.", None, ""),
    ],
)
def test_a_figure_knows_what_it_counts(text: str, concept: str | None, subject: str) -> None:
    """What is named in or beside the quantity counts, then what stands before it; money counts nothing."""
    figure = found(text)[0].figure

    assert (concept and ConceptId(concept), subject) == (figure.of, figure.subject)


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("They reduced the water consumption by 42 %.", "water consumption"),
        ("It saves 30 % of the chrome in the drums.", "chrome in the drums"),
        ("With it they use 30 % less diesel per day.", "diesel"),
        ("Electrical demand: reduced by 30 %", "Electrical demand"),
        ("Savings were 30 %.", ""),
        ("It saves 30 kg of water.", ""),
    ],
)
def test_a_percentage_knows_what_it_is_of_or_says_nothing(text: str, basis: str) -> None:
    """The basis is in the text's own words, and empty where it is not stated."""
    assert basis == found(text)[0].figure.basis


def test_a_figure_is_normalised_beside_as_printed() -> None:
    """Printed, quantity and normal form stand side by side, with period and bound."""
    figure = found("It saves more than 2 million gallons of water a year.", country="US")[0].figure

    assert (figure.printed, figure.unit, figure.period, figure.note) == ("2", "million gallons", "year", "more than")
    assert figure.quantity is not None
    assert figure.normal is not None
    assert (figure.quantity.low, figure.quantity.unit) == (2e6, "[gal_us]/a")
    assert (figure.normal.low, figure.normal.unit) == (7570.823568, "m3/a")


def test_things_are_counted_over_in_the_period() -> None:
    """ "Per pig" is the period, and an annotation of the unit."""
    before, after = (each.figure for each in found("Water use fell from almost 300 to 210 l per pig."))

    assert before.quantity is not None
    assert after.normal is not None
    assert (before.period, before.quantity.unit, after.normal.unit) == ("pig", "L/{pig}", "m3/{pig}")


def test_a_figure_stated_twice_is_one() -> None:
    """The statement that says more is kept, whichever page it stands on; of equals the first."""
    figures = found(
        "It saves 30 m3 of water.",
        "It saves 30 m3 of water a year. It cost USD 700.",
        "It saves 5 % of coal and 5 % of water. It cost USD 700.",
    )

    kept = [(each.figure.page, each.figure.printed) for each in figures]
    assert kept == [(2, "30"), (2, "700"), (3, "5"), (3, "5")]


def test_running_heads_say_nothing() -> None:
    """What stands in the margin of a page is not read."""
    text = "The body.\nIt saves 500 m3 of water."

    assert find_figures([page(text, margin=26)], (), MATCHER, language="en") == []


def _table(
    rows: Sequence[Sequence[str]], *, header_rows: int, above: str = "", caption: str = ""
) -> tuple[Page, Table]:
    cells, text = [], above
    for row, column in itertools.product(range(len(rows)), range(len(rows[0]))):
        content = rows[row][column]
        span = (len(text), len(text) + len(content)) if content else (0, 0)
        cells.append(Cell(row, column, content, 1, span))
        text += content + ("\t" if column < len(rows[0]) - 1 else "\n")
    return page(text), Table(0, caption, 1, 1, header_rows, len(rows), len(rows[0]), tuple(cells))


def _in_table(
    *rows: Sequence[str], header_rows: int = 1, above: str = "", caption: str = "", country: str | None = None
) -> list[ProposedFigure]:
    sheet, table = _table(rows, header_rows=header_rows, above=above, caption=caption)
    figures = find_figures([sheet], [table], MATCHER, language="en", country=country)
    assert_shown(figures, [sheet])
    return figures


def test_columns_before_and_after_give_role_and_row_gives_unit() -> None:
    """A bare number takes the unit of the row's unit column."""
    figures = _in_table(
        ["Indicator", "Unit", "Before", "After", "Reduction"],
        ["Municipal water", "m3/year", "284 000", "163 000", "121 000"],
        ["Water per tonne of product", "m3/t", "14.8", "7.5", "7.3"],
    )

    assert [said(each) for each in figures] == [
        ("baseline", "284 000", "m3/a"),
        ("after", "163 000", "m3/a"),
        ("saving", "121 000", "m3/a"),
        ("baseline", "14.8", "m3/t"),
        ("after", "7.5", "m3/t"),
        ("saving", "7.3", "m3/t"),
    ]
    assert {"resource:water"} == {each.figure.of for each in figures}
    assert figures[-1].figure.period == "tonne of product"
    assert figures[0].evidence[0].words == "Municipal water\tm3/year\t284 000\t163 000\t121 000"


def test_heads_name_unit_and_role_of_their_column() -> None:
    """A table of options has a role and a unit in each head."""
    figures = _in_table(
        ["No.", "Option", "Saving kWh/year", "Saving Rs/year", "Investment (Rs)", "Payback, months"],
        ["1", "Fixed capacitor", "-", "92,726", "7,500", "1"],
        ["2", "Harmonic filter", "95,834", "737,924", "100,000*", "2"],
        country="IN",
    )

    assert [said(each) for each in figures] == [
        ("annual-saving", "92,726", "INR/a"),
        ("investment", "7,500", "INR"),
        ("payback", "1", "mo"),
        ("saving", "95,834", "kW.h/a"),
        ("annual-saving", "737,924", "INR/a"),
        ("investment", "100,000", "INR"),
        ("payback", "2", "mo"),
    ]


def test_labels_of_rows_speak_where_heads_do_not() -> None:
    """A form of labels and values is a table too; a count of people is no figure."""
    figures = _in_table(
        ["Investment", "R 550 000"],
        ["Electricity saved", "92 000 kWh/a"],
        ["Electrical demand", "reduced by 30 %"],
        ["Payback period", "4 years"],
        ["Employees, savings", "50 t"],
        ["Bath", "500 l"],
        ["Remarks", "It has saved 12 t of salt a year since the new pump was put in."],
        header_rows=0,
        country="ZA",
    )

    assert [said(each) for each in figures] == [
        ("investment", "550 000", "ZAR"),
        ("saving", "92 000", "kW.h/a"),
        ("saving", "30", "%"),
        ("payback", "4", "a"),
        ("saving", "12", "t/a"),
    ]
    assert figures[2].figure.basis == "Electrical demand"


def test_the_heading_above_a_table_speaks_last() -> None:
    """Under "Results" what is counted was saved, unless its row says otherwise; a period column is read too."""
    figures = _in_table(
        ["What", "Figure", "Unit", "Period"],
        ["Fresh water", "40", "%", ""],
        ["Money", "19,000", "ZAR", "year"],
        ["Before: salt", "2,240", "kg", "year"],
        ["Zinc", "27 14", "kg", ""],
        ["Unknown", "12", "", ""],
        above="Results as stated\n",
    )

    assert [said(each) for each in figures] == [
        ("saving", "40", "%"),
        ("annual-saving", "19,000", "ZAR/a"),
        ("baseline", "2,240", "kg/a"),
    ]


def test_a_head_with_another_unit_says_nothing_of_a_number() -> None:
    """A percentage under "Old bath, g/l" is not what was before."""
    figures = _in_table(["", "Old bath, g/l", "New bath, g/l"], ["Zinc", "27", "14"], ["Sludge", "40 %", ""])

    assert [said(each) for each in figures] == [("baseline", "27", "g/L"), ("after", "14", "g/L")]


def test_preparing_is_enough_to_read_without_files() -> None:
    """Preparing loads what is read from files and finds a known figure; it can be done twice."""
    prepare()
    prepare()

    assert seen("They cut water use by 42 %.") == [("saving", "42", "%")]
