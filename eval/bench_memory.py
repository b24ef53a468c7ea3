"""How much memory a process has in use that opened a generation and was asked; a fresh process, with nothing else."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

from corpus.model import Vectors
from eval.bench_engine_world import LIMIT, FixedEmbedder, World
from eval.bench_process import resident_mib
from index.engine import Query
from index.generation import open_current


def resident_when_asked(folder: Path, world: World) -> float | None:
    """Return the MiB a new process has in use after all questions, mapped files included; None if nobody can say."""
    texts = [query.text for query in world.questions]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_ask, folder, texts, world.asked).result()


def _ask(folder: Path, texts: list[str], asked: Vectors) -> float | None:
    embedder = FixedEmbedder(dict(zip(texts, asked, strict=True)))
    with closing(open_current(folder, embedder)) as generation:
        for text in texts:
            generation.fused.search(Query(text), limit=LIMIT)
        return resident_mib(os.getpid())
