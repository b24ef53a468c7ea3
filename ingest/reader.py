"""Read PDFs in a child process, so that a hostile file harms nothing but itself.

Owns what reading one file may take and what is said of a file that took more; ingest/child.py keeps the limits. While
the caller works on one result, the child reads on.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from corpus.errors import DamagedPdfError, IntakeError, LimitError
from corpus.model import Concept, DocumentId
from ingest.child import ChildLimits, End, Worker
from ingest.chunks import split
from ingest.concepts import Matcher
from ingest.language import confidence
from ingest.parse import Job, Parsed, parse
from ingest.pdf import TextLimits


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
    text: TextLimits = field(default_factory=TextLimits)
    file_bytes: int = 1 << 30


class Reader:
    """Reads one file at a time in a child process: `start` it, do something else, take the `result`.

    Args:
        concepts: What to look for in every chunk.
    """

    def __init__(self, concepts: Sequence[Concept], limits: Limits) -> None:
        # A plain copy: labels may be a read-only view, which cannot be sent to another process.
        plain = tuple(replace(concept, labels=dict(concept.labels)) for concept in concepts)
        self._worker = Worker(_Reading(plain, limits.text), limits)
        self.limits = limits
        self._job: Job | None = None

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

    def result(self) -> Parsed | IntakeError:
        """Wait for the file that was started, and return what was read or why it could not be."""
        assert self._job is not None, "nothing was started"
        job, self._job = self._job, None
        outcome = self._worker.outcome()
        if isinstance(outcome, End):
            return _refusal(job.path, outcome, self.limits)
        assert isinstance(outcome, (Parsed, IntakeError)), "parsing raises nothing else"
        return outcome

    def close(self) -> None:
        """End the child, whatever it does."""
        self._worker.close()
        self._job = None


class _Reading:
    """What the child does: everything between a file and a parsed document."""

    def __init__(self, concepts: Sequence[Concept], text: TextLimits) -> None:
        self._concepts = concepts
        self._text = text
        self._matcher: Matcher | None = None  # built in the child: it is large

    def prepare(self) -> None:
        """Build the matcher, and load the language models and the splitter."""
        os.environ["RAYON_NUM_THREADS"] = "1"  # the language detector's threads would compete with the embedder
        self._matcher = Matcher(self._concepts)
        confidence("water вода पानी 水 น้ำ ماء 물")
        split([], [], document=DocumentId(""), language="en")

    def do(self, job: Job) -> Parsed:
        """Read one file."""
        assert self._matcher is not None, "not prepared"
        return parse(job, self._matcher, self._text)


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
