"""Find the figures of a document: every number that says baseline, after, saving, investment or payback."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Cell, Evidence, Page, ProposedFigure, Table
from ingest.concepts import Match, Matcher
from ingest.figures.conversion import normalise
from ingest.figures.cues import find_cues
from ingest.figures.denominators import counted_alike
from ingest.figures.numerals import decimal_sign
from ingest.figures.proposing import once, proposed_figure
from ingest.figures.quantities import Found, Reading, find_quantities, is_share
from ingest.figures.roles import NONE, reasons
from ingest.figures.roles import prepare as prepare_roles
from ingest.figures.rows import RowNumber, is_mixed, is_prose, row_numbers
from ingest.figures.segments import Segment, is_label, segments
from ingest.figures.sentences import Sentence, sentence_of
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
_NEXT = 3  # characters between a sentence and the next
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
    reading = reading_of(pages, language, country)
    finder = _Finder(reading, matcher)
    texts = {page.number: page.text for page in pages}
    numbers = table_numbers(pages, tables, reading)
    figures = [figure for table in tables for figure in finder.of_table(numbers[table.ordinal], table, texts)]
    before: str = NONE
    for segment, sentence, follows in sentences(pages, tables, numbers, reading):
        found = list(finder.of_sentence(segment, sentence, texts[segment.page], before if follows else NONE))
        before = found[-1].figure.role if found else NONE
        figures += found
    return once(figures)


def reading_of(pages: Sequence[Page], language: str, country: str | None) -> Reading:
    """Return how the numbers of a document are to be read; the arguments are those of `find_figures`."""
    return Reading(language, country, decimal_sign("\n".join(page.body for page in pages), language, country))


def table_numbers(pages: Sequence[Page], tables: Sequence[Table], reading: Reading) -> dict[int, list[RowNumber]]:
    """Return, by the ordinal of each table, its numbers that say something of a measure."""
    texts = {page.number: page.text for page in pages}
    return {table.ordinal: list(row_numbers(table, reading, _title(table, texts))) for table in tables}


def sentences(
    pages: Sequence[Page], tables: Sequence[Table], numbers: Mapping[int, Sequence[RowNumber]], reading: Reading
) -> Iterator[tuple[Segment, Sentence, bool]]:
    """Yield in order what is read as sentences and holds a quantity: all but the cells of tables that hold numbers.

    With each comes whether it stands right behind the one yielded before it.

    Args:
        numbers: As `table_numbers` returns them.
    """
    tabular = _tabular(tables, numbers)
    for page in pages:
        end = -_NEXT - 1
        for segment in segments(page, tabular.get(page.number, [])):
            sentence = sentence_of(segment, reading)
            if sentence:
                yield segment, sentence, segment.start - end <= _NEXT
                end = segment.end


def prepare() -> None:
    """Load the lists of units and cues, and Pint, for processes that may read no file later."""
    text = "Water use fell from 12 to 10 m3 per tonne, which saves USD 500 a year; it paid back in two years."
    reading = Reading()
    for found in find_quantities(text, reading):
        normalise(found.quantity)
    find_cues(text, reading.language)
    prepare_roles()


def _tabular(tables: Sequence[Table], numbers: Mapping[int, Sequence[RowNumber]]) -> dict[int, list[tuple[int, int]]]:
    """Return by page the stretches that are not read as text, in order: cells, but not sentences and mixed rows."""
    spans: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for table in tables:
        read = {number.cell.row for number in numbers[table.ordinal]}
        mixed = {cell.row for cell in table.cells if is_mixed(cell.text) and cell.row not in read}
        for cell in table.cells:
            if cell.text and cell.row not in mixed and not is_prose(cell.text):
                spans[cell.page].append(cell.span)
    return {page: sorted(found) for page, found in spans.items()}


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds figures in sentences and tables of one document."""

    reading: Reading
    matcher: Matcher

    def of_sentence(self, segment: Segment, sentence: Sentence, text: str, before: str) -> Iterator[ProposedFigure]:
        """Yield the figures of a sentence.

        Args:
            text: Of its page.
            before: What the last number of the sentence before says, NONE if it has none.
        """
        told, found = reasons(sentence, before), sentence.found
        matches = substances(self.matcher.find(segment.text)) if any(told) else []
        evidence = Evidence(segment.page, (segment.start, segment.end), segment.text)
        for quantity, reason in zip(counted_alike(found, told), told, strict=True):
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

    def of_table(
        self, numbers: Iterable[RowNumber], table: Table, texts: Mapping[int, str]
    ) -> Iterator[ProposedFigure]:
        """Yield the figures that the numbers of a table are."""
        title = _title(table, texts)
        for number in numbers:
            start = number.cell.span[0]
            yield proposed_figure(
                number.found,
                number.reason,
                self._row_subject(number, title),
                printed=number.cell.text[number.found.start : number.found.end],
                basis=number.label if is_share(number.found) else "",
                place=(start + number.found.start, start + number.found.end),
                evidence=_row_evidence(number.cell, number.row, texts),
            )

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


def _title(table: Table, texts: Mapping[int, str]) -> str:
    """Return a table's caption, or the heading above it."""
    return table.caption or _heading_above(table, texts)


def _heading_above(table: Table, texts: Mapping[int, str]) -> str:
    """Return what announces a table: the line above it if it is a heading or its last sentence ends in a colon."""
    starts = [cell.span[0] for cell in table.cells if cell.page == table.first_page and cell.text]
    line = texts[table.first_page][: min(starts, default=0)].rstrip().rpartition("\n")[2]
    if line.endswith((":", "：")):
        return _SENTENCE_END.split(line.rstrip(":： "))[-1]
    return line if is_label(line) else ""


def _row_evidence(cell: Cell, row: Sequence[Cell], texts: Mapping[int, str]) -> Evidence:
    """Return the words of a row on the cell's page."""
    spans = [other.span for other in row if other.page == cell.page and other.row == cell.row] or [cell.span]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    return Evidence(cell.page, (start, end), texts[cell.page][start:end])
