"""The library survives what happens to it: power cuts, full disks, read-only folders, damage, other versions."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import DiskFullError, LibraryError
from corpus.faults import file_faults, sqlite_faults
from corpus.library import Library
from corpus.model import DocumentId
from tests.corpus.builders import stored

REPOSITORY = Path(__file__).parents[2]


def run(*command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, input=stdin, cwd=REPOSITORY, text=True, capture_output=True, timeout=120)


def has_own_mounts() -> bool:
    unshare = shutil.which("unshare")
    return os.geteuid() == 0 and unshare is not None and run(unshare, "--mount", "true").returncode == 0


needs_mounts = pytest.mark.skipif(not has_own_mounts(), reason="only root may mount a small or read-only file system")


def test_reading_an_empty_file_says_how_to_make_a_library(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").touch()

    with pytest.raises(LibraryError, match="Run `cpkb prepare` or `cpkb ingest`"):
        Library.open(tmp_path)


def test_writing_creates_the_folder_and_a_library(tmp_path: Path) -> None:
    home = tmp_path / "new" / "ho#me? 100%"

    with Library.open(home, write=True) as library:
        stored(library, tmp_path, "sheet")

    with Library.open(home) as library:
        assert (library.home, library.documents.count()) == (home, 1)


def test_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a note")

    with pytest.raises(LibraryError, match="could not be written"):
        Library.open(tmp_path / "home", write=True)
    with pytest.raises(LibraryError, match="There is no library"):
        Library.open(tmp_path / "home")


@pytest.mark.parametrize("write", [True, False], ids=["write", "read"])
def test_file_that_is_no_database_is_called_damaged(tmp_path: Path, write: bool) -> None:
    (tmp_path / "library.sqlite3").write_bytes(b"This is a shopping list. " * 400)

    with pytest.raises(LibraryError, match="is damaged"):
        Library.open(tmp_path, write=write)

    assert (tmp_path / "library.sqlite3").read_bytes().startswith(b"This is a shopping list.")


def test_damage_met_while_reading_is_reported(tmp_path: Path) -> None:
    with Library.open(tmp_path, write=True) as library:
        for number in range(40):
            stored(library, tmp_path, f"sheet {number}", *[("sector:13",)] * 5)
    content = bytearray((tmp_path / "library.sqlite3").read_bytes())
    content[len(content) // 3 :] = os.urandom(len(content) - len(content) // 3)
    (tmp_path / "library.sqlite3").write_bytes(content)

    with pytest.raises(LibraryError, match="is damaged"):
        read_all(tmp_path)


def read_all(home: Path) -> None:
    with Library.open(home) as library:
        list(library.documents.entries())


@pytest.mark.parametrize("write", [True, False], ids=["write", "read"])
def test_library_of_a_newer_version_is_refused(tmp_path: Path, write: bool) -> None:
    with Library.open(tmp_path, write=True) as library, library.transaction() as connection:
        connection.execute("insert into _sqlite_migrations values (99, 'cpkb-library', 'm099_later', '2030-01-01')")

    with pytest.raises(LibraryError, match=r"newer version of cpkb\. Update cpkb"):
        Library.open(tmp_path, write=write)


def test_library_of_an_older_version_is_upgraded_by_the_next_writer(tmp_path: Path) -> None:
    Library.open(tmp_path, write=True).close()
    with closing(sqlite3.connect(tmp_path / "library.sqlite3")) as connection:
        connection.executescript(
            "drop table figure; drop table measure; drop table case_concept; drop table case_;"
            "delete from _sqlite_migrations where name = 'm003_create_cases'"
        )

    with pytest.raises(LibraryError, match="no library of this version"):
        Library.open(tmp_path)
    with Library.open(tmp_path, write=True) as library:
        assert library.cases.all() == []


@pytest.mark.parametrize("committed", [1, 3, 6])
def test_killed_writer_leaves_only_whole_documents(tmp_path: Path, committed: int) -> None:
    home = tmp_path / "home"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.corpus.endless_writer", str(home)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        kept = [DocumentId(writer.stdout.readline().strip()) for _ in range(committed)]
        writer.send_signal(signal.SIGKILL)
        kept += [DocumentId(line.strip()) for line in writer.stdout if len(line) == 65]

    with Library.open(home, write=True) as library:
        assert set(kept) <= {found.id for found in library.documents.all() if library.documents.is_complete(found.id)}
        for found in library.documents.all():
            assert_whole(library, found.id)
        assert [tuple(row) for row in library.connection().execute("pragma integrity_check")] == [("ok",)]
        assert list(library.connection().execute("pragma foreign_key_check")) == []
        assert list((home / "originals").rglob("*.part")) == []


def assert_whole(library: Library, sheet: DocumentId) -> None:
    chunks = 20 if library.documents.is_complete(sheet) else 0
    assert len(library.documents.pages(sheet)) == 20
    assert len(library.documents.chunks_of(sheet)) == chunks
    assert len(library.cases.of_document(sheet)) == chunks / 20
    assert hashlib.sha256(library.documents.original(sheet).read_bytes()).hexdigest() == sheet


def test_unfinished_copies_are_swept_when_writing_begins(tmp_path: Path) -> None:
    part = tmp_path / "originals" / "ab" / "abc.123.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")

    Library.open(tmp_path, write=True).close()

    assert not part.exists()


FILL = """
from pathlib import Path
from corpus.errors import CpkbError
from corpus.library import Library
from tests.corpus.builders import document, page, pdf
import os, sys
home, files = Path(sys.argv[1]), Path(sys.argv[2])
try:
    with Library.open(home, write=True) as library:
        for number in range(2000):
            original = pdf(files, str(number))
            text = os.urandom(20_000).hex() if sys.argv[3] == "pages" else ""
            if not text:
                original.write_bytes(os.urandom(40_000))
            library.documents.add(document(original), [page(1, text + "Rinse twice.")], original)
except CpkbError as error:
    print(type(error).__name__, error)
with Library.open(home) as library:
    ids = [found.id for found in library.documents.all()]
    whole = [len(library.documents.pages(id)) == 1 and library.documents.original(id).is_file() for id in ids]
    print(len(whole), all(whole), library.revision() == len(whole), len(list(home.rglob("*.part"))))
"""


@needs_mounts
@pytest.mark.parametrize("what", ["pages", "originals"])
def test_full_disk_is_reported_and_keeps_only_whole_documents(tmp_path: Path, what: str) -> None:
    home, files = tmp_path / "home", tmp_path / "files"
    home.mkdir()
    files.mkdir()
    mount = 'mount -t tmpfs -o size=3m tmpfs "$1" && exec "$0" - "$@"'

    filled = run("unshare", "--mount", "sh", "-c", mount, sys.executable, str(home), str(files), what, stdin=FILL)

    error, state = filled.stdout.splitlines()
    assert error.startswith("DiskFullError There is no room left to write")
    assert int(state.split()[0]) > 5
    assert state.split()[1:] == ["True", "True", "0"]


@needs_mounts
def test_disk_too_full_for_an_empty_library_is_reported(tmp_path: Path) -> None:
    code = "import sys, pathlib, corpus.library as it; it.Library.open(pathlib.Path(sys.argv[1]), write=True)"
    mount = 'mount -t tmpfs -o size=20k tmpfs "$1" && exec "$0" - "$1"'

    refused = run("unshare", "--mount", "sh", "-c", mount, sys.executable, str(tmp_path), stdin=code)

    assert "corpus.errors.DiskFullError: There is no room left" in refused.stderr


READ_ONLY = """
from pathlib import Path
from corpus.errors import LibraryError
from corpus.library import Library
import sys
home = Path(sys.argv[1])
try:
    with Library.open(home) as library:
        print([found.chunk.text for found in library.documents.entries()], library.revision())
except LibraryError as error:
    print(error)
try:
    Library.open(home, write=True)
except LibraryError as error:
    print(type(error).__name__, error)
"""


def read_only(home: Path) -> list[str]:
    mount = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "$0" - "$1"'
    return run("unshare", "--mount", "sh", "-c", mount, sys.executable, str(home), stdin=READ_ONLY).stdout.splitlines()


@needs_mounts
def test_library_in_a_read_only_folder_can_be_read_but_not_written(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Library.open(home, write=True) as library:
        stored(library, tmp_path, "sheet", ())

    found, refused = read_only(home)

    assert found == "['sheet 0'] 2"
    assert refused.startswith("LibraryError ")
    assert "Make its folder writable, or choose another one with CPKB_HOME." in refused


@needs_mounts
def test_read_only_folder_with_an_open_writer_can_be_read(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Library.open(home, write=True) as library:
        stored(library, tmp_path, "sheet", ())

        found, _ = read_only(home)

    assert found == "['sheet 0'] 2"


@needs_mounts
def test_unfinished_log_in_a_read_only_folder_is_not_passed_over(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy"
    copy.mkdir()
    with Library.open(home, write=True) as library:
        stored(library, tmp_path, "sheet", ())
        for name in ("library.sqlite3", "library.sqlite3-wal"):
            shutil.copy(home / name, copy / name)

    found, _ = read_only(copy)

    assert "Make its folder writable" in found


@pytest.mark.skipif(os.geteuid() == 0, reason="permission bits do not stop root")
def test_folder_without_write_permission_can_be_read(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Library.open(home, write=True) as library:
        stored(library, tmp_path, "sheet", ())
    home.chmod(0o555)

    with Library.open(home) as library:
        texts = [found.chunk.text for found in library.documents.entries()]
    home.chmod(0o755)

    assert texts == ["sheet 0"]


@pytest.mark.parametrize(
    ("code", "expected", "words"),
    [
        (sqlite3.SQLITE_FULL, DiskFullError, "no room left"),
        (sqlite3.SQLITE_IOERR_SHMSIZE, DiskFullError, "no room left"),
        (sqlite3.SQLITE_READONLY_DBMOVED, LibraryError, "CPKB_HOME"),
        (sqlite3.SQLITE_CANTOPEN, LibraryError, "CPKB_HOME"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, LibraryError, "in use"),
        (sqlite3.SQLITE_CORRUPT_INDEX, LibraryError, "damaged"),
        (sqlite3.SQLITE_IOERR_READ, LibraryError, "could not be used: reason"),
    ],
)
def test_errors_of_sqlite_become_sentences(code: int, expected: type[LibraryError], words: str) -> None:
    error = sqlite3.OperationalError("reason")
    error.sqlite_errorcode = code

    with pytest.raises(expected, match=words) as caught, sqlite_faults(Path("library.sqlite3")):
        raise error

    assert caught.value.__cause__ is error


@pytest.mark.parametrize(
    "error", [sqlite3.ProgrammingError("closed"), sqlite3.InterfaceError("bad"), sqlite3.OperationalError("syntax")]
)
def test_mistakes_of_the_program_are_not_blamed_on_the_library(error: sqlite3.Error) -> None:
    error.sqlite_errorcode = sqlite3.SQLITE_ERROR

    with pytest.raises(type(error)) as caught, sqlite_faults(Path("library.sqlite3")):
        raise error

    assert caught.value is error


@pytest.mark.parametrize(
    ("number", "expected", "words"),
    [
        (errno.ENOSPC, DiskFullError, "no room left"),
        (errno.EDQUOT, DiskFullError, "no room left"),
        (errno.EROFS, LibraryError, "CPKB_HOME"),
        (errno.EIO, LibraryError, "could not be written"),
    ],
)
def test_errors_of_the_system_become_sentences(number: int, expected: type[LibraryError], words: str) -> None:
    with pytest.raises(expected, match=words), file_faults(Path("home")):
        raise OSError(number, os.strerror(number))
