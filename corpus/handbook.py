"""The handbook: one tagged PDF, set from the Typst files in corpus/handbook/.

The prose stands in those files. Cases, their figures and the names of techniques come from the records and the
vocabulary; a case, a figure or a technique that the prose names and that does not exist stops the rendering.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from corpus.countries import country_name
from corpus.model import CaseStatus, Scheme, Source
from corpus.records import CaseRecord, FigureRecord, Record, read_record
from corpus.sheets import citation
from corpus.typesetting import AUTHOR, content_of, digest_of, typeset
from corpus.vocabulary import Vocabulary

HANDBOOK_FOLDER = Path(__file__).with_name("handbook")
SIDECAR = HANDBOOK_FOLDER / "handbook.yaml"
TEMPLATE = HANDBOOK_FOLDER / "handbook.typ"

_FOOTER = "Cleaner Production knowledge base, text CC BY 4.0"
_DESCRIPTION = "The Cleaner Production assessment step by step, with checklists, worksheets, money sums and real cases."
_KEYWORDS = ("Cleaner Production", "assessment", "checklists", "worksheets", "material and energy balance", "payback")


@dataclass(frozen=True, slots=True)
class _Case:
    """A case as the handbook may name it."""

    title: str
    place: str
    grade: str
    source: str
    figures: tuple[FigureRecord, ...]


@dataclass(frozen=True, slots=True)
class _Book:
    """What the template receives beside its own prose; dictionaries are by case id and by notation."""

    title: str
    year: str
    rights: str
    cases: dict[str, _Case]
    techniques: dict[str, str]
    practices: dict[str, str]
    author: str = AUTHOR
    footer: str = _FOOTER
    description: str = _DESCRIPTION
    keywords: tuple[str, ...] = _KEYWORDS


def render_handbook(records: Sequence[Record], vocabulary: Vocabulary) -> bytes:
    """Return the PDF of the handbook.

    Args:
        records: The collection's; those that tell no case are passed over.

    Raises:
        CollectionError: The prose names a case, a figure or a technique that is not there, or cannot be set.
    """
    return typeset(TEMPLATE, _content(records, vocabulary), "the handbook")


def handbook_digest(records: Sequence[Record], vocabulary: Vocabulary) -> str:
    """Return a digest of all that decides the handbook's bytes: its prose, the cases, the names, the typesetter."""
    return digest_of(TEMPLATE, _content(records, vocabulary))


def _content(records: Sequence[Record], vocabulary: Vocabulary) -> str:
    sidecar = read_record(SIDECAR)
    book = _Book(
        title=sidecar.title,
        year=str(sidecar.year),
        rights=sidecar.rights,
        cases={record.case.id: _case(record.case) for record in records if record.case},
        techniques=_labels(vocabulary, Scheme.TECHNIQUE),
        practices=_labels(vocabulary, Scheme.PRACTICE),
    )
    return content_of(asdict(book))


def _labels(vocabulary: Vocabulary, scheme: Scheme) -> dict[str, str]:
    return {concept.notation: concept.label for concept in vocabulary.by_scheme(scheme)}


def _case(case: CaseRecord) -> _Case:
    source: Source = replace(case.source, rights="")
    return _Case(case.title, _place(case), case.grade.value, citation(source), case.figures)


def _place(case: CaseRecord) -> str:
    """Return "Uganda, 2013", with the status where the case was not carried out in full."""
    country = country_name(case.country) if case.country else "country not named"
    where = f"{country}, {case.year}" if case.year else country
    return where if case.status is CaseStatus.IMPLEMENTED else f"{where}; {case.status.value}"
