"""The commands `collection build`, `check` and `stats`: the starter collection, made, proved and counted.

Whoever adds them to a group sets click's `obj` to an opener of what has a `home`, as for the commands of eval.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:
    from rich.console import Console

    from corpus.collection_stats import CollectionStats
    from search_api.intake import Intake


class HasHome(Protocol):
    """Whoever knows the data folder."""

    @property
    def home(self) -> Path:
        """The data folder."""
        ...


Opener = Callable[[], AbstractContextManager[HasHome]]


@click.group()
def collection() -> None:
    """Make, prove and count the starter collection.

    \b
    cpkb collection build    write its PDFs, with their sidecars
    cpkb collection check    prove every number, link, label and right
    cpkb collection stats    count cases, techniques, countries, sectors, labels
    """  # noqa: D301  # click wants the backspace character itself


@collection.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def build(opener: Opener, folder: Path | None) -> None:
    """Write the PDFs of cases, techniques and handbook to FOLDER (by default, into the data folder)."""
    with opener() as app:
        target = folder or app.home / "collection"
        click.echo(f"{len(written(target))} documents are complete in {target}.")


@collection.command()
@click.pass_obj
def check(opener: Opener) -> None:
    """Prove the collection: exit code 0 if nothing is wrong, 1 with a sentence for each problem.

    Each number of a record is looked for in its PDF (of a case, on its one page), each concept in the vocabularies,
    each source for its rights and address, each figure in a technique's sheet for its source; the vocabularies and the
    centres are checked too.
    """
    with opener() as app:
        folder = app.home / "collection"
        problems = list(_problems(folder))
    for problem in problems:
        click.echo(problem)
    click.echo(f"Problems found: {len(problems)}." if problems else "Nothing is wrong with the collection.", err=True)
    sys.exit(1 if problems else 0)


@collection.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
def stats(as_json: bool) -> None:
    """Count cases, techniques, countries, sectors, and names by scheme and language."""
    from corpus.collection import collection_items
    from corpus.collection_stats import collection_stats
    from corpus.vocabulary import load_vocabulary
    from search_api.encoding import encode

    vocabulary = load_vocabulary()
    counted = collection_stats(collection_items(vocabulary), vocabulary)
    if as_json:
        click.echo(encode(counted))
    else:
        _show(counted)


def written(folder: Path) -> list[Path]:
    """Write what is missing of the collection, with a bar on the terminal; return its PDFs."""
    from rich.progress import Progress

    from corpus.collection import write_collection

    with Progress(console=_console(), transient=True) as bar:
        task = bar.add_task("Writing documents", total=None)
        return write_collection(folder, report=lambda done, of: bar.update(task, completed=done, total=of))


def prepared(intake: Intake, folder: Path) -> list[Path]:
    """Write what is missing of the collection and let go of what has left it; return its PDFs, to be taken in."""
    from corpus.collection import discard_left_over, left_over

    pdfs = written(folder)
    intake.drop(left_over(folder, pdfs).values())
    discard_left_over(folder, pdfs)
    return pdfs


def _problems(folder: Path) -> Iterator[str]:
    from rich.progress import Progress

    from corpus.centres import OWN_FILE, check_centres, load_centres
    from corpus.collection import collection_items
    from corpus.collection_check import check_items
    from corpus.vocabulary import load_vocabulary
    from corpus.vocabulary_check import check as check_vocabulary
    from ingest.pdf.pages import TextLimits, read_pages

    vocabulary = load_vocabulary()
    yield from check_vocabulary(vocabulary)
    yield from check_centres(load_centres(folder.parent / OWN_FILE))
    pairs = list(zip(collection_items(vocabulary), written(folder), strict=True))
    with Progress(console=_console(), transient=True) as bar:
        task = bar.add_task("Checking", total=len(pairs))

        def read(pdf: Path) -> list[str]:
            bar.advance(task)
            return [page.text for page in read_pages(pdf, TextLimits())]

        yield from check_items(pairs, vocabulary, read)


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True)


def _show(counted: CollectionStats) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(
        f"{counted.documents} documents: {counted.cases} cases with {counted.measures} measures and {counted.figures}"
        f" figures, {counted.techniques} technique sheets. {counted.techniques_applied} techniques were applied, in"
        f" {len(counted.countries)} countries and {len(counted.sectors)} sectors.",
        highlight=False,
    )
    for title, counts in (("grade", counted.grades), ("status", counted.statuses), ("practice", counted.practices)):
        console.print(f"Cases by {title}: " + ", ".join(f"{k} {n}" for k, n in counts.items()), highlight=False)
    languages = sorted({language for labels in counted.labels.values() for language in labels.by_language})
    table = Table("scheme", "concepts", *languages, "names", title="Concepts with a name, by language")
    for scheme, labels in counted.labels.items():
        cells = [str(labels.by_language.get(language, 0)) for language in languages]
        table.add_row(scheme, str(labels.concepts), *cells, str(labels.names))
    console.print(table)
