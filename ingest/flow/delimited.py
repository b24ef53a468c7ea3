"""Read delimited text (CSV, TSV): a row a line, whatever the delimiter and the encoding."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from corpus.errors import DamagedFileError
from ingest.flow.blocks import Block
from ingest.flow.decoding import decoded
from ingest.flow.limits import FlowLimits
from ingest.flow.pages import FlowDocument, Layout
from ingest.flow.sheet_rows import SheetRow, blocks_of
from ingest.flow.text_files import read_bytes

_DELIMITERS = ";\t|,"
_SAMPLE = 50  # lines by which the delimiter is told
_ALIKE = 0.8  # of the rows have as many fields
_SEP = re.compile(r"sep=.\r?\n", re.IGNORECASE)  # the line by which spreadsheet programs tell the delimiter


def read(path: Path, limits: FlowLimits) -> FlowDocument:
    """Return a file of delimited text as one table, or as several that blank lines part.

    Raises:
        DamagedFileError: A field has no end.
        LimitError, NoTextError: It holds too much, or nothing.
    """
    layout = Layout(path.name, limits, paged=True)
    layout.fill(_blocks(path, limits))
    pages, headings, tables = layout.finish()
    return FlowDocument(pages, headings, tables, title="", flags=(), language=None)


def delimiter_of(lines: Sequence[str]) -> str | None:
    """Return the delimiter under which most rows have as many fields, at least two; None if there is none."""
    best: tuple[float, int, str] = (0.0, 0, "")
    for delimiter in _DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row))
        except csv.Error:
            continue
        (width, count), *_ = widths.most_common(1) or [(0, 0)]
        if width > 1 and count >= _ALIKE * widths.total():
            best = max(best, (count / widths.total(), width, delimiter))
    return best[2] or None


def _blocks(path: Path, limits: FlowLimits) -> Iterator[Block]:
    text = decoded(read_bytes(path, limits))
    text = _SEP.sub("", text, count=1)
    delimiter = delimiter_of(list(islice(io.StringIO(text, newline=""), _SAMPLE))) or ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = (SheetRow(number, tuple(row)) for number, row in enumerate(reader))
    try:
        yield from blocks_of(rows, {}, path.name, limits)
    except csv.Error as error:
        raise DamagedFileError(
            f"{path.name} has a field without end near line {reader.line_num:,}. Check its quotation marks."
        ) from error
