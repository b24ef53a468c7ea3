"""The command `status`: what is on its way into the library, and what failed.

Whoever adds it to a group sets click's `obj` to an opener of what has a `home`, as for the command `collection`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from corpus.model import JobState
from search_api.collection_command import Opener

if TYPE_CHECKING:
    from search_api.job_views import JobsView, JobView

_STATES = [state.value for state in JobState]
_LISTED: list[JobState] = [state for state in JobState if state is not JobState.DONE]


@click.command()
@click.option(
    "--state",
    type=click.Choice([state.value for state in JobState]),
    help="Only files in this state, those that are done too.",
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 500), help="Files to list at most.")
@click.option("--json", "as_json", is_flag=True, help="Print exactly what the API returns.")
@click.pass_obj
def status(opener: Opener, state: str | None, limit: int, as_json: bool) -> None:
    """List the files on their way into the library, and those that failed, with the reason.

    Files in quarantine killed or overran the process that read them, twice: `cpkb ingest --retry` tries them again.
    """
    from corpus.library import Library
    from search_api.encoding import encode
    from search_api.job_views import jobs_view

    with opener() as app, Library.open(app.home) as library:
        view = jobs_view(library, state=state or "", limit=str(limit))
    if as_json:
        click.echo(encode(view))
        return
    for line in _lines(view, listed=[JobState(state)] if state else _LISTED):
        click.echo(line)


def _lines(view: JobsView, *, listed: list[JobState]) -> Iterator[str]:
    yield ", ".join(f"{count} {state}" for state, count in view.counts.items() if count) or "Nothing was ingested yet."
    yield from (_line(job) for job in view.jobs if job.state in listed)


def _line(job: JobView) -> str:
    stage = f" in {job.stage}" if job.stage and job.stage is not job.state else ""
    page = f", page {job.page} of {job.pages}" if job.pages else ""
    return f"{job.state:<12}{job.name}{stage}{page}{': ' + job.reason if job.reason else ''}"
