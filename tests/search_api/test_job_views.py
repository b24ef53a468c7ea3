"""What anyone may know of the queue: never where a file lies, always in what state it is."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.errors import UsageError
from corpus.library import Library
from corpus.model import DocumentId, JobState
from search_api.encoding import encode
from search_api.job_command import status
from search_api.job_views import jobs_view

AT = dt.datetime(2026, 5, 4, 3, 2, 1, tzinfo=dt.UTC)
ODD = os.fsdecode(b"odd\xff\x1b[31m.pdf")


@pytest.fixture(name="home")
def _home(tmp_path: Path) -> Path:
    """A data folder with a file in each of three states."""
    home = tmp_path / "home"
    with Library.open(home, write=True) as library:
        jobs = library.jobs
        done, failed, reading = (Path("/secret") / name for name in ("done.pdf", ODD, "reading.pdf"))
        jobs.enqueue([done, failed, reading], AT)
        jobs.finish([(done, DocumentId("a" * 64))], AT)
        jobs.fail(failed, "damaged-pdf", "It is broken.", AT)
        jobs.begin(reading, DocumentId("b" * 64), AT)
        jobs.move(reading, JobState.OCR, 12, 260)
    return home


def test_the_queue_is_told_without_paths(home: Path) -> None:
    with Library.open(home) as library:
        sent = encode(jobs_view(library))
    told = json.loads(sent)

    assert b"secret" not in sent
    assert [(job["name"], job["state"], job["page"], job["pages"]) for job in told["jobs"]] == [
        ("reading.pdf", "ocr", 12, 260),
        ("odd\\xff [31m.pdf", "failed", 0, 0),
        ("done.pdf", "done", 0, 0),
    ]
    assert told["jobs"][1]["reason"] == "It is broken."
    assert told["counts"] == {
        "queued": 0,
        "parsing": 0,
        "ocr": 1,
        "embedding": 0,
        "done": 1,
        "failed": 1,
        "quarantined": 0,
    }


def test_the_queue_can_be_narrowed(home: Path) -> None:
    with Library.open(home) as library:
        failed = jobs_view(library, state="failed")
        first = jobs_view(library, limit="1")

    assert [job.slug for job in failed.jobs] == ["damaged-pdf"]
    assert [job.name for job in first.jobs] == ["reading.pdf"]


@pytest.mark.parametrize(("state", "limit"), [("lost", ""), ("", "0"), ("", "501"), ("", "ten"), ("", "１")])
def test_what_cannot_be_asked_is_named(home: Path, state: str, limit: str) -> None:
    with Library.open(home) as library, pytest.raises(UsageError, match=state or limit):
        jobs_view(library, state=state, limit=limit)


class _App:
    """Who knows the data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home


def _status(home: Path, *arguments: str) -> str:
    @contextmanager
    def opener() -> Iterator[_App]:
        yield _App(home)

    done = CliRunner().invoke(status, arguments, obj=opener)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_lists_what_is_under_way_or_failed(home: Path) -> None:
    assert _status(home).splitlines() == [
        "1 ocr, 1 done, 1 failed",
        "ocr         reading.pdf, page 12 of 260",
        "failed      odd\\xff [31m.pdf: It is broken.",
    ]


def test_the_command_lists_what_is_done_when_it_is_asked_for(home: Path) -> None:
    assert _status(home, "--state", "done").splitlines()[1:] == ["done        done.pdf"]


def test_the_command_prints_what_the_api_sends(home: Path) -> None:
    with Library.open(home) as library:
        sent = encode(jobs_view(library)).decode()

    assert _status(home, "--json").strip() == sent


def test_a_library_without_files_says_so(tmp_path: Path) -> None:
    Library.open(tmp_path / "home", write=True).close()

    assert _status(tmp_path / "home") == "Nothing was ingested yet.\n"
