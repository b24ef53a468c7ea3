"""A case as one printed page: what its record says, in the words and the order of the sheet (templates/case.typ)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

from corpus.countries import country_name
from corpus.errors import CollectionError
from corpus.model import CaseStatus, Concept, Grade, Measure, Role, Source
from corpus.periods import shown_period
from corpus.records import CaseRecord, FigureRecord, Record
from corpus.typesetting import AUTHOR, FOOTER, TEMPLATES, content_of, digest_of, typeset

GRADES = {
    Grade.A: "Measured before and after, at a named or verified site.",
    Grade.B: "Measured, but how is not clear from the source.",
    Grade.C: "Estimated or expected, or no result stated.",
    Grade.D: "A vendor's claim or a manual's generic figure.",
}
TEMPLATE = TEMPLATES / "case.typ"

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
    return typeset(TEMPLATE, _content(record, vocabulary), f"case {_case(record).id}")


def sheet_digest(record: Record, vocabulary: Concepts) -> str:
    """Return a digest of all that decides the bytes of a sheet: its text, the template, the typesetter.

    Raises:
        CollectionError, ConceptNotFoundError: As `render_sheet`.
    """
    return digest_of(TEMPLATE, _content(record, vocabulary))


def _case(record: Record) -> CaseRecord:
    if record.case is None:
        raise CollectionError(f"The record '{record.title}' tells no case. Add a 'case' to it, or render another one.")
    return record.case


def _content(record: Record, vocabulary: Concepts) -> str:
    return content_of(asdict(_sheet(record.language, _case(record), lambda concept: vocabulary.get(concept).label)))


def _sheet(language: str, case: CaseRecord, label: Callable[[str], str]) -> _Sheet:
    concepts = (case.sector, *case.processes, *case.substances, *(measure.technique for measure in case.measures))
    return _Sheet(
        title=case.title,
        site=site(case),
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
        source=citation(case.source),
        address=case.source.address,
        language=language if language != "und" else "en",
        keywords=tuple(dict.fromkeys(label(concept) for concept in concepts if concept)),
    )


def site(case: CaseRecord) -> str:
    """Return who and where: "AmirTex, Egypt, 1999"."""
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
            _sentence(_ROLES[figure.role] + figure.subject),
            figure.printed,
            figure.unit,
            shown_period(figure.period, figure.unit),
            figure.note,
        )
        for figure in figures
        if figure.role in roles
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def citation(source: Source) -> str:
    """Return a source on one line, its rights at the end."""
    year = str(source.year) if source.year else ""
    origin = ", ".join(part for part in (source.publisher, year) if part)
    parts = (source.title, origin, f"Rights: {source.rights}" if source.rights else "")
    return " ".join(part if part.endswith((".", "?", "!")) else part + "." for part in parts if part)
