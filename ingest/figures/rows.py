"""Find the numbers of a table and their units, which stand with them or in a head; row_roles.py tells what they say.

A head is what stands in the header rows of a column, or in the first cell of a row. Cells that hold sentences are left
to segments.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.model import Cell, Table
from ingest.figures.numerals import numerals
from ingest.figures.quantities import Found, Reading, find_quantities
from ingest.figures.roles import Reason
from ingest.figures.row_roles import Told, lists_measures, reason, states
from ingest.figures.units import parse_unit, unit_at

_PROSE = 70  # characters from which a cell is read as a sentence
_PROSE_WORDS = 6

_NUMBER = re.compile(
    r"\s*(?:[<>≤≥~≈±+−–-]|ca\.?|about|approx\.?|up to)?\s*\d[\d\s.,'’\u00a0\u2007\u2009\u202f–—-]*\s*[*†‡]?\s*\Z"
)
_ASIDE = re.compile(r"\b(?:notes?|remarks?|comments?|observa\w+|remarques?|ghi chú)\b|备注|ملاحظات", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]{3}")
_SHORT_NAME = re.compile(r"[^\W\d_]{2}")  # "CO2 (kg)"
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{2,}")
_PERIOD = re.compile(
    r"\s*(?:per |a )?(year|month|week|day|año|mes|día|an|mois|jour|ano|mês|dia|năm|tháng|ngày)\s*\Z", re.IGNORECASE
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_IN = re.compile(r"\A(?:in|en|em|tính bằng|đơn vị)\s+", re.IGNORECASE)
_OVER = re.compile(r"\b(?:per|par|por|pro|mỗi)\s+(\w+(?:\s+(?:of|de|du|del|do|da)\s+\w+|\s+d['’]\w+)?)", re.IGNORECASE)
_UNIT_WORDS = 2
_MAX_UNIT_WORDS = 5


@dataclass(frozen=True, slots=True)
class RowNumber:
    """One number of a table with what it says.

    Attributes:
        found: Its places count in the cell's text.
        label: Of its row, "" if it has none.
        head: Of its column, "" if it has none.
        row: All cells of its row that are not empty, in order.
    """

    found: Found
    reason: Reason
    cell: Cell
    label: str
    head: str
    row: tuple[Cell, ...]


def row_numbers(table: Table, reading: Reading, title: str) -> Iterator[RowNumber]:
    """Yield the numbers of a table that say something of a measure, by row and column.

    Args:
        title: The table's caption, or the heading above it.
    """
    heads, rows = _heads(table, reading), list(_rows(table))
    columns = states(
        {column: head for column, head in heads.items() if column}, _numeric_columns(table), reading, by_place=True
    )
    names = [" ".join(cell.text for cell in _labels(row)) for row in rows]
    numeric = [place for place, row in enumerate(rows) if any(_is_value(cell.text) for cell in row)]
    across = {} if columns else states(dict(enumerate(names)), numeric, reading, by_place=False)
    measures = lists_measures([*heads.values(), *names], reading)
    for place, row in enumerate(rows):
        if _is_section(row):
            title = row[0].text
        labels = _labels(row)
        if labels and _goes_on(labels[-1], row, reading):
            continue
        for cell in row:
            head = heads.get(cell.column, "")
            if cell in labels or not _DIGIT.search(cell.text) or is_prose(cell.text) or _ASIDE.search(head):
                continue
            state = columns.get(cell.column, across.get(place))
            yield from _of_cell(cell, row, Told(cell.text, head, names[place], title, state, measures), reading)


def is_prose(text: str) -> bool:
    """Tell whether a cell is read as a sentence, not as a number or name."""
    return len(text) >= _PROSE or len(_WORD.findall(text)) >= _PROSE_WORDS


def _goes_on(label: Cell, row: Sequence[Cell], reading: Reading) -> bool:
    """Tell whether a number at the end of a row's name has its unit in the next cell: two columns are one."""
    following = next((cell.text for cell in row if cell.column > label.column), "")
    return label.text[-1:].isdigit() and _first_unit(following, reading) != ""


def is_mixed(text: str) -> bool:
    """Tell whether a cell holds words and a number, as where a table's columns were not told apart."""
    name = _NAME.search(text)
    return name is not None and _DIGIT.search(text, name.end()) is not None and not is_prose(text)


def _is_section(row: Sequence[Cell]) -> bool:
    """Tell whether a row is a heading inside the table: its only cell names what follows."""
    return len(row) == 1 and not re.search(r"\d", row[0].text) and not is_prose(row[0].text)


def _heads(table: Table, reading: Reading) -> Mapping[int, str]:
    """Return the heads of columns; one that is only a unit says it of what the column to its left tells."""
    parts: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.row < table.header_rows and cell.text:
            for column in range(cell.column, cell.column + cell.columns):
                parts.setdefault(column, []).append(cell.text)
    heads = {column: " ".join(texts) for column, texts in sorted(parts.items())}
    for column, head in heads.items():
        left = _BRACKETS.sub("", heads.get(column - 1, "")) if column > 1 else ""
        if left and _whole_unit(head, reading) and not _unit_in(left, reading):
            heads[column] = f"{left} ({head})"
    return heads


def _numeric_columns(table: Table) -> list[int]:
    return sorted({cell.column for cell in table.cells if cell.row >= table.header_rows and _is_value(cell.text)})


def _is_value(text: str) -> bool:
    """Tell whether a cell holds little but a number: with a unit at most."""
    return bool(_NUMBER.match(text) or (_DIGIT.search(text) and len(_WORD.findall(text)) <= _UNIT_WORDS))


def _rows(table: Table) -> Iterator[tuple[Cell, ...]]:
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.row >= table.header_rows and cell.text:
            for row in range(cell.row, cell.row + cell.rows):
                rows.setdefault(row, []).append(cell)
    return (tuple(sorted(cells, key=lambda cell: cell.column)) for _, cells in sorted(rows.items()))


def _labels(row: Sequence[Cell]) -> list[Cell]:
    """Return the cells that name a row: those with words in front of its first number; a later one if there is none."""
    named = [cell for cell in row if _NAME.search(cell.text) or (cell is row[0] and _SHORT_NAME.match(cell.text))]
    named = [cell for cell in named if not _NUMBER.match(cell.text)]
    first = next((cell.column for cell in row if _DIGIT.search(cell.text) and cell not in named[:1]), 0)
    return [cell for cell in named if cell.column < first and not is_prose(cell.text)] or named[:1]


def _of_cell(cell: Cell, row: tuple[Cell, ...], told: Told, reading: Reading) -> Iterator[RowNumber]:
    for found in _quantities(cell, row, (told.head, told.label, told.title), reading):
        said = reason(found, told if _goes_with(found, told.head, reading) else replace(told, head=""), reading)
        if said:
            counted = _counted_over(found, (told.label, told.head, told.title))
            yield RowNumber(counted, said, cell, told.label, told.head, row)


def _counted_over(found: Found, heads: Sequence[str]) -> Found:
    """Return a quantity over something with the words for it, if a head says them: "per tonne of product"."""
    if found.period or "/" not in found.quantity.unit:
        return found
    over = next(filter(None, map(_OVER.search, heads)), None)
    return replace(found, period=" ".join(over[1].split())) if over else found


def _quantities(cell: Cell, row: Sequence[Cell], heads: Sequence[str], reading: Reading) -> list[Found]:
    """Return the quantities of a cell; a bare number takes the unit of its column, its row or the title."""
    own = find_quantities(cell.text, reading)
    if own or not _NUMBER.match(cell.text):
        return own
    head, label, title = heads
    beside = [_whole_unit(other.text, reading) for other in row if other is not cell]
    behind = next((_first_unit(other.text, reading) for other in row if other.column > cell.column), "")
    units = (_unit_in(head, reading), *beside, behind, _unit_in(label, reading), _unit_in(title, reading))
    unit = next((unit for unit in units if unit), None)
    if unit is None:
        return []
    number = cell.text.rstrip("*†‡ ")
    others = [other.text.removeprefix(unit) for other in row if other is not cell]
    period = next(filter(None, map(_PERIOD.match, others)), None)
    over = f" per {period[1]}" if period and not re.search(r"/|\bper\b", unit) else ""
    found = [each for each in find_quantities(f"{number} {unit}{over}", reading) if each.end <= len(number)]
    first = next(numerals(number, reading.sign), None)
    whole = first is not None and len(found) == 1 and found[0].start == first.start  # not two numbers in one cell
    return found if whole else []


def _whole_unit(text: str, reading: Reading) -> str:
    if len(text) > 40 or re.search(r"\d{2}", text):
        return ""
    return text if parse_unit(text, language=reading.language, country=reading.country) else ""


def _first_unit(text: str, reading: Reading) -> str:
    """Return the unit that a cell begins with, "" if it begins otherwise: "months computed from the saving"."""
    unit = unit_at(text, 0, language=reading.language, country=reading.country)
    return text[: unit.end] if unit else ""


def _unit_in(head: str, reading: Reading) -> str:
    """Return the unit that a head names: in brackets, behind its last comma, or with its last words."""
    words = re.split(r"\s+", _BRACKETS.sub(" ", head).strip())
    last = [" ".join(words[-count:]) for count in range(min(_MAX_UNIT_WORDS, len(words)), 0, -1)]
    candidates = [*_BRACKETS.findall(head), head.rpartition(",")[2], *last, *words[:1]]
    candidates = [_IN.sub("", text.strip()) for text in candidates]
    return next((text.strip() for text in candidates if text.strip() and _whole_unit(text.strip(), reading)), "")


def _goes_with(found: Found, head: str, reading: Reading) -> bool:
    """Tell whether a column's head can speak for a quantity: not if it names a unit of something else."""
    unit = parse_unit(_unit_in(head, reading), language=reading.language, country=reading.country)
    return unit is None or unit.kind in (found.kind, "calendar")
