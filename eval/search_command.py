"""What `cpkb eval` does about search, as what it prints: for people and for programs."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from corpus.vocabulary import load_vocabulary
from eval import beir_report, collection_report, gate, golden
from eval.arms import Arm
from eval.beir import read_beir
from eval.beir_run import Say, cached, measure_beir
from eval.collection_run import CollectionReport, measure_collection
from eval.context import EvaluationContext
from eval.judged_queries import read_named
from eval.plot import write_plot
from eval.reading_command import Printed
from eval.table import Table

DEV = "dev"  # the set of the golden rankings and of the gate


@dataclass(frozen=True, slots=True)
class Gated:
    """What the gate says.

    Attributes:
        passed: Whether no category fell too far.
    """

    printed: Printed
    passed: bool


def collection(context: EvaluationContext, split: str, arm: Arm | None, plot: Path | None, say: Say) -> Printed:
    """Ask the project's own questions in one arm, or in all; draw what was measured if a file is named."""
    report = _measured(context, split, [arm] if arm else list(Arm), say, timed=True)
    if plot:
        write_plot(report, plot)
    return collection_report.tables_of(report), collection_report.json_of(report)


def beir(context: EvaluationContext, folder: Path, split: str, arm: Arm | None, say: Say) -> Printed:
    """Measure a collection in BEIR's layout in one arm, or in all that the model allows."""
    read = read_beir(folder, split)
    embedder = None if arm is Arm.LEXICAL else context.embedder()
    arms = [arm] if arm else list(Arm) if embedder else [Arm.LEXICAL]
    with ExitStack() as stack:
        kept = stack.enter_context(cached(embedder, context.cache, say)) if embedder else None
        report = measure_beir(read, arms, embedder=kept, vocabulary=load_vocabulary(), say=say)
    return beir_report.tables_of(report), beir_report.json_of(report)


def write_golden(context: EvaluationContext, folder: Path, say: Say) -> Printed:
    """Write the golden rankings and the baseline of the gate."""
    report = _product(context, say)
    golden.write_rankings(report, folder / DEV)
    gate.write_baseline(report, folder / gate.BASELINE.name)
    written = {"rankings": len(report.judged.queries), "folder": str(folder)}
    rows = ((str(folder), str(len(report.judged.queries))),)
    return [Table("Golden rankings written", ("folder", "rankings"), rows)], {**written}


def check_golden(context: EvaluationContext, folder: Path, say: Say) -> Printed:
    """Compare rankings with the golden ones."""
    report = _product(context, say)
    changes, questions = golden.changed(report, folder / DEV), len(report.judged.queries)
    return [golden.table_of(changes, questions)], golden.json_of(changes, questions)


def gated(context: EvaluationContext, folder: Path, say: Say) -> Gated:
    """Compare the figures of every category with the recorded ones."""
    before = gate.read_baseline(folder / gate.BASELINE.name)
    now = gate.figures_of(_product(context, say))
    found = gate.falls(now, before)
    return Gated(([gate.table_of(found, now)], gate.json_of(found, now)), passed=not found)


def _product(context: EvaluationContext, say: Say) -> CollectionReport:
    return _measured(context, DEV, [Arm.HYBRID], say, timed=False)


def _measured(context: EvaluationContext, split: str, arms: list[Arm], say: Say, *, timed: bool) -> CollectionReport:
    judged = read_named(split)
    return measure_collection(context.services(), judged, arms, vocabulary=load_vocabulary(), say=say, timed=timed)
