"""What `cpkb eval` prints of reading documents: cases proposed, tables, scans, and files made to harm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from eval.table import Table

Say = Callable[[str], None]
Printed = tuple[list[Table], dict[str, Any]]  # for people, and for a program


def extraction(split: str, say: Say) -> Printed:
    """Return how well cases are proposed from the documents of a split, or from the collection's own sheets.

    Raises:
        CollectionError: The split holds no gold.
    """
    from eval.extraction_report import json_of, tables_of
    from eval.extraction_run import measure_extraction

    report = measure_extraction(split, say)
    return tables_of(report), json_of(report)


def tables(split: str) -> Printed:
    """Return how well tables are read, beside pdfplumber where that is installed.

    Raises:
        CollectionError: The split holds no gold.
    """
    from eval.table_extraction import json_of, measure_tables, tables_of

    report = measure_tables(split)
    return tables_of(report), json_of(report)


def hostile(paths: Sequence[Path], say: Say) -> Printed:
    """Return what becomes of each file when it is read within its limits.

    Raises:
        EvaluationError: A path leads to no file.
    """
    from dataclasses import asdict

    from corpus.vocabulary import load_vocabulary
    from eval.hostile import hostile_table, measure_hostile
    from ingest.reader import Limits

    outcomes = measure_hostile(paths, load_vocabulary(), Limits(), say)
    return [hostile_table(outcomes)], {"outcomes": [asdict(outcome) for outcome in outcomes]}
