"""The engine without its embedder, over made-up chunks: lexical, dense, fused, filtered, against plain peers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from corpus.model import Entry, Vectors
from eval.bench_engine_world import FINGERPRINT, LIMIT, World, exact_tops, made_world, recall
from eval.bench_memory import resident_when_asked
from eval.bench_peer import Peer, peers
from eval.measurement import Measurement, Stopwatch, cpu_milliseconds, p50, p95
from eval.synthetic import DIMENSION, SHARES, clustered_vectors, entries, share_masks
from index.engine import Query, Searcher
from index.fused import POOL, fuse
from index.generation import Generation, Mode, build_generation, open_current

SIZES = (20_000, 100_000)

Say = Callable[[str], None]


def measure_engine(say: Say, sizes: Sequence[int] = SIZES) -> list[Measurement]:
    """Return the figures for each number of chunks."""
    measured: list[Measurement] = []
    for size in sizes:
        say(f"Building {size:,} made-up chunks.")
        with TemporaryDirectory(prefix="cpkb-bench-") as folder:
            measured += _measure(Path(folder), size, say)
    return measured


def _measure(folder: Path, size: int, say: Say) -> list[Measurement]:
    rng = np.random.default_rng(size)
    masks = share_masks(size, rng)
    vectors = clustered_vectors(size, rng)
    made = list(entries(size, masks, rng))
    watch = Stopwatch()
    with watch.running():
        _build(folder, made, vectors)
    world = made_world([entry.chunk.id for entry in made], vectors, masks, rng)
    texts = [entry.chunk.text for entry in made]
    del made
    say(f"Asking {len(world.questions)} questions.")
    with closing(open_current(folder, world.embedder())) as generation:
        found = [_of(world, "build", size / watch.cpu, "chunks/CPU-s"), *_kept(world, generation)]
        found += _stages(world, generation)
        medians = {mode: _asked(world, generation.searcher(mode), mode, found) for mode in Mode}
        found += _filtered(world, generation)
    memory = resident_when_asked(folder, world)
    found += [_of(world, "resident memory after these questions", memory, "MiB")] if memory else []
    return found + _compared(world, folder, texts, medians[Mode.HYBRID], say)


def _build(folder: Path, made: Sequence[Entry], vectors: Vectors) -> None:
    build_generation(
        folder,
        zip(made, vectors, strict=True),
        fingerprint=FINGERPRINT,
        dimension=DIMENSION,
        revision=0,
        created=dt.datetime.fromtimestamp(0, dt.UTC),
    )


def _kept(world: World, generation: Generation) -> list[Measurement]:
    """Return what the manifest says: the size of the files, and how far search by meaning looks in wide sets."""
    manifest = generation.manifest
    found = [_of(world, "files", sum(file.size for file in manifest.files.values()) / 1e6, "MB")]
    for reach in manifest.wide:
        name = f"compared of {reach.candidates:,} candidates or more"
        found.append(_of(world, name, 100 * reach.share, "%"))
        found.append(_of(world, f"{name}, recall@10 at build", reach.recall, ""))
    return found


def _stages(world: World, generation: Generation) -> list[Measurement]:
    """Return what each stage of the hybrid search takes: both legs to the depth that is fused, and the fusing."""
    dense = generation.dense
    if dense is None:
        return []
    stages: dict[str, list[float]] = {"lexical leg": [], "dense leg": [], "fuse": []}
    demoted = np.zeros(world.size, dtype=bool)
    for query in world.questions:
        lexical, near = generation.lexical.rank(query, limit=POOL), dense.rank(query, limit=POOL)
        calls: list[Callable[[], object]] = [
            lambda query=query: generation.lexical.rank(query, limit=POOL),  # type: ignore[misc]  # mypy cannot type a lambda's defaults
            lambda query=query: dense.rank(query, limit=POOL),  # type: ignore[misc]  # the same
            lambda legs=[lexical, near]: fuse(legs, limit=LIMIT, demoted=demoted),  # type: ignore[misc]  # the same
        ]
        for taken, milliseconds in zip(stages.values(), cpu_milliseconds(calls), strict=True):
            taken.append(milliseconds)
    return [_of(world, f"hybrid's {stage}, p50 CPU", p50(taken), "ms") for stage, taken in stages.items()]


def _asked(world: World, searcher: Searcher, mode: Mode, found: list[Measurement]) -> float:
    """Ask everything, add the figures to those found and return the median."""
    taken = _ask(searcher, world.questions)
    found.append(_of(world, f"{mode}, p50 CPU", p50(taken), "ms"))
    found.append(_of(world, f"{mode}, p95 CPU", p95(taken), "ms"))
    found.append(_of(world, f"{mode}, throughput", 1000 * len(taken) / sum(taken), "questions/CPU-s"))
    return p50(taken)


def _filtered(world: World, generation: Generation) -> list[Measurement]:
    found: list[Measurement] = []
    searcher = generation.searcher(Mode.DENSE)
    for share in (None, *SHARES):
        filters = {} if share is None else {"share": (share,)}
        questions = [Query(query.text, filters=filters) for query in world.questions]
        taken = _ask(searcher, questions)
        hits = [searcher.search(query, limit=LIMIT) for query in questions]
        percent = f"{100 * (1.0 if share is None else SHARES[share]):g} %"
        found.append(_of(world, f"dense within {percent}, p50 CPU", p50(taken), "ms"))
        found.append(_of(world, f"dense within {percent}, recall@{LIMIT}", recall(hits, exact_tops(world, share)), ""))
    return found


def _compared(world: World, folder: Path, texts: Sequence[str], ours: float, say: Say) -> list[Measurement]:
    """Return what each peer takes for the same questions, and how many times ours that is."""
    found: list[Measurement] = []
    for peer in peers(folder, world.ids, texts, world.vectors, say):
        with closing(peer):
            taken = _ask_peer(peer, world)
        found.append(_of(world, f"peer {peer.name}, hybrid, p50 CPU", p50(taken), "ms"))
        found.append(_of(world, f"peer {peer.name} / cpkb, hybrid", p50(taken) / ours, "x"))
    return found


def _ask_peer(peer: Peer, world: World) -> list[float]:
    """Return the CPU milliseconds of each question, after one unmeasured question."""
    pairs = list(zip(world.questions, world.asked, strict=True))
    peer.search(pairs[0][0].text, pairs[0][1], LIMIT)
    return cpu_milliseconds(
        [lambda query=query, vector=vector: peer.search(query.text, vector, LIMIT) for query, vector in pairs]  # type: ignore[misc]  # mypy cannot type a lambda's defaults
    )


def _ask(searcher: Searcher, questions: Sequence[Query]) -> list[float]:
    """Return the CPU milliseconds of each question, after one unmeasured round."""
    for query in questions:
        searcher.search(query, limit=LIMIT)
    return cpu_milliseconds([_Call(searcher, query) for query in questions])


@dataclass(frozen=True, slots=True)
class _Call:
    searcher: Searcher
    query: Query

    def __call__(self) -> object:
        return self.searcher.search(self.query, limit=LIMIT)


def _of(world: World, name: str, value: float, unit: str) -> Measurement:
    return Measurement("engine", f"{world.size:,} chunks: {name}", value, unit)
