"""A technique as a printed sheet: what its record says, and the cases that applied it (templates/technique.typ)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from corpus.errors import CollectionError
from corpus.model import Concept, ConceptId, Grade, Role, Source, TechniqueSheet
from corpus.periods import spoken_period
from corpus.records import CaseRecord, FigureRecord, Record
from corpus.sheets import Concepts, citation, site
from corpus.typesetting import AUTHOR, FOOTER, TEMPLATES, content_of, digest_of, typeset

TEMPLATE = TEMPLATES / "technique.typ"
MAX_CASES = 24  # in the sheet's table; the technique's page has all
MAX_FIGURES = 4  # of a case

SECTIONS = (
    ("where", "Where it applies"),
    ("where_not", "Where it does not"),
    ("preconditions", "What must be there first"),
    ("measure_first", "Measure first"),
    ("cross_media", "What may get worse elsewhere"),
    ("mistakes", "Typical mistakes"),
    ("skills", "Skills needed"),
)

_ORDER = (Role.ANNUAL_SAVING, Role.SAVING, Role.INVESTMENT, Role.PAYBACK)
_GRADES = tuple(Grade)


@dataclass(frozen=True, slots=True)
class _CaseRow:
    title: str
    site: str
    grade: str
    figures: str


@dataclass(frozen=True, slots=True)
class _SourceRow:
    citation: str
    address: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the template receives: text only."""

    title: str
    summary: str
    practices: tuple[str, ...]
    what: str
    how: str
    restrictions: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    cases: tuple[_CaseRow, ...]
    more: str
    sources: tuple[_SourceRow, ...]
    keywords: tuple[str, ...]
    language: str
    author: str = AUTHOR
    footer: str = FOOTER


def render_technique(record: Record, cases: Sequence[CaseRecord], vocabulary: Concepts) -> bytes:
    """Return the PDF of the technique that a record explains.

    Args:
        cases: Those that applied it.

    Raises:
        CollectionError: The record explains no technique, or its text cannot be set.
        ConceptNotFoundError: It names a concept that the vocabulary lacks.
    """
    return typeset(TEMPLATE, _content(record, cases, vocabulary), f"technique {_technique(record).id}")


def technique_digest(record: Record, cases: Sequence[CaseRecord], vocabulary: Concepts) -> str:
    """Return a digest of all that decides the bytes of a technique's sheet.

    Raises:
        CollectionError, ConceptNotFoundError: As `render_technique`.
    """
    return digest_of(TEMPLATE, _content(record, cases, vocabulary))


def _technique(record: Record) -> TechniqueSheet:
    if record.technique is None:
        raise CollectionError(f"The record '{record.title}' explains no technique. Add a 'technique' to it.")
    return record.technique


def _content(record: Record, cases: Sequence[CaseRecord], vocabulary: Concepts) -> str:
    sheet = _technique(record)
    concept = vocabulary.get(sheet.id)
    best_first = sorted(cases, key=lambda case: (_GRADES.index(case.grade), -(case.year or 0), case.id))
    left_out = len(cases) - MAX_CASES
    return content_of(
        asdict(
            _Sheet(
                title=concept.label,
                summary=sheet.what,
                practices=_labels(concept.practices, vocabulary),
                what=sheet.what,
                how=sheet.how,
                restrictions=sheet.restrictions,
                facts=tuple(_facts(concept, vocabulary)),
                sections=tuple((title, getattr(sheet, name)) for name, title in SECTIONS if getattr(sheet, name)),
                cases=tuple(map(_case_row, best_first[:MAX_CASES])),
                more=f"{left_out} more cases stand in the collection." if left_out > 0 else "",
                sources=tuple(map(_source_row, sheet.sources)),
                keywords=(concept.label, *concept.labels["en"].alternatives),
                language=record.language if record.language != "und" else "en",
            )
        )
    )


def _facts(concept: Concept, vocabulary: Concepts) -> Iterable[tuple[str, str]]:
    """Yield what the vocabulary says of the technique."""
    rows = (
        ("Also called", concept.labels["en"].alternatives),
        ("Part of", _labels(concept.broader, vocabulary)),
        ("Related", _labels(concept.related, vocabulary)),
        ("Not to be confused with", _labels(concept.opposites, vocabulary)),
    )
    return ((name, ", ".join(labels)) for name, labels in rows if labels)


def _labels(concepts: Iterable[ConceptId], vocabulary: Concepts) -> tuple[str, ...]:
    return tuple(vocabulary.get(concept).label for concept in concepts)


def _case_row(case: CaseRecord) -> _CaseRow:
    shown = sorted((figure for figure in case.figures if figure.role in _ORDER), key=lambda f: _ORDER.index(f.role))
    return _CaseRow(case.title, site(case), case.grade, "; ".join(map(_spoken, shown[:MAX_FIGURES])))


def _spoken(figure: FigureRecord) -> str:
    """Return a figure to read: "30 % water per year", "investment 1,530 USD"."""
    kind = {Role.INVESTMENT: "investment", Role.PAYBACK: "payback"}.get(figure.role, "")
    subject = "" if figure.subject == "money" else figure.subject
    parts = (kind, figure.printed, figure.unit, subject, spoken_period(figure.period, figure.unit))
    return " ".join(part for part in parts if part) + (f" ({figure.note})" if figure.note else "")


def _source_row(source: Source) -> _SourceRow:
    return _SourceRow(citation(source), source.address)
