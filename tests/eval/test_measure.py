"""Measures against values worked out by hand."""

from __future__ import annotations

from math import log2

import pytest

from eval.measure import MEASURES, average, score_queries

QRELS = {"q1": {"a": 3, "b": 1, "c": 0}, "q2": {"d": 2}}


def test_measures_of_one_query_are_those_worked_out_by_hand() -> None:
    # Gains by rank: b 1, x 0, a 3; the ideal order is a 3, b 1. Two of the three found were judged.
    expected = {
        "nDCG@10": (1 / log2(2) + 3 / log2(4)) / (3 / log2(2) + 1 / log2(3)),
        "R@10": 1.0,
        "R@100": 1.0,
        "RR": 1.0,
        "R@1": 0.5,
        "Judged@10": 2 / 3,
    }

    assert pytest.approx(expected) == score_queries(QRELS, {"q1": ["b", "x", "a"]})["q1"]


def test_reciprocal_rank_counts_from_the_first_relevant_document() -> None:
    assert pytest.approx(1 / 3) == score_queries(QRELS, {"q1": ["x", "c", "b"]})["q1"]["RR"]


@pytest.mark.parametrize("run", [{}, {"q2": []}], ids=["not asked", "nothing found"])
def test_a_query_without_results_scores_nought_on_every_measure(run: dict[str, list[str]]) -> None:
    assert dict.fromkeys(MEASURES, 0.0) == score_queries(QRELS, run)["q2"]


def test_a_query_that_nobody_judged_is_left_out() -> None:
    assert {"q1", "q2"} == set(score_queries(QRELS, {"q9": ["a"]}))


def test_the_order_of_the_run_decides_whatever_the_ids_are() -> None:
    first = score_queries({"q": {"z": 1}}, {"q": ["z", "a"]})["q"]["R@1"]
    second = score_queries({"q": {"z": 1}}, {"q": ["a", "z"]})["q"]["R@1"]

    assert [first, second] == [1.0, 0.0]


def test_a_negative_grade_counts_as_not_relevant() -> None:
    assert score_queries({"q": {"spam": -2, "good": 1}}, {"q": ["spam"]})["q"]["nDCG@10"] == 0.0


def test_a_query_with_nothing_relevant_scores_nought() -> None:
    assert score_queries({"q": {"a": 0}}, {"q": ["a"]})["q"]["nDCG@10"] == 0.0


def test_no_judgements_give_no_scores() -> None:
    assert score_queries({}, {"q": ["a"]}) == {}


def test_the_average_counts_queries_without_results() -> None:
    assert pytest.approx(0.5) == average(score_queries(QRELS, {"q2": ["d"]}))["RR"]


def test_an_average_can_be_over_some_queries_only() -> None:
    assert pytest.approx(1.0) == average(score_queries(QRELS, {"q2": ["d"]}), ["q2"])["RR"]


def test_an_average_over_no_query_is_empty() -> None:
    assert average({"q": {"RR": 1.0}}, []) == {}
