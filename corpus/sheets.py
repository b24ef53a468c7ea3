"""A case as one printed page: its record becomes a tagged PDF (PDF/A-2a, PDF/UA-1).

The words and numbers go to the template (sheet.typ) as JSON and are set as plain text, never read as markup.
Equal input gives equal bytes: only the fonts that typst carries are used, and the date is fixed.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.countries import country_name
from corpus.errors import CollectionError
from corpus.model import CaseStatus, Concept, Grade, Measure, Role, Source
from corpus.records import CaseRecord, FigureRecord, Record

if TYPE_CHECKING:
    import typst

GRADES = {
    Grade.A: "Measured before and after, at a named or verified site.",
    Grade.B: "Measured, but how is not clear from the source.",
    Grade.C: "Estimated or expected, or no result stated.",
    Grade.D: "A vendor's claim or a manual's generic figure.",
}
FOOTER = "Cleaner Production knowledge base, starter collection, text CC BY 4.0"
AUTHOR = "Cleaner Production knowledge base"
TEMPLATE = Path(__file__).with_name("sheet.typ")

_TIMESTAMP = 1_767_225_600  # 1 January 2026, UTC
# What the fonts that typst carries can show: Latin, Greek, Cyrillic, marks, punctuation, signs.
_SHOWN = " -~\u00a0-\u052f\u1d00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u20bf\u2100-\u23ff"
_HIDDEN = re.compile(rf"[^{_SHOWN}]+")
_HIDDEN_ASIDE = re.compile(rf"\([^()]*[^{_SHOWN}][^()]*\)")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_ROLES = {
    Role.BASELINE: "Before: ",
    Role.AFTER: "After: ",
    Role.SAVING: "",
    Role.ANNUAL_SAVING: "",
    Role.INVESTMENT: "Investment",
    Role.PAYBACK: "Payback",
}


class Concepts(Protocol):
    """Whoever knows the concepts; the vocabulary does."""

    def get(self, concept_id: str) -> Concept:
        """Return the concept with this id, or raise ConceptNotFoundError."""
        ...


@dataclass(frozen=True, slots=True)
class _MeasureRow:
    name: str
    description: str
    technique: str
    practice: str


@dataclass(frozen=True, slots=True)
class _FigureRow:
    what: str
    printed: str
    unit: str
    period: str
    note: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the template receives: text only."""

    title: str
    site: str
    summary: str
    facts: tuple[tuple[str, str], ...]
    grade: str
    meaning: str
    baseline: str
    measures: tuple[_MeasureRow, ...]
    changes_heading: str
    changes: tuple[_FigureRow, ...]
    results: tuple[_FigureRow, ...]
    costs: tuple[_FigureRow, ...]
    notes: str
    source: str
    address: str
    language: str
    keywords: tuple[str, ...]
    author: str = AUTHOR
    footer: str = FOOTER


def render_sheet(record: Record, vocabulary: Concepts) -> bytes:
    """Return the PDF of the case that a record tells.

    Raises:
        CollectionError: The record tells no case, or its text cannot be set.
        ConceptNotFoundError: It names a concept that the vocabulary lacks.
    """
    return _compile(_content(record, vocabulary), _case(record).id)


def sheet_digest(record: Record, vocabulary: Concepts) -> str:
    """Return a digest of all that decides the bytes of a sheet: its text, the template, the typesetter.

    Raises:
        CollectionError, ConceptNotFoundError: As `render_sheet`.
    """
    parts = (_content(record, vocabulary).encode(), TEMPLATE.read_bytes(), _typesetter().encode())
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def printable(text: str) -> str:
    """Return a text with what the sheet's fonts cannot show left out and marked as left out."""
    visible = _CONTROLS.sub("", text)
    return _HIDDEN.sub("…", _HIDDEN_ASIDE.sub("(original in another script)", visible))


def _case(record: Record) -> CaseRecord:
    if record.case is None:
        raise CollectionError(f"The record '{record.title}' tells no case. Add a 'case' to it, or render another one.")
    return record.case


def _content(record: Record, vocabulary: Concepts) -> str:
    sheet = asdict(_sheet(record.language, _case(record), lambda concept: vocabulary.get(concept).label))
    return json.dumps(_printable(sheet), ensure_ascii=False, sort_keys=True)


def _printable(value: object) -> object:
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: _printable(item) for key, item in value.items()}
        case _:
            return [_printable(item) for item in value] if isinstance(value, Sequence) else value


def _sheet(language: str, case: CaseRecord, label: Callable[[str], str]) -> _Sheet:
    concepts = (case.sector, *case.processes, *case.substances, *(measure.technique for measure in case.measures))
    return _Sheet(
        title=case.title,
        site=_site(case),
        summary=case.summary,
        facts=tuple(_facts(case, label)),
        grade=f"Evidence grade {case.grade}",
        meaning=GRADES[case.grade],
        baseline=case.baseline,
        measures=tuple(_measure(measure, label) for measure in case.measures),
        changes_heading="Before and after" if any(figure.role is Role.AFTER for figure in case.figures) else "Before",
        changes=_rows(case.figures, Role.BASELINE, Role.AFTER),
        results=_rows(case.figures, Role.SAVING, Role.ANNUAL_SAVING),
        costs=_rows(case.figures, Role.INVESTMENT, Role.PAYBACK),
        notes=case.notes,
        source=_citation(case.source),
        address=case.source.address,
        language=language if language != "und" else "en",
        keywords=tuple(dict.fromkeys(label(concept) for concept in concepts if concept)),
    )


def _site(case: CaseRecord) -> str:
    place = country_name(case.country) if case.country else ""
    year = str(case.year) if case.year else ""
    return ", ".join(part for part in (case.company or "Site not named in the source", place, year) if part)


def _facts(case: CaseRecord, label: Callable[[str], str]) -> Iterable[tuple[str, str]]:
    if case.sector:
        yield "Sector", f"{label(case.sector)} (ISIC {case.sector.partition(':')[2]})"
    yield "Status", _status(case.status)
    if case.processes:
        yield "Processes", ", ".join(label(concept) for concept in case.processes)
    if case.substances:
        yield "Resources and pollutants", ", ".join(label(concept) for concept in case.substances)


def _status(status: CaseStatus) -> str:
    return status.value.capitalize()


def _measure(measure: Measure, label: Callable[[str], str]) -> _MeasureRow:
    return _MeasureRow(_sentence(measure.name), measure.description, label(measure.technique), label(measure.practice))


def _rows(figures: Sequence[FigureRecord], *roles: Role) -> tuple[_FigureRow, ...]:
    return tuple(
        _FigureRow(
            _sentence(_ROLES[figure.role] + figure.subject), figure.printed, figure.unit, figure.period, figure.note
        )
        for figure in figures
        if figure.role in roles
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _citation(source: Source) -> str:
    year = str(source.year) if source.year else ""
    origin = ", ".join(part for part in (source.publisher, year) if part)
    parts = (source.title, origin, f"Rights: {source.rights}" if source.rights else "")
    return " ".join(part if part.endswith((".", "?", "!")) else part + "." for part in parts if part)


def _compile(content: str, name: str) -> bytes:
    import typst

    try:
        pdf = _compiler().compile(
            input=TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs={"sheet": content},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=_TIMESTAMP,
        )
    except typst.TypstError as error:
        raise CollectionError(f"The sheet of case {name} cannot be set: {error}. Correct that text.") from error
    assert isinstance(pdf, bytes)  # a PDF is one file
    return pdf


@functools.cache
def _typesetter() -> str:
    return "typst " + importlib.metadata.version("typst")


@functools.cache
def _compiler() -> typst.Compiler:
    import typst

    return typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False), ignore_system_fonts=True)
