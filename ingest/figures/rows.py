"""Read the numbers of a table: the heads of columns and rows say what they are and in which unit.

A head is what stands in the header rows of a column, or in the first cell of a row. Cells that hold sentences are left
to segments.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.model import Cell, Role, Table
from ingest.figures.cues import CueKind, find_cues
from ingest.figures.numerals import numerals
from ingest.figures.quantities import Found, Reading, find_quantities
from ingest.figures.roles import Reason
from ingest.figures.units import parse_unit, unit_at

_PROSE = 70  # characters from which a cell is read as a sentence
_PROSE_WORDS = 6

_NUMBER = re.compile(
    r"\s*(?:[<>≤≥~≈±±-]|ca\.?|about|approx\.?|up to)?\s*\d[\d\s.,'’\u00a0\u2007\u2009\u202f–—-]*\s*[*†‡]?\s*\Z"
)
_ASIDE = re.compile(r"\b(?:notes?|remarks?|comments?|observa\w+|remarques?|ghi chú)\b|备注|ملاحظات", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]{3}")
_SHORT_NAME = re.compile(r"[^\W\d_]{2}")  # "CO2 (kg)"
_DIGIT = re.compile(r"\d")
_SHARE_OF = re.compile(r"\s*(?:%|per cent|percent)\s*(?:of|del?|du|da|do)\b", re.IGNORECASE)  # "% of former use"
_WORD = re.compile(r"[^\W\d_]{2,}")
_PERIOD = re.compile(
    r"\s*(?:per |a )?(year|month|week|day|año|mes|día|an|mois|jour|ano|mês|dia|năm|tháng|ngày)\s*\Z", re.IGNORECASE
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_NEW = re.compile(r"\s*(?:new|with|nuev\w+|nouve\w+|nov[oa]|mới|新)\b", re.IGNORECASE)
_OLD = re.compile(r"\s*(?:old|without|sin|sans|sem|viej\w+|antig\w+|ancien\w*|không|cũ|旧)(?!\w)", re.IGNORECASE)
_IN = re.compile(r"\A(?:in|en|em|tính bằng|đơn vị)\s+", re.IGNORECASE)
_OVER = re.compile(r"\b(?:per|par|por|pro|mỗi)\s+(\w+(?:\s+(?:of|de|du|del|do|da)\s+\w+|\s+d['’]\w+)?)", re.IGNORECASE)
_MAX_UNIT_WORDS = 5
_SURE, _SURE_OF_TITLE = 0.9, 0.97  # (r + 1) / (n + 2) of r right of n on dev and passages: 266 of 295, 27 of 27
_STATED = frozenset({CueKind.BEFORE, CueKind.AFTER})
_SAYS_OTHER = frozenset({CueKind.INVESTMENT, CueKind.PAYBACK, CueKind.FOREIGN})
_CHANGE = re.compile(
    r"\b(?:differenc\w+|change|diferencia|variaci[oó]n|cambio|écart|différence|variation|diferença|variação)\b"
    r"|chênh lệch",
    re.IGNORECASE,
)


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
    heads, states = _heads(table), _states(table, reading)
    for row in _rows(table):
        if _is_section(row):
            title = row[0].text
        labels = _labels(row)
        if labels and _goes_on(labels[-1], row, reading):
            continue
        for cell in row:
            head = heads.get(cell.column, "")
            if cell not in labels and re.search(r"\d", cell.text) and not (is_prose(cell.text) or _ASIDE.search(head)):
                yield from _of_cell(
                    cell, row, " ".join(label.text for label in labels), head, title, reading, states.get(cell.column)
                )


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


def _heads(table: Table) -> Mapping[int, str]:
    heads: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.row < table.header_rows and cell.text:
            for column in range(cell.column, cell.column + cell.columns):
                heads.setdefault(column, []).append(cell.text)
    return {column: " ".join(texts) for column, texts in heads.items()}


def _states(table: Table, reading: Reading) -> Mapping[int, Role]:
    """Return the columns of values before and after where only the place of one or both tells it.

    Of two columns with numbers beside one of savings the first is what was before; where the head of one says before
    or after, the other is the opposite. What is proposed comes after what is "present" beside it.
    """
    kinds = {column: _head_kinds(head, reading) for column, head in _heads(table).items() if column}
    savings = {
        column for column, each in kinds.items() if each & {CueKind.SAVING, CueKind.FALL} or _is_change(table, column)
    }
    others = [column for column in kinds if column not in savings and _is_numeric(table, column)]
    if len(others) != 2:
        return {}
    first, second = (kinds[column] & _STATED for column in others)
    told = [bool(first), bool(second)]
    if any(kinds[column] & _SAYS_OTHER for column in others) or all(told):
        return {}
    changes = {column: Role.SAVING for column in savings if _is_change(table, column)}
    if (told == [False, False] and savings) or first == {CueKind.BEFORE} or second == {CueKind.AFTER}:
        return {others[0]: Role.BASELINE, others[1]: Role.AFTER} | changes
    if first == {CueKind.AFTER} or second == {CueKind.BEFORE}:
        return {others[0]: Role.AFTER, others[1]: Role.BASELINE} | changes
    return {}


def _is_change(table: Table, column: int) -> bool:
    return bool(_CHANGE.search(_heads(table).get(column, "")))


def _is_numeric(table: Table, column: int) -> bool:
    """Tell whether a column holds bare numbers and no words but what stands for none."""
    cells = [cell.text for cell in table.cells if cell.column == column and cell.row >= table.header_rows and cell.text]
    return any(_NUMBER.match(text) for text in cells)


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


def _of_cell(
    cell: Cell, row: tuple[Cell, ...], name: str, head: str, title: str, reading: Reading, state: Role | None
) -> Iterator[RowNumber]:
    for found in _quantities(cell, row, (head, name, title), reading):
        reason = _reason(found, (cell.text, head, name, title), reading, state)
        if reason:
            yield RowNumber(_counted_over(found, (name, head, title)), reason, cell, name, head, row)


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


def _reason(found: Found, texts: Sequence[str], reading: Reading, state: Role | None) -> Reason | None:
    """Return what a number says by the first that tells it: its cell, the head of its column, its row's, the title.

    Args:
        state: What the number's column says by its place among the others.
    """
    cell, head, label, title = texts
    head = head if _goes_with(found, head, reading) else ""
    own = [
        each - {CueKind.RESULT} for each in (_kinds(cell, reading), _head_kinds(head, reading), _kinds(label, reading))
    ]
    if any(CueKind.FOREIGN in kinds for kinds in own):
        return None
    kinds = [*own, _kinds(title, reading)]
    yearly = any(CueKind.YEARLY in each for each in kinds) or found.quantity.unit.endswith("/a")
    if state and found.kind not in ("calendar", "clock") and not kinds[0]:
        saved = state is Role.SAVING and found.kind == "money" and yearly
        return Reason(Role.ANNUAL_SAVING if saved else state, _SURE, yearly)
    for each, sure in zip(kinds, (_SURE, _SURE, _SURE, _SURE_OF_TITLE), strict=True):
        role = _role(found, each, yearly=yearly, shared=_SHARE_OF.match(head) is not None)
        if role:
            return Reason(role, sure, yearly)
    return None


def _goes_with(found: Found, head: str, reading: Reading) -> bool:
    """Tell whether a column's head can speak for a quantity: not if it names a unit of something else."""
    unit = parse_unit(_unit_in(head, reading), language=reading.language, country=reading.country)
    return unit is None or unit.kind in (found.kind, "calendar")


def _kinds(text: str, reading: Reading) -> frozenset[CueKind]:
    return frozenset(cue.kind for cue in find_cues(text, reading.language))


def _head_kinds(head: str, reading: Reading) -> frozenset[CueKind]:
    """Return what the head of a column says; "new" and "with filters" are after, "old" and "without" before."""
    told = {CueKind.AFTER} if _NEW.match(head) else {CueKind.BEFORE} if _OLD.match(head) else set()
    return _kinds(head, reading) | told


def _role(found: Found, kinds: frozenset[CueKind], *, yearly: bool, shared: bool) -> Role | None:
    """Return the role that a head gives; the state that a value belongs to goes before what it is a value of."""
    if found.kind in ("calendar", "clock") and CueKind.PAYBACK in kinds:
        return Role.PAYBACK
    states = set() if shared else kinds & {CueKind.BEFORE, CueKind.AFTER}
    if len(states) == 1:
        return Role.BASELINE if CueKind.BEFORE in states else Role.AFTER
    if states or found.kind in ("calendar", "clock"):
        return None
    if kinds & {CueKind.SAVING, CueKind.FALL, CueKind.RESULT}:
        return Role.ANNUAL_SAVING if found.kind == "money" and yearly else Role.SAVING
    paid = kinds & {CueKind.INVESTMENT, CueKind.COST} and not yearly and "/" not in found.quantity.unit
    return Role.INVESTMENT if found.kind == "money" and paid else None
