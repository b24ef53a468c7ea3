"""A library of its own for benchmarks: the starter collection's sheets and a made-up report, ingested and indexed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from corpus.collection import write_collection
from corpus.library import Library
from corpus.model import Vectors
from corpus.vocabulary import Vocabulary, load_vocabulary
from eval.judged_queries import read_questions
from eval.measurement import Stopwatch
from eval.synthetic import report_pdf
from index.engine import Embedder
from search_api.intake import Intake, Outcome, State

REPORT_PAGES = 200
QUESTION_STEP = 24  # of the judged questions, one in so many is asked

Say = Callable[[str], None]


class TimedEmbedder:
    """An embedder that counts the time it takes for passages.

    Attributes:
        watch: Time spent so far.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.watch = Stopwatch()

    @property
    def fingerprint(self) -> str:
        """As the embedder's own."""
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        """As the embedder's own."""
        return self._embedder.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a query; not counted."""
        return self._embedder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a passage."""
        with self.watch.running():
            return self._embedder.embed_passages(texts)


@dataclass(frozen=True, slots=True)
class BenchWorld:
    """What was ingested, and how long that took.

    Attributes:
        home: A data folder, as the product's own.
        groups: The PDFs by what they are: "starter sheets", "made-up report", "given PDFs".
        outcomes: What became of each.
        whole, embedding, publishing: Time of this process for all of it, in the embedder, for the index without it.
    """

    home: Path
    vocabulary: Vocabulary
    groups: dict[str, list[Path]]
    outcomes: list[Outcome] = field(default_factory=list)
    whole: Stopwatch = field(default_factory=Stopwatch)
    embedding: Stopwatch = field(default_factory=Stopwatch)
    publishing: Stopwatch = field(default_factory=Stopwatch)

    @property
    def index(self) -> Path:
        """Where the index generations are."""
        return self.home / "index"

    @property
    def pages(self) -> int:
        """Pages that were taken in."""
        return sum(outcome.pages for outcome in self.outcomes)

    @property
    def chunks(self) -> int:
        """Chunks that were made of them."""
        return sum(outcome.chunks for outcome in self.outcomes)


def sample_questions() -> list[str]:
    """Return some of the questions people may look at, in several languages; fewer than the service remembers."""
    return [query.text for query in read_questions("dev")[::QUESTION_STEP]]


@contextmanager
def bench_world(embedder: Embedder | None, pdfs: Sequence[Path], say: Say) -> Iterator[BenchWorld]:
    """Give a library with the starter collection, a report of made-up text and the given PDFs; removed at the end."""
    with TemporaryDirectory(prefix="cpkb-bench-") as folder:
        vocabulary = load_vocabulary()
        say("Writing the starter collection.")
        groups = {
            "starter sheets": write_collection(Path(folder, "collection"), report=lambda done, of: None),
            "made-up report": [write_report(Path(folder, "report.pdf"), vocabulary, pages=REPORT_PAGES)],
            "given PDFs": list(pdfs),
        }
        yield filled_world(Path(folder, "home"), groups, vocabulary, embedder, say)


def filled_world(
    home: Path, groups: Mapping[str, Sequence[Path]], vocabulary: Vocabulary, embedder: Embedder | None, say: Say
) -> BenchWorld:
    """Ingest groups of PDFs into a new library and return it with the time that took; empty groups are left out."""
    world = BenchWorld(home, vocabulary, {name: list(paths) for name, paths in groups.items() if paths})
    _ingest(world, embedder, say)
    return world


def write_report(path: Path, vocabulary: Vocabulary, *, pages: int) -> Path:
    """Write a report whose words are those of the vocabularies, so that concepts are found in it as in a real one."""
    words = sorted(
        {word for concept in vocabulary.concepts.values() for word in concept.label.split() if word.isalpha()}
    )
    path.write_bytes(report_pdf(pages, words, np.random.default_rng(0)))
    return path


def _ingest(world: BenchWorld, embedder: Embedder | None, say: Say) -> None:
    timed = TimedEmbedder(embedder) if embedder else None
    paths = [path for group in world.groups.values() for path in group]
    say(f"Ingesting {len(paths)} PDFs.")
    with Library.open(world.home, write=True) as library, world.whole.running():
        intake = Intake(library, world.index, world.vocabulary, timed)
        for outcome in intake.take(paths):
            world.outcomes.append(outcome)
            if outcome.state is State.FAILED:
                say(outcome.reason)
        before = timed.watch.cpu if timed else 0.0
        with world.publishing.running():
            intake.publish()
    if timed is not None:
        world.publishing.cpu -= timed.watch.cpu - before  # publishing embeds what has no vector yet
        world.embedding.wall, world.embedding.cpu = timed.watch.wall, timed.watch.cpu
