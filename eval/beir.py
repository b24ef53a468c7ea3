"""Test collections in BEIR's layout: corpus.jsonl, queries.jsonl and qrels/<split>.tsv in one folder.

The layout is that of Thakur et al., "BEIR" (NeurIPS 2021). Reading only; ranking happens elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import JudgementFileError
from eval.judgement_files import read_beir_qrels, read_records, text_field, wrong
from eval.measure import Qrels

CORPUS = "corpus.jsonl"
QUERIES = "queries.jsonl"
QRELS = "qrels"


@dataclass(frozen=True, slots=True)
class BeirDocument:
    """One text of a collection; the title may be empty."""

    id: str
    title: str
    text: str

    @property
    def full_text(self) -> str:
        """The title above the text, as far as there are any."""
        return "\n".join(part for part in (self.title, self.text) if part.strip())


@dataclass(frozen=True, slots=True)
class BeirCollection:
    """A collection with one split of its judgements.

    Attributes:
        documents: In the order of the file.
        queries: Text by id; the judged ones only, in the order of the file.
        missing: How many judgements of a relevant document name one that the corpus lacks; it counts as not found.
    """

    name: str
    split: str
    documents: tuple[BeirDocument, ...]
    queries: Mapping[str, str]
    qrels: Qrels
    missing: int

    @property
    def digest(self) -> str:
        """SHA-256 over all documents: which texts a figure was measured on."""
        hasher = hashlib.sha256()
        for document in self.documents:
            for part in (document.id, document.title, document.text):
                hasher.update(part.encode("utf-8", "surrogatepass") + b"\0")
        return hasher.hexdigest()


def read_beir(folder: Path, split: str = "test") -> BeirCollection:
    """Read a collection.

    Raises:
        JudgementFileError: A file is missing or malformed; the message names file and line.
    """
    if not folder.is_dir():
        raise JudgementFileError(f"There is no folder {folder}. Give one that holds {CORPUS} and {QUERIES}.")
    documents = _documents(folder / CORPUS)
    queries = _queries(folder / QUERIES)
    path = _qrels_path(folder, split)
    qrels = read_beir_qrels(path)
    if not qrels:
        raise JudgementFileError(f"{path} holds no judgement. Choose another split with --split.")
    unknown = sorted(qrels.keys() - queries.keys())
    if unknown:
        raise JudgementFileError(f"{path} judges query '{unknown[0]}', which {QUERIES} does not have. Correct either.")
    known = {document.id for document in documents}
    return BeirCollection(
        name=folder.resolve().name,
        split=split,
        documents=documents,
        queries={query: text for query, text in queries.items() if query in qrels},
        qrels=qrels,
        missing=sum(grade > 0 and document not in known for row in qrels.values() for document, grade in row.items()),
    )


def _documents(path: Path) -> tuple[BeirDocument, ...]:
    found: dict[str, BeirDocument] = {}
    for number, record in read_records(path):
        document = BeirDocument(
            id=text_field(path, number, record, "_id"),
            title=text_field(path, number, record, "title", required=False),
            text=_text(path, number, record),
        )
        if document.id in found:
            raise wrong(path, number, f"has the id '{document.id}' again")
        found[document.id] = document
    if not found:
        raise JudgementFileError(f"{path} holds no document. Put one JSON object a line into it.")
    return tuple(found.values())


def _text(path: Path, number: int, record: Mapping[str, object]) -> str:
    """Return a document's text, which must be there but may be empty: real collections hold such documents."""
    if "text" not in record:
        raise wrong(path, number, "has no text under 'text'")
    return text_field(path, number, record, "text", required=False)


def _queries(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, record in read_records(path):
        query = text_field(path, number, record, "_id")
        if query in found:
            raise wrong(path, number, f"has the id '{query}' again")
        found[query] = text_field(path, number, record, "text")
    return found


def _qrels_path(folder: Path, split: str) -> Path:
    path = folder / QRELS / f"{split}.tsv"
    if path.parent.parent != folder or "/" in split or not path.is_file():
        there = ", ".join(sorted(found.stem for found in (folder / QRELS).glob("*.tsv"))) or "none"
        raise JudgementFileError(f"There are no judgements {path}. Splits of this collection: {there}.")
    return path
