"""The starter collection: packaged records, written out as PDFs that are ingested like any other document.

Owns which records there are (cases/, techniques/, handbook/) and what a folder of written PDFs remembers of itself.
The README in each of those folders says how its records were made.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CollectionError
from corpus.faults import file_faults
from corpus.handbook import handbook_digest, render_handbook
from corpus.model import ConceptId, DocumentId
from corpus.records import CaseRecord, Record, read_record, sidecar_path
from corpus.sheets import render_sheet, sheet_digest
from corpus.technique_sheets import render_technique, technique_digest
from corpus.vocabulary import Vocabulary, load_vocabulary

PACKAGED = Path(__file__).parent
CASES = "cases"
TECHNIQUES = "techniques"
HANDBOOK = "handbook/handbook"
MANIFEST = "sheets.json"

_NAME = re.compile(r"(?:[a-z]+/)?[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Item:
    """One PDF of the collection.

    Attributes:
        name: Its place in the collection, without suffix: "cases/amirtex-sulphur-black".
        packaged: The record it is made from; a copy becomes its sidecar.
        record: What that says.
        digest: Of all that decides the PDF's bytes.
        render: Makes the PDF.
    """

    name: str
    packaged: Path
    record: Record
    digest: str
    render: Callable[[], bytes]


def collection_items(vocabulary: Vocabulary, packaged: Path = PACKAGED) -> list[Item]:
    """Return all PDFs that the collection is to hold, in order: cases, techniques, the handbook.

    Raises:
        CollectionError: A record is wrong, or there is no case.
    """
    cases = [(path, read_record(path)) for path in sorted((packaged / CASES).glob("*.yaml"))]
    if not cases:
        raise CollectionError(f"{packaged / CASES} holds no cases. Install cpkb again.")
    items = [_case_item(path, record, vocabulary) for path, record in cases]
    told = [record.case for _, record in cases if record.case]
    items.extend(_technique_items(packaged, told, vocabulary))
    items.extend(_handbook_items(packaged, [record for _, record in cases], vocabulary))
    return items


def write_collection(folder: Path, *, report: Callable[[int, int], None], packaged: Path = PACKAGED) -> list[Path]:
    """Write every PDF with its sidecar beside it, in the order of `collection_items`; return the PDFs.

    What lies there as it was written, from the same text, is left alone. Each file is whole or absent,
    so an interrupted run goes on where it stopped.

    Args:
        report: Told how many PDFs are written, of how many that were to be; not called if none was.

    Raises:
        CollectionError: A record is wrong, or there is none.
        LibraryError: The folder cannot be written; DiskFullError if it has no room.
    """
    items = collection_items(load_vocabulary(), packaged)
    known = _read_manifest(folder)
    waiting = [item for item in items if not _is_written(item, folder, known)]
    if waiting:
        _write_all(waiting, folder, known, report)
    return [_pdf(item, folder) for item in items]


def left_over(folder: Path, pdfs: Iterable[Path]) -> dict[str, DocumentId]:
    """Return what was written to a folder once and is no longer part of the collection: documents by their names.

    A document that lay elsewhere in the folder and is the same to the last byte is not left over.

    Args:
        pdfs: All that the folder is to hold, from `write_collection`.
    """
    documents = {name: DocumentId(receipt.rpartition(" ")[2]) for name, receipt in _read_manifest(folder).items()}
    current = set(_names(folder, pdfs))
    kept = {documents[name] for name in current & documents.keys()}
    return {name: document for name, document in documents.items() if name not in current and document not in kept}


def discard_left_over(folder: Path, pdfs: Iterable[Path]) -> None:
    """Delete the files of all that is no longer part of the collection, and forget them.

    Raises:
        LibraryError: A file cannot be deleted.
    """
    known = _read_manifest(folder)
    names = known.keys() - set(_names(folder, pdfs))
    with file_faults(folder):
        for name in names:
            if _NAME.fullmatch(name):  # the manifest is a file: it may say anything
                (folder / f"{name}.pdf").unlink(missing_ok=True)
                (folder / f"{name}.yaml").unlink(missing_ok=True)
        if names:
            kept = {name: receipt for name, receipt in known.items() if name not in names}
            _write(folder / MANIFEST, json.dumps(kept, indent=1, sort_keys=True).encode())


def _names(folder: Path, pdfs: Iterable[Path]) -> Iterator[str]:
    return (pdf.relative_to(folder).with_suffix("").as_posix() for pdf in pdfs)


def cases_by_technique(cases: Sequence[CaseRecord], vocabulary: Vocabulary) -> Mapping[ConceptId, list[CaseRecord]]:
    """Return the cases that applied each technique, or a narrower one; each once, in the order given."""
    found: dict[ConceptId, dict[str, CaseRecord]] = defaultdict(dict)
    for case in cases:
        for measure in case.measures:
            for concept in vocabulary.closure(measure.technique):
                found[concept][case.id] = case
    return {concept: list(told.values()) for concept, told in found.items()}


def _case_item(path: Path, record: Record, vocabulary: Vocabulary) -> Item:
    digest = sheet_digest(record, vocabulary)
    return Item(f"{CASES}/{path.stem}", path, record, digest, lambda: render_sheet(record, vocabulary))


def _technique_items(packaged: Path, cases: Sequence[CaseRecord], vocabulary: Vocabulary) -> Iterator[Item]:
    applied = cases_by_technique(cases, vocabulary)
    for path in sorted((packaged / TECHNIQUES).glob("*.yaml")):
        record = read_record(path)
        told = applied.get(record.technique.id, []) if record.technique else []
        yield _technique_item(path, record, told, vocabulary)


def _technique_item(path: Path, record: Record, cases: Sequence[CaseRecord], vocabulary: Vocabulary) -> Item:
    digest = technique_digest(record, cases, vocabulary)
    render = lambda: render_technique(record, cases, vocabulary)  # noqa: E731 - as short as a name for it
    return Item(f"{TECHNIQUES}/{path.stem}", path, record, digest, render)


def _handbook_items(packaged: Path, cases: Sequence[Record], vocabulary: Vocabulary) -> Iterator[Item]:
    path = packaged / f"{HANDBOOK}.yaml"
    if path.is_file():
        digest = handbook_digest(cases, vocabulary)
        yield Item(HANDBOOK, path, read_record(path), digest, lambda: render_handbook(cases, vocabulary))


def _pdf(item: Item, folder: Path) -> Path:
    return folder / f"{item.name}.pdf"


def _is_written(item: Item, folder: Path, known: Mapping[str, str]) -> bool:
    """Tell whether both files lie there and are what the manifest says was written from the same text."""
    pdf = _pdf(item, folder)
    try:
        content, sidecar = pdf.read_bytes(), sidecar_path(pdf).read_bytes()
    except OSError:
        return False
    return known.get(item.name) == _receipt(item, content) and sidecar == item.packaged.read_bytes()


def _receipt(item: Item, pdf: bytes) -> str:
    """Return what the manifest keeps of a PDF: from what it was made, and what it became."""
    return f"{item.digest} {hashlib.sha256(pdf).hexdigest()}"


def _write_all(
    items: Sequence[Item], folder: Path, known: Mapping[str, str], report: Callable[[int, int], None]
) -> None:
    receipts = dict(known)
    with file_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            for done, item in enumerate(items):
                report(done, len(items))
                content, target = item.render(), _pdf(item, folder)
                target.parent.mkdir(exist_ok=True)
                _write(sidecar_path(target), item.packaged.read_bytes())
                _write(target, content)
                receipts[item.name] = _receipt(item, content)
            report(len(items), len(items))
        finally:
            _write(folder / MANIFEST, json.dumps(receipts, indent=1, sort_keys=True).encode())


def _write(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _read_manifest(folder: Path) -> dict[str, str]:
    """Return what was written, empty if there is no manifest or it cannot be read: then all is written again."""
    try:
        known = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in known.items()} if isinstance(known, dict) else {}
