"""Clocks and quantiles of benchmarks."""

from __future__ import annotations

import pytest

from eval.measurement import Stopwatch, cpu_milliseconds, p50, p95


def test_a_stopwatch_adds_up_what_runs_inside() -> None:
    watch = Stopwatch()
    seen = []
    for _ in range(2):
        with watch.running():
            seen.append(watch.wall)
            sum(range(100_000))

    assert 0 == seen[0] < seen[1] < watch.wall
    assert watch.cpu > 0


def test_a_stopwatch_counts_a_failure_too() -> None:
    watch = Stopwatch()
    with pytest.raises(ValueError, match="failed"), watch.running():
        raise ValueError("failed")

    assert watch.wall > 0


def test_every_call_is_timed_in_order() -> None:
    called: list[int] = []
    taken = cpu_milliseconds([lambda: called.append(1), lambda: called.append(2)])

    assert called == [1, 2]
    assert len(taken) == 2


def test_half_of_the_values_do_not_pass_the_median() -> None:
    assert p50([5.0, 1.0, 3.0]) == 3.0


def test_nineteen_of_twenty_values_do_not_pass_p95() -> None:
    assert p95([float(value) for value in range(21)]) == pytest.approx(19.0)


def test_p95_of_one_value_is_that_value() -> None:
    assert p95([7.0]) == 7.0
