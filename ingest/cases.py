"""Build a Case from its record and the pages that tell it: every figure learns where its number stands and means.

A number is taken only where it stands whole, and only if the words around it speak for it: a wrong mark
is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.model import Case, DocumentId, Figure, Page, Role
from corpus.records import CaseRecord, FigureRecord
from ingest.concepts import Matcher
from ingest.figures.conversion import normalise
from ingest.figures.quantities import is_share
from ingest.figures.recorded import recorded_quantity
from ingest.figures.subjects import first_subject

_WORD = re.compile(r"[^\W\d_]{2,}|%")
_CUES = {
    Role.BASELINE: "before",
    Role.AFTER: "after",
    Role.INVESTMENT: "investment",
    Role.PAYBACK: "payback",
}
_NEAR = 24  # characters to either side of a number in which its unit is looked for
_ENOUGH = 1.0  # score below which a place says too little of the figure
_TELLING = 4  # digits that make a number rare enough to stand for itself, if a document has it once


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a printed number stands: page number from 1, characters of that page's text."""

    page: int
    start: int
    end: int


def build_case(record: CaseRecord, document: DocumentId, pages: Sequence[Page], matcher: Matcher) -> Case:
    """Return the case, each figure with page and span, or with the case's page and no span if it was not found.

    Args:
        matcher: Over resources and pollutants, to tell what a figure counts.
    """
    places = _places(record.figures, pages)
    counts = Counter(place.page for place in places if place)
    home = min(counts, key=lambda page: (-counts[page], page), default=1)
    return Case(
        id=record.id,
        title=record.title,
        company=record.company,
        country=record.country,
        year=record.year,
        status=record.status,
        grade=record.grade,
        sector=record.sector,
        processes=record.processes,
        substances=record.substances,
        measures=record.measures,
        figures=tuple(
            _with_meaning(_figure(*pair, home), pair[0], record.country, matcher)
            for pair in zip(record.figures, places, strict=True)
        ),
        baseline=record.baseline,
        notes=record.notes,
        source=record.source,
        document=document,
        page=home,
        summary=record.summary,
    )


def _figure(figure: FigureRecord, place: _Place | None, home: int) -> Figure:
    return Figure(
        role=figure.role,
        printed=figure.printed,
        unit=figure.unit,
        subject=figure.subject,
        period=figure.period,
        note=figure.note,
        page=place.page if place else home,
        span=(place.start, place.end) if place else None,
    )


def _with_meaning(figure: Figure, record: FigureRecord, country: str | None, matcher: Matcher | None) -> Figure:
    """Return a figure with its number and unit read, and with what it counts or is a share of."""
    found = recorded_quantity(record, country)
    of = first_subject(matcher.find(record.subject), found).concept if matcher else None
    if found is None:
        return replace(figure, of=of)
    return replace(
        figure,
        quantity=found.quantity,
        normal=normalise(found.quantity),
        of=None if found.quantity.currency else of,
        basis=record.subject if is_share(found) else "",
    )


def _places(figures: Iterable[FigureRecord], pages: Sequence[Page]) -> list[_Place | None]:
    """Return the best place of each figure; one place is given to two figures only where there is no other."""
    taken: set[_Place] = set()
    places: list[_Place | None] = []
    for figure in figures:
        place = _best(figure, pages, taken)
        places.append(place)
        if place:
            taken.add(place)
    return places


def _best(figure: FigureRecord, pages: Sequence[Page], taken: set[_Place]) -> _Place | None:
    scored = [(_score(figure, page.text, place), place) for page in pages for place in _standing(figure.printed, page)]
    if len(scored) == 1 and sum(character.isdigit() for character in figure.printed) >= _TELLING:
        return scored[0][1]
    good = [(score - 0.5 * (place in taken), place) for score, place in scored if score >= _ENOUGH]
    if not good:
        return None
    return max(good, key=lambda item: (item[0], -item[1].page, -item[1].start))[1]


def _standing(printed: str, page: Page) -> Iterator[_Place]:
    """Yield where the number stands whole: "8" is not in "8,000", "1.8", "8-10" or "m8"."""
    pattern = rf"(?<![^\W_])(?<!\d[.,\-–]){re.escape(printed)}(?![^\W_]|[.,\-–]\d)"
    for match in re.finditer(pattern, page.text):
        yield _Place(page.number, match.start(), match.end())


def _score(figure: FigureRecord, text: str, place: _Place) -> float:
    """Say how much the words around a place speak for the figure; 0 if none does."""
    line = text[text.rfind("\n", 0, place.start) + 1 : _line_end(text, place.end)]
    near = text[max(0, place.start - _NEAR) : place.start] + " " + text[place.end : place.end + _NEAR]
    words = _words(line)
    cue = _CUES.get(figure.role)
    return (
        1.5 * _share(figure.unit, _words(near))
        + 1.5 * _share(figure.subject, words)
        + 0.5 * _share(figure.note, words)
        + 0.5 * _share(figure.period, words)
        + (1.0 if cue and cue in words else 0.0)
    )


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _share(wanted: str, words: set[str]) -> float:
    """Return the share of the wanted words that are there, 0 if none is wanted."""
    needed = _words(wanted)
    return len(needed & words) / len(needed) if needed else 0.0


def _words(text: str) -> set[str]:
    return {match[0].casefold() for match in _WORD.finditer(text)}
