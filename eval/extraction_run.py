"""Render the gold documents, read them as ingestion does, and score what was proposed."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.model import CaseProposal, DocumentId, JobState, Page
from corpus.vocabulary import Vocabulary, load_vocabulary
from eval.extraction_gold import GOLD_FOLDER, SHEETS, read_gold, sheets_gold
from eval.extraction_scores import DocumentScore, Judged, Tally, score
from ingest.parse import Job, Parser
from ingest.pdf.pages import TextLimits


@dataclass(frozen=True, slots=True)
class ExtractionReport:
    """How well cases are read from documents.

    Attributes:
        split: "dev", "test", or "sheets": the starter collection's own.
        documents: In order of names.
        seconds_a_page: CPU time from file to proposals.
    """

    split: str
    documents: tuple[DocumentScore, ...]
    seconds_a_page: float

    def tallies(self, documents: Iterable[DocumentScore] | None = None) -> Mapping[str, Tally]:
        """Return the counts of some documents together, by field; of all by default."""
        total: dict[str, Tally] = defaultdict(Tally)
        for document in self.documents if documents is None else documents:
            for name, tally in document.tallies.items():
                total[name] += tally
        return total

    def judged(self) -> list[Judged]:
        """Return every value that was proposed."""
        return [judged for document in self.documents for judged in document.judged]


def measure_extraction(split: str, say: Callable[[str], None], folder: Path = GOLD_FOLDER) -> ExtractionReport:
    """Read all documents of a split and compare what is proposed with what they say.

    Args:
        split: A folder of `folder`, or "sheets".
        say: Told how far it got.

    Raises:
        CollectionError: The split holds no gold.
    """
    vocabulary = load_vocabulary()
    gold = list(sheets_gold(vocabulary)) if split == SHEETS else read_gold(split, folder)
    reading = _Reading(vocabulary)
    scores: list[DocumentScore] = []
    with TemporaryDirectory() as scratch:
        for document in gold:
            path = Path(scratch) / f"{document.name}.pdf"
            path.write_bytes(document.render())
            scores.append(score(document, *reading.read(path)))
            path.unlink()
            if len(scores) % 50 == 0:
                say(f"{len(scores)} of {len(gold)} documents read.")
    return ExtractionReport(split, tuple(scores), reading.seconds / max(1, reading.pages))


class _Reading:
    """Reads files in this process, and counts the time that takes."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._parser = Parser(vocabulary, TextLimits(), None)
        self.seconds = 0.0
        self.pages = 0

    def read(self, path: Path) -> tuple[list[CaseProposal], list[Page]]:
        """Return what a file seems to tell, and its pages."""
        began = time.process_time()
        parsed = self._parser.parse(Job(path, DocumentId("0" * 64)), _untold)
        self.seconds += time.process_time() - began
        self.pages += len(parsed.pages)
        return parsed.proposals, parsed.pages


def _untold(state: JobState, done: int, of: int) -> None:
    """Tell nobody."""
