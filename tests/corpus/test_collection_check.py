from __future__ import annotations

from pathlib import Path

import pytest

from corpus.collection import Item
from corpus.collection_check import check_items
from corpus.records import parse_record
from corpus.sheets import render_sheet
from corpus.technique_sheets import render_technique
from corpus.vocabulary import load_vocabulary
from tests.rendered import read

VOCABULARY = load_vocabulary()
CASE = """
language: en
rights: CC BY 4.0
case:
  id: lake
  title: Rinse water used twice
  company: Lakeside Dyers
  country: KE
  year: 1999
  status: implemented
  grade: A
  sector: sector:1313
  processes: [process:rinsing]
  substances: [resource:water]
  summary: A dye house uses rinse water twice and saves 1200 m3.
  baseline: Rinsing took 64 l/kg.
  measures:
    - {name: second rinse, technique: "technique:water-reuse", practice: "practice:on-site-reuse", description: Twice.}
  figures:
    - {role: saving, printed: "1,200", unit: m3, subject: water, period: year}
    - {role: payback, printed: "5", unit: months}
  notes: ~
  source: {title: A book, publisher: A house, year: 2001, address: "https://example.org/1", rights: copyright}
"""
TECHNIQUE = """
title: Counter-current rinsing
language: en
rights: CC BY 4.0
technique:
  id: technique:counter-current-rinsing
  what: Rinse water runs against the work, as ISO 14001 plants do [1].
  how: Two tanks halve the water, says a guide of 1990. [1]
  where: [Plating lines.]
  where_not: [Small sites.]
  preconditions: [Two tanks.]
  measure_first: [The flow.]
  cross_media: [More CO2 from pumping.]
  mistakes: [No mixing.]
  skills: [A foreman.]
  sources: [{title: A guide, publisher: A house, rights: copyright, address: "https://example.org/guide"}]
"""


def item(text: str, name: str) -> Item:
    path = Path(f"{name}.yaml")
    return Item(name, path, parse_record(text.encode(), path), "", lambda: b"")


def case_problems(text: str, *pages: str) -> list[str]:
    """Check a case whose PDF shows the given pages; by default, what it really shows."""
    made = item(text, "cases/lake")
    shown = pages or [page.text for page in read(render_sheet(made.record, VOCABULARY))]
    return list(check_items([(made, Path("lake.pdf"))], VOCABULARY, lambda pdf: shown))


def technique_problems(text: str, *pages: str) -> list[str]:
    made = item(text, "techniques/counter-current-rinsing")
    shown = pages or [page.text for page in read(render_technique(made.record, [], VOCABULARY))]
    return list(check_items([(made, Path("rinsing.pdf"))], VOCABULARY, lambda pdf: shown))


def test_sound_documents_have_no_problem() -> None:
    assert case_problems(CASE) + technique_problems(TECHNIQUE) == []


def test_a_document_that_tells_nothing_needs_rights_and_text_only() -> None:
    manual = item("title: A manual\nrights: CC BY 4.0", "handbook/handbook")

    assert list(check_items([(manual, Path("h.pdf"))], VOCABULARY, lambda pdf: ["text"])) == []
    assert list(check_items([(manual, Path("h.pdf"))], VOCABULARY, lambda pdf: [" "])) == [
        "handbook/handbook: its PDF holds no text."
    ]


@pytest.mark.parametrize(
    ("was", "now", "problem"),
    [
        ("rights: CC BY 4.0\n", "", "the document's own rights are missing"),
        ("id: lake", "id: river", "the case id is 'river', not the name of the file"),
        (", rights: copyright", "", "the source needs a title and rights"),
        ("https://example.org/1", "example.org", "the address of the source is no web address: 'example.org'"),
        ("https://example.org/1", "ftp://example.org", "the address of the source is no web address"),
        ("https://example.org/1", "http://[broken", "the address of the source is no web address"),
        ("saves 1200 m3", "saves 1300 m3", "the summary's number 1300 stands nowhere else in the case"),
    ],
)
def test_what_is_wrong_with_a_case_is_said(was: str, now: str, problem: str) -> None:
    assert was in CASE
    problems = case_problems(CASE.replace(was, now))

    assert [said for said in problems if said.startswith(f"cases/lake: {problem}")] == problems
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("was", "concept"),
    [
        ("sector:1313", "sector:9999"),
        ("process:rinsing", "process:alchemy"),
        ("resource:water", "resource:mercury-of-the-wise"),
        ("technique:water-reuse", "technique:alchemy"),
        ("practice:on-site-reuse", "practice:alchemy"),
    ],
)
def test_a_concept_that_the_vocabularies_lack_is_named(was: str, concept: str) -> None:
    page = " ".join(["Rinse water used twice, 1999, 1200, 64, 1,200, 5, m3"])

    assert case_problems(CASE.replace(was, concept), page) == [
        f"cases/lake: the vocabularies have no concept '{concept}'."
    ]


def test_a_case_without_a_sector_is_no_problem() -> None:
    assert case_problems(CASE.replace("  sector: sector:1313\n", "")) == []


def test_a_number_that_page_1_does_not_show_is_named() -> None:
    assert case_problems(CASE, "1999, 64, 5, m3 and 1200", "1,200") == [
        "cases/lake: its sheet takes 2 pages, not one; shorten it.",
        "cases/lake: page 1 does not show the number 1,200.",
        "cases/lake: page 1 does not show the figure '1,200'.",
    ]
    assert "cases/lake: page 1 does not show the figure '5'." in case_problems(CASE, "1999, 64, 3 m 1200 1,200 m3 15")


def test_a_case_that_runs_over_its_page_is_told() -> None:
    (page,) = (page.text for page in read(render_sheet(item(CASE, "cases/lake").record, VOCABULARY)))

    assert case_problems(CASE, page, "more") == ["cases/lake: its sheet takes 2 pages, not one; shorten it."]


def test_a_pdf_that_cannot_be_read_is_one_problem() -> None:
    made = item(CASE, "cases/lake")

    assert list(check_items([(made, Path("lake.pdf"))], VOCABULARY, lambda pdf: [])) == [
        "cases/lake: its PDF holds no text."
    ]


@pytest.mark.parametrize(
    ("was", "now", "problem"),
    [
        ("title: Counter-current rinsing", "title: Rinsing", "its title is 'Rinsing', but the vocabulary calls it"),
        ("  mistakes: [No mixing.]\n", "", "it says nothing under 'Typical mistakes'"),
        ("No mixing.", "No mixing for 3 minutes.", "a figure has no source: 'No mixing for 3 minutes.'"),
        ("[No mixing.]", '["No mixing [2]."]', "the mark [2] has no source"),
        ("rights: copyright, ", "", "source 1 needs a title and rights"),
        ("https://example.org/guide", "see there", "the address of source 1 is no web address"),
    ],
)
def test_what_is_wrong_with_a_technique_is_said(was: str, now: str, problem: str) -> None:
    assert was in TECHNIQUE
    problems = technique_problems(TECHNIQUE.replace(was, now))

    assert [said.startswith(f"techniques/counter-current-rinsing: {problem}") for said in problems] == [True]


def test_a_technique_without_sources_is_a_problem() -> None:
    text = TECHNIQUE[: TECHNIQUE.index("  sources:")]

    assert "techniques/counter-current-rinsing: it names no source." in technique_problems(text)


def test_a_technique_that_is_not_its_files_is_a_problem() -> None:
    text = TECHNIQUE.replace("id: technique:counter-current-rinsing", "id: technique:alchemy")

    assert technique_problems(text, "14001 1990 2 1") == [
        "techniques/counter-current-rinsing: the technique is 'technique:alchemy', not the name of the file.",
        "techniques/counter-current-rinsing: the vocabularies have no concept 'technique:alchemy'.",
    ]


def test_a_number_that_a_techniques_pdf_hides_is_named() -> None:
    assert technique_problems(TECHNIQUE, "14001, 2, 1") == [
        "techniques/counter-current-rinsing: its PDF does not show the number 1990."
    ]


def test_two_documents_of_one_work_are_a_problem() -> None:
    pairs = [(item(CASE, f"{folder}/lake"), Path("lake.pdf")) for folder in ("cases", "others")]
    page = " ".join(["Rinse water used twice, 1999, 1200, 64, 1,200, 5, m3"])
    problems = list(check_items(pairs, VOCABULARY, lambda pdf: [page]))

    assert problems == [
        "cases/lake: another document is an edition of 'case:lake' too.",
        "others/lake: another document is an edition of 'case:lake' too.",
    ]


def test_documents_that_are_editions_of_nothing_do_not_clash() -> None:
    pairs = [(item(f"title: {name}\nrights: own", name), Path(f"{name}.pdf")) for name in ("a", "b")]

    assert list(check_items(pairs, VOCABULARY, lambda pdf: ["text"])) == []
