"""The queue: what is next, what is left alone, and what is left after a process that was killed."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.job_store import Job, JobStore
from corpus.library import Library
from corpus.model import DocumentId, JobState

AT = dt.datetime(2026, 5, 4, 3, 2, 1, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(minutes=1)
DOCUMENT = DocumentId("a" * 64)
A, B, C = (Path(f"/files/{name}.pdf") for name in "abc")


@pytest.fixture(name="jobs")
def _jobs(tmp_path: Path) -> Iterator[JobStore]:
    with Library.open(tmp_path / "home", write=True) as library:
        yield library.jobs


def _job(jobs: JobStore, path: Path) -> Job:
    return next(job for job in jobs.latest(limit=100) if job.path == path)


def _waiting(jobs: JobStore) -> list[str]:
    return [job.name for job in jobs.waiting()]


def test_files_wait_in_the_order_in_which_they_were_put(jobs: JobStore) -> None:
    jobs.enqueue([B, A], AT)
    jobs.enqueue([C, B], LATER)

    assert _waiting(jobs) == ["a.pdf", "c.pdf", "b.pdf"]
    assert _job(jobs, B) == Job(B, "b.pdf", None, JobState.QUEUED, "", "", 0, 0, 0, None, LATER, None, None)


def test_a_path_whose_bytes_are_no_text_is_kept(jobs: JobStore) -> None:
    odd = Path(os.fsdecode(b"/files/odd\xff.pdf"))
    jobs.enqueue([odd], AT)

    assert [(job.path, job.name) for job in jobs.waiting()] == [(odd, "odd\\xff.pdf")]


def test_a_job_tells_how_far_it_is_until_it_is_done(jobs: JobStore) -> None:
    jobs.enqueue([A], AT)
    jobs.begin(A, DOCUMENT, AT)
    jobs.move(A, JobState.OCR, 3, 12)
    under_way = _job(jobs, A)
    jobs.finish([(A, DOCUMENT)], LATER)
    done = _job(jobs, A)

    assert (under_way.state, under_way.page, under_way.pages, under_way.document) == (JobState.OCR, 3, 12, DOCUMENT)
    assert (done.state, done.stage, done.started_at, done.ended_at) == (JobState.DONE, JobState.OCR, AT, LATER)
    assert _waiting(jobs) == []


def test_progress_that_comes_late_does_not_wake_a_job_that_has_ended(jobs: JobStore) -> None:
    jobs.enqueue([A], AT)
    jobs.finish([(A, DOCUMENT)], AT)
    jobs.move(A, JobState.EMBEDDING, 1, 2)

    assert _job(jobs, A).state is JobState.DONE


def test_a_failure_keeps_its_reason_and_place_and_is_tried_when_put_again(jobs: JobStore) -> None:
    jobs.enqueue([A], AT)
    jobs.begin(A, DOCUMENT, AT)
    jobs.move(A, JobState.OCR, 3, 12)
    jobs.fail(A, "damaged-pdf", "It is broken \ud800.", LATER)
    failed = _job(jobs, A)
    jobs.enqueue([A], LATER)

    assert (failed.state, failed.slug, failed.reason) == (JobState.FAILED, "damaged-pdf", "It is broken ?.")
    assert (failed.stage, failed.page, failed.pages, failed.ended_at) == (JobState.OCR, 3, 12, LATER)
    assert _waiting(jobs) == ["a.pdf"]
    assert (_job(jobs, A).reason, _job(jobs, A).page) == ("", 0)


def test_what_was_never_queued_can_fail(jobs: JobStore) -> None:
    jobs.fail(A, "path-not-found", "It is not there.", AT)

    assert _job(jobs, A).state is JobState.FAILED


def _broken_twice(jobs: JobStore, path: Path) -> list[JobState]:
    jobs.enqueue([path], AT)
    states = []
    for _ in range(2):
        jobs.begin(path, DOCUMENT, AT)
        states.append(jobs.broke(path, "limit-passed", "It took too long.", AT))
    return states


def test_a_file_that_breaks_its_child_is_tried_once_more_behind_the_others(jobs: JobStore) -> None:
    jobs.enqueue([A, B], AT)
    jobs.begin(A, DOCUMENT, AT)
    state = jobs.broke(A, "limit-passed", "It took too long.", AT)

    assert state is JobState.QUEUED
    assert _waiting(jobs) == ["b.pdf", "a.pdf"]
    assert _job(jobs, A).attempts == 1


def test_a_file_that_breaks_its_child_twice_is_left_alone_until_it_is_asked_for(jobs: JobStore) -> None:
    states = _broken_twice(jobs, A)
    jobs.enqueue([A], LATER)
    (shut,) = jobs.quarantined([A, B])

    assert states == [JobState.QUEUED, JobState.QUARANTINED]
    assert _waiting(jobs) == []
    assert (shut.path, shut.slug, shut.reason) == (A, "limit-passed", "It took too long.")
    jobs.release(LATER)
    assert _waiting(jobs) == ["a.pdf"]
    assert _job(jobs, A).attempts == 0


def test_only_named_files_are_released(jobs: JobStore) -> None:
    _broken_twice(jobs, A)
    _broken_twice(jobs, B)
    jobs.fail(C, "damaged-pdf", "It is broken.", AT)
    jobs.release(LATER, [B])

    assert _waiting(jobs) == ["b.pdf"]


@pytest.mark.parametrize(
    ("state", "attempts"),
    [(JobState.PARSING, 1), (JobState.OCR, 1), (JobState.EMBEDDING, 0)],
    ids=["reading", "recognising", "embedding"],
)
def test_what_was_under_way_when_the_process_died_is_queued_again(
    jobs: JobStore, state: JobState, attempts: int
) -> None:
    jobs.enqueue([A, B], AT)
    jobs.begin(A, DOCUMENT, AT)
    jobs.move(A, state, 1, 2)
    jobs.recover(LATER)

    assert _waiting(jobs) == ["a.pdf", "b.pdf"]
    assert _job(jobs, A).attempts == attempts


def test_a_file_during_which_the_process_died_three_times_is_in_quarantine(jobs: JobStore) -> None:
    jobs.enqueue([A], AT)
    for _ in range(3):
        jobs.begin(A, DOCUMENT, AT)
        jobs.recover(LATER)
    shut = _job(jobs, A)

    assert (shut.state, shut.slug, shut.attempts, shut.ended_at) == (JobState.QUARANTINED, "quarantined", 3, LATER)
    assert "ended from outside" in shut.reason


def test_a_person_who_interrupts_costs_no_attempt(jobs: JobStore) -> None:
    jobs.enqueue([A, B], AT)
    jobs.begin(A, DOCUMENT, AT)
    jobs.put_back([A, B])
    jobs.recover(LATER)

    assert _waiting(jobs) == ["a.pdf", "b.pdf"]
    assert _job(jobs, A).attempts == 0


def test_states_are_counted_and_listed_with_what_is_done_last(jobs: JobStore) -> None:
    jobs.enqueue([A, B, C], AT)
    jobs.finish([(C, DOCUMENT)], AT)
    jobs.begin(A, DOCUMENT, AT)

    assert {state: count for state, count in jobs.counts().items() if count} == {
        JobState.QUEUED: 1,
        JobState.PARSING: 1,
        JobState.DONE: 1,
    }
    assert [job.name for job in jobs.latest(limit=10)] == ["a.pdf", "b.pdf", "c.pdf"]
    assert [job.name for job in jobs.latest([JobState.DONE], limit=10)] == ["c.pdf"]
    assert [job.name for job in jobs.latest(limit=1)] == ["a.pdf"]


def test_what_waits_stands_in_its_order_before_what_failed(jobs: JobStore) -> None:
    jobs.enqueue([C], AT)
    jobs.fail(C, "damaged-pdf", "It is broken.", AT)
    jobs.enqueue([B, A], LATER)

    assert [job.name for job in jobs.latest(limit=10)] == [*_waiting(jobs), "c.pdf"]


def test_notes_on_files_change_nothing_that_can_be_searched(tmp_path: Path) -> None:
    with Library.open(tmp_path / "home", write=True) as library:
        before = library.revision()
        library.jobs.enqueue([A], AT)
        library.jobs.fail(A, "damaged-pdf", "It is broken.", AT)

        assert library.revision() == before
