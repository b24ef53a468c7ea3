"""What `cpkb eval` prints of reading documents: cases proposed, tables, scans, and files made to harm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from eval.table import Table

Say = Callable[[str], None]
Show = Callable[[str, int, int], None]
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


def ocr(languages: Sequence[str], scans: Path | None, transcripts: Path | None, show: Show) -> Printed:
    """Return how well the engines that are installed read scans: those rendered here, and those of a folder.

    Args:
        languages: See `eval.ocr.report_ocr`; all of those there are if none is named.
        scans, transcripts: See `eval.ocr_scans.scans_in`; the transcripts lie beside the scans if not said otherwise.
        show: Told what is being read, how many pages are done, and of how many.

    Raises:
        EvaluationError: The folder has no page whose text is known.
    """
    from eval.ocr import report_ocr
    from eval.ocr_report import json_of, tables_of
    from eval.ocr_scans import LANGUAGES, scans_in

    given = scans_in(scans, transcripts or scans) if scans else []
    report = report_ocr(languages or list(LANGUAGES), given, show)
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
