"""The measures of a case, with technique and practice."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.model import ProposedMeasure, Scheme, Table
from ingest.proposals.measures import measures_of
from ingest.proposals.techniques import Techniques
from tests.ingest.proposals.told import matcher, named, table, told, vocabulary


@pytest.fixture(scope="module", name="techniques")
def _techniques() -> Techniques:
    """The packaged techniques."""
    return Techniques(vocabulary(), matcher())


def _found(
    text: str, techniques: Techniques, headings: Sequence[str] = (), tables: Sequence[Table] = ()
) -> list[ProposedMeasure]:
    found = told(text, headings)
    return measures_of(found, tables, named(found), techniques, vocabulary())


def _names(measures: Sequence[ProposedMeasure]) -> list[str]:
    return [measure.name.value for measure in measures]


def test_rows_of_a_table_of_measures_are_measures(techniques: Techniques) -> None:
    """The column headed "Option" names them, another cell the technique; totals and what follows them are left out."""
    text = (
        "No.\tOption\tSaving\n1\tA filter\tvariable speed drives\n2\tA tank\tpower factor correction\n"
        "Total\tTotal\t9\nResults\nWhat\tFigure\tUnit"
    )
    rows = [line.split("\t") for line in text.split("\n")]
    measures = _found(text, techniques, tables=[table(text, *rows)])

    assert _names(measures) == ["A filter", "A tank"]
    assert [measure.technique.value if measure.technique else None for measure in measures] == [
        "technique:variable-speed-drives",
        "technique:power-factor-correction",
    ]


def test_a_form_with_a_row_for_the_measure_is_no_table_of_measures(techniques: Techniques) -> None:
    """Beside "Measure" in a form stands the measure."""
    text = "Title\tThree energy projects\nMeasure\tcondensate return\nInvestment\t5,000"
    rows = [line.split("\t") for line in text.split("\n")]

    assert _names(_found(text, techniques, tables=[table(text, *rows, header_rows=0)])) == ["condensate return"]


def test_headings_may_number_the_options(techniques: Techniques) -> None:
    """ "Option 2: X" is a measure X; the text below may say the technique."""
    text = "Option 1: A bank\n\nPower factor correction helps.\n\nOption 2: Pump drives\n\nLess throttling."
    measures = _found(text, techniques, ("Option 1: A bank", "Option 2: Pump drives"))

    assert _names(measures) == ["A bank", "Pump drives"]
    assert measures[0].technique is not None
    assert measures[0].technique.value == "technique:power-factor-correction"
    assert measures[0].technique.evidence[0].words == "Power factor correction"


def test_the_items_of_a_list_of_measures_are_measures(techniques: Techniques) -> None:
    """A sentence announces them; a name ends before its explanation; lists of lessons are none."""
    text = (
        "They chose two measures:\n- low-flow fittings: at the taps\n- meters, which are read weekly\n\n"
        "Lessons from these measures\n- be patient\n- count"
    )

    assert _names(_found(text, techniques, ("Lessons from these measures",))) == ["low-flow fittings", "meters"]


def test_a_name_that_never_ends_is_cut_between_words(techniques: Techniques) -> None:
    """A list item of many words is no name as a whole."""
    [measure] = _found("The measures:\n- " + "very long words of one item " * 10, techniques)

    assert len(measure.name.value) <= 110
    assert measure.name.value.endswith(("very", "long", "words", "of", "one", "item"))


def test_a_field_of_a_form_names_the_measure(techniques: Techniques) -> None:
    """A label is enough; what means the same by the words of a technique's name is that technique."""
    [measure] = _found("Measure: recycling of cooling water\nPayback: 7 months", techniques)

    assert measure.name.value == "recycling of cooling water"
    assert measure.technique is not None
    assert measure.technique.value == "technique:cooling-water-recirculation"
    assert measure.practice is not None
    assert measure.practice.value == "practice:on-site-reuse"


def test_headings_that_are_called_by_techniques_are_measures(techniques: Techniques) -> None:
    """Two such headings or more; one alone may be a title."""
    text = "Boiler tuning\n\nOxygen is measured.\n\nCondensate return\n\nIt is not drained.\n\nResults\n\nGood."
    headings = ("Steam", "Boiler tuning", "Condensate return", "Results")

    assert _names(_found("Steam\n\n" + text, techniques, headings)) == ["Boiler tuning", "Condensate return"]


def test_a_sentence_may_name_its_technique(techniques: Techniques) -> None:
    """ "The technique, X," names X."""
    assert _names(_found("The technique, mechanical brushing, is an old one.", techniques)) == ["mechanical brushing"]


def test_running_text_tells_techniques_where_something_was_done(techniques: Techniques) -> None:
    """What a sentence without any deed mentions is not told of this case."""
    text = "The mill installed variable speed drives. Elsewhere heat pumps are a thought."

    assert _names(_found(text, techniques)) == ["variable speed drives"]


def test_what_was_put_in_is_a_measure_though_no_technique_is_known(techniques: Techniques) -> None:
    """The words behind the verb name it; technique and practice are left open."""
    [measure] = _found("The farm bought a brass whatsit for its gate.", techniques)

    assert measure.name.value == "brass whatsit"
    assert measure.technique is None
    assert measure.practice is None


def test_a_practice_that_the_text_names_goes_before_the_main_one(techniques: Techniques) -> None:
    """The editor's practice is taken where the source names none."""
    text = "Measure\tPractice\nvariable speed drives\tGood housekeeping"
    rows = [line.split("\t") for line in text.split("\n")]
    [measure] = _found(text, techniques, tables=[table(text, *rows)])

    assert measure.practice is not None
    assert measure.practice.value == "practice:good-housekeeping"
    assert measure.practice.evidence[0].words == "Good housekeeping"


def test_a_text_about_many_techniques_is_about_none_of_them(techniques: Techniques) -> None:
    """A list of all that one could do tells no case; what it says was bought may still be a measure."""
    many = [concept.label for concept in vocabulary().by_scheme(Scheme.TECHNIQUE) if not concept.broader][:30]

    assert len(_found("It has installed: " + "; ".join(many) + ".", techniques)) <= 4


def test_no_measure_is_told_by_credits(techniques: Techniques) -> None:
    """What a document says of its makers is no measure."""
    assert _found("Source: the centre installed variable speed drives.", techniques) == []
