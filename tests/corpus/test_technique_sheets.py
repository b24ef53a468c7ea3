from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from corpus.errors import CollectionError, ConceptNotFoundError
from corpus.model import CaseId, CaseStatus, ConceptId, Grade, Measure, Role, Source
from corpus.records import CaseRecord, FigureRecord, Record, parse_record
from corpus.technique_sheets import MAX_CASES, render_technique, technique_digest
from corpus.vocabulary import load_vocabulary
from tests.rendered import read

VOCABULARY = load_vocabulary()
RECORD = parse_record(
    b"""
title: Counter-current rinsing
language: en
rights: CC BY 4.0
technique:
  id: technique:counter-current-rinsing
  what: Rinse water runs against the work.
  how: It enters the last tank and leaves the first [1].
  where: [Plating lines., Dye houses.]
  where_not: [Where one tank is all there is room for.]
  preconditions: [Two tanks.]
  measure_first: [The flow into each tank.]
  cross_media: [A stronger effluent.]
  mistakes: [Too little mixing.]
  skills: [A foreman who reads a conductivity meter.]
  restrictions: Some solvents may no longer be used.
  sources:
    - {title: A guide, publisher: A house, year: 1999, address: "https://example.org/guide", rights: copyright}
    - {title: A leaflet, publisher: A centre, rights: public domain}
""",
    Path("counter-current-rinsing.yaml"),
)
MEASURE = Measure("rinse", ConceptId("technique:counter-current-rinsing"), ConceptId("practice:process-control"), "")


def case(name: str, *figures: FigureRecord, grade: Grade = Grade.A, year: int | None = 2001) -> CaseRecord:
    return CaseRecord(
        id=CaseId(name),
        title=f"Case {name}",
        company=None,
        country="KE",
        year=year,
        status=CaseStatus.IMPLEMENTED,
        grade=grade,
        sector=None,
        processes=(),
        substances=(),
        summary="A plant rinses.",
        baseline="",
        measures=(MEASURE,),
        figures=figures,
        notes="",
        source=Source("A book"),
    )


def text_of(record: Record, *cases: CaseRecord) -> str:
    return " ".join(" ".join(page.text for page in read(render_technique(record, cases, VOCABULARY))).split())


def with_sheet(**changes: object) -> Record:
    assert RECORD.technique is not None
    return replace(RECORD, technique=replace(RECORD.technique, **changes))  # type: ignore[arg-type]  # fields by name


def test_a_sheet_says_all_that_record_and_vocabulary_know() -> None:
    concept = VOCABULARY.get("technique:counter-current-rinsing")
    text = text_of(RECORD)
    parts = [
        "Counter-current rinsing",
        *(VOCABULARY.get(practice).label for practice in concept.practices),
        *concept.labels["en"].alternatives,
        *(VOCABULARY.get(related).label for related in concept.related),
        "Rinse water runs against the work.",
        "It enters the last tank and leaves the first[1].",  # the mark is raised
        "Some solvents may no longer be used.",
        "Plating lines.",
        "Where one tank is all there is room for.",
        "Two tanks.",
        "The flow into each tank.",
        "A stronger effluent.",
        "Too little mixing.",
        "A foreman who reads a conductivity meter.",
        "A guide. A house, 1999. Rights: copyright.",
        "https://example.org/guide",
        "A leaflet. A centre. Rights: public domain.",
    ]

    assert [part for part in parts if part not in text] == []


def test_what_a_sheet_does_not_say_has_no_heading() -> None:
    text = text_of(with_sheet(where_not=(), mistakes=(), restrictions="", sources=()))

    for heading in ("Where it does not", "Typical mistakes", "Restrict"):
        assert heading not in text
    assert "None" not in text


def test_cases_are_listed_best_evidence_first_then_newest() -> None:
    cases = [
        case("weak", grade=Grade.D),
        case("old", year=1990),
        case("undated", year=None),
        case("new", year=2010),
    ]
    text = text_of(RECORD, *cases)
    places = [text.index(f"Case {name}") for name in ("new", "old", "undated", "weak")]

    assert places == sorted(places)


def test_a_cases_results_come_before_its_costs() -> None:
    figures = (
        FigureRecord(Role.BASELINE, "900", "m3", "water", "day"),
        FigureRecord(Role.PAYBACK, "7", "months"),
        FigureRecord(Role.INVESTMENT, "1,530", "USD", note="price year 1999"),
        FigureRecord(Role.SAVING, "12.5", "%", "water", "year"),
        FigureRecord(Role.ANNUAL_SAVING, "410", "m3", "water", "year"),
    )
    text = text_of(RECORD, case("lake", *figures))

    assert "410 m3 water per year; 12.5 % water; investment 1,530 USD (price year 1999); payback 7 months" in text
    assert "900" not in text


def test_what_has_no_room_is_counted() -> None:
    cases = [case(f"number-{number}") for number in range(MAX_CASES + 2)]

    assert "2 more cases stand in the collection." in text_of(RECORD, *cases)
    assert "more cases stand" not in text_of(RECORD, *cases[:-2])


def test_the_pdf_is_tagged_and_says_what_it_is() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(render_technique(replace(RECORD, language="und"), [], VOCABULARY)))
    root = pdf.trailer["/Root"].get_object()

    assert isinstance(root, pypdf.generic.DictionaryObject)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Counter-current rinsing"
    assert str(root["/Lang"]).startswith("en")
    assert "/StructTreeRoot" in root


def test_equal_input_gives_equal_bytes_and_digests() -> None:
    cases = [case("lake"), case("river")]

    assert render_technique(RECORD, cases, VOCABULARY) == render_technique(RECORD, cases[::-1], VOCABULARY)
    assert technique_digest(RECORD, cases, VOCABULARY) == technique_digest(RECORD, cases[::-1], VOCABULARY)
    assert technique_digest(RECORD, cases, VOCABULARY) != technique_digest(RECORD, cases[:1], VOCABULARY)


def test_a_record_without_a_technique_has_no_sheet() -> None:
    with pytest.raises(CollectionError, match="explains no technique"):
        render_technique(replace(RECORD, technique=None), [], VOCABULARY)


def test_an_unknown_technique_is_named() -> None:
    with pytest.raises(ConceptNotFoundError, match="technique:alchemy"):
        technique_digest(with_sheet(id=ConceptId("technique:alchemy")), [], VOCABULARY)
