"""How good rankings are, measured against judgements by ir-measures; nothing here knows what was ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from corpus.errors import EvaluationError

MEASURES = ("nDCG@10", "R@10", "R@100", "RR", "R@1", "Judged@10")  # as ir-measures names them

Qrels = Mapping[str, Mapping[str, int]]  # query id -> document id -> grade; 0 is judged and not relevant
Run = Mapping[str, Sequence[str]]  # query id -> document ids, best first, without repeats
Scores = Mapping[str, Mapping[str, float]]  # query id -> measure -> value


def score_queries(qrels: Qrels, run: Run, measures: Sequence[str] = MEASURES) -> dict[str, dict[str, float]]:
    """Return every measure of every judged query; a query without results scores 0, an unjudged one is left out.

    Any grade from 1 counts as relevant where a measure knows no grades.

    Raises:
        EvaluationError: ir-measures is not installed.
    """
    try:
        import ir_measures
    except ImportError as error:
        raise EvaluationError(
            "Measuring needs the package ir-measures, which is not installed. "
            "Run `make setup`, or install it beside cpkb, and try again."
        ) from error
    wanted = [ir_measures.parse_measure(measure) for measure in measures]
    scores = {query: dict.fromkeys(measures, 0.0) for query in qrels}
    if not qrels:
        return scores
    judged = {query: {document: max(0, grade) for document, grade in grades.items()} for query, grades in qrels.items()}
    for metric in ir_measures.evaluator(wanted, judged).iter_calc(_scored(run, qrels)):
        scores[metric.query_id][str(metric.measure)] = float(metric.value)
    return scores


def average(scores: Scores, queries: Iterable[str] | None = None) -> dict[str, float]:
    """Return the mean of every measure over some queries, or over all; empty if there are none."""
    chosen = [scores[query] for query in (scores if queries is None else queries)]
    if not chosen:
        return {}
    return {measure: fsum(values[measure] for values in chosen) / len(chosen) for measure in chosen[0]}


def _scored(run: Run, qrels: Qrels) -> dict[str, dict[str, float]]:
    """Return the run with scores that fall from rank to rank: equal ones would be put in another order.

    Queries without results are left out, so that ir-measures gives them its default, 0.
    """
    return {
        query: {document: float(len(ranking) - rank) for rank, document in enumerate(ranking)}
        for query, ranking in run.items()
        if ranking and query in qrels
    }
