"""Render the gold documents, read them as ingestion does, and score what was proposed."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.model import DocumentId, JobState
from corpus.vocabulary import Vocabulary, load_vocabulary
from eval.extraction_gold import GOLD_FOLDER, SHEETS, GoldDocument, read_gold, sheets_gold
from eval.extraction_passages import PASSAGES, read_passages
from eval.extraction_scores import DocumentScore, Judged, Tally, score, score_figures
from ingest.concepts import Matcher
from ingest.figures.find import find_figures
from ingest.parse import Job, Parsed, Parser
from ingest.pdf.pages import TextLimits

_ANY = DocumentId("0" * 64)  # these files are in no library


@dataclass(frozen=True, slots=True)
class ExtractionReport:
    """How well cases are read from documents.

    Attributes:
        split: "dev", "test", "passages", or "sheets": the starter collection's own.
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
    gold = _gold(split, vocabulary, folder)
    reading = _Reading(vocabulary)
    scores: list[DocumentScore] = []
    with TemporaryDirectory() as scratch:
        for document in gold:
            path = Path(scratch) / f"{document.name}{document.suffix}"
            path.write_bytes(document.render())
            scores.append(reading.score_figures(document, path) if split == PASSAGES else reading.score(document, path))
            path.unlink()
            if len(scores) % 50 == 0:
                say(f"{len(scores)} of {len(gold)} documents read.")
    return ExtractionReport(split, tuple(scores), reading.seconds / max(1, reading.pages))


def _gold(split: str, vocabulary: Vocabulary, folder: Path) -> list[GoldDocument]:
    if split == SHEETS:
        return list(sheets_gold(vocabulary))
    return read_passages(folder) if split == PASSAGES else read_gold(split, folder)


class _Reading:
    """Reads files in this process, and counts the time that takes."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._parser = Parser(vocabulary, TextLimits(), None)
        self._matcher = Matcher(vocabulary.concepts.values())
        self.seconds = 0.0
        self.pages = 0

    def score(self, gold: GoldDocument, path: Path) -> DocumentScore:
        """Compare what a file seems to tell with its gold."""
        parsed = self._read(Job(path, _ANY))
        return score(gold, parsed.proposals, parsed.pages)

    def score_figures(self, gold: GoldDocument, path: Path) -> DocumentScore:
        """Compare the figures of a file with its gold, told its language and country."""
        parsed = self._read(Job(path, _ANY, language=gold.language, propose=False))
        found = find_figures(
            parsed.pages, parsed.tables, self._matcher, language=gold.language, country=gold.country or None
        )
        return score_figures(gold, found, parsed.pages)

    def _read(self, job: Job) -> Parsed:
        began = time.process_time()
        parsed = self._parser.parse(job, _untold)
        self.seconds += time.process_time() - began
        self.pages += len(parsed.pages)
        return parsed


def _untold(state: JobState, done: int, of: int) -> None:
    """Tell nobody."""
