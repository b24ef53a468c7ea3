"""Render the gold documents with tables, read them as ingestion does and with a peer, and score the cells."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.table import Table, figure
from eval.table_gold import GOLD_FOLDER, KINDS, GoldTables, read_table_gold, render
from eval.table_peer import NAME, is_installed, peer_tables
from eval.table_scores import NO_TABLE, CellTally, FoundTable, score_tables
from ingest.layout.margins import set_apart
from ingest.layout.order import ordered
from ingest.pdf.pages import TextLimits, raw_pages
from ingest.tables.reading import pages_and_tables

OWN = "cpkb"

Reader = Callable[[Path], list[FoundTable]]


@dataclass(frozen=True, slots=True)
class DocumentCells:
    """One reader's counts on one document, by kind of table."""

    reader: str
    document: str
    tallies: dict[str, CellTally]


@dataclass(frozen=True, slots=True)
class TableReport:
    """How well tables are read.

    Attributes:
        tables: How many gold has.
        documents: By reader, in order of names.
        seconds: CPU time by reader, whole files.
    """

    split: str
    tables: int
    documents: tuple[DocumentCells, ...]
    seconds: dict[str, float]

    def tally(self, reader: str, kind: str | None = None) -> CellTally:
        """Return a reader's counts over all documents, of one kind or of all; what is no table counts only in all."""
        counts = [
            tally
            for document in self.documents
            if document.reader == reader
            for own, tally in document.tallies.items()
            if kind in (None, own)
        ]
        return sum(counts, CellTally())


def measure_tables(split: str) -> TableReport:
    """Read all documents of a split, with every reader there is, and compare the tables found with gold.

    Args:
        split: A folder of eval/tables.

    Raises:
        CollectionError: The split holds no gold, or a document that cannot be rendered.
    """
    gold = read_table_gold(GOLD_FOLDER / split)
    with TemporaryDirectory() as folder:
        files = [_rendered(document, Path(folder)) for document in gold]
        measured = [_measured(name, reader, gold, files) for name, reader in _readers().items()]
    return TableReport(
        split=split,
        tables=sum(len(document.tables) for document in gold),
        documents=tuple(cells for documents, _ in measured for cells in documents),
        seconds={documents[0].reader: seconds for documents, seconds in measured},
    )


def tables_of(report: TableReport) -> list[Table]:
    """Return what was measured as tables for people."""
    rows = tuple(
        (f"{reader}: {kind or 'all'}", str(tally.gold), figure(tally.precision), figure(tally.recall))
        for reader in report.seconds
        for kind in (*KINDS, None)
        for tally in [report.tally(reader, kind)]
    )
    spare = {reader: report.tally(reader, NO_TABLE).found for reader in report.seconds}
    notes = [f"{reader}: {count} cells found where there is no table." for reader, count in spare.items()]
    notes += [f"{reader}: {seconds:.2f} s of CPU time." for reader, seconds in report.seconds.items()]
    title = f"Cells of {report.tables} tables ({report.split})"
    return [Table(title, ("", "cells", "precision", "recall"), rows, tuple(notes))]


def json_of(report: TableReport) -> dict[str, object]:
    """Return the same figures for a program, document by document."""
    return {
        "split": report.split,
        "tables": report.tables,
        "seconds": report.seconds,
        "readers": {
            reader: {kind or "all": _json(report.tally(reader, kind)) for kind in (*KINDS, NO_TABLE, None)}
            for reader in report.seconds
        },
        "documents": [
            {
                "reader": cells.reader,
                "document": cells.document,
                "kinds": {kind: _json(tally) for kind, tally in cells.tallies.items()},
            }
            for cells in report.documents
        ],
    }


def own_tables(pdf: Path) -> list[FoundTable]:
    """Return the tables that ingestion reads from a file."""
    laid_out = [ordered(raw) for raw in set_apart(list(raw_pages(pdf, TextLimits())))]
    return [
        FoundTable(table.first_page, table.last_page, {(cell.row, cell.column): cell.text for cell in table.cells})
        for table in pages_and_tables(laid_out)[1]
    ]


def _readers() -> dict[str, Reader]:
    readers: dict[str, Reader] = {OWN: own_tables}
    if is_installed():
        readers[NAME] = peer_tables
    return readers


def _measured(
    name: str, reader: Reader, gold: Sequence[GoldTables], files: Sequence[Path]
) -> tuple[list[DocumentCells], float]:
    began = time.process_time()
    found = [reader(pdf) for pdf in files]
    seconds = time.process_time() - began
    cells = [
        DocumentCells(name, document.name, score_tables(document.tables, tables))
        for document, tables in zip(gold, found, strict=True)
    ]
    return cells, seconds


def _rendered(document: GoldTables, folder: Path) -> Path:
    pdf = folder / f"{document.name}.pdf"
    pdf.write_bytes(render(document))
    return pdf


def _json(tally: CellTally) -> dict[str, float]:
    return {
        "right": tally.right,
        "found": tally.found,
        "gold": tally.gold,
        "precision": tally.precision,
        "recall": tally.recall,
    }
