"""The engine without its embedder, over made-up chunks: lexical, dense, fused, filtered, against a plain peer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from corpus.model import ChunkId, Vectors
from eval.bench_peer import FtsFlatPeer
from eval.measurement import Measurement, Stopwatch, cpu_milliseconds, p50, p95
from eval.synthetic import DIMENSION, SHARES, clustered_vectors, entries, share_masks, zipf_words
from index.engine import Hit, Query, Searcher
from index.generation import Generation, Mode, build_generation, open_current

SIZES = (20_000, 100_000)
LIMIT = 10

_QUERIES = 60
_WORDS_ASKED = 4
_FINGERPRINT = "synthetic"

Say = Callable[[str], None]


class FixedEmbedder:
    """Knows the vector of each question beforehand, so that embedding costs nothing here."""

    def __init__(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        self._vectors = vectors

    @property
    def fingerprint(self) -> str:
        """Names no model."""
        return _FINGERPRINT

    @property
    def dimension(self) -> int:
        """Length of one vector."""
        return DIMENSION

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors known for the texts."""
        return np.stack([self._vectors[text] for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors known for the texts."""
        return self.embed_queries(texts)


@dataclass(frozen=True, slots=True)
class World:
    """What is searched, and with which questions.

    Attributes:
        masks: For each value of the facet "share", which chunks have it.
    """

    size: int
    ids: Sequence[ChunkId]
    vectors: Vectors
    masks: Mapping[str, NDArray[np.bool_]]
    questions: Sequence[Query]
    asked: Vectors


def measure_engine(say: Say, sizes: Sequence[int] = SIZES) -> list[Measurement]:
    """Return the figures for each size."""
    measured: list[Measurement] = []
    for size in sizes:
        say(f"Building {size:,} made-up chunks.")
        with TemporaryDirectory(prefix="cpkb-bench-") as folder:
            measured += _measure(Path(folder), size, say)
    return measured


def exact_top(world: World, number: int, share: str | None) -> set[ChunkId]:
    """Return the nearest chunks to a question by brute force, among those with a share's facet value."""
    rows = np.arange(world.size) if share is None else np.flatnonzero(world.masks[share])
    scores = world.vectors[rows].astype(np.float64) @ world.asked[number].astype(np.float64)
    return {world.ids[int(row)] for row in rows[np.argsort(-scores, kind="stable")[:LIMIT]]}


def recall(found: Sequence[Sequence[Hit]], wanted: Sequence[set[ChunkId]]) -> float:
    """Return which share of the exact answers was found, over all questions."""
    hit = sum(len({each.chunk for each in hits} & exact) for hits, exact in zip(found, wanted, strict=True))
    return hit / max(1, sum(map(len, wanted)))


def _measure(folder: Path, size: int, say: Say) -> list[Measurement]:
    rng = np.random.default_rng(size)
    masks = share_masks(size, rng)
    vectors = clustered_vectors(size, rng)
    peer = FtsFlatPeer(DIMENSION)
    ids: list[ChunkId] = []
    watch = Stopwatch()
    with closing(peer):
        made = list(entries(size, masks, rng))
        for entry in made:
            ids.append(entry.chunk.id)
            peer.add(entry.chunk.id, entry.chunk.text)
        peer.finish(vectors)
        with watch.running():
            build_generation(
                folder,
                zip(made, vectors, strict=True),
                fingerprint=_FINGERPRINT,
                dimension=DIMENSION,
                revision=0,
                created=dt.datetime.fromtimestamp(0, dt.UTC),
            )
        del made
        world = _world(size, ids, vectors, masks, rng)
        embedder = FixedEmbedder(dict(zip([query.text for query in world.questions], world.asked, strict=True)))
        with closing(open_current(folder, embedder)) as generation:
            say(f"Asking {len(world.questions)} questions.")
            built = Measurement("engine", f"{size:,} chunks: build", size / watch.cpu, "chunks/CPU-s")
            return [built, *_speeds(world, generation, peer), *_filtered(world, generation)]


def _world(
    size: int, ids: list[ChunkId], vectors: Vectors, masks: dict[str, NDArray[np.bool_]], rng: np.random.Generator
) -> World:
    texts = [" ".join(zipf_words(_WORDS_ASKED, rng)) for _ in range(_QUERIES)]
    questions = [Query(f"{text} q{number}") for number, text in enumerate(texts)]
    return World(size, ids, vectors, masks, questions, clustered_vectors(_QUERIES, rng))


def _speeds(world: World, generation: Generation, peer: FtsFlatPeer) -> list[Measurement]:
    found: list[Measurement] = []
    medians: dict[str, float] = {}
    for mode in Mode:
        taken = _ask(generation.searcher(mode), world.questions)
        medians[mode] = p50(taken)
        found.append(_of(world, f"{mode}, p50 CPU", p50(taken), "ms"))
        found.append(_of(world, f"{mode}, p95 CPU", p95(taken), "ms"))
    pairs = list(zip(world.questions, world.asked, strict=True))
    theirs = cpu_milliseconds(
        [lambda query=query, vector=vector: peer.search(query.text, vector, LIMIT) for query, vector in pairs]  # type: ignore[misc]  # mypy cannot type a lambda's defaults
    )
    found.append(_of(world, "peer FTS5 + FlatIP, hybrid, p50 CPU", p50(theirs), "ms"))
    found.append(_of(world, "peer / cpkb, hybrid", p50(theirs) / medians[Mode.HYBRID], "x"))
    return found


def _filtered(world: World, generation: Generation) -> list[Measurement]:
    found: list[Measurement] = []
    searcher = generation.searcher(Mode.DENSE)
    for share in (None, *SHARES):
        filters = {} if share is None else {"share": (share,)}
        questions = [Query(query.text, filters=filters) for query in world.questions]
        taken = _ask(searcher, questions)
        hits = [searcher.search(query, limit=LIMIT) for query in questions]
        wanted = [exact_top(world, number, share) for number in range(len(questions))]
        percent = f"{100 * (1.0 if share is None else SHARES[share]):g} %"
        found.append(_of(world, f"dense within {percent}, p50 CPU", p50(taken), "ms"))
        found.append(_of(world, f"dense within {percent}, recall@{LIMIT}", recall(hits, wanted), ""))
    return found


def _ask(searcher: Searcher, questions: Sequence[Query]) -> list[float]:
    """Return the CPU milliseconds of each question, after one unmeasured round."""
    for query in questions:
        searcher.search(query, limit=LIMIT)
    return cpu_milliseconds([_Call(searcher, query) for query in questions])


@dataclass(frozen=True, slots=True)
class _Call:
    searcher: Searcher
    query: Query

    def __call__(self) -> list[Hit]:
        return self.searcher.search(self.query, limit=LIMIT)


def _of(world: World, name: str, value: float, unit: str) -> Measurement:
    return Measurement("engine", f"{world.size:,} chunks: {name}", value, unit)
