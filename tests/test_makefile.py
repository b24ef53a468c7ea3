"""`make run` serves what there is, also where preparing fails."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
@pytest.mark.parametrize("code", [0, 1, 3])
def test_serving_goes_on_whatever_preparing_ends_with(tmp_path: Path, code: int) -> None:
    command = tmp_path / "cpkb"
    command.write_text(f'#!/bin/sh\n[ "$1" = prepare ] && exit {code}\necho "$@"\n')
    command.chmod(0o755)
    ready = ["--assume-old=.venv/.ready", "--silent"]  # so that make sets up nothing
    done = subprocess.run(
        ["make", *ready, "run", f"BIN={tmp_path}", "PORT=8123"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "serve --port 8123")
