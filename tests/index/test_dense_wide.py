"""The index for wide sets: what it finds, how far it looks, when there is none."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import faiss
import numpy as np
import pytest

from corpus.errors import IndexUnavailableError
from corpus.model import ChunkId, ChunkKind, Vectors
from index import dense_wide_build
from index.catalogue import Catalogue
from index.dense import DenseBuilder, DenseSearcher, Plan
from index.dense_wide import FILE, MOST_ASKED, WideIndex, products
from index.dense_wide_build import build_wide
from index.engine import Query
from index.generation import build_generation, open_current
from index.manifest import Reach, folder_of, read_manifest
from index.postings import Positions
from tests.fakes import HashingEmbedder
from tests.index.worlds import NAMES, NOON, entry

EMBEDDER = HashingEmbedder(dimension=16)
COUNT, DIMENSION = 3_000, 16
IDS = [ChunkId(f"{number:05d}") for number in range(COUNT)]


def clustered(count: int = COUNT) -> Vectors:
    rng = np.random.default_rng(3)
    centres = rng.standard_normal((20, DIMENSION))
    made = centres[rng.integers(20, size=count)] + 0.4 * rng.standard_normal((count, DIMENSION))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


class Pointing:
    """Embeds every question as one vector."""

    fingerprint, dimension = "pointing", DIMENSION

    def __init__(self, vector: Vectors) -> None:
        self._vector = vector

    def embed_queries(self, texts: object) -> Vectors:
        return self._vector[np.newaxis]

    def embed_passages(self, texts: object) -> Vectors:
        raise NotImplementedError


@pytest.fixture
def low(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let wide sets begin at 500 candidates."""
    monkeypatch.setattr(dense_wide_build, "WIDE_FROM", 500)


def written(folder: Path, vectors: Vectors) -> tuple[Reach, ...]:
    builder = DenseBuilder(folder, DIMENSION)
    for position, vector in enumerate(vectors):
        builder.add(position, vector)
    return builder.finish()


def searcher(
    folder: Path, reaches: tuple[Reach, ...], vector: Vectors, candidates: Positions | None = None
) -> DenseSearcher:
    catalogue = Catalogue.of(IDS, [ChunkKind.PROSE] * COUNT)
    return DenseSearcher(folder, catalogue, Pointing(vector), lambda query: candidates, reaches)


def exact(vectors: Vectors, vector: Vectors, allowed: Positions, limit: int) -> list[ChunkId]:
    scores = (vectors[allowed].astype(np.float64) @ vector.astype(np.float64)).round(6)
    return [IDS[int(allowed[at])] for at in np.lexsort((allowed, -scores))[:limit]]


def test_a_small_library_has_no_index_for_wide_sets(tmp_path: Path) -> None:
    """Below the threshold nothing is built and nothing is said."""
    assert written(tmp_path, clustered(600)) == ()
    assert not (tmp_path / FILE).exists()


@pytest.mark.usefixtures("low")
@pytest.mark.parametrize("every", [1, 2, 4])
def test_of_the_best_ten_at_least_98_of_100_are_found(tmp_path: Path, every: int) -> None:
    """Recall holds unfiltered and within filters that leave a wide set."""
    vectors = clustered()
    reaches = written(tmp_path, vectors)
    allowed = np.arange(0, COUNT, every, dtype=np.int32)
    found = 0
    for vector in clustered(3_100)[-50:]:
        asked = searcher(tmp_path, reaches, vector, None if every == 1 else allowed)
        hits = [hit.chunk for hit in asked.search(Query("any"), limit=10)]
        assert asked.plan(Query("any"), limit=10) is Plan.WIDE
        assert len(hits) == 10
        found += len(set(hits) & set(exact(vectors, vector, allowed, 10)))

    assert found >= 0.98 * 500


@pytest.mark.usefixtures("low")
def test_candidates_far_from_the_question_are_found_nevertheless(tmp_path: Path) -> None:
    """Lists are probed until they hold enough candidates, however far away those lie."""
    vectors = clustered()
    reaches = written(tmp_path, vectors)
    question = vectors[0]
    far = np.sort(np.argsort(vectors @ question)[:1_000]).astype(np.int32)

    hits = searcher(tmp_path, reaches, question, far).search(Query("any"), limit=10)

    assert len({hit.chunk for hit in hits} & set(exact(vectors, question, far, 10))) >= 8


@pytest.mark.usefixtures("low")
@pytest.mark.parametrize(
    ("candidates", "limit", "plan"),
    [(None, 10, Plan.WIDE), (None, MOST_ASKED + 1, Plan.EXACT), (500, 10, Plan.WIDE), (499, 10, Plan.EXACT)],
)
def test_the_number_of_candidates_chooses_the_plan(
    tmp_path: Path, candidates: int | None, limit: int, plan: Plan
) -> None:
    """Few candidates, or more results than recall was measured for, are compared one by one."""
    vectors = clustered()
    reaches = written(tmp_path, vectors)
    allowed = None if candidates is None else np.arange(candidates, dtype=np.int32)
    asked = searcher(tmp_path, reaches, vectors[1], allowed)

    hits = asked.search(Query("any"), limit=limit)

    assert asked.plan(Query("any"), limit=limit) is plan
    if plan is Plan.EXACT:
        everything = np.arange(COUNT, dtype=np.int32) if allowed is None else allowed
        assert [hit.chunk for hit in hits] == exact(vectors, vectors[1], everything, limit)


@pytest.mark.usefixtures("low")
def test_equal_vectors_come_in_order_of_their_ids(tmp_path: Path) -> None:
    """More ties than are scored again are all fetched, so that none is cut."""
    vectors = clustered()
    vectors[:900] = vectors[0]
    hits = searcher(tmp_path, written(tmp_path, vectors), vectors[0]).search(Query("any"), limit=10)

    assert [hit.chunk for hit in hits] == IDS[:10]


@pytest.mark.usefixtures("low")
def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """Training is seeded."""
    folders = [tmp_path / "one", tmp_path / "two"]
    reaches = []
    for folder in folders:
        folder.mkdir()
        reaches.append(written(folder, clustered()))

    assert reaches[0] == reaches[1] != ()
    assert (folders[0] / FILE).read_bytes() == (folders[1] / FILE).read_bytes()


@pytest.mark.usefixtures("low")
def test_reaches_are_measured_from_the_threshold_up_to_all(tmp_path: Path) -> None:
    """Each says how much is compared and what it found."""
    reaches = written(tmp_path, clustered())

    assert [reach.candidates for reach in reaches] == [500, 3_000]
    assert all(0 < reach.share <= 1 and 0.99 <= reach.recall <= 1 for reach in reaches)


@pytest.mark.usefixtures("low")
def test_vectors_that_a_byte_cannot_tell_apart_are_always_compared(tmp_path: Path) -> None:
    """Where no share finds enough of the best, nothing is written."""
    rng = np.random.default_rng(0)
    close = np.full((COUNT, DIMENSION), 0.25, dtype=np.float32)
    close[0], close[1] = 1.0, -1.0  # the range of a number, so that one byte's steps are wide
    close[2:] += rng.normal(0, 0.002, (COUNT - 2, DIMENSION)).astype(np.float32)
    flat = faiss.IndexFlatIP(DIMENSION)
    flat.add(close)

    assert build_wide(tmp_path, flat) == ()
    assert not (tmp_path / FILE).exists()


@pytest.mark.usefixtures("low")
def test_an_index_of_other_vectors_is_refused(tmp_path: Path) -> None:
    """Its count must be that of the exact index beside it."""
    reaches = written(tmp_path, clustered())

    with pytest.raises(ValueError, match="3,000 vectors, not 2,999"):
        WideIndex.open(tmp_path, reaches, COUNT - 1)


def test_products_are_those_of_the_rows_asked_for() -> None:
    """All rows or some, in the order given."""
    vectors = clustered(50)
    rows = np.array([4, 7, 30])

    assert products(vectors, vectors[3]) == pytest.approx(vectors @ vectors[3], abs=1e-6)
    assert products(vectors, vectors[3], rows) == pytest.approx(vectors[rows] @ vectors[3], abs=1e-6)


def generation(root: Path) -> Path:
    """Build a generation of a few chunks with an index for wide sets and return its folder."""
    entries = [entry(NAMES[0], f"water number {ordinal}", ordinal=ordinal) for ordinal in range(9)]
    vectors = EMBEDDER.embed_passages([each.chunk.text for each in entries])
    pairs = zip(entries, vectors, strict=True)
    fingerprint, dimension = EMBEDDER.fingerprint, EMBEDDER.dimension
    name = build_generation(root, pairs, fingerprint=fingerprint, dimension=dimension, revision=1, created=NOON)
    return folder_of(root, name)


def test_the_manifest_says_how_far_to_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was measured when the generation was built is used when it is searched."""
    monkeypatch.setattr(dense_wide_build, "WIDE_FROM", 2)
    folder = generation(tmp_path)

    with closing(open_current(tmp_path, EMBEDDER)) as opened:
        assert FILE in opened.manifest.files
        assert opened.manifest.wide == read_manifest(folder).wide != ()
        assert opened.dense is not None
        assert opened.dense.plan(Query("water"), limit=5) is Plan.WIDE


def test_a_generation_made_before_there_was_such_an_index_compares_everything(tmp_path: Path) -> None:
    """Its manifest does not speak of wide sets."""
    manifest = generation(tmp_path) / "manifest.json"
    manifest.write_text(
        json.dumps({key: value for key, value in json.loads(manifest.read_text()).items() if key != "wide"})
    )

    with closing(open_current(tmp_path, EMBEDDER)) as opened:
        assert opened.manifest.wide == ()
        assert opened.dense is not None
        assert opened.dense.plan(Query("water"), limit=5) is Plan.EXACT


@pytest.mark.parametrize("change", ["flipped", "missing"])
def test_a_damaged_index_for_wide_sets_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    """As every other file of a generation."""
    monkeypatch.setattr(dense_wide_build, "WIDE_FROM", 2)
    path = generation(tmp_path) / FILE
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content) if change == "flipped" else path.unlink()

    with pytest.raises(IndexUnavailableError, match=FILE):
        open_current(tmp_path, EMBEDDER)
