"""Read each file in a child process of its own, so that a hostile one harms nothing but itself.

Owns what reading one file may take and what is said of a file that took more; ingest/sandbox/child.py keeps the limits.
While the caller works on one result, the next file is being read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import Protocol

from corpus.errors import DamagedPdfError, IntakeError, LimitError
from corpus.model import DocumentId, JobState
from corpus.vocabulary import Vocabulary
from ingest.language import confidence
from ingest.ocr.engines import open_engine
from ingest.parse import Job, Parsed, Parser
from ingest.pdf.pages import TextLimits
from ingest.pdf.soundness import is_sound
from ingest.sandbox.child import ChildLimits, End, Progress, Report, Spent, Worker

# The least that PDFium and pypdf take for a PDF with a line of text: they make up what is missing.
_REHEARSAL = b"""%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Count 1 /Kids [3 0 R] >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R
/Resources << /Font << /F 5 0 R >> >> >> endobj
4 0 obj << /Length 55 >> stream
BT /F 12 Tf 72 700 Td (Rinse water is reused.) Tj ET   
endstream endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
trailer << /Root 1 0 R >>
%%EOF
"""


@dataclass(frozen=True, slots=True)
class Limits(ChildLimits):
    """What reading one file may take.

    Attributes:
        text: Pages and characters.
        file_bytes: Size of the file.
    """

    memory_bytes: int = 2 << 30
    cpu_seconds: int = 120
    wall_seconds: float = 300.0
    ocr_seconds_per_page: int = 30
    ocr_pages: int = 5_000
    text: TextLimits = field(default_factory=TextLimits)
    file_bytes: int = 1 << 30


class Watch(Protocol):
    """Is told what becomes of the files, in the thread that reads them."""

    def started(self, job: Job) -> None:
        """A file is being read from now on."""
        ...

    def moved(self, job: Job, progress: Progress) -> None:
        """A file that is being waited for is at another page."""
        ...

    def broke(self, job: Job) -> None:
        """A file killed or overran its child; what is said of it to a person follows."""
        ...


class _Nobody:
    """Who watches when nobody does."""

    def started(self, job: Job) -> None:
        """Do nothing."""

    def moved(self, job: Job, progress: Progress) -> None:
        """Do nothing."""

    def broke(self, job: Job) -> None:
        """Do nothing."""


class Reader:
    """Reads one file at a time in a child process: `start` it, do something else, take the `result`.

    Args:
        vocabulary: What to look for in every chunk.
    """

    def __init__(self, vocabulary: Vocabulary, limits: Limits, watch: Watch | None = None) -> None:
        # A plain copy: labels may be a read-only view, which cannot be sent to another process.
        plain = {concept.id: replace(concept, labels=dict(concept.labels)) for concept in vocabulary.concepts.values()}
        self._worker = Worker(_Reading(Vocabulary(plain), limits.text), Parsed, limits)
        self._concepts = frozenset(plain)
        self._watch = watch or _Nobody()
        self.limits = limits
        self._job: Job | None = None

    @property
    def spent(self) -> Spent | None:
        """What the last file took whose result was taken; None if that could not be told."""
        return self._worker.spent

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self, job: Job) -> None:
        """Have the child begin with a file; the result of the one before must have been taken."""
        assert self._job is None, "one file at a time"
        self._worker.begin(job)
        self._job = job
        self._watch.started(job)

    def result(self) -> Parsed | IntakeError:
        """Wait for the file that was started, and return what was read or why it could not be."""
        assert self._job is not None, "nothing was started"
        job, self._job = self._job, None
        outcome = self._worker.outcome(lambda progress: self._watch.moved(job, progress))
        if isinstance(outcome, Parsed) and not is_sound(outcome, job, self._concepts):
            outcome = End.CRASHED
        if isinstance(outcome, End):
            self._watch.broke(job)
            return _refusal(job.path, outcome, self.limits)
        assert isinstance(outcome, (Parsed, IntakeError)), "parsing raises nothing else"
        return outcome

    def close(self) -> None:
        """End the child, whatever it does."""
        self._worker.close()
        self._job = None


class _Reading:
    """What a child does: everything between a file and a parsed document."""

    def __init__(self, vocabulary: Vocabulary, text: TextLimits) -> None:
        self._vocabulary = vocabulary
        self._text = text
        self._parser: Parser | None = None  # made in the child: it is large

    def prepare(self) -> None:
        """Build the parser, load the language models, and read a file of our own, so that no child is the first."""
        os.environ["RAYON_NUM_THREADS"] = "1"  # the language detector would start threads
        self._parser = Parser(self._vocabulary, self._text, open_engine())
        confidence("water вода पानी 水 น้ำ ماء 물")
        with NamedTemporaryFile(suffix=".pdf") as file:
            file.write(_REHEARSAL)
            file.flush()
            self._parser.parse(Job(Path(file.name), DocumentId("")), _nothing)

    def do(self, job: Job, report: Report) -> Parsed:
        """Read one file."""
        assert self._parser is not None, "not prepared"
        return self._parser.parse(job, report)


def _nothing(state: JobState, done: int, of: int) -> None:
    """Tell nobody of the rehearsal."""


def _refusal(path: Path, end: End, limits: Limits) -> IntakeError:
    """Say why nothing was read."""
    match end:
        case End.OVERDUE:
            return LimitError(
                f"{path.name} was not read within {limits.wall_seconds:g} seconds. It may be damaged on purpose; "
                "split or re-save it and try again."
            )
        case End.EXHAUSTED:
            return LimitError(
                f"{path.name} needs more computing time or memory than the limits allow "
                f"({limits.cpu_seconds} seconds, {limits.memory_bytes >> 20} MiB). Split or re-save it and try again."
            )
        case End.CRASHED:
            return DamagedPdfError(
                f"{path.name} crashed the PDF reader, so it is damaged, perhaps on purpose. Re-save it or get it again."
            )
