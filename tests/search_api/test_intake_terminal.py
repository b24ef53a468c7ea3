"""What an intake shows on a terminal, whatever the files are called."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from search_api.intake_terminal import run_intake
from search_api.opening import open_intake
from tests.ingest.sample_pdfs import ordinary

HOSTILE = os.fsdecode(b"\x1b[31mred\xff[bold].pdf")


@pytest.fixture(name="hostile")
def _hostile(tmp_path: Path) -> Path:
    path = tmp_path / HOSTILE
    path.write_bytes(b"\x7fELF\0")
    return path


def test_a_file_name_cannot_steer_the_terminal(hostile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_intake(hostile.parent / "home", embedder=None) as intake:
        run_intake(intake, [hostile], as_json=False)
    told = capsys.readouterr().err

    assert "[31mred" in told
    assert "[bold]" in told
    assert "\x1b" not in told


def test_a_file_name_of_odd_bytes_fails_as_a_line_of_json(hostile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_intake(hostile.parent / "home", embedder=None) as intake:
        run_intake(intake, [hostile], as_json=True)

    assert "is of another kind" in json.loads(capsys.readouterr().out)["reason"]


def test_a_name_too_long_for_anything_fails_alone(tmp_path: Path) -> None:
    """The second file's name leaves no room for a sidecar's, whose ending is longer by one letter."""
    longest = tmp_path / f"{'x' * 251}.pdf"
    longest.write_bytes(ordinary())
    with open_intake(tmp_path / "home", embedder=None) as intake:
        outcomes = list(intake.take([tmp_path / f"{'y' * 300}.pdf", longest]))

    assert [outcome.state for outcome in outcomes] == ["failed", "added"]
    assert "File name too long" in outcomes[0].reason
