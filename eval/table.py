"""Tables of figures: drawn with rich on a terminal, as plain aligned text anywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from eval.bootstrap import Interval


@dataclass(frozen=True, slots=True)
class Table:
    """A table to print.

    Attributes:
        columns: The first is aligned left, the others right.
        notes: Sentences printed below it.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def show(tables: Iterable[Table], stream: TextIO) -> None:
    """Print tables to a stream, one below the other."""
    for table in tables:
        if stream.isatty():
            _draw(table, stream)
        else:
            stream.write(plain(table))


def plain(table: Table) -> str:
    """Return a table as lines of text whose columns line up."""
    widths = [max(map(len, column)) for column in zip(table.columns, *table.rows, strict=True)]
    lines = [table.title, *(_line(row, widths) for row in (table.columns, *table.rows)), *table.notes]
    return "\n".join(lines) + "\n\n"


def figure(value: float | None) -> str:
    """Return a measure as people print it: ".398"; a dash where there is none."""
    if value is None:
        return "-"
    return f"{value:.3f}".removeprefix("0")


def difference(value: Interval) -> str:
    """Return a difference as people print it, with its 95 % interval: "+.031 [+.012, +.050]"."""
    return f"{_signed(value.mean)} [{_signed(value.low)}, {_signed(value.high)}]"


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("0.", ".", 1)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]).rstrip()


def _draw(table: Table, stream: TextIO) -> None:
    from rich.console import Console
    from rich.table import Table as RichTable

    drawn = RichTable(title=table.title, title_justify="left")
    for place, column in enumerate(table.columns):
        drawn.add_column(column, justify="right" if place else "left", overflow="fold")
    for row in table.rows:
        drawn.add_row(*row)
    console = Console(file=stream, markup=False, highlight=False)
    console.print(drawn)
    for note in table.notes:
        console.print(note)
