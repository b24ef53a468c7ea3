"""The commands `eval` and `bench`. Whoever adds them to a group sets click's `obj` to an `eval.context.Opener`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eval import reading_command

if TYPE_CHECKING:
    from eval.context import EvaluationContext, Opener
    from eval.table import Table

ARMS = ("hybrid", "plain", "lexical", "dense")  # eval.arms.Arm, whose room is slow to load


@click.command(name="eval")
@click.option("--beir", type=click.Path(path_type=Path), metavar="DIR", help="Measure a collection in BEIR's layout.")
@click.option("--split", help="Which judgements: test (if not said) or dev, or of DIR/qrels.")
@click.option(
    "--mode", type=click.Choice(ARMS), help="One mode only, plain: hybrid without thesaurus; all side by side without."
)
@click.option(
    "--golden",
    type=click.Choice(["check", "write"]),
    help="Compare rankings of dev with the golden ones, or write those and the gate's figures anew.",
)
@click.option("--gate", is_flag=True, help="Exit with 1 if a category of dev fell by more than .03.")
@click.option(
    "--golden-folder", type=click.Path(path_type=Path), metavar="DIR", help="With --golden and --gate: another folder."
)
@click.option(
    "--fit",
    type=click.Choice(["check", "learn"]),
    help="Measure how well it is told that nothing fits, or learn that anew.",
)
@click.option(
    "--pool", "as_pool", is_flag=True, help="Print what is to be judged, a question a line, instead of measuring."
)
@click.option("--agreement", "as_agreement", is_flag=True, help="Print how far two judges agree, instead of measuring.")
@click.option("--extraction", is_flag=True, help="Measure how well cases are read from documents; --split sheets too.")
@click.option("--tables", is_flag=True, help="Measure how well tables are read.")
@click.option("--ocr", is_flag=True, help="Measure how well scans are read, by engine and language.")
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="With --ocr: only our text in it; repeatable.")
@click.option("--scans", type=click.Path(path_type=Path), metavar="DIR", help="With --ocr: these PDFs too.")
@click.option(
    "--transcripts",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="With --scans: where the text of page 1 of X.pdf stands as X-1.txt; beside it without this.",
)
@click.option("--plot", type=click.Path(path_type=Path), metavar="FILE", help="Draw the own questions' figures as SVG.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
@click.pass_obj
def evaluate(
    opener: Opener,
    beir: Path | None,
    split: str | None,
    mode: str | None,
    golden: str | None,
    gate: bool,
    golden_folder: Path | None,
    fit: str | None,
    as_pool: bool,
    as_agreement: bool,
    extraction: bool,
    tables: bool,
    ocr: bool,
    languages: tuple[str, ...],
    scans: Path | None,
    transcripts: Path | None,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Measure how well search finds what it should, or how well documents are read.

    Asks the project's own judged questions over the starter collection; with --beir, those of any collection in
    BEIR's layout, through the same engine.
    """
    wanted = split or "test"
    if extraction or tables:
        _print(reading_command.extraction(wanted, _say) if extraction else reading_command.tables(wanted), as_json)
        return
    if ocr:
        with _bar() as show:
            printed = reading_command.ocr(languages, scans, transcripts, show)
        _print(printed, as_json)
        return
    if languages or scans or transcripts:
        raise click.UsageError("--lang, --scans and --transcripts go with --ocr.")
    if golden_folder and not (golden or gate):
        raise click.UsageError("--golden-folder goes with --golden and --gate.")
    with opener() as context:
        if as_agreement:
            _print_agreement()
        elif as_pool:
            _print_pool(context, wanted)
        elif fit:
            _print(_fit(context, fit), as_json)
        elif golden or gate:
            _compare(context, golden, golden_folder, as_json)
        else:
            _print(_measured(context, beir, wanted, mode, plot), as_json)


@click.command(name="bench")
@click.option("--pdf", "pdfs", multiple=True, type=click.Path(path_type=Path), help="Ingest this PDF too; repeatable.")
@click.option("--part", "parts", multiple=True, metavar="NAME", help="Only this part; repeatable.")
@click.option(
    "--chunks",
    multiple=True,
    type=click.IntRange(1, 1_000_000),
    metavar="NUMBER",
    help="Measure the engine over so many made-up chunks; repeatable. 20,000 and 100,000 if not said.",
)
@click.option(
    "--hostile",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Only read these files, and say how each ends and what it took; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
@click.pass_obj
def bench(
    opener: Opener,
    pdfs: tuple[Path, ...],
    parts: tuple[str, ...],
    chunks: tuple[int, ...],
    hostile: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Measure speed and memory; compare the ratios, not the times.

    Parts: ingestion, startup, query, http, engine. Works in a temporary folder; takes minutes.
    """
    from eval.bench import json_of, run_bench, tables_of

    if hostile:
        _print(reading_command.hostile(hostile, _say), as_json)
        return
    with opener() as context:
        report = run_bench(context, pdfs=pdfs, parts=parts, chunks=chunks, say=_say)
    if as_json:
        _print_json(json_of(report))
    else:
        _print_tables(tables_of(report))


def _measured(
    context: EvaluationContext, beir: Path | None, split: str, mode: str | None, plot: Path | None
) -> reading_command.Printed:
    from eval import search_command
    from eval.arms import Arm

    arm = Arm(mode) if mode else None
    if beir:
        return search_command.beir(context, beir, split, arm, _say)
    return search_command.collection(context, split, arm, plot, _say)


def _fit(context: EvaluationContext, wanted: str) -> reading_command.Printed:
    from eval import fit_training

    return fit_training.learned(context) if wanted == "learn" else fit_training.checked(context)


def _compare(context: EvaluationContext, golden: str | None, folder: Path | None, as_json: bool) -> None:
    """Do what --golden says; without it, what --gate says."""
    from eval import search_command
    from eval.golden import FOLDER

    folder = folder or FOLDER
    if golden is None:
        gated = search_command.gated(context, folder, _say)
        _print(gated.printed, as_json)
        if not gated.passed:
            raise click.exceptions.Exit(1)
    else:
        act = search_command.write_golden if golden == "write" else search_command.check_golden
        _print(act(context, folder, _say), as_json)


def _print_agreement() -> None:
    from eval.agreement import agreement_table

    _print_tables([agreement_table()])


def _print_pool(context: EvaluationContext, split: str) -> None:
    from eval.judged_queries import read_questions
    from eval.pool import pool
    from search_api.encoding import encode
    from search_api.requests import Mode

    for pooled in pool(context.services().search, read_questions(split), list(Mode)):
        click.echo(encode(pooled))


def _print(printed: reading_command.Printed, as_json: bool) -> None:
    for_people, for_programs = printed
    if as_json:
        _print_json(for_programs)
    else:
        _print_tables(for_people)


@contextmanager
def _bar() -> Iterator[reading_command.Show]:
    """Show on a terminal how many pages are done."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, of: bar.update(task, description=escape(what), completed=done, total=of)


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def _print_json(report: dict[str, object]) -> None:
    import json

    click.echo(json.dumps(report, ensure_ascii=False))


def _print_tables(tables: list[Table]) -> None:
    from eval.table import show

    show(tables, sys.stdout)
