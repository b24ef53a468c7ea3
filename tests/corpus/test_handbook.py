"""The handbook is set once from the collection and read back as any reader would."""

from __future__ import annotations

import functools
import io
import re
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from corpus.errors import CollectionError
from corpus.handbook import HANDBOOK_FOLDER, SIDECAR, handbook_digest, render_handbook
from corpus.model import ConceptId, DocumentKind
from corpus.records import FigureRecord, Record, read_record
from corpus.vocabulary import Vocabulary, load_vocabulary
from tests.rendered import collection_records, read

VOCABULARY = load_vocabulary()
_FIGURE = re.compile(r"#fig\(([^)]*)\)")
_NAMED = re.compile(r'#(?:case|at)\("([^"]+)"\)')
_FILTER = re.compile(r'(role|subject|unit|period|note): "([^"]*)"')


@functools.cache
def records() -> dict[str, Record]:
    return {record.case.id: record for record in collection_records() if record.case}


@functools.cache
def handbook() -> bytes:
    return render_handbook(list(records().values()), VOCABULARY)


@functools.cache
def pages() -> tuple[str, ...]:
    return tuple(" ".join(page.text.split()) for page in read(handbook()))


def prose() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(HANDBOOK_FOLDER.glob("[1-8]-*.typ")))


def asked(call: str) -> tuple[str, list[FigureRecord]]:
    """Return the case that a call of `fig` names and the figures that fit the call."""
    case_id = call.split('"')[1]
    case = records()[case_id].case
    assert case is not None
    wanted = dict(_FILTER.findall(call))
    exact = [figure for figure in case.figures if all(getattr(figure, key) == text for key, text in wanted.items())]
    subject = wanted.pop("subject", "")
    loose = [
        figure
        for figure in case.figures
        if subject in figure.subject and all(getattr(figure, key) == text for key, text in wanted.items())
    ]
    return case_id, exact or loose


def test_it_is_a_book_with_a_contents_list_of_its_chapters() -> None:
    contents = pages()[1]
    chapters = re.findall(r"^= (.+?)(?: <\w+>)?$", prose(), flags=re.MULTILINE)

    assert 30 <= len(pages()) <= 45
    assert len(chapters) == 8
    assert [chapter for chapter in chapters if chapter not in contents] == []


def test_every_figure_of_a_case_stands_in_the_text() -> None:
    text = " ".join(pages())
    calls = [asked(call) for call in _FIGURE.findall(prose())]

    assert len(calls) > 100
    assert [case_id for case_id, found in calls if len(found) != 1] == []
    assert [(case_id, found[0].printed) for case_id, found in calls if found[0].printed not in text] == []


def test_every_case_that_is_named_stands_in_the_list_of_cases() -> None:
    first = next(number for number, page in enumerate(pages()) if "Each case is a sheet of its own" in page)
    listed = " ".join(pages()[first:])
    named = {case_id for case_id in _NAMED.findall(prose())} | {asked(call)[0] for call in _FIGURE.findall(prose())}

    assert len(named) > 60
    assert [case_id for case_id in sorted(named) if records()[case_id].title not in listed] == []


def test_its_money_examples_are_computed() -> None:
    text = " ".join(pages())
    flows = [-92_000.0, *[27_500.0] * 10]
    value = sum(flow / 1.12**year for year, flow in enumerate(flows))

    assert f"The net present value is {value:,.0f} units" in text
    assert "23,472 units a year" in text


@pytest.mark.parametrize(
    ("gone", "complaint"),
    [("ie-food-blowdown", "no case has the id 'ie-food-blowdown'"), ("bo-curma-tannery", "'bo-curma-tannery'")],
)
def test_an_unknown_case_stops_it(gone: str, complaint: str) -> None:
    left = [record for case_id, record in records().items() if case_id != gone]

    with pytest.raises(CollectionError, match=complaint):
        render_handbook(left, VOCABULARY)


def test_a_figure_that_a_case_lacks_stops_it() -> None:
    record = records()["ie-food-blowdown"]
    assert record.case is not None
    bare = {**records(), "ie-food-blowdown": replace(record, case=replace(record.case, figures=()))}

    with pytest.raises(CollectionError, match="has no figure for: saving"):
        render_handbook(list(bare.values()), VOCABULARY)


def test_an_unknown_technique_stops_it() -> None:
    gone = ConceptId("technique:counter-current-rinsing")
    left = Vocabulary({key: concept for key, concept in VOCABULARY.concepts.items() if key != gone})

    with pytest.raises(CollectionError, match="no technique 'counter-current-rinsing'"):
        render_handbook(list(records().values()), left)


def test_equal_input_gives_equal_bytes_and_digest() -> None:
    again = list(records().values())

    assert handbook() == render_handbook(again, VOCABULARY)
    assert handbook_digest(again, VOCABULARY) == handbook_digest(again, VOCABULARY)


def test_a_changed_case_changes_the_digest() -> None:
    record = records()["ie-food-blowdown"]
    assert record.case is not None
    changed = {**records(), "ie-food-blowdown": replace(record, case=replace(record.case, title="Another title"))}

    assert handbook_digest(list(changed.values()), VOCABULARY) != handbook_digest(list(records().values()), VOCABULARY)


def test_the_pdf_is_tagged_embeds_its_fonts_and_has_bookmarks() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(handbook()))
    root = pdf.trailer["/Root"].get_object()
    assert isinstance(root, pypdf.generic.DictionaryObject)
    assert pdf.metadata is not None
    fonts = [font for page in pdf.pages for font in page["/Resources"].get("/Font", {}).values()]  # type: ignore[attr-defined]  # a dictionary

    assert pdf.metadata.title == read_record(SIDECAR).title
    assert str(root["/Lang"]).startswith("en")
    assert "/StructTreeRoot" in root
    assert len(pdf.outline) >= 8
    assert all("/FontDescriptor" in font.get_object()["/DescendantFonts"][0].get_object() for font in fonts)


def test_the_sidecar_describes_a_manual() -> None:
    record = read_record(Path(SIDECAR))

    assert (record.kind, record.language, record.year, record.rights) == (DocumentKind.MANUAL, "en", 2026, "CC BY 4.0")
