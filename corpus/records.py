"""The sidecar format: `X.yaml` beside `X.pdf` says what the document is, and which case or technique it tells.

Everybody uses it: the starter collection, a centre that adds its own file, a test. This module reads
and checks such a file; it does not look up concepts, open PDFs or write anything.
"""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass
from pathlib import Path

from corpus.fields import Fields, read_bytes, read_fields
from corpus.model import (
    CaseId,
    CaseStatus,
    ConceptId,
    DocumentKind,
    Grade,
    Measure,
    Role,
    Scheme,
    Source,
    TechniqueSheet,
)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WORK = re.compile(r"(?:[a-z]+:)?[a-z0-9]+(?:-[a-z0-9]+)*|")
_CENTRE = re.compile(rf"(?:{_SLUG.pattern})?")
_LANGUAGE = re.compile(r"[a-z]{2}|und")


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """One number of a case as the record states it, not yet located on a page.

    Attributes:
        printed: The number as the document prints it, "30", "1,530" or "70-75".
        unit: "m3", "%", "USD"; "" if none.
        subject: What it measures, "water".
        period: What it is counted over or against, "year", "t of fabric"; "" if none.
        note: A caveat that belongs to this number.
    """

    role: Role
    printed: str
    unit: str = ""
    subject: str = ""
    period: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What a record says happened at one site.

    Attributes:
        company: None if the source does not name it.
        country: ISO 3166-1 alpha-2.
        year: Of the case, else of its source.
        processes, substances: Concepts it is about (processes; pollutants and resources).
        summary: The case in two to four sentences.
        baseline: What was before, in words.
        notes: Caveats that go wherever the case goes.
    """

    id: CaseId
    title: str
    company: str | None
    country: str | None
    year: int | None
    status: CaseStatus
    grade: Grade
    sector: ConceptId | None
    processes: tuple[ConceptId, ...]
    substances: tuple[ConceptId, ...]
    summary: str
    baseline: str
    measures: tuple[Measure, ...]
    figures: tuple[FigureRecord, ...]
    notes: str
    source: Source


@dataclass(frozen=True, slots=True)
class Record:
    """What a sidecar says of its document.

    Attributes:
        title: The case's, unless the sidecar gives one.
        language: ISO 639-1; "und" if the sidecar does not say.
        year: Of the document's publication.
        country: ISO 3166-1 alpha-2 of what it describes; the case's, unless the sidecar names one.
        rights: What a reader may do with the document, in words; "" if unknown.
        source: Where the document comes from; the case's source, unless the sidecar names one.
        work: A slug for what the document is an edition of: a file of the same name and work takes the place of an
            earlier one. What tells a case or a technique is an edition of that, unless the sidecar says otherwise.
        centre: Id of the centre that contributes the document; "" if none does.
        case: The case the document tells, if it tells one.
        technique: The technique the document explains, if it explains one.
    """

    title: str
    kind: DocumentKind
    language: str
    year: int | None
    country: str | None
    rights: str
    source: Source | None
    work: str
    centre: str
    case: CaseRecord | None
    technique: TechniqueSheet | None


def sidecar_path(document: Path) -> Path:
    """Return where the sidecar of a document lies, whether or not it exists."""
    return document.with_suffix(".yaml")


def read_sidecar(document: Path) -> Record | None:
    """Return what the sidecar of a document says, None if there is no sidecar.

    Raises:
        CollectionError: There is one, but it is wrong.
    """
    path = sidecar_path(document)
    return read_record(path) if _is_there(path) else None


def read_record(path: Path) -> Record:
    """Read and check one sidecar.

    Raises:
        CollectionError: The file cannot be read, is not YAML or breaks the format; the message names file and field.
    """
    return parse_record(read_bytes(path), path)


def parse_record(content: bytes, path: Path) -> Record:
    """Check the content of a sidecar; `path` only names it in messages.

    Raises:
        CollectionError: As `read_record`.
    """
    top = read_fields(content, path, Record)
    case = _case(top.child("case", CaseRecord)) if top.has("case") else None
    technique = _technique(top.child("technique", TechniqueSheet)) if top.has("technique") else None
    title, kind, work = _told(case, technique)
    return Record(
        title=top.text("title", required=not title) or title,
        kind=top.choice("kind", DocumentKind, kind),
        language=top.matching("language", _LANGUAGE, "a two-letter language code such as 'en'", default="und"),
        year=top.year("year"),
        country=top.country("country") or (case.country if case else None),
        rights=top.text("rights"),
        source=read_source(top.child("source", Source)) if top.has("source") else (case.source if case else None),
        work=top.matching("work", _WORK, "a slug such as 'dyeing-manual'", default=work),
        centre=top.matching("centre", _CENTRE, "the id of a centre, such as 'ncpc-ug'", default=""),
        case=case,
        technique=technique,
    )


def _told(case: CaseRecord | None, technique: TechniqueSheet | None) -> tuple[str, DocumentKind, str]:
    """Return the title, kind and work of what a document tells, as far as that gives them."""
    if case:
        return case.title, DocumentKind.CASE_STUDY, f"case:{case.id}"
    if technique:
        return "", DocumentKind.TECHNIQUE_SHEET, technique.id
    return "", DocumentKind.OTHER, ""


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:  # a name too long cannot be there; whatever else is wrong, reading will say
        return error.errno != errno.ENAMETOOLONG


def _case(case: Fields) -> CaseRecord:
    substances = (Scheme.POLLUTANT, Scheme.RESOURCE)
    return CaseRecord(
        id=CaseId(case.matching("id", _SLUG, "a slug such as 'amirtex-sulphur-black'")),
        title=case.text("title", required=True),
        company=case.text("company") or None,
        country=case.country("country"),
        year=case.year("year"),
        status=case.choice("status", CaseStatus),
        grade=case.choice("grade", Grade),
        sector=case.concept("sector", Scheme.SECTOR) if case.has("sector") else None,
        processes=case.concepts("processes", Scheme.PROCESS),
        substances=case.concepts("substances", *substances),
        summary=case.text("summary"),
        baseline=case.text("baseline"),
        measures=tuple(_measure(item) for item in case.children("measures", Measure)),
        figures=tuple(_figure(item) for item in case.children("figures", FigureRecord)),
        notes=case.text("notes"),
        source=read_source(case.child("source", Source)),
    )


def _technique(sheet: Fields) -> TechniqueSheet:
    return TechniqueSheet(
        id=sheet.concept("id", Scheme.TECHNIQUE),
        what=sheet.text("what", required=True),
        how=sheet.text("how", required=True),
        where=sheet.texts("where"),
        where_not=sheet.texts("where_not"),
        preconditions=sheet.texts("preconditions"),
        measure_first=sheet.texts("measure_first"),
        cross_media=sheet.texts("cross_media"),
        mistakes=sheet.texts("mistakes"),
        skills=sheet.texts("skills"),
        restrictions=sheet.text("restrictions"),
        sources=tuple(read_source(item) for item in sheet.children("sources", Source)),
    )


def _measure(measure: Fields) -> Measure:
    return Measure(
        name=measure.text("name", required=True),
        technique=measure.concept("technique", Scheme.TECHNIQUE),
        practice=measure.concept("practice", Scheme.PRACTICE),
        description=measure.text("description"),
    )


def _figure(figure: Fields) -> FigureRecord:
    return FigureRecord(
        role=figure.choice("role", Role),
        printed=figure.matching("printed", re.compile(r".*\d.*"), "a number as printed, such as '1,530' or '70-75'"),
        unit=figure.text("unit"),
        subject=figure.text("subject"),
        period=figure.text("period"),
        note=figure.text("note"),
    )


def read_source(source: Fields) -> Source:
    """Return the source that a mapping describes."""
    return Source(
        title=source.text("title", required=True),
        publisher=source.text("publisher"),
        year=source.year("year"),
        address=source.text("address"),
        rights=source.text("rights"),
    )
