"""Take paths in and hand documents out: find the files, tell what they are, read them, add what their sidecars say.

A bad file becomes a Failure and the next one is read. Stores nothing: what is read here, the caller keeps.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CpkbError, EmptyFileError, IntakeError, LimitError, PathNotFoundError
from corpus.likeness import Sketch
from corpus.model import CaseProposal, ConceptId, Document, DocumentId, DocumentKind, Entry, Page, Scheme, Table
from corpus.records import CaseRecord, Record, read_sidecar, sidecar_path
from corpus.vocabulary import Vocabulary
from ingest.concepts import facets
from ingest.flow.kinds import SUFFIXES
from ingest.headings import Heading
from ingest.parse import Job, Parsed
from ingest.reader import Limits, Reader

__all__ = ["Failure", "Limits", "Read", "Unchanged", "discover", "examine", "read_documents"]

MAX_NAME_BYTES = 200

_BLOCK_BYTES = 1 << 20
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f/\\\\\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Read:
    """A file that became a document.

    Attributes:
        entries: One a chunk, in order.
        proposals: The cases that it seems to tell; none where its sidecar tells one.
        record: What the sidecar says; None without a sidecar.
        reading: Names all that shaped it beside the file: sidecar and vocabulary.
        seconds_by_stage: CPU time in the child by stage, and "waiting": wall time this process waited for it.
    """

    path: Path
    document: Document
    pages: list[Page]
    entries: list[Entry]
    tables: list[Table]
    headings: list[Heading]
    proposals: list[CaseProposal]
    sketch: Sketch
    record: Record | None
    seconds_by_stage: dict[str, float]
    reading: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file whose bytes the library already holds."""

    path: Path
    document: DocumentId


@dataclass(frozen=True, slots=True)
class Failure:
    """A path that became no document, and why."""

    path: Path
    error: CpkbError


@dataclass(frozen=True, slots=True)
class _Work:
    """A file that was looked at and is to be read."""

    job: Job
    reading: str
    size_bytes: int
    record: Record | None
    told_facets: tuple[str, ...]


def discover(paths: Iterable[Path]) -> Iterator[Path | Failure]:
    """Yield the files that paths name: each file as given, each folder's documents by name, its subfolders' after them.

    Hidden files and folders are skipped, a link back to a folder above is followed once.
    """
    for path in paths:
        try:
            is_folder, is_file = path.is_dir(), path.is_file()
        except OSError as error:  # the name is too long, or a folder on the way is closed to us
            yield Failure(path, PathNotFoundError(f"{path} cannot be looked at: {error.strerror}. Check its path."))
            continue
        if is_folder:
            found = list(_in_folder(path))
            yield from found or [
                Failure(path, PathNotFoundError(f"{path} holds nothing to read. Name another folder."))
            ]
        elif is_file:
            yield path
        else:
            yield Failure(path, PathNotFoundError(f"{path} is not there, or is no file. Check how it is spelt."))


def examine(path: Path, limits: Limits) -> tuple[DocumentId, int]:
    """Return a file's document id and its size; what it is, the child tells that reads it.

    Raises:
        PathNotFoundError: It cannot be read.
        EmptyFileError: It has no bytes.
        LimitError: It is too large.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > limits.file_bytes:
                raise LimitError(
                    f"{path.name} has {size >> 20:,} MiB, and at most {limits.file_bytes >> 20:,} are read. Split it."
                )
            if not size:
                raise EmptyFileError(f"{path.name} is empty. Copy or download it again.")
            digest = hashlib.sha256()
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
    except OSError as error:
        raise PathNotFoundError(f"{path} cannot be read: {error.strerror}. Check its permissions.") from error
    return DocumentId(digest.hexdigest()), size


def read_documents(
    paths: Sequence[Path],
    *,
    vocabulary: Vocabulary,
    known: Callable[[DocumentId, str], bool],
    now: Callable[[], dt.datetime],
    limits: Limits,
) -> Iterator[Read | Unchanged | Failure]:
    """Yield what became of every file, in order; the next file is being read while the caller uses the last.

    Args:
        known: Tells whether the library holds a document completely, from this very reading; then it is not read again.
        now: The time, UTC, to enter as the document's.
    """
    with Reader(vocabulary, limits) as reader:
        yield from read_with(reader, paths, vocabulary=vocabulary, known=known, now=now)


def read_with(
    reader: Reader,
    paths: Sequence[Path],
    *,
    vocabulary: Vocabulary,
    known: Callable[[DocumentId, str], bool],
    now: Callable[[], dt.datetime],
) -> Iterator[Read | Unchanged | Failure]:
    """Do what `read_documents` does, with a reader that the caller keeps."""
    reading: _Work | None = None
    done: set[DocumentId] = set()
    for step in _steps(paths, vocabulary, known, reader.limits):
        last = _finish(reader, reading, vocabulary, now) if reading else None
        if isinstance(last, Read):
            done.add(last.document.id)
        if isinstance(step, Unchanged):
            done.add(step.document)
        if isinstance(step, _Work) and step.job.document in done:
            step = Unchanged(step.job.path, step.job.document)
        reading = step if isinstance(step, _Work) else None
        if reading:
            reader.start(reading.job)
        if last:
            yield last
        if not isinstance(step, _Work):
            yield step
    if reading:
        yield _finish(reader, reading, vocabulary, now)


def _in_folder(folder: Path) -> Iterator[Path | Failure]:
    failures: list[OSError] = []
    visited: set[tuple[int, int]] = set()
    for name, folders, files in os.walk(folder, followlinks=True, onerror=failures.append):
        status = Path(name).stat()
        if (status.st_dev, status.st_ino) in visited:
            folders.clear()
            continue
        visited.add((status.st_dev, status.st_ino))
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for file in sorted(files):
            if Path(file).suffix.lower().removeprefix(".") in SUFFIXES and not file.startswith("."):
                yield Path(name) / file
    for error in failures:
        unread = Path(str(error.filename))
        yield Failure(unread, PathNotFoundError(f"{unread} cannot be listed: {error.strerror}. Check its permissions."))


def _steps(
    paths: Sequence[Path], vocabulary: Vocabulary, known: Callable[[DocumentId, str], bool], limits: Limits
) -> Iterator[_Work | Unchanged | Failure]:
    """Yield for every file whether it is to be read."""
    words = hashlib.sha256(repr(sorted(vocabulary.concepts.items())).encode()).hexdigest()
    for path in discover(paths):
        if isinstance(path, Failure):
            yield path
            continue
        try:
            document, size = examine(path, limits)
            reading = _reading(path, words)
            if known(document, reading):
                yield Unchanged(path, document)
            else:
                yield _work(path, document, reading, size, vocabulary)
        except CpkbError as error:
            yield Failure(path, error)


def _reading(path: Path, words: str) -> str:
    """Return what changes whenever the file must be read again although its bytes are the same."""
    try:
        said = sidecar_path(path).read_bytes()
    except OSError:  # there is none, or reading the record will say what is wrong with it
        said = b""
    return hashlib.sha256(words.encode() + said).hexdigest()


def _work(path: Path, document: DocumentId, reading: str, size: int, vocabulary: Vocabulary) -> _Work:
    record = read_sidecar(path)
    language = record.language if record and record.language != "und" else None
    told_facets = _told_facets(record, vocabulary) if record else ()
    described = record is not None and (record.case is not None or record.technique is not None)
    return _Work(Job(path, document, language, propose=not described), reading, size, record, told_facets)


def _told_facets(record: Record, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what a search for the document may filter by, closed upwards, whatever its chunks say."""
    told = _case_facets(record.case, vocabulary) if record.case else ()
    return (*told, *facets([record.technique.id], vocabulary)) if record.technique else told


def _case_facets(case: CaseRecord, vocabulary: Vocabulary) -> tuple[str, ...]:
    named = {*case.processes, *case.substances}
    for measure in case.measures:
        named |= {measure.technique, measure.practice}
    if case.sector:
        named.add(case.sector)
    country = (f"country:{case.country}",) if case.country else ()
    return (*facets(named, vocabulary), *country, f"grade:{case.grade.value}")


def _finish(reader: Reader, work: _Work, vocabulary: Vocabulary, now: Callable[[], dt.datetime]) -> Read | Failure:
    began = time.perf_counter()
    parsed = reader.result()
    waited = time.perf_counter() - began
    if isinstance(parsed, IntakeError):
        return Failure(work.job.path, parsed)
    document = _document(work, parsed, now())
    return Read(
        path=work.job.path,
        document=document,
        pages=parsed.pages,
        entries=_entries(work, document, parsed, vocabulary),
        tables=parsed.tables,
        headings=parsed.headings,
        proposals=parsed.proposals,
        sketch=parsed.sketch,
        record=work.record,
        seconds_by_stage=parsed.seconds | {"waiting": waited},
        reading=work.reading,
    )


def _document(work: _Work, parsed: Parsed, added: dt.datetime) -> Document:
    path, record = work.job.path, work.record
    name = _safe_name(path.name)
    return Document(
        id=work.job.document,
        name=name,
        title=(record.title if record else parsed.title) or _spoken(name),
        kind=record.kind if record else DocumentKind.OTHER,
        language=parsed.language,
        page_count=len(parsed.pages),
        size_bytes=work.size_bytes,
        added=added,
        year=record.year if record else None,
        country=record.country if record else None,
        rights=record.rights if record else "",
        source=record.source if record else None,
        work=record.work if record else "",
        centre=record.centre if record else "",
        media_type=parsed.media_type,
        flags=parsed.flags,
    )


def _entries(work: _Work, document: Document, parsed: Parsed, vocabulary: Vocabulary) -> list[Entry]:
    common = {f"kind:{document.kind.value}", *work.told_facets}
    if document.country:
        common.add(f"country:{document.country}")
    return [
        Entry(chunk, tuple(sorted({*common, f"language:{chunk.language}", *facets(_said(work, named), vocabulary)})))
        for chunk, named in zip(parsed.chunks, parsed.concepts, strict=True)
    ]


def _said(work: _Work, named: Iterable[ConceptId]) -> Iterator[ConceptId]:
    """Yield what a chunk is about: a technique's sheet is about that one, however many neighbours it names."""
    is_sheet = work.record is not None and work.record.technique is not None
    return (concept for concept in named if not (is_sheet and concept.startswith(f"{Scheme.TECHNIQUE}:")))


def _safe_name(name: str) -> str:
    """Return a file name as metadata: no separators, no invisible characters, at most 200 bytes."""
    clean = _UNSAFE.sub("", unicodedata.normalize("NFC", name)).strip() or "document.pdf"
    return clean.encode("utf-8")[:MAX_NAME_BYTES].decode("utf-8", errors="ignore")


def _spoken(name: str) -> str:
    """Return a file name as a title: "water_reuse-2004.pdf" is "water reuse-2004"."""
    return " ".join(Path(name).stem.replace("_", " ").split()) or name
