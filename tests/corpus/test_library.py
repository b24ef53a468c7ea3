"""The library is opened, written by one and read by many."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlite_utils import Database

from corpus import migrations
from corpus.errors import LibraryBusyError, LibraryError
from corpus.library import Library
from corpus.model import ChunkId
from tests.corpus.builders import document, entry, page, pdf, stored, vectors

REPOSITORY = Path(__file__).parents[2]


def run(*command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, input=stdin, cwd=REPOSITORY, text=True, capture_output=True, timeout=120)


def test_reading_where_no_library_is_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="Run `cpkb prepare` or `cpkb ingest` first"):
        Library.open(tmp_path / "nowhere")

    assert not (tmp_path / "nowhere").exists()


def test_migrations_are_numbered_in_order() -> None:
    with Database(memory=True) as database:
        names = [migration.name for migration in migrations.library.pending(database)]

    assert [name[:4] for name in names] == [f"m{number:03}" for number in range(1, len(names) + 1)]


def test_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with (
        Library.open(tmp_path, write=True) as library,
        pytest.raises(LibraryBusyError, match=rf"process {os.getpid()}\) is writing .* try again"),
    ):
        Library.open(tmp_path, write=True)

    assert library.home == tmp_path


def test_second_writer_in_another_process_is_refused(tmp_path: Path) -> None:
    code = "import sys, pathlib, corpus.library as it; it.Library.open(pathlib.Path(sys.argv[1]), write=True)"
    with Library.open(tmp_path, write=True):
        refused = run(sys.executable, "-c", code, str(tmp_path))

    assert "LibraryBusyError" in refused.stderr
    assert run(sys.executable, "-c", code, str(tmp_path)).stderr == ""


def test_next_writer_comes_in_when_the_first_has_closed(tmp_path: Path) -> None:
    first = Library.open(tmp_path, write=True)
    first.close()
    first.close()

    with Library.open(tmp_path, write=True) as second:
        assert second.revision() == 0


def test_reader_refuses_to_write(tmp_path: Path) -> None:
    Library.open(tmp_path, write=True).close()
    original = pdf(tmp_path)

    with Library.open(tmp_path) as library, pytest.raises(LibraryError, match="for reading only"):
        library.documents.add(document(original), [page(1)], original)

    assert not (tmp_path / "originals").exists()


def test_closed_library_says_so(tmp_path: Path) -> None:
    library = Library.open(tmp_path, write=True)
    library.close()

    with pytest.raises(LibraryError, match="was closed"):
        library.revision()


def test_every_committed_transaction_is_a_revision(tmp_path: Path) -> None:
    with Library.open(tmp_path, write=True) as library:
        before = library.revision()
        with library.transaction():
            stored(library, tmp_path, "one")
            stored(library, tmp_path, "two")
        after = library.revision()

        assert (before, after) == (0, 1)


def test_failing_transaction_keeps_nothing(tmp_path: Path) -> None:
    with Library.open(tmp_path, write=True) as library:
        with pytest.raises(KeyboardInterrupt):
            store_and_stop(library, tmp_path)

        assert (library.revision(), library.documents.count()) == (0, 0)


def store_and_stop(library: Library, folder: Path) -> None:
    with library.transaction():
        stored(library, folder, "one")
        raise KeyboardInterrupt


def test_failing_inner_transaction_leaves_the_outer_whole(tmp_path: Path) -> None:
    with Library.open(tmp_path, write=True) as library:
        with library.transaction():
            sheet = stored(library, tmp_path, "one", ())
            with pytest.raises(ValueError, match="shorter"):
                library.documents.replace_chunks(sheet, [entry(sheet), entry(sheet, 1)], ("m", vectors((1.0,))))

        assert [chunk.text for chunk in library.documents.chunks_of(sheet)] == ["one 0"]


def test_open_library_is_durable_and_keeps_its_references(tmp_path: Path) -> None:
    with Library.open(tmp_path, write=True) as library:
        names = ("journal_mode", "synchronous", "foreign_keys")
        pragmas = [library.connection().execute(f"pragma {name}").fetchone()[0] for name in names]

    assert pragmas == ["wal", 2, 1]


def test_reader_sees_one_state_while_another_is_written(tmp_path: Path) -> None:
    with Library.open(tmp_path / "home", write=True) as writer, Library.open(tmp_path / "home") as reader:
        for name in ("one", "two", "three"):
            stored(writer, tmp_path, name, *[()] * 200)
        before = list(reader.documents.entries())
        streaming = reader.documents.entries()
        seen = [next(streaming)]
        for sheet in writer.documents.all():
            writer.documents.replace_chunks(sheet.id, [entry(sheet.id, 0, "New.")])
        seen += streaming

        assert seen == before
        assert [found.chunk.text for found in reader.documents.entries()] == ["New."] * 3


def test_streaming_does_not_hinder_writing_in_the_same_thread(tmp_path: Path) -> None:
    with Library.open(tmp_path / "home", write=True) as library:
        stored(library, tmp_path, "sheet", *[()] * 600)

        for found, _ in library.vectors.stream("m"):
            library.vectors.put("m", [found.chunk.text], vectors((1.0, 0.0)))

        assert library.vectors.count("m") == 600


def test_many_threads_write_one_after_the_other(tmp_path: Path) -> None:
    with Library.open(tmp_path / "home", write=True) as library, ThreadPoolExecutor(8) as pool:
        sheets = list(pool.map(lambda number: stored(library, tmp_path, f"sheet {number}", ("sector:13",)), range(24)))

        assert [found.facets for found in library.documents.entries()] == [("sector:13",)] * 24
        assert (len(set(sheets)), library.revision()) == (24, 48)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are listed by Linux only")
def test_closing_closes_what_every_thread_opened(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "home", write=True)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: stored(library, tmp_path, f"sheet {number}"), range(8)))
        unfinished = library.documents.entries()
        next(unfinished, None)
        library.close()

        assert open_files_in(tmp_path) == []


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are listed by Linux only")
def test_ended_threads_leave_no_connection_behind(tmp_path: Path) -> None:
    with Library.open(tmp_path / "home", write=True) as library:
        for _ in range(20):
            thread = threading.Thread(target=library.revision)
            thread.start()
            thread.join()
        databases = [path for path in open_files_in(tmp_path) if path.endswith("library.sqlite3")]

        assert len(databases) <= 3  # SQLite keeps a closed connection's descriptor for the next one


def open_files_in(folder: Path) -> list[str]:
    links = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return [path for path in links if path.startswith(str(folder))]


def test_any_number_of_chunks_can_be_asked_for_at_once(tmp_path: Path) -> None:
    with Library.open(tmp_path / "home", write=True) as library:
        sheet = stored(library, tmp_path, "sheet", *[("sector:13",)] * 5)
        wanted = [ChunkId(f"{sheet[:16]}:{ordinal}") for ordinal in reversed(range(40_000))]

        assert [chunk.ordinal for chunk in library.documents.chunks(wanted).values()] == [0, 1, 2, 3, 4]
        assert len(library.documents.facets_of(wanted)) == 5
