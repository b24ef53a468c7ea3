"""Intervals of means and of paired differences."""

from __future__ import annotations

import pytest

from eval.bootstrap import Interval, compare, interval


def test_the_interval_holds_the_mean_and_is_the_same_every_time() -> None:
    """Scores give one interval, however often it is asked for."""
    values = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    names = list("abcdef")
    found = interval(values, names)

    assert found.mean == pytest.approx(0.5)
    assert found.low < found.mean < found.high
    assert found == interval(values, names)


def test_the_interval_is_as_wide_as_the_standard_error_says() -> None:
    """With many questions, 95 % lie within 1.96 standard errors of the mean."""
    values = [float(number % 2) for number in range(400)]
    found = interval(values, [str(number) for number in range(400)])

    assert found.high - found.low == pytest.approx(2 * 1.96 * 0.5 / 400**0.5, rel=0.05)


def test_a_question_asked_in_many_languages_counts_as_one_draw() -> None:
    """Repeating each question makes nothing surer if the repetitions are drawn together."""
    values = [0.0, 0.3, 0.5, 0.9]
    once, often = interval(values, list("abcd")), interval(values * 5, list("abcd") * 5)

    assert (often.mean, often.low, often.high) == pytest.approx((once.mean, once.low, once.high))


def test_values_that_are_all_the_same_leave_no_doubt() -> None:
    """Nothing varies, so nothing could have come out otherwise."""
    assert interval([0.25, 0.25, 0.25], ["a", "b", "c"]) == Interval(0.25, 0.25, 0.25)


def test_wins_losses_and_ties_are_counted_by_question() -> None:
    """Each question counts once, whatever the size of its difference."""
    ours = {"a": {"RR": 1.0}, "b": {"RR": 0.2}, "c": {"RR": 0.5}, "d": {"RR": 0.9}}
    theirs = {"a": {"RR": 0.1}, "b": {"RR": 0.5}, "c": {"RR": 0.5}, "d": {"RR": 0.8}}
    found = compare(ours, theirs, "RR", list("abcd"), {})

    assert (found.wins, found.losses, found.ties) == (2, 1, 1)
    assert found.by.mean == pytest.approx((0.9 - 0.3 + 0.1) / 4)
    assert set(found.json()) == {"mean", "low", "high", "wins", "losses", "ties"}
