"""Generations are whole or not there: building, damage, switching, and the handle a server holds."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import IndexUnavailableError, LibraryError, ModelUnavailableError
from corpus.model import Entry
from index.build import switch
from index.engine import Query
from index.generation import CurrentGeneration, Generation, Mode, Vector, build_generation, open_current
from index.manifest import current_id, folder_of, read_manifest
from tests.fakes import HashingEmbedder
from tests.index.worlds import NAMES, NOON, chunk_id, entry

EMBEDDER = HashingEmbedder()


def build(root: Path, *texts: str, embedder: HashingEmbedder | None = EMBEDDER, revision: int = 1) -> str:
    """Build a generation of one document a text."""
    entries = sorted((entry(name, text) for name, text in zip(NAMES, texts, strict=False)), key=lambda e: e.chunk.id)
    pairs = [(each, vector_of(each, embedder)) for each in entries]
    fingerprint, dimension = (embedder.fingerprint, embedder.dimension) if embedder is not None else (None, 0)
    return build_generation(root, pairs, fingerprint=fingerprint, dimension=dimension, revision=revision, created=NOON)


def vector_of(each: Entry, embedder: HashingEmbedder | None) -> Vector | None:
    return None if embedder is None else embedder.embed_passages([each.chunk.text])[0]


def folders(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir() if path.is_dir())


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".lock"))


def test_a_generation_says_how_it_was_made(tmp_path: Path) -> None:
    name = build(tmp_path, "water", "steam", revision=7)
    manifest = open_current(tmp_path, EMBEDDER).manifest

    assert (manifest.id, manifest.revision, manifest.created) == (name, 7, NOON)
    assert (manifest.chunks, manifest.vectors, manifest.documents) == (2, 2, 2)
    assert (manifest.fingerprint, manifest.dimension) == (EMBEDDER.fingerprint, EMBEDDER.dimension)
    assert "dense.faiss" in manifest.files
    assert any(file.startswith("lexical/") for file in manifest.files)


def test_without_a_generation_the_message_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError, match=r"There is no index.*cpkb reindex"):
        open_current(tmp_path / "nowhere", EMBEDDER)


def test_one_flipped_bit_in_any_file_is_noticed(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, build(tmp_path, "water reuse", "steam"))
    for path in files_of(folder):
        before = path.read_bytes()
        if not before:
            continue
        damaged = bytearray(before)
        damaged[len(before) // 2] ^= 0b100
        path.write_bytes(damaged)

        with pytest.raises(IndexUnavailableError, match="cpkb reindex"):
            open_current(tmp_path, EMBEDDER)
        path.write_bytes(before)

    assert open_current(tmp_path, EMBEDDER).lexical.search(Query("water"), limit=1)


def test_a_truncated_or_missing_file_is_noticed(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, build(tmp_path, "water reuse"))
    for path in files_of(folder):
        before = path.read_bytes()
        for broken in (before[: len(before) // 2], None):
            if broken is None:
                path.unlink()
            elif before:
                path.write_bytes(broken)
            else:
                continue
            with pytest.raises(IndexUnavailableError, match="cpkb reindex"):
                open_current(tmp_path, EMBEDDER)
        path.write_bytes(before)


@pytest.mark.parametrize("pointer", ["", "../../etc", "gen\x00", "a/b", "x" * 100], ids=ascii)
def test_a_pointer_to_anywhere_else_is_refused(tmp_path: Path, pointer: str) -> None:
    build(tmp_path, "water")
    (tmp_path / "CURRENT").write_text(pointer)

    with pytest.raises(IndexUnavailableError):
        open_current(tmp_path, EMBEDDER)


def test_another_version_s_generation_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, build(tmp_path, "water"))
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 2'))

    with pytest.raises(IndexUnavailableError, match="format 2, not 1"):
        open_current(tmp_path, EMBEDDER)


def test_only_the_generation_before_is_kept(tmp_path: Path) -> None:
    names = [build(tmp_path, text) for text in ("one", "two", "three", "four")]

    assert folders(tmp_path) == sorted(f"gen-{name}" for name in names[-2:])
    assert current_id(tmp_path) == names[-1]


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path) -> None:
    leftover = tmp_path / "gen-20250101T000000000000Z.tmp"
    leftover.mkdir()
    (leftover / "dense.faiss").write_bytes(b"half")

    name = build(tmp_path, "water")

    assert folders(tmp_path) == [f"gen-{name}"]


def test_a_build_that_fails_leaves_the_old_generation_and_nothing_else(tmp_path: Path) -> None:
    name = build(tmp_path, "water")

    def stream() -> Iterator[tuple[Entry, Vector | None]]:
        yield entry(NAMES[0], "steam"), None
        raise RuntimeError("the library broke")

    with pytest.raises(RuntimeError, match="the library broke"):
        build_generation(tmp_path, stream(), fingerprint=None, dimension=0, revision=2, created=NOON)

    assert folders(tmp_path) == [f"gen-{name}"]
    assert open_current(tmp_path, EMBEDDER).id == name


BUILD_WITH_LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from corpus.errors import DiskFullError
from tests.fakes import HashingEmbedder
from tests.index.test_generation import build

texts = [" ".join(f"word{number}x{place}" for place in range(200)) for number in range(20)]
build(Path(sys.argv[1]), "water")
for bytes_left in (0, 300, 1_000, 2_000, 5_000, 20_000):  # of any one file; each lets one more kind of file through
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, resource.RLIM_INFINITY))
    try:
        build(Path(sys.argv[1]), *texts, embedder=HashingEmbedder(4_096))
    except DiskFullError:
        continue
    raise SystemExit(f"built with {bytes_left}")
"""


def test_a_full_disk_leaves_the_old_generation_and_nothing_else(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BUILD_WITH_LITTLE_ROOM, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert len(folders(tmp_path)) == 1
    assert open_current(tmp_path, EMBEDDER).manifest.chunks == 1


def test_a_folder_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("not a folder")

    with pytest.raises(LibraryError):
        build(tmp_path / "index", "water")


READ_AS_NOBODY = """
import mmap, os, sys
from pathlib import Path
from index.engine import Query
from index.generation import open_current
from index.lexical import terms

terms("water")  # this and mmap are else loaded late, when the interpreter's own files may be out of reach
if os.geteuid() == 0:
    os.setuid(65534)
generation = open_current(Path(sys.argv[1]), None)
print(generation.lexical.search(Query("water"), limit=1)[0].chunk)
generation.close()
"""


def test_a_folder_that_may_only_be_read_is_searched(tmp_path: Path) -> None:
    """As another user, because the superuser may write anywhere."""
    build(tmp_path / "index", "water reuse")
    with tempfile.TemporaryDirectory() as folder:
        index = Path(shutil.copytree(tmp_path / "index", Path(folder) / "index"))
        for path in (Path(folder), index, *index.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        found = subprocess.run(
            [sys.executable, "-W", "error", "-c", READ_AS_NOBODY, str(index)],
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(__file__).parents[2],
        )
        for path in (Path(folder), index, *index.rglob("*")):
            path.chmod(0o755)

    assert found.stdout.strip() == chunk_id(NAMES[0]), found.stderr


def test_chunks_out_of_order_are_a_mistake_of_the_program(tmp_path: Path) -> None:
    entries = sorted((entry(name, "water") for name in NAMES[:2]), key=lambda each: each.chunk.id, reverse=True)

    with pytest.raises(ValueError, match="ids must ascend"):
        build_generation(
            tmp_path, [(each, None) for each in entries], fingerprint=None, dimension=0, revision=1, created=NOON
        )


def test_the_chunks_of_a_document_are_put_in_order_of_their_ids(tmp_path: Path) -> None:
    entries = [(entry(NAMES[0], "water", ordinal=ordinal), None) for ordinal in range(12)]
    build_generation(tmp_path, entries, fingerprint=None, dimension=0, revision=1, created=NOON)

    hits = open_current(tmp_path, None).lexical.search(Query("water"), limit=12)

    assert [hit.chunk for hit in hits] == sorted(chunk_id(NAMES[0], ordinal) for ordinal in range(12))


def test_how_far_it_got_is_reported(tmp_path: Path) -> None:
    told: list[int] = []
    entries = [(entry(NAMES[0], "water", ordinal=ordinal), None) for ordinal in range(3)]
    build_generation(tmp_path, entries, fingerprint=None, dimension=0, revision=1, created=NOON, report=told.append)

    assert told == [1, 2, 3]


@pytest.mark.parametrize(
    ("built_with", "opened_with", "said"),
    [
        (EMBEDDER, None, "model is missing"),
        (None, EMBEDDER, "built without the embedding model"),
        (HashingEmbedder(name="other"), EMBEDDER, "built with another embedding model"),
    ],
    ids=["no model now", "no model then", "another model"],
)
def test_without_fitting_vectors_keywords_are_searched_and_it_says_so(
    tmp_path: Path, built_with: HashingEmbedder | None, opened_with: HashingEmbedder | None, said: str
) -> None:
    build(tmp_path, "water reuse", embedder=built_with)
    generation = open_current(tmp_path, opened_with)

    hits = generation.searcher(Mode.HYBRID).search(Query("water"), limit=5)

    assert said in (generation.notice or "")
    assert [(hit.chunk, hit.dense) for hit in hits] == [(chunk_id(NAMES[0]), None)]
    with pytest.raises(ModelUnavailableError, match=said):
        generation.searcher(Mode.DENSE)


def test_chunks_without_a_vector_are_found_by_their_words_only(tmp_path: Path) -> None:
    first, second = sorted((entry(name, "water reuse") for name in NAMES[:2]), key=lambda each: each.chunk.id)
    pairs = [(first, None), (second, vector_of(second, EMBEDDER))]
    build_generation(tmp_path, pairs, fingerprint=EMBEDDER.fingerprint, dimension=64, revision=1, created=NOON)
    generation = open_current(tmp_path, EMBEDDER)

    assert generation.manifest.vectors == 1
    assert "Only 1 of 2 passages" in (generation.notice or "")
    assert [hit.chunk for hit in generation.searcher(Mode.DENSE).search(Query("water"), limit=5)] == [second.chunk.id]
    assert len(generation.searcher(Mode.HYBRID).search(Query("water"), limit=5)) == 2


def test_a_use_that_began_before_a_switch_ends_on_the_old_generation(tmp_path: Path) -> None:
    old = build(tmp_path, "water")
    current = CurrentGeneration(tmp_path, EMBEDDER)

    with current.use() as before:
        new = build(tmp_path, "steam")
        with current.use() as after:
            assert (before.id, after.id) == (old, new)
            assert after.lexical.search(Query("steam"), limit=1)
        assert before.lexical.search(Query("water"), limit=1)
        assert before.lexical.search(Query("steam"), limit=1) == []

    with pytest.raises(AttributeError):
        before.lexical.search(Query("water"), limit=1)
    current.close()


def test_a_server_waits_for_the_first_generation_and_recovers_from_a_damaged_one(tmp_path: Path) -> None:
    current = CurrentGeneration(tmp_path, EMBEDDER)
    with pytest.raises(IndexUnavailableError, match="There is no index"), current.use():
        pass

    damaged = folder_of(tmp_path, build(tmp_path, "water"))
    (damaged / "facets.json").write_text("{ }")
    with pytest.raises(IndexUnavailableError, match="is damaged"), current.use():
        pass

    name = build(tmp_path, "water")
    with current.use() as generation:
        assert generation.id == name
    current.close()


def test_an_unchanged_generation_is_opened_once(tmp_path: Path) -> None:
    build(tmp_path, "water")
    current = CurrentGeneration(tmp_path, EMBEDDER)
    with current.use() as first, current.use() as second:
        assert first is second
    current.close()


def test_threads_that_wait_for_the_first_opening_share_it(tmp_path: Path) -> None:
    build(tmp_path, "water")
    current, start = CurrentGeneration(tmp_path, EMBEDDER), threading.Barrier(4)
    seen: list[Generation] = []

    def use() -> None:
        start.wait()
        with current.use() as generation:
            seen.append(generation)

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with current.use() as after:
        assert [generation is after for generation in seen] == [True] * 4
    current.close()


def test_what_was_closed_stays_closed(tmp_path: Path) -> None:
    build(tmp_path, "water")
    current = CurrentGeneration(tmp_path, EMBEDDER)
    with current.use() as generation:
        current.close()
        assert generation.lexical.search(Query("water"), limit=1)

    build(tmp_path, "steam")
    with pytest.raises(IndexUnavailableError, match="was closed"), current.use():
        pass


def test_readers_never_see_a_mixture_while_generations_are_switched(tmp_path: Path) -> None:
    """Every generation holds one chunk whose text is the generation's number; a reader must find exactly that."""
    build(tmp_path, "number0", revision=0)
    current = CurrentGeneration(tmp_path, EMBEDDER)
    done = threading.Event()
    wrong: list[str] = []

    def read() -> None:
        while not done.is_set():
            with current.use() as generation:
                number = generation.manifest.revision
                hits = generation.searcher().search(Query(f"number{number}"), limit=5)
                if len(hits) != 1 or hits[0].lexical is None or (hits[0].dense or 0) < 0.99:
                    wrong.append(f"{number}: {hits}")

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 4):
        build(tmp_path, f"number{number}", revision=number)
    done.set()
    for reader in readers:
        reader.join()
    current.close()

    assert wrong == []


def test_fifty_switches_leave_nothing_open(tmp_path: Path) -> None:
    names = [build(tmp_path, text) for text in ("water here", "water there")]
    files_before = open_files()
    current = CurrentGeneration(tmp_path, EMBEDDER)
    for number in range(50):
        switch(tmp_path, names[number % 2])
        with current.use() as generation:
            assert generation.id == names[number % 2]
            assert generation.searcher().search(Query("water"), limit=1)
        del generation
    current.close()

    # tantivy lets go of its files in a thread of its own, a moment later.
    until = time.monotonic() + 10
    while mappings(tmp_path) and time.monotonic() < until:
        time.sleep(0.05)
    assert mappings(tmp_path) == 0
    assert open_files() <= files_before


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def mappings(root: Path) -> int:
    """Count the mappings of files below a folder into memory."""
    return sum(str(root) in line for line in Path("/proc/self/maps").read_text().splitlines())


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, build(tmp_path, "water"))

    assert read_manifest(folder) == open_current(tmp_path, EMBEDDER).manifest
