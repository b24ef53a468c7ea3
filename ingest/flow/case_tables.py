"""Propose the cases of a table that has one in each row: "Company | Country | Year | Measure | Investment (USD)".

Which columns there are is told by their names, in the languages that ingest/proposals/labels.py and
ingest/figures/cues.yaml know. Each field's evidence is its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.countries import country_codes
from corpus.model import CaseProposal, Cell, Evidence, Proposed, ProposedFigure, ProposedMeasure, Table
from corpus.vocabulary import Vocabulary
from ingest.concepts import Matcher
from ingest.figures.proposing import once, proposed_figure
from ingest.figures.quantities import Reading, is_share
from ingest.figures.rows import RowNumber, row_numbers
from ingest.figures.subjects import NOTHING, counts_something, first_subject
from ingest.proposals.confidence import Rule, confidence
from ingest.proposals.grade import grade_of
from ingest.proposals.labels import Label, labelled
from ingest.proposals.mentions import find_mentions
from ingest.proposals.passages import Passage, PassageKind
from ingest.proposals.place import country_of, find_places
from ingest.proposals.sectors import SectorWords
from ingest.proposals.status import status_of
from ingest.proposals.subjects import processes_of, sector_of, substances_of
from ingest.proposals.techniques import MeasureWords, Techniques
from ingest.proposals.year import year_of

MAX_CASES = 5_000  # of one table; a longer one is a data set, and no person would go through its rows

_IDENTITIES = frozenset([Label.TITLE, Label.COMPANY])
_SEPARATED = re.compile(r"[^;\n]+")
_STATUS = "Status: "
_FEWEST = 2  # columns that are named like fields of a case


class CaseTables:
    """Proposes the cases that tables list.

    Args:
        matcher: Over the concepts of all schemes.
        techniques: Of the vocabulary.
    """

    def __init__(self, vocabulary: Vocabulary, matcher: Matcher, techniques: Techniques) -> None:
        self._vocabulary = vocabulary
        self._matcher = matcher
        self._sectors = SectorWords(vocabulary)
        self._techniques = techniques

    def case_rows(self, table: Table, reading: Reading) -> list[CaseProposal]:
        """Return a proposal for each row that names a title or a company and says what was done or gained.

        None for a table of another kind: without a column for title or company, or without another field of a case.
        """
        columns = case_columns(table)
        if len(columns) < _FEWEST or not _IDENTITIES & set(columns.values()):
            return []
        found = (self._case(_Row(cells, columns), table, reading) for cells in _rows(table))
        return [case for case in found if (case.title or case.company) and (case.measures or case.figures)]

    def _case(self, row: _Row, table: Table, reading: Reading) -> CaseProposal:
        country = _country(row)
        own = replace(reading, country=country.value if country else reading.country)
        figures = once(self._figures(row, table, own))
        measures = [measure for passage in row.passages(Label.MEASURE) for measure in self._measures(passage)]
        status = status_of(row.statuses(), figures)
        company = row.text(Label.COMPANY)
        passages = [row.passage(cell) for cell in row.cells]
        mentions = find_mentions(passages, self._matcher)
        about = [evidence for measure in measures for evidence in measure.name.evidence]
        sector = row.passages(Label.SECTOR)
        return CaseProposal(
            title=row.text(Label.TITLE),
            company=company,
            country=country,
            year=year_of(row.passages(Label.YEAR)),
            sector=sector_of(sector, find_mentions(sector, self._matcher), self._sectors, self._vocabulary),
            status=status,
            grade=grade_of(passages, figures, status, company),
            processes=tuple(processes_of(mentions, about)),
            substances=tuple(substances_of(mentions, figures, about)),
            measures=tuple(measures),
            figures=tuple(figures),
        )

    def _measures(self, passage: Passage) -> Iterator[ProposedMeasure]:
        """Yield the measures of a cell, which semicolons part."""
        for match in _SEPARATED.finditer(passage.text):
            name = match[0].strip()
            start = match.start() + match[0].index(name) if name else 0
            words = MeasureWords(passage, start, start + len(name), ())
            technique = self._techniques.technique(words)
            named = Proposed(words.name, (words.evidence(),), confidence(Rule.TABLE))
            if name:
                yield ProposedMeasure(named, technique, self._techniques.practice(words, technique))

    def _figures(self, row: _Row, table: Table, reading: Reading) -> Iterator[ProposedFigure]:
        """Yield the figures of a row; those of one row are none of another's, however alike."""
        header = tuple(cell for cell in table.cells if cell.row < table.header_rows)
        for number in row_numbers(replace(table, cells=header + tuple(row.cells)), reading, table.caption):
            if row.columns.get(number.cell.column) is None:
                yield self._figure(number)

    def _figure(self, number: RowNumber) -> ProposedFigure:
        cell, found = number.cell, number.found
        start = cell.span[0]
        return proposed_figure(
            found,
            number.reason,
            first_subject(self._matcher.find(number.head), found) if counts_something(found) else NOTHING,
            printed=cell.text[found.start : found.end],
            basis=number.head if is_share(found) else "",
            place=(start + found.start, start + found.end),
            evidence=Evidence(cell.page, cell.span, cell.text),
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a case table.

    Attributes:
        cells: Those that are not empty, in order.
        columns: Of the fields.
    """

    cells: Sequence[Cell]
    columns: Mapping[int, Label]

    def passages(self, label: Label) -> list[Passage]:
        """Return the cells of a field."""
        return [self.passage(cell) for cell in self.cells if self.columns.get(cell.column) is label]

    def statuses(self) -> list[Passage]:
        """Return the cells of the status, each behind the label that `status_of` takes for one that is stated."""
        found = self.passages(Label.STATUS)
        return [replace(each, start=each.start - len(_STATUS), text=_STATUS + each.text) for each in found]

    def text(self, label: Label) -> Proposed | None:
        """Return a field as it stands."""
        passage = next(iter(self.passages(label)), None)
        return Proposed(passage.text, (passage.whole(),), confidence(Rule.LABEL)) if passage else None

    def passage(self, cell: Cell) -> Passage:
        """Return a cell as a passage; where it names what the row is about, as a lead."""
        kind = PassageKind.LEAD if cell.column in self.columns else PassageKind.ROW
        return Passage(kind, cell.page, cell.span[0], cell.text)


def case_columns(table: Table) -> dict[int, Label]:
    """Return which columns are named like fields of a case; of two for the same field the first counts."""
    columns: dict[int, Label] = {}
    for cell in table.cells:
        if cell.row < table.header_rows:
            label = next((label for label in Label if labelled(f"{cell.text}: x", label)), None)
            if label and (label is Label.MEASURE or label not in columns.values()):
                columns.setdefault(cell.column, label)
    return columns


def _rows(table: Table) -> Iterator[list[Cell]]:
    for row, cells in groupby(table.cells, key=lambda cell: cell.row):
        if table.header_rows <= row < table.header_rows + MAX_CASES:
            yield [cell for cell in cells if cell.text]


def _country(row: _Row) -> Proposed | None:
    """Return the country of a row: as an ISO 3166-1 code, else by its name."""
    passages = row.passages(Label.COUNTRY)
    for passage in passages:
        if passage.text in country_codes():
            return Proposed(passage.text, (passage.whole(),), confidence(Rule.LABEL))
    return country_of(find_places(passages))
