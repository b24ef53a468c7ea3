"""Compare tables with gold, cell by cell. Pure: knows neither files nor who found the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.folding import fold
from eval.table_gold import GoldTable

NO_TABLE = "none"  # the kind under which cells are counted of what is no table, or none that gold knows

Cells = Mapping[tuple[int, int], str]  # text by row and column, from 0; empty cells left out


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table as a program read it."""

    first_page: int
    last_page: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class CellTally:
    """Counts of cells.

    Attributes:
        right: Whose folded text stands at the same row and column of the table that gold has.
        found, gold: All that were found, and all there are; empty ones left out.
    """

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: CellTally) -> CellTally:
        return CellTally(self.right + other.right, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of the found cells that are right; 1 if none was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the cells there are that were found right; 1 if there are none."""
        return self.right / self.gold if self.gold else 1.0


def score_tables(gold: Sequence[GoldTable], found: Sequence[FoundTable]) -> dict[str, CellTally]:
    """Return the counts by kind; each table is matched with one at most, the pairs that agree most first."""
    texts = [_folded(_cells(table)) for table in gold]
    others = [_folded(table.cells) for table in found]
    agreed = sorted(
        (
            (-_right(texts[i], others[j]), i, j)
            for i, table in enumerate(gold)
            for j, other in enumerate(found)
            if table.first_page <= other.last_page and other.first_page <= table.last_page
        ),
    )
    pairs: dict[int, int] = {}
    for right, i, j in agreed:
        if right and i not in pairs and j not in pairs.values():
            pairs[i] = j
    tallies: dict[str, CellTally] = {}
    for i, table in enumerate(gold):
        other = others[pairs[i]] if i in pairs else {}
        tally = CellTally(_right(texts[i], other), len(other), len(texts[i]))
        tallies[table.kind] = tallies.get(table.kind, CellTally()) + tally
    spare = sum(len(other) for j, other in enumerate(others) if j not in pairs.values())
    return tallies | {NO_TABLE: CellTally(found=spare)}


def _cells(table: GoldTable) -> Cells:
    return {(r, c): text for r, row in enumerate(table.rows) for c, text in enumerate(row) if text}


def _folded(cells: Cells) -> Cells:
    folded = {place: " ".join(fold(text).split()) for place, text in cells.items()}
    return {place: text for place, text in folded.items() if text}


def _right(gold: Cells, found: Cells) -> int:
    return sum(found.get(place) == text for place, text in gold.items())
