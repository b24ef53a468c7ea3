"""A run through the queue: it goes on where the last one stopped, and leaves alone what does harm."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from corpus.library import Library
from corpus.model import JobState
from corpus.vocabulary import load_vocabulary
from ingest.intake import Limits
from search_api.intake import Intake, Outcome, State
from tests.fakes import HashingEmbedder
from tests.ingest.sample_pdfs import flate_bomb, ordinary

VOCABULARY = load_vocabulary()
AT = dt.datetime(2026, 5, 4, 3, 2, 1, tzinfo=dt.UTC)
QUICK = replace(Limits(), memory_bytes=300 << 20, cpu_seconds=2)
PATIENCE_SECONDS = 60.0


def take(home: Path, *paths: Path, retry: bool = False) -> list[Outcome]:
    """Take files in and return what became of them."""
    with Library.open(home, write=True) as library:
        intake = Intake(library, home / "index", VOCABULARY, None, limits=QUICK)
        return list(intake.take(paths, retry=retry))


def states(home: Path) -> dict[str, str]:
    """Return the state of each file by name."""
    with Library.open(home) as library:
        return {job.name: job.state for job in library.jobs.latest(limit=100)}


def write(folder: Path, **contents: bytes) -> list[Path]:
    """Write PDFs and return their paths."""
    paths = [folder / f"{name}.pdf" for name in contents]
    for path, content in zip(paths, contents.values(), strict=True):
        path.write_bytes(content)
    return paths


def test_every_file_ends_in_a_state_that_is_kept(tmp_path: Path) -> None:
    write(tmp_path, good=ordinary("One."), bad=b"\x7fELF\0")
    outcomes = take(tmp_path / "home", tmp_path, tmp_path / "none.pdf")

    assert [(Path(each.path).name, each.state) for each in outcomes] == [
        ("none.pdf", State.FAILED),
        ("bad.pdf", State.FAILED),
        ("good.pdf", State.ADDED),
    ]
    assert states(tmp_path / "home") == {
        "none.pdf": JobState.FAILED,
        "bad.pdf": JobState.FAILED,
        "good.pdf": JobState.DONE,
    }


def test_a_reason_that_is_kept_names_the_file_and_not_where_it_lies(tmp_path: Path) -> None:
    (outcome,) = take(tmp_path / "home", tmp_path / "none.pdf")
    with Library.open(tmp_path / "home") as library:
        (job,) = library.jobs.latest(limit=1)

    assert job.reason.startswith("none.pdf is not there")
    assert str(tmp_path) not in job.reason
    assert outcome.path == str(tmp_path / "none.pdf")


def test_the_same_file_twice_is_done_once(tmp_path: Path) -> None:
    (path,) = write(tmp_path, good=ordinary())
    first = take(tmp_path / "home", path, path)
    second = take(tmp_path / "home", path)

    assert [outcome.state for outcome in first] == [State.ADDED]
    assert [outcome.state for outcome in second] == [State.UNCHANGED]
    assert states(tmp_path / "home") == {"good.pdf": JobState.DONE}


def test_what_harms_its_child_comes_last_and_is_left_alone_until_it_is_asked_for(tmp_path: Path) -> None:
    home = tmp_path / "home"
    bomb, good = write(tmp_path, bomb=flate_bomb(), good=ordinary())
    first = take(home, bomb, good)
    second = take(home, bomb)
    third = take(home)
    asked = take(home, retry=True)

    assert [(Path(each.path).name, each.state) for each in first] == [
        ("good.pdf", State.ADDED),
        ("bomb.pdf", State.FAILED),
    ]
    assert "left alone from now on" in first[1].reason
    assert ["is in quarantine and was not read" in each.reason for each in second] == [True]
    assert third == []
    assert ["left alone from now on" in each.reason for each in asked] == [True]
    assert states(home)["bomb.pdf"] == JobState.QUARANTINED


def test_a_file_in_quarantine_that_was_mended_is_read(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (bomb,) = write(tmp_path, bomb=flate_bomb())
    take(home, bomb)
    write(tmp_path, bomb=ordinary())
    (mended,) = take(home, bomb)
    bomb.unlink()

    assert mended.state is State.ADDED
    assert states(home) == {"bomb.pdf": JobState.DONE}


def test_a_file_in_quarantine_that_is_gone_is_no_more_than_missing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (bomb,) = write(tmp_path, bomb=flate_bomb())
    take(home, bomb)
    bomb.unlink()
    (gone,) = take(home, retry=True)

    assert "is not there" in gone.reason
    assert states(home) == {"bomb.pdf": JobState.FAILED}


def test_whoever_stops_listening_leaves_the_rest_in_the_queue(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(tmp_path, a=ordinary("One."), b=ordinary("Two."), c=ordinary("Three."))
    with Library.open(home, write=True) as library:
        taking = Intake(library, home / "index", VOCABULARY, None).take([tmp_path])
        first = next(taking)
        taking.close()  # type: ignore[attr-defined]  # it is a generator
        waiting = [(job.name, job.attempts) for job in library.jobs.waiting()]
    rest = take(home)

    assert Path(first.path).name == "a.pdf"
    assert waiting == [("b.pdf", 0), ("c.pdf", 0)]
    assert [(Path(each.path).name, each.state) for each in rest] == [("b.pdf", State.ADDED), ("c.pdf", State.ADDED)]


def test_progress_names_the_file_and_what_is_done_with_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(tmp_path, good=ordinary("The plant reused its rinse water."))
    shown: list[tuple[JobState, str]] = []
    with Library.open(home, write=True) as library:
        intake = Intake(library, home / "index", VOCABULARY, HashingEmbedder())
        list(intake.take([tmp_path], progress=lambda state, name, done, of: shown.append((state, name))))

    assert (JobState.PARSING, "good.pdf") in shown
    assert (JobState.EMBEDDING, "good.pdf") in shown


TAKE_AND_STALL = """
import sys, time
from pathlib import Path
from corpus.library import Library
from corpus.vocabulary import load_vocabulary
from search_api.intake import Intake
home, folder = map(Path, sys.argv[1:])
with Library.open(home, write=True) as library:
    for outcome in Intake(library, home / "index", load_vocabulary(), None).take([folder]):
        print(outcome.path, flush=True)
        time.sleep(600)
"""


def test_a_run_that_is_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "files"
    folder.mkdir()
    write(folder, a=ordinary("First."), z=ordinary("Last."))
    _killed_after_the_first(home, folder)
    left = states(home)
    with Library.open(home, write=True) as library:
        library.jobs.recover(AT)
        waiting = [(job.name, job.attempts) for job in library.jobs.waiting()]
    outcomes = take(home)

    assert left == {"a.pdf": JobState.DONE, "z.pdf": JobState.PARSING}  # read ahead of its turn
    assert waiting == [("z.pdf", 1)]
    assert [(Path(each.path).name, each.state) for each in outcomes] == [("z.pdf", State.ADDED)]
    assert states(home) == {"a.pdf": JobState.DONE, "z.pdf": JobState.DONE}


def _killed_after_the_first(home: Path, folder: Path) -> None:
    command = [sys.executable, "-c", TAKE_AND_STALL, str(home), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        until = time.monotonic() + PATIENCE_SECONDS
        while states(home).get("z.pdf") != JobState.PARSING and time.monotonic() < until:
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
