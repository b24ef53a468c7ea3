"""Rank a BEIR collection with the product's own engine, in every arm, and measure it.

A temporary index generation is built of one chunk a document; questions are understood as the product understands
them. No library is opened and nothing of the product's own data is touched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import ModelUnavailableError
from corpus.model import Chunk, ChunkId, ChunkKind, DocumentId, Entry
from corpus.vector_store import embedded_text
from corpus.vocabulary import Vocabulary
from eval.arms import LEGS, NAMES, Arm, ignored
from eval.beir import BeirCollection, BeirDocument
from eval.measure import Run, Scores, average, score_queries
from eval.vector_cache import CachedEmbedder
from index.engine import Embedder, Query, Searcher
from index.generation import Generation, Vector, build_generation, open_current
from index.understanding import MAX_LENGTH, understand
from ingest.concepts import Matcher
from ingest.language import detect
from search_api.ranking import POOL

Say = Callable[[str], None]  # told in a sentence what is being done


@dataclass(frozen=True, slots=True)
class BeirReport:
    """What was measured on one collection.

    Attributes:
        model: Fingerprint of the embedder; None if there was none.
        scores: By arm, then by query, then by measure.
        notices: What a reader of the figures must know.
    """

    collection: str
    split: str
    documents: int
    queries: int
    digest: str
    model: str | None
    scores: Mapping[Arm, Scores]
    notices: tuple[str, ...]

    def mean(self, arm: Arm) -> dict[str, float]:
        """Return the mean of every measure over all judged queries."""
        return average(self.scores[arm])


def measure_beir(
    collection: BeirCollection, arms: Sequence[Arm], *, embedder: Embedder | None, vocabulary: Vocabulary, say: Say
) -> BeirReport:
    """Rank every judged query in each arm and measure it.

    Raises:
        ModelUnavailableError: An arm needs vectors and there is no embedder.
    """
    needing = [arm for arm in arms if arm is not Arm.LEXICAL]
    if needing and embedder is None:
        raise ModelUnavailableError(
            f"Mode '{needing[0]}' needs the language model, which is missing. "
            "Run `cpkb model` to obtain it, or measure with --mode lexical."
        )
    with TemporaryDirectory(prefix="cpkb-eval-") as folder:
        _build(Path(folder), collection, embedder if needing else None, say)
        with closing(open_current(Path(folder), embedder)) as generation:
            scores = {arm: _measured(collection, generation, arm, vocabulary, say) for arm in arms}
    return BeirReport(
        collection=collection.name,
        split=collection.split,
        documents=len(collection.documents),
        queries=len(collection.qrels),
        digest=collection.digest,
        model=embedder.fingerprint if embedder and needing else None,
        scores=scores,
        notices=_notices(collection),
    )


def rank(searcher: Searcher, queries: Mapping[str, Query], documents: Sequence[BeirDocument]) -> Run:
    """Return each query's documents, best first, as deep as the product ranks."""
    return {
        query: [documents[_position(hit.chunk)].id for hit in searcher.search(understood, limit=POOL)]
        for query, understood in queries.items()
    }


def entries_of(documents: Iterable[BeirDocument]) -> Iterator[Entry]:
    """Yield one entry a document; ids ascend in the order given."""
    for position, document in enumerate(documents):
        text = document.full_text
        language = detect(text)
        chunk = Chunk(
            id=ChunkId(f"{position:016x}:0"),
            document=DocumentId(f"{position:016x}".ljust(64, "0")),
            ordinal=0,
            first_page=1,
            last_page=1,
            start=0,
            end=len(text),
            heading="",
            kind=ChunkKind.PROSE,
            language=language,
            text=text,
        )
        yield Entry(chunk, (f"language:{language}",))


def _position(chunk: ChunkId) -> int:
    return int(chunk.partition(":")[0], 16)


def understood_queries(collection: BeirCollection, arm: Arm, vocabulary: Vocabulary) -> dict[str, Query]:
    """Return the queries as an arm reads them; longer ones than a person may type are cut."""
    matcher = Matcher(vocabulary.concepts.values())
    read = partial(
        understand, vocabulary=vocabulary, matcher=matcher, filters={}, ignore=frozenset(ignored(arm, vocabulary))
    )
    return {query: read(text[:MAX_LENGTH]).query for query, text in collection.queries.items()}


def _build(folder: Path, collection: BeirCollection, embedder: Embedder | None, say: Say) -> None:
    entries = list(entries_of(collection.documents))
    vectors: Sequence[Vector | None] = [None] * len(entries)
    if embedder is not None:
        say(f"Embedding {len(entries):,} documents (those of an earlier run are kept).")
        vectors = list(embedder.embed_passages([embedded_text(entry.chunk) for entry in entries]))
    say("Building the index.")
    build_generation(
        folder,
        zip(entries, vectors, strict=True),
        fingerprint=embedder.fingerprint if embedder else None,
        dimension=embedder.dimension if embedder else 0,
        revision=0,
        created=dt.datetime.fromtimestamp(0, dt.UTC),
    )


def _measured(collection: BeirCollection, generation: Generation, arm: Arm, vocabulary: Vocabulary, say: Say) -> Scores:
    queries = understood_queries(collection, arm, vocabulary)
    say(f"Ranking {len(queries):,} queries: {NAMES[arm]}.")
    return score_queries(collection.qrels, rank(generation.searcher(LEGS[arm]), queries, collection.documents))


def _notices(collection: BeirCollection) -> tuple[str, ...]:
    if not collection.missing:
        return ()
    return (
        f"{collection.missing:,} relevant judgements name documents that the corpus lacks; they count as not found.",
    )


def cached(embedder: Embedder, cache: Path, say: Say) -> CachedEmbedder:
    """Return an embedder that keeps its vectors in the cache folder, for measuring again."""
    return CachedEmbedder(embedder, cache / "eval", lambda done, of: say(f"Embedded {done:,} of {of:,}."))
