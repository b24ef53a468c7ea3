"""Show an intake on a terminal: progress while it runs, one summary at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from corpus.model import JobState
from corpus.plain_text import printable
from ingest.sandbox.confinement import gaps
from search_api.encoding import encode
from search_api.intake import Intake, Outcome, State

INTERRUPTED = 130  # exit code after Ctrl-C, as shells have it

_VERBS = {JobState.PARSING: "Reading", JobState.OCR: "Recognising", JobState.EMBEDDING: "Embedding"}


def run_intake(intake: Intake, paths: Sequence[Path], *, as_json: bool, retry: bool = False) -> int:
    """Take the files in, make them searchable and return how many failed.

    Args:
        paths: None to go on with what is queued.
        retry: Try again what failed or is in quarantine: of these paths, or all without paths.
        as_json: Print one object a line on standard output, and nothing else there.

    Raises:
        SystemExit: A person interrupted; what was finished is searchable.
    """
    console = Console(stderr=True)
    outcomes: list[Outcome] = []
    interrupted = False
    if missing := gaps():
        told = " and ".join(missing)
        console.print(f"This system cannot confine what reads files: if one took it over, {told}.", style="yellow")
    try:
        for outcome in _shown(intake, paths, console, retry=retry):
            outcomes.append(outcome)
            _tell(outcome, console, as_json=as_json)
    except KeyboardInterrupt:
        interrupted = True
        console.print("Interrupted: what is finished is kept. Run `cpkb ingest` to go on.", style="yellow")
    run_publish(intake, console)
    if not as_json:
        for line in summary(outcomes):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    if interrupted:
        raise SystemExit(INTERRUPTED)
    return sum(outcome.state is State.FAILED for outcome in outcomes)


def _shown(intake: Intake, paths: Sequence[Path], console: Console, *, retry: bool) -> Iterator[Outcome]:
    with _bar(console, "Reading") as show:
        yield from intake.take(paths, retry=retry, progress=show)


def _tell(outcome: Outcome, console: Console, *, as_json: bool) -> None:
    if as_json:
        print(encode(outcome).decode(), flush=True)
    elif outcome.state is State.FAILED:
        line = printable(f"{outcome.path}: {outcome.reason}")
        console.print(line, style="red", markup=False, soft_wrap=True)


def run_reindex(intake: Intake) -> None:
    """Embed what has no vector, then build the index anew."""
    console = Console(stderr=True)
    with _bar(console, "Embedding") as show:
        intake.embed_missing(progress=show)
    console.print(f"Index {intake.rebuild()} is ready.", markup=False, highlight=False)


def run_publish(intake: Intake, console: Console) -> None:
    """Build the index if the library has changed, and say so."""
    with console.status("Building the index"):
        built = intake.publish()
    if built:
        console.print(f"Index {built} is ready.", markup=False, highlight=False)


def summary(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Yield a few lines that say what became of all files, failures grouped by reason."""
    done = list(outcomes)
    added = [outcome for outcome in done if outcome.state is State.ADDED]
    unchanged = sum(outcome.state is State.UNCHANGED for outcome in done)
    failed = [outcome for outcome in done if outcome.state is State.FAILED]
    pages, chunks = sum(outcome.pages for outcome in added), sum(outcome.chunks for outcome in added)
    yield f"{len(added)} added ({pages} pages, {chunks} passages), {unchanged} unchanged, {len(failed)} failed."
    if failed:
        yield "Nothing of the failed files was kept; mend them and ingest them again. `cpkb status` lists them."


@contextmanager
def _bar(console: Console, verb: str) -> Iterator[_Show]:
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
        yield _Show(progress, verb)


class _Show:
    """Moves one bar from document to document."""

    def __init__(self, progress: Progress, verb: str) -> None:
        self._progress = progress
        self._task = progress.add_task(verb, total=None)

    def __call__(self, state: JobState, name: str, done: int, of: int) -> None:
        text = f"{_VERBS.get(state, state)} {printable(name)[:40]}"
        if of and state is not JobState.EMBEDDING:
            text += f", page {done} of {of}"
        self._progress.update(self._task, description=text, completed=done, total=of or None)
