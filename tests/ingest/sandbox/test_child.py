"""A job in a child: its answer comes back, it ends in one named reason, and it can reach nothing but its file."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import CpkbError, DamagedPdfError
from corpus.model import JobState
from ingest.sandbox.child import ChildLimits, End, Progress, Worker
from ingest.sandbox.confinement import gaps
from tests.ingest.child_tasks import Obedient, Order

LIMITS = ChildLimits(memory_bytes=256 << 20, cpu_seconds=2, wall_seconds=20.0, result_bytes=8 << 20)
PATIENCE_SECONDS = 30.0

confined = pytest.mark.skipif(bool(gaps()), reason="this system cannot confine a process")


@pytest.fixture(name="worker", scope="module")
def _worker() -> Iterator[Worker[Order, str]]:
    with closing(Worker(Obedient(), str, LIMITS)) as worker:
        yield worker


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    (tmp_path / "other").write_text("secret", encoding="utf-8")
    path = tmp_path / "file"
    path.write_text("content", encoding="utf-8")
    return path


def _done(worker: Worker[Order, str], path: Path, what: str, seconds: float = 0.0) -> str | CpkbError | End:
    worker.begin(Order(path, what, seconds))
    return worker.outcome()


def test_an_answer_comes_back(worker: Worker[Order, str], file: Path) -> None:
    assert _done(worker, file, "echo") == "content"


@pytest.mark.parametrize(("what", "length"), [("long answer", 3 << 20), ("odd text", 14)])
def test_answers_of_any_length_and_text_come_back_whole(
    worker: Worker[Order, str], file: Path, what: str, length: int
) -> None:
    answer = _done(worker, file, what)

    assert isinstance(answer, str)
    assert len(answer) == length


def test_an_error_for_a_person_comes_back_as_it_was_raised(worker: Worker[Order, str], file: Path) -> None:
    error = _done(worker, file, "raise")

    assert isinstance(error, DamagedPdfError)
    assert str(error) == "It is damaged.\nIn two lines."


@pytest.mark.parametrize(
    ("what", "end"),
    [
        ("compute", End.EXHAUSTED),
        ("allocate", End.EXHAUSTED),
        ("touch memory", End.EXHAUSTED),
        ("abort", End.EXHAUSTED),
        ("kill", End.EXHAUSTED),
        ("crash", End.CRASHED),
        ("exit", End.CRASHED),
        ("nonsense", End.CRASHED),
        ("wrong type", End.CRASHED),
    ],
)
def test_a_job_without_an_answer_ends_in_a_named_reason_and_the_next_is_done(
    worker: Worker[Order, str], file: Path, what: str, end: End
) -> None:
    assert _done(worker, file, what) is end
    assert _done(worker, file, "echo") == "content"


def test_an_answer_that_is_too_long_is_none(file: Path) -> None:
    limits = ChildLimits(memory_bytes=256 << 20, cpu_seconds=2, wall_seconds=20.0, result_bytes=1 << 20)
    with closing(Worker(Obedient(), str, limits)) as worker:
        assert _done(worker, file, "long answer") is End.CRASHED


def test_what_nobody_foresaw_is_told_without_steering_the_terminal(
    worker: Worker[Order, str], file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        end = _done(worker, file, "fail")

    assert end is End.CRASHED
    assert "nobody foresaw" in caplog.text
    assert "\x1b" not in caplog.text


def test_the_deadline_holds_while_the_caller_does_something_else(file: Path) -> None:
    limits = ChildLimits(memory_bytes=256 << 20, cpu_seconds=2, wall_seconds=0.5)
    with closing(Worker(Obedient(), str, limits)) as worker:
        worker.begin(Order(file, "process"))
        child = worker.outcome()
        worker.begin(Order(file, "sleep", 60.0))
        time.sleep(2.0)
        began = time.monotonic()
        end = worker.outcome()

    assert isinstance(child, str)
    assert end is End.OVERDUE
    assert time.monotonic() - began < PATIENCE_SECONDS


def test_progress_is_told_but_not_every_page_of_it(worker: Worker[Order, str], file: Path) -> None:
    told: list[Progress] = []
    worker.begin(Order(file, "progress"))
    answer = worker.outcome(told.append)

    assert answer == "read"
    # Whoever is slow to listen hears the latest.
    assert set(told) <= {
        Progress(JobState.PARSING, 1, 3),
        Progress(JobState.PARSING, 3, 3),
        Progress(JobState.OCR, 1, 1),
    }


@pytest.mark.parametrize(("pages", "expected"), [(3, "recognised"), (1, End.OVERDUE)], ids=["enough", "too few"])
def test_each_page_that_is_recognised_moves_the_deadline_as_often_as_allowed(
    file: Path, pages: int, expected: str | End
) -> None:
    limits = ChildLimits(
        memory_bytes=256 << 20, cpu_seconds=2, wall_seconds=0.6, ocr_seconds_per_page=1, ocr_pages=pages
    )
    with closing(Worker(Obedient(), str, limits)) as worker:
        assert _done(worker, file, "recognise", 0.9) == expected


def test_what_a_job_took_is_told(worker: Worker[Order, str], file: Path) -> None:
    _done(worker, file, "compute")

    assert worker.spent is not None
    assert worker.spent.cpu_seconds >= 1
    assert worker.spent.peak_bytes > 1 << 20


def test_every_job_has_a_child_of_its_own(worker: Worker[Order, str], file: Path) -> None:
    assert _done(worker, file, "process") != _done(worker, file, "process")


def test_what_a_child_started_ends_with_it(worker: Worker[Order, str], file: Path) -> None:
    started = _done(worker, file, "linger")

    assert isinstance(started, str)
    assert _is_gone(int(started))


def test_a_zygote_that_was_killed_is_replaced(file: Path) -> None:
    with closing(Worker(Obedient(), str, LIMITS)) as worker:
        _done(worker, file, "echo")
        _kill_zygote()
        first = _done(worker, file, "echo")
        second = _done(worker, file, "echo")

    assert first in ("content", End.CRASHED)  # it may have died with the job in its hands
    assert second == "content"


def _kill_zygote() -> None:
    import multiprocessing

    newest = max(child.pid or 0 for child in multiprocessing.active_children())
    os.kill(newest, signal.SIGKILL)


def test_closing_ends_a_job_that_is_under_way(file: Path) -> None:
    worker: Worker[Order, str] = Worker(Obedient(), str, LIMITS)
    worker.begin(Order(file, "sleep", 600.0))
    began = time.monotonic()
    worker.close()

    assert time.monotonic() - began < PATIENCE_SECONDS


def _is_gone(process: int) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@confined
@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("read other file", "PermissionError"),
        ("list folder", "PermissionError"),
        ("write", "PermissionError"),
        ("overwrite", "PermissionError"),
        ("delete", "PermissionError"),
        ("rename", "PermissionError"),
        ("change mode", "PermissionError"),
        ("socket", "PermissionError"),
        ("new session", "PermissionError"),
        ("signal parent", "PermissionError"),
        ("trace", "Operation not permitted"),
        ("new namespace", "Operation not permitted"),
        ("kernel queue", "Operation not permitted"),
        ("descriptors", "0 1 2 3 4"),
    ],
)
def test_a_child_reaches_nothing_but_its_file(worker: Worker[Order, str], file: Path, what: str, answer: str) -> None:
    assert _done(worker, file, what) == answer
    assert sorted(path.name for path in file.parent.iterdir()) == ["file", "other"]
    assert file.read_text(encoding="utf-8") == "content"


@confined
def test_a_program_that_a_child_runs_is_confined_too(worker: Worker[Order, str], file: Path) -> None:
    assert _done(worker, file, "run program") == "piped"
    assert "PermissionError" in str(_done(worker, file, "program and network"))
