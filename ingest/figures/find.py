"""Find the figures of a document: every number that says baseline, after, saving, investment or payback."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from corpus.model import Cell, Evidence, Page, ProposedFigure, Role, Table
from ingest.concepts import Match, Matcher
from ingest.figures.conversion import normalise
from ingest.figures.cues import CueKind, find_cues, may_tell
from ingest.figures.denominators import counted_alike
from ingest.figures.numerals import decimal_sign
from ingest.figures.proposing import once, proposed_figure
from ingest.figures.quantities import Found, Reading, find_quantities, is_share
from ingest.figures.roles import Sentence
from ingest.figures.rows import RowNumber, is_mixed, is_prose, row_numbers
from ingest.figures.segments import Segment, is_label, segments
from ingest.figures.subjects import (
    NOTHING,
    Subject,
    basis,
    counts_something,
    first_subject,
    subject,
    substances,
    usual_subject,
)

_ABOVE = 300  # characters before a sentence in which what it counts may be named
_NUMBERS = re.compile(r"\d[\d.,]*")
_FEW = 2
_NEXT = 3  # characters between a sentence and the next
_DIGIT = re.compile(r"\d")
_SENTENCE_END = re.compile(r"[.;:!?。]\s+")


def find_figures(
    pages: Sequence[Page], tables: Sequence[Table], matcher: Matcher, *, language: str, country: str | None = None
) -> list[ProposedFigure]:
    """Return the figures of a document in reading order, each with the sentence or table row that says it.

    A figure that is stated twice is there once, as it is stated best.

    Args:
        tables: Of the same pages; their numbers are read by row and column, all others by sentence.
        matcher: Over resources and pollutants; what it finds of other schemes is left out.
        language: ISO 639-1 of the text, "und" if undetermined.
        country: ISO 3166-1 alpha-2, where known: it decides which dollar, gallon or ton is meant.
    """
    sign = decimal_sign("\n".join(page.body for page in pages), language, country)
    finder = _Finder(Reading(language, country, sign), matcher)
    texts = {page.number: page.text for page in pages}
    figures: list[ProposedFigure] = []
    read: set[tuple[int, int]] = set()  # rows of tables, by ordinal and row
    for table in tables:
        for number, figure in finder.of_table(table, texts):
            figures.append(figure)
            read.add((table.ordinal, number.cell.row))
    tabular = _tabular(tables, read)
    for page in pages:
        for segment in segments(page, tabular.get(page.number, [])):
            figures += finder.of_segment(segment, page.text, _role_before(figures, segment))
    return once(figures)


def prepare() -> None:
    """Load the lists of units and cues, and Pint, for processes that may read no file later."""
    text = "Water use fell from 12 to 10 m3 per tonne, which saves USD 500 a year; it paid back in two years."
    reading = Reading()
    for found in find_quantities(text, reading):
        normalise(found.quantity)
    find_cues(text, reading.language)


def _tabular(tables: Sequence[Table], read: Set[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Return by page the stretches that are not read as text, in order: cells, but not sentences and mixed rows."""
    spans: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for table in tables:
        mixed = {cell.row for cell in table.cells if is_mixed(cell.text) and (table.ordinal, cell.row) not in read}
        for cell in table.cells:
            if cell.text and cell.row not in mixed and not is_prose(cell.text):
                spans[cell.page].append(cell.span)
    return {page: sorted(found) for page, found in spans.items()}


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds figures in sentences and tables of one document."""

    reading: Reading
    matcher: Matcher

    def of_segment(self, segment: Segment, text: str, before: Role | None) -> Iterator[ProposedFigure]:
        """Yield the figures of a sentence; most sentences are passed over at once.

        Args:
            before: What the last number of the sentence before says, None if it has none.
        """
        lead = segment.lead if segment.listed and not _is_long_row(segment.text) else ""
        if not (self._may_hold_figures(f"{lead}\n{segment.text}") or (before and _DIGIT.search(segment.text))):
            return
        found = find_quantities(segment.text.replace("\t", " "), self.reading)
        if not found:
            return
        cues = find_cues(segment.text, self.reading.language)
        above = [cue.kind for cue in find_cues(lead, self.reading.language)]
        if CueKind.RESULT in above:
            above.append(CueKind.SAVING)
        reasons = Sentence(segment.text, found, cues, above, before).reasons()
        matches = substances(self.matcher.find(segment.text)) if any(reasons) else []
        evidence = Evidence(segment.page, (segment.start, segment.end), segment.text)
        for quantity, reason in zip(counted_alike(found, reasons), reasons, strict=True):
            if reason:
                of = self._subject(segment, text, quantity, matches, found)
                yield proposed_figure(
                    quantity,
                    reason,
                    of,
                    printed=segment.text[quantity.start : quantity.end],
                    basis=basis(segment.text, quantity, of) if is_share(quantity) else "",
                    place=(segment.start + quantity.start, segment.start + quantity.end),
                    evidence=evidence,
                )

    def _may_hold_figures(self, text: str) -> bool:
        """Tell whether a text has a number and a cue; a payback may be a number in words."""
        kinds = tuple(CueKind) if _DIGIT.search(text) else (CueKind.PAYBACK,)
        return may_tell(text, self.reading.language, kinds)

    def of_table(self, table: Table, texts: Mapping[int, str]) -> Iterator[tuple[RowNumber, ProposedFigure]]:
        """Yield the numbers of a table that are figures, and these."""
        title = table.caption or _heading_above(table, texts)
        for number in row_numbers(table, self.reading, title):
            of = self._row_subject(number, title)
            start = number.cell.span[0]
            figure = proposed_figure(
                number.found,
                number.reason,
                of,
                printed=number.cell.text[number.found.start : number.found.end],
                basis=number.label if is_share(number.found) else "",
                place=(start + number.found.start, start + number.found.end),
                evidence=_row_evidence(number.cell, number.row, texts),
            )
            yield number, figure

    def _subject(
        self, segment: Segment, text: str, quantity: Found, matches: Sequence[Match], found: Sequence[Found]
    ) -> Subject:
        """Return what a quantity counts; where its sentence does not say, the heading or the sentences before it."""
        if not counts_something(quantity):
            return NOTHING
        of = subject(segment.text, quantity, matches, found)
        if of is not NOTHING:
            return of
        if is_share(quantity):
            return self._first_named([segment.lead], quantity)
        of = self._before(segment, text, quantity)
        return usual_subject(quantity) if of is NOTHING else of

    def _before(self, segment: Segment, text: str, quantity: Found) -> Subject:
        above = text[max(0, segment.start - _ABOVE) : segment.start]
        return self._first_named([segment.lead, *reversed(_SENTENCE_END.split(above))], quantity)

    def _row_subject(self, number: RowNumber, title: str) -> Subject:
        if not counts_something(number.found):
            return NOTHING
        behind = number.cell.text[number.found.last :] if number.found.last < len(number.cell.text) else ""
        of = self._first_named([behind, number.label, number.head, title], number.found)
        return usual_subject(number.found) if of is NOTHING else of

    def _first_named(self, texts: Iterable[str], quantity: Found) -> Subject:
        """Return the first resource or pollutant that the first of the texts names that names any it can count."""
        named = (first_subject(self.matcher.find(text), quantity) for text in texts)
        return next((each for each in named if each is not NOTHING), NOTHING)


def _role_before(figures: Sequence[ProposedFigure], segment: Segment) -> Role | None:
    """Return what the last figure says if it stands in the sentence right before."""
    if not figures:
        return None
    evidence = figures[-1].evidence[0]
    follows = evidence.page == segment.page and 0 <= segment.start - evidence.span[1] <= _NEXT
    return figures[-1].figure.role if follows else None


def _is_long_row(text: str) -> bool:
    """Tell whether a text is a row of a table with more numbers than a heading can speak for."""
    return "\t" in text and len(_NUMBERS.findall(text)) > _FEW


def _heading_above(table: Table, texts: Mapping[int, str]) -> str:
    """Return the line above a table if it is a heading, else ""."""
    starts = [cell.span[0] for cell in table.cells if cell.page == table.first_page and cell.text]
    line = texts[table.first_page][: min(starts, default=0)].rstrip().rpartition("\n")[2]
    return line if is_label(line) else ""


def _row_evidence(cell: Cell, row: Sequence[Cell], texts: Mapping[int, str]) -> Evidence:
    """Return the words of a row on the cell's page."""
    spans = [other.span for other in row if other.page == cell.page and other.row == cell.row] or [cell.span]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    return Evidence(cell.page, (start, end), texts[cell.page][start:end])
