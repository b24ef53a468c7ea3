"""The starter collection: the packaged cases, written out as sheets that are ingested like any other document.

Owns corpus/cases/ and what a folder of written sheets remembers of itself. cases/README.md says how they were made.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CollectionError
from corpus.faults import file_faults
from corpus.records import Record, read_record, sidecar_path
from corpus.sheets import render_sheet, sheet_digest
from corpus.vocabulary import Vocabulary, load_vocabulary

CASES_FOLDER = Path(__file__).parent / "cases"
MANIFEST = "sheets.json"


def write_collection(folder: Path, *, report: Callable[[str], None], cases: Path = CASES_FOLDER) -> list[Path]:
    """Write every sheet as `<id>.pdf` with its sidecar `<id>.yaml` beside it; return the PDFs, by case id.

    A sheet that lies there as it was written, from the same text, is left alone. Each file is whole or absent,
    so an interrupted run goes on where it stopped.

    Args:
        report: Told, in one sentence, how many sheets are about to be written; not called if none is.

    Raises:
        CollectionError: A case is wrong, or there is none.
        LibraryError: The folder cannot be written; DiskFullError if it has no room.
    """
    vocabulary = load_vocabulary()
    jobs = [_job(path, folder, vocabulary) for path in _packaged(cases)]
    known = _read_manifest(folder)
    waiting = [job for job in jobs if not _is_written(job, known)]
    if waiting:
        report(f"Writing {len(waiting)} of the {len(jobs)} sheets of the starter collection to {folder}.")
        _write_all(waiting, folder, vocabulary, known)
    return [job.pdf for job in jobs]


@dataclass(frozen=True, slots=True)
class _Job:
    """One sheet: the packaged sidecar, what it says, where its PDF goes, and a digest of all that goes into it."""

    packaged: Path
    record: Record
    pdf: Path
    digest: str


def _packaged(cases: Path) -> list[Path]:
    paths = sorted(cases.glob("*.yaml"))
    if not paths:
        raise CollectionError(f"{cases} holds no cases. Install cpkb again.")
    return paths


def _job(path: Path, folder: Path, vocabulary: Vocabulary) -> _Job:
    record = read_record(path)
    return _Job(path, record, folder / f"{path.stem}.pdf", sheet_digest(record, vocabulary))


def _is_written(job: _Job, known: Mapping[str, str]) -> bool:
    """Tell whether both files lie there and are what the manifest says was written from the same text."""
    try:
        pdf, sidecar = job.pdf.read_bytes(), sidecar_path(job.pdf).read_bytes()
    except OSError:
        return False
    return known.get(job.pdf.stem) == _receipt(job, pdf) and sidecar == job.packaged.read_bytes()


def _receipt(job: _Job, pdf: bytes) -> str:
    """Return what the manifest keeps of a sheet: from what it was made, and what it became."""
    return f"{job.digest} {hashlib.sha256(pdf).hexdigest()}"


def _write_all(jobs: list[_Job], folder: Path, vocabulary: Vocabulary, known: Mapping[str, str]) -> None:
    receipts = dict(known)
    with file_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            for job in jobs:
                pdf = render_sheet(job.record, vocabulary)
                _write(sidecar_path(job.pdf), job.packaged.read_bytes())
                _write(job.pdf, pdf)
                receipts[job.pdf.stem] = _receipt(job, pdf)
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
