from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import CollectionError
from corpus.fields import MAX_BYTES
from corpus.model import CaseStatus, DocumentKind, Grade, Measure, Role, Source
from corpus.records import FigureRecord, Record, parse_record, read_record, read_sidecar, sidecar_path

CASE = """
language: en
rights: CC BY 4.0
case:
  id: oslo-dyer
  title: Rinse water used twice
  company: Oslo Dyers
  country: NO
  year: 1999
  status: implemented
  grade: A
  sector: sector:1313
  processes: [process:dyeing]
  substances: [resource:water, pollutant:cod]
  summary: >-
    A dyer in Oslo
    rinses twice.
  baseline: 100 l/kg
  measures:
    - {name: second rinse, technique: "technique:water-reuse", practice: "practice:on-site-reuse", description: Twice.}
  figures:
    - {role: saving, printed: 35.70, unit: "%", subject: water, period: year, note: best year}
    - {role: payback, printed: 4-36, unit: months}
  notes: ~
  source: {title: A book, publisher: A house, year: 2001, address: "https://example.org/1", rights: copyright}
"""


def parse(text: str) -> Record:
    return parse_record(text.encode(), Path("x.yaml"))


def test_a_record_keeps_every_field_as_written() -> None:
    record = parse(CASE)
    case = record.case

    assert case is not None
    assert (case.id, case.company, case.country, case.year) == ("oslo-dyer", "Oslo Dyers", "NO", 1999)
    assert (case.status, case.grade) == (CaseStatus.IMPLEMENTED, Grade.A)
    assert (case.sector, case.processes) == ("sector:1313", ("process:dyeing",))
    assert case.substances == ("resource:water", "pollutant:cod")
    assert case.summary == "A dyer in Oslo rinses twice."
    assert case.notes == ""
    assert Source("A book", "A house", 2001, "https://example.org/1", "copyright") == case.source
    assert [(measure.name, measure.description) for measure in case.measures] == [("second rinse", "Twice.")]
    assert isinstance(case.measures[0], Measure)
    assert case.figures == (
        FigureRecord(Role.SAVING, "35.70", "%", "water", "year", "best year"),
        FigureRecord(Role.PAYBACK, "4-36", "months"),
    )


def test_a_document_takes_over_what_its_case_says() -> None:
    record = parse(CASE)

    assert record.case is not None
    assert (record.title, record.kind) == ("Rinse water used twice", DocumentKind.CASE_STUDY)
    assert ("NO", record.case.source) == (record.country, record.source)
    assert record.year is None


def test_a_document_may_say_otherwise_than_its_case() -> None:
    record = parse("title: Own\nkind: manual\ncountry: KE\nyear: 2020\nsource: {title: S}\n" + CASE)

    assert (record.title, record.kind, record.country, record.year) == ("Own", DocumentKind.MANUAL, "KE", 2020)
    assert Source("S") == record.source


def test_a_title_is_all_that_a_document_without_a_case_needs() -> None:
    assert parse("title: A manual") == Record(
        "A manual", DocumentKind.OTHER, "und", None, None, "", None, "", "", None, None
    )


TECHNIQUE = """
title: Counter-current rinsing
technique:
  id: technique:counter-current-rinsing
  what: Rinse water runs
    against the work.
  how: From tank to tank [1].
  where: [Plating lines., Dye houses.]
  mistakes: [Too little mixing.]
  sources: [{title: A guide, publisher: A house, rights: copyright}]
"""


def test_a_technique_keeps_every_field_as_written() -> None:
    record = parse(TECHNIQUE)
    sheet = record.technique

    assert sheet is not None
    assert (record.title, record.kind, record.case) == (
        "Counter-current rinsing",
        DocumentKind.TECHNIQUE_SHEET,
        None,
    )
    assert (sheet.id, sheet.what) == ("technique:counter-current-rinsing", "Rinse water runs against the work.")
    assert (sheet.where, sheet.where_not) == (("Plating lines.", "Dye houses."), ())
    assert (sheet.mistakes, sheet.restrictions) == (("Too little mixing.",), "")
    assert sheet.sources == (Source("A guide", "A house", None, "", "copyright"),)


@pytest.mark.parametrize(
    ("text", "work"),
    [
        (CASE, "case:oslo-dyer"),
        (TECHNIQUE, "technique:counter-current-rinsing"),
        ("title: A manual", ""),
        ("title: A manual\nwork: dyeing-manual", "dyeing-manual"),
        ("work: dyers\n" + CASE, "dyers"),
    ],
)
def test_a_document_is_an_edition_of_what_it_tells(text: str, work: str) -> None:
    assert parse(text).work == work


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "x.yaml: the file is missing or empty"),
        ("[1]", "Expected fields"),
        ("language: en", "field title is missing or empty. Expected text"),
        ("title: ''", "field title is missing or empty"),
        ("title: [a]", "field title has the value"),
        ("title: a\ntitle: b", "the key 'title' is given twice"),
        ("title: a\ncolour: red", "field colour is not a field of this format"),
        ("title: a\nkind: book", "Expected one of case-study, manual, technique-sheet"),
        ("title: a\nlanguage: English", "Expected a two-letter language code"),
        ("title: a\nyear: last", "field year has the value 'last'. Expected a year in four digits"),
        ("title: a\nyear: ２０２０", "Expected a year in four digits"),
        ("title: a\nyear: 1492", "Expected a year in four digits"),
        ("title: a\ncountry: Kenya", "Expected an ISO 3166-1 alpha-2 country code"),
        ("title: a\ncountry: XX", "field country has the value 'XX'"),
        ("title: a\ncase: 3", "field case has the value '3'. Expected fields"),
        ("title: a\nsource: {year: 1999}", "field source.title is missing or empty"),
        ("title: a\nwork: A Manual", "field work has the value 'A Manual'. Expected a slug"),
        ("title: a\ntechnique: {id: water-reuse, what: a, how: b}", "Expected a concept id"),
        ("title: a\ntechnique: {id: 'process:dyeing', what: a, how: b}", "begins with 'technique:'"),
        ("title: a\ntechnique: {id: 'technique:x', how: b}", "field technique.what is missing or empty"),
        ("title: a\ntechnique: {id: 'technique:x', what: a, how: b, where: [c, '']}", "field technique.where[1]"),
        ("title: a\ntechnique: {id: 'technique:x', what: a, how: b, where: c}", "field technique.where"),
        (
            "title: a\ntechnique: {id: 'technique:x', what: a, how: b, sources: [{}]}",
            "field technique.sources[0].title",
        ),
        (CASE.replace("oslo-dyer", "../etc"), "field case.id has the value '../etc'. Expected a slug"),
        (CASE.replace("status: implemented", "status: done"), "field case.status has the value 'done'"),
        (CASE.replace("grade: A", "grade: E"), "field case.grade has the value 'E'. Expected one of A, B, C, D"),
        (CASE.replace("country: NO", "country: no"), "field case.country has the value 'no'"),
        (CASE.replace("sector:1313", "1313"), "field case.sector has the value '1313'. Expected a concept id"),
        (CASE.replace("process:dyeing", "resource:dye"), "field case.processes[0] has the value 'resource:dye'"),
        (CASE.replace("[process:dyeing]", "process:dyeing"), "field case.processes has the value"),
        (CASE.replace("pollutant:cod", "pollutant-cod"), "begins with 'pollutant:' or 'resource:'"),
        (CASE.replace("technique:water-reuse", "technique:a b"), "field case.measures[0].technique"),
        (CASE.replace("practice: ", "practise: "), "field case.measures[0].practise is not a field"),
        (CASE.replace("role: saving", "role: gain"), "field case.figures[0].role has the value 'gain'"),
        (CASE.replace("printed: 35.70", "printed: some"), "Expected a number as printed"),
        (CASE.replace("title: A book", "title: ~"), "field case.source.title is missing or empty"),
        ("title: *a", "uses a YAML alias"),
        ("title: &a [*a]", "uses a YAML alias"),
        ("title: !!python/name:os.system ''", "is not valid YAML"),
        ("title: [", "is not valid YAML"),
        ("? [a]\n: b", "is not valid YAML"),
        ("[" * 100, "is nested more than 8 levels deep"),
        ("[" * 10_000, "x.yaml: is "),  # in the reader's own words from PyYAML 6.0.4 on
        ("title: a\x00b", "is not valid YAML"),
        ("title: a\n" + "x" * 500 + ": 1", "is not a field of this format"),
    ],
)
def test_a_wrong_record_is_refused_with_file_and_field(text: str, complaint: str) -> None:
    with pytest.raises(CollectionError) as caught:
        parse(text)

    assert str(caught.value).startswith("x.yaml: ")
    assert complaint in str(caught.value)


def test_bytes_that_are_not_text_are_refused() -> None:
    with pytest.raises(CollectionError, match="is not valid YAML"):
        parse_record(b"title: \xff", Path("x.yaml"))


def test_a_long_value_is_shortened_in_the_message() -> None:
    with pytest.raises(CollectionError) as caught:
        parse("title: a\nyear: " + "9" * 5_000)

    assert len(str(caught.value)) < 200


def test_a_record_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("title: A manual", encoding="utf-8")

    assert read_record(path).title == "A manual"


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="cannot be read"):
        read_record(tmp_path / "none.yaml")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"title: " + b"a" * MAX_BYTES)

    with pytest.raises(CollectionError, match="is larger than"):
        read_record(path)


def test_a_document_finds_the_sidecar_beside_it(tmp_path: Path) -> None:
    document = tmp_path / "report.v2.PDF"
    sidecar_path(document).write_text("title: A report", encoding="utf-8")
    record = read_sidecar(document)

    assert (tmp_path / "report.v2.yaml").is_file()
    assert record is not None
    assert record.title == "A report"


def test_a_document_without_a_sidecar_has_no_record(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "a.pdf") is None


def test_a_name_that_leaves_no_room_for_a_sidecar_has_no_record(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / f"{'x' * 251}.pdf") is None


def test_control_characters_are_no_text() -> None:
    record = parse('title: "\\e[31mRinse\\e[0m\\n\\u202Etwice"')

    assert record.title == "[31mRinse [0m twice"
    with pytest.raises(CollectionError, match="title"):
        parse('title: "\\e\\u200E"')
