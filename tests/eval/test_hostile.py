"""The table of outcomes tells the state in which each file ends, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from corpus.model import JobState
from corpus.vocabulary import Vocabulary
from eval.hostile import HostileOutcome, hostile_table, measure_hostile
from eval.table import plain
from ingest.reader import Limits
from tests.ingest.sample_pdfs import flate_bomb, scripted

VOCABULARY = Vocabulary({})
LIMITS = Limits(memory_bytes=300 << 20, cpu_seconds=2)


def test_each_file_is_told_with_its_state_and_reason(tmp_path: Path) -> None:
    for name, content in {"bomb": flate_bomb(), "empty": b"", "scripted": scripted()}.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    said: list[str] = []
    bomb, empty, script = measure_hostile([tmp_path], VOCABULARY, LIMITS, said.append)

    assert said == ["Reading bomb.pdf.", "Reading empty.pdf.", "Reading scripted.pdf."]
    assert [each.state for each in (bomb, empty, script)] == [JobState.QUARANTINED, JobState.FAILED, JobState.DONE]
    assert empty.reason.startswith("empty.pdf is empty")
    assert script.reason == "1 pages, attachments, javascript, open-action"
    assert bomb.child_peak_bytes > script.child_peak_bytes > 0 == empty.child_peak_bytes
    assert bomb.growth_bytes < 50 << 20


def test_a_path_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"none\.pdf is not there"):
        measure_hostile([tmp_path / "none.pdf"], VOCABULARY, LIMITS, lambda line: None)


def test_the_table_counts_the_states() -> None:
    outcomes = [
        HostileOutcome("a.pdf", JobState.DONE, "1 pages", 0.25, 3 << 20, 0),
        HostileOutcome("b.pdf", JobState.FAILED, "It is empty.", 0.0, 0, 1 << 19),
    ]
    printed = plain(hostile_table(outcomes))

    assert "2 files: 1 done, 1 failed." in printed
    assert printed.splitlines()[3].split() == ["b.pdf", "failed", "0.00", "0", "0.5", "It", "is", "empty."]
