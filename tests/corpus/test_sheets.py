from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from corpus.errors import CollectionError, ConceptNotFoundError
from corpus.model import ConceptId, Role
from corpus.records import CaseRecord, FigureRecord, Record, parse_record
from corpus.sheets import render_sheet, sheet_digest
from corpus.vocabulary import load_vocabulary
from tests.rendered import read

VOCABULARY = load_vocabulary()
RECORD = parse_record(
    b"""
language: en
case:
  id: rinse-twice
  title: Rinse water used twice
  company: Lakeside Dyers
  country: KE
  year: 1999
  status: proposed
  grade: C
  sector: sector:1313
  processes: [process:rinsing]
  substances: [resource:water]
  summary: The dye house would use rinse water twice and save 12.5 % of it.
  baseline: Rinsing takes 64 l/kg.
  measures:
    - {name: second rinse, technique: "technique:drop-fill-rinsing", practice: "practice:process-control",
       description: In two baths.}
  figures:
    - {role: baseline, printed: "64", unit: l/kg, subject: rinse water}
    - {role: after, printed: "56", unit: l/kg, subject: rinse water}
    - {role: saving, printed: "12.5", unit: "%", subject: rinse water, period: year, note: at most}
    - {role: investment, printed: "1,530", unit: USD, note: price year 1999}
  notes: Only one machine was looked at.
  source: {title: A book, publisher: A house, year: 2001, address: "https://example.org/1",
    rights: copyright of publisher}
""",
    Path("rinse-twice.yaml"),
)


def case_of(record: Record) -> CaseRecord:
    assert record.case is not None
    return record.case


def text_of(record: Record) -> str:
    pages = read(render_sheet(record, VOCABULARY))
    assert len(pages) == 1
    return pages[0].text


def with_case(**changes: object) -> Record:
    return replace(RECORD, case=replace(case_of(RECORD), **changes))  # type: ignore[arg-type]  # fields by name


def test_a_sheet_tells_the_whole_case_in_reading_order() -> None:
    text = " ".join(text_of(RECORD).split())
    parts = [
        "Rinse water used twice",
        "Lakeside Dyers, Kenya, 1999",
        "save 12.5 % of it.",
        "(ISIC 1313)",
        "Proposed",
        "Evidence grade C.",
        "Starting point Rinsing takes 64 l/kg.",
        "What was done Measure Technique Practice Second rinse In two baths.",
        "Before: rinse water 64 l/kg",
        "After: rinse water 56 l/kg",
        "Rinse water 12.5 % at most",
        "Investment 1,530 USD price year 1999",
        "Only one machine was looked at.",
        "A book. A house, 2001. Rights: copyright of publisher.",
        "https://example.org/1",
        "starter collection, text CC BY 4.0",
    ]
    places = [text.find(part) for part in parts]

    assert [part for part, place in zip(parts, places, strict=True) if place < 0] == []
    assert places == sorted(places)


def test_what_a_case_does_not_say_stays_unsaid() -> None:
    text = text_of(
        with_case(company=None, country=None, year=None, sector=None, processes=(), baseline="", figures=(), notes="")
    )

    assert "Site not named in the source\n" in text
    for heading in ("Sector", "Processes", "Starting point", "Before", "Results", "Investment", "Read with care"):
        assert heading not in text
    assert "None" not in text


def test_equal_records_give_equal_bytes() -> None:
    first, second = render_sheet(RECORD, VOCABULARY), render_sheet(replace(RECORD), VOCABULARY)

    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    assert sheet_digest(RECORD, VOCABULARY) == sheet_digest(replace(RECORD), VOCABULARY)


def test_bytes_do_not_depend_on_what_was_rendered_before() -> None:
    alone = render_sheet(RECORD, VOCABULARY)
    render_sheet(with_case(title="Another case"), VOCABULARY)

    assert alone == render_sheet(RECORD, VOCABULARY)


def test_any_change_of_text_changes_the_digest() -> None:
    assert sheet_digest(RECORD, VOCABULARY) != sheet_digest(with_case(notes="Two machines."), VOCABULARY)


def test_the_pdf_is_tagged_embeds_its_fonts_and_says_what_it_is() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(render_sheet(RECORD, VOCABULARY)))
    root = pdf.trailer["/Root"].get_object()
    assert isinstance(root, pypdf.generic.DictionaryObject)
    metadata = pdf.metadata
    assert metadata is not None

    assert (metadata.title, metadata.author) == ("Rinse water used twice", "Cleaner Production knowledge base")
    assert "Drop-fill rinsing" in str(metadata.get("/Keywords"))
    assert metadata.creation_date is not None
    assert metadata.creation_date.timetuple()[:3] == (2026, 1, 1)
    assert str(root["/Lang"]).startswith("en")
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]  # a dictionary in every tagged PDF
    assert "/StructTreeRoot" in root
    xmp = root["/Metadata"].get_object()
    assert isinstance(xmp, pypdf.generic.StreamObject)
    assert b"pdfuaid:part" in xmp.get_data()
    assert b"pdfaid:part" in xmp.get_data()
    fonts = pdf.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]  # a dictionary
    assert all("/FontDescriptor" in font.get_object()["/DescendantFonts"][0].get_object() for font in fonts)


HOSTILE = '#panic("x") *bold* _it_ $x^2$ `raw` [a](b) <label> @ref // comment \\ " = heading #import "/etc/passwd": *'


def test_markup_in_a_record_is_set_as_plain_text() -> None:
    text = text_of(with_case(title=HOSTILE, summary=HOSTILE, notes=HOSTILE, company=HOSTILE))

    assert " ".join(text.split()).count('#panic("x") *bold* _it_ $x^2$ `raw` [a](b) <label> @ref // comment \\ "') == 4


def test_an_address_that_is_no_web_address_is_not_linked() -> None:
    source = replace(case_of(RECORD).source, address="javascript:alert(1)")
    pdf = pypdf.PdfReader(io.BytesIO(render_sheet(with_case(source=source), VOCABULARY)))

    assert "/Annots" not in pdf.pages[0]
    assert "javascript:alert(1)" in pdf.pages[0].extract_text()


def test_a_long_case_is_set_smaller_to_stay_on_one_page() -> None:
    row = FigureRecord(Role.SAVING, "12.5", "%", "rinse water")

    assert len(read(render_sheet(with_case(figures=(row,) * 30), VOCABULARY))) == 1


def test_a_case_too_long_for_one_page_runs_on_to_the_next() -> None:
    row = FigureRecord(Role.SAVING, "12.5", "%", "rinse water")
    pages = read(render_sheet(with_case(figures=(row,) * 100), VOCABULARY))

    assert sum(page.text.count("12.5") for page in pages) == 101
    assert len(pages) > 1


def test_what_the_fonts_cannot_show_is_marked_as_left_out() -> None:
    assert "… at a mill" in text_of(with_case(notes="中水回用 at a mill"))


def test_a_letter_without_a_glyph_is_a_sentence_not_a_crash() -> None:
    with pytest.raises(CollectionError, match="rinse-twice cannot be set"):
        render_sheet(with_case(notes="\u0378"), VOCABULARY)


def test_a_record_without_a_case_has_no_sheet() -> None:
    with pytest.raises(CollectionError, match="tells no case"):
        render_sheet(replace(RECORD, case=None, title="A manual"), VOCABULARY)


def test_an_unknown_concept_is_named() -> None:
    with pytest.raises(ConceptNotFoundError, match="process:alchemy"):
        render_sheet(with_case(processes=(ConceptId("process:alchemy"),)), VOCABULARY)
