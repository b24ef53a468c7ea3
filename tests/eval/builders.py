"""Folders of questions and judgements, from a few words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

DOCUMENTS = (
    {"_id": "dye", "title": "Dye house", "text": "The dye house reuses its rinsing water after a membrane."},
    {"_id": "tan", "title": "Tannery", "text": "The tannery recovers chromium from spent liquor."},
    {"_id": "kiln", "title": "", "text": "Hot air of the kiln dries the tiles and saves natural gas."},
)
QUERIES = ({"_id": "1", "text": "chromium of the tannery"}, {"_id": "2", "text": "natural gas for the kiln"})
QRELS = "query-id\tcorpus-id\tscore\n1\ttan\t2\n2\tkiln\t1\n2\tdye\t0\n"


def lines(records: Sequence[Mapping[str, object]]) -> str:
    """Return records as JSON, one a line."""
    return "".join(f"{json.dumps(record)}\n" for record in records)


def beir_folder(
    folder: Path, *, corpus: str = lines(DOCUMENTS), queries: str = lines(QUERIES), qrels: str = QRELS
) -> Path:
    """Write a collection in BEIR's layout and return its folder."""
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text(corpus, encoding="utf-8")
    (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return folder


def judged_folder(folder: Path, *, queries: str, passages: str = "", techniques: str = "") -> Path:
    """Write a set of judged questions and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
    (folder / "qrels-passages.tsv").write_text(passages, encoding="utf-8")
    (folder / "qrels-techniques.tsv").write_text(techniques, encoding="utf-8")
    return folder
