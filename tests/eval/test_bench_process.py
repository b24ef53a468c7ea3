"""Whole processes: timed, kept running, and asked under load."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from eval.bench_http import measure_trivial
from eval.bench_load import await_answer, free_port, load
from eval.bench_process import cpu_seconds, environment, resident_mib, run_timed, running

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_a_program_is_timed_with_its_cpu() -> None:
    taken = run_timed([sys.executable, "-c", "sum(range(10**6))"])

    assert taken.wall > 0
    assert taken.cpu > 0


def test_a_program_that_fails_is_told_with_what_it_said() -> None:
    with pytest.raises(EvaluationError, match="ended with 3: out of water"):
        run_timed([sys.executable, "-c", "import sys; sys.stderr.write('out of water'); sys.exit(3)"])


def test_a_program_is_ended_with_its_block() -> None:
    with running(SLEEP) as process:
        assert process.poll() is None

    assert process.poll() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells these of another process without a library")
def test_memory_and_cpu_of_a_running_program_are_known() -> None:
    with running(SLEEP) as process:
        time.sleep(0.1)
        memory, cpu = resident_mib(process.pid), cpu_seconds(process.pid)

    assert memory is not None
    assert memory > 1
    assert cpu is not None


def test_of_a_program_that_is_gone_nothing_is_known() -> None:
    gone = 2**22 + 1  # above the largest process number of Linux

    assert (resident_mib(gone), cpu_seconds(gone)) == (None, None)


def test_the_product_is_pointed_to_a_folder_by_its_environment(tmp_path: Path) -> None:
    env = environment(tmp_path / "home", tmp_path / "cache")

    assert (env["CPKB_HOME"], env["CPKB_CACHE"]) == (str(tmp_path / "home"), str(tmp_path / "cache"))


def test_a_server_s_speed_is_measured_under_load() -> None:
    measured = {row.name: row.value for row in measure_trivial(lambda sentence: None, requests=40, seconds=20)}

    assert measured["trivial FastAPI route: requests"] > 0
    assert measured["trivial FastAPI route: latency p50"] <= measured["trivial FastAPI route: latency p95"]


def test_a_server_that_does_not_answer_is_told() -> None:
    with pytest.raises(EvaluationError, match="did not answer /readyz"):
        await_answer(free_port(), "/readyz", seconds=0.1)


def test_a_load_on_no_server_is_told() -> None:
    with pytest.raises(EvaluationError, match="failed under load"):
        load(free_port(), ["/"], requests=1, seconds=1)
