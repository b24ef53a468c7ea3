"""The commands `duplicates`: what the library holds twice, and what a person says of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from rich.console import Console

from corpus.plain_text import printable

if TYPE_CHECKING:
    from search_api.duplicates import Twin


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_context
def duplicates(context: click.Context, as_json: bool) -> None:
    """List documents with the same text and cases that are told twice, and decide about them.

    A case told twice counts once, and both tellings stay. Where the rules err, say so; it can be undone.

    \b
    cpkb duplicates                                          what looks like the same
    cpkb duplicates different mill-1 mill-2 --note "two plants"
    cpkb duplicates same 9f86d081 60303ae2                   two documents, by the start of their SHA-256
    cpkb duplicates undo mill-1 mill-2                       let the rules decide again
    """  # noqa: D301  # click wants the backspace character itself
    if context.invoked_subcommand is None:
        with context.obj() as app:
            found = app.services().duplicates()
        if as_json:
            from search_api.encoding import encode

            click.echo(encode(found))
        else:
            show_twins(found, Console())


@duplicates.command()
@click.argument("first")
@click.argument("second")
@click.option("--note", default="", help="Why; whoever looks later will read it.")
@click.pass_context
def same(context: click.Context, first: str, second: str, note: str) -> None:
    """Say that two cases, or two documents, are the same."""
    _decide(context, first, second, same=True, note=note)


@duplicates.command()
@click.argument("first")
@click.argument("second")
@click.option("--note", default="", help="Why; whoever looks later will read it.")
@click.pass_context
def different(context: click.Context, first: str, second: str, note: str) -> None:
    """Say that two cases, or two documents, are not the same."""
    _decide(context, first, second, same=False, note=note)


@duplicates.command()
@click.argument("first")
@click.argument("second")
@click.pass_context
def undo(context: click.Context, first: str, second: str) -> None:
    """Forget what was said of two cases or documents."""
    with context.obj() as app:
        undone = app.duplicates().undo(first, second)
    click.echo("The rules decide again." if undone else "Nothing was said of them.")


def show_twins(twins: Sequence[Twin], console: Console) -> None:
    """Print pairs, one below the other."""
    for twin in twins:
        measure = f"{twin.share:.0%} of the text" if twin.share is not None else ""
        measure = f"{twin.figures} figures in common" if twin.figures is not None else measure
        words = "; ".join(part for part in (measure, twin.said and f"said to be {twin.said}", twin.note) if part)
        lines = [
            f"{twin.subject.value}s: {words}",
            f"  {twin.first}  {twin.titles[0]}",
            f"  {twin.second}  {twin.titles[1]}",
        ]
        console.print("\n".join(map(printable, lines)), markup=False, highlight=False, soft_wrap=True)
    if not twins:
        console.print("Nothing is in the library twice.")


def _decide(context: click.Context, first: str, second: str, *, same: bool, note: str) -> None:
    with context.obj() as app:
        decision = app.duplicates().decide(first, second, same=same, note=note)
    word = "the same" if decision.same else "different"
    click.echo(f"Kept: {decision.first} and {decision.second} are {word}. `cpkb duplicates undo` takes it back.")
