"""The command `cpkb`: settings, wiring of the rooms, and the commands. It reads the environment; no room does."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from platformdirs import user_cache_path, user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import CollectionError, CpkbError, SettingsError
from corpus.plain_text import printable
from eval.command import bench, evaluate
from search_api.collection_command import collection, prepared
from search_api.duplicates_command import duplicates
from search_api.job_command import status
from search_api.propose_command import propose
from search_api.requests import FACET_PARAMETERS, OTHER_PARAMETERS, parse_search
from search_api.vocabulary_command import vocabulary

if TYPE_CHECKING:
    from index.engine import Embedder
    from search_api.duplicates import Duplicates
    from search_api.intake import Intake
    from search_api.services import Services


class Settings(BaseSettings):
    """What can be set, each by an environment variable CPKB_<NAME>; docs/settings.md explains them."""

    model_config = SettingsConfigDict(env_prefix="CPKB_", frozen=True, extra="forbid")

    home: Path = Field(default_factory=lambda: user_data_path("cpkb"))
    cache: Path = Field(default_factory=lambda: user_cache_path("cpkb"))
    model: str = "multilingual-e5-small"
    threads: int = Field(default=2, ge=1, le=64)
    url: str = "http://127.0.0.1:8000"


def read_settings() -> Settings:
    """Read the environment once.

    Raises:
        SettingsError: A CPKB_ variable is unknown or has an unusable value.
    """
    known = {f"CPKB_{name.upper()}" for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith("CPKB_") and name not in known)
    if unknown:
        raise SettingsError(f"There is no setting {unknown[0]}. Known: {', '.join(sorted(known))}.")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"CPKB_{str(first['loc'][0]).upper()}"
        raise SettingsError(f"{name} has value {first['input']!r}. {first['msg']}.") from error


class App:
    """The product as its commands need it; `stack` closes what is opened here."""

    def __init__(self, settings: Settings, stack: ExitStack) -> None:
        self.settings = settings
        self.home = settings.home
        self.cache = settings.cache
        self._stack = stack

    def embedder(self) -> Embedder | None:
        """Return the embedder of the model in the cache; None, with a warning, where there is none."""
        from index.model_use import open_model

        return open_model(self.settings.model, self.cache, threads=self.settings.threads, say=warn)

    def services(self) -> Services:
        """Return the services over the library, open for reading."""
        from search_api.opening import open_services

        return self._stack.enter_context(open_services(self.home, embedder=self.embedder()))

    def duplicates(self) -> Duplicates:
        """Return what decides about repetitions, over the library open for writing."""
        from search_api.opening import open_duplicates

        return self._stack.enter_context(open_duplicates(self.home))

    def intake(self) -> Intake:
        """Return what takes documents in, over the library open for writing."""
        from search_api.opening import open_intake

        return self._stack.enter_context(open_intake(self.home, embedder=self.embedder()))


@contextmanager
def opened() -> Iterator[App]:
    """Wire the rooms for one command, and close after it what it opened."""
    with ExitStack() as stack:
        yield App(read_settings(), stack)


def warn(message: str) -> None:
    """Tell a person something on standard error."""
    click.echo(f"cpkb: {printable(message)}", err=True)


def search_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command one option for each parameter of a search, but for the question."""
    several = {name: parameter.example for name, parameter in FACET_PARAMETERS.items()}
    single = {name: parameter for name, parameter in OTHER_PARAMETERS.items() if parameter.default}
    options = [click.option(f"--{name}", multiple=True, metavar="VALUE", help=text) for name, text in several.items()]
    options += [
        click.option(f"--{name}", default=parameter.default, show_default=True, help=parameter.meaning)
        for name, parameter in single.items()
    ]
    options += [click.option("--explain", is_flag=True, help="Show why each passage stands where it does.")]
    options += [click.option("--ignore", multiple=True, metavar="VALUE", help=OTHER_PARAMETERS["ignore"].meaning)]
    for option in reversed(options):
        command = option(command)
    return command


class Commands(click.Group):
    """Turns errors that are meant for a person into one line and their exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except CpkbError as error:
            warn(str(error))
            ctx.exit(error.exit_code)
        except BrokenPipeError:  # the reader of our output has gone, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="cpkb")
@click.pass_context
def main(context: click.Context) -> None:
    """Find what works in preventing industrial pollution, with the page that proves it.

    \b
    cpkb prepare                          make the model, the starter collection and the index ready
    cpkb serve                            show them on http://127.0.0.1:8000
    cpkb search "dye house water reuse"   ask without a browser
    cpkb ingest reports/                  add your own PDFs

    Exit codes: 0 done, 1 a problem, 2 wrong use, 3 some files failed. Settings: CPKB_HOME (data folder), CPKB_CACHE,
    CPKB_MODEL, CPKB_THREADS, CPKB_URL.
    """  # noqa: D301  # click wants the backspace character itself
    context.obj = opened


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--retry", is_flag=True, help="Try again what failed or is in quarantine: of PATHS, or all of it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for each document.")
def ingest(paths: tuple[Path, ...], retry: bool, as_json: bool) -> None:
    """Add documents, or folders of them, and make them searchable: PDF, DOCX, HTML, Markdown, text, XLSX, CSV.

    A file X.yaml beside X.pdf may give title, year, country, source and rights; `cpkb propose X.pdf` drafts one. A bad
    file never stops the others; the same file again changes nothing; after an interruption, `cpkb ingest` goes on.
    """
    from search_api.intake_terminal import run_intake

    with opened() as app:
        failed = run_intake(app.intake(), paths, as_json=as_json, retry=retry)
    sys.exit(3 if failed else 0)


@main.command()
@click.argument("query", nargs=-1)
@search_options
@click.option("--json", "as_json", is_flag=True, help="Print exactly what the API returns.")
def search(query: tuple[str, ...], as_json: bool, explain: bool, **options: str | tuple[str, ...]) -> None:
    """Search, and print techniques with their cases and pages.

    \b
    cpkb search "dye house water reuse"
    cpkb search "water reuse" --sector 1313 --group case
    """  # noqa: D301  # click wants the backspace character itself
    from rich.console import Console

    from search_api.encoding import encode
    from search_api.terminal import AnswerPrinter

    named = {name: (value,) if isinstance(value, str) else value for name, value in options.items()}
    named["explain"] = ("1",) if explain else ()
    request = parse_search([("q", " ".join(query)), *((name, v) for name, values in named.items() for v in values)])
    with opened() as app:
        answer = app.services().search(request)
        if as_json:
            click.echo(encode(answer))
        else:
            AnswerPrinter(Console(), app.settings.url).show(answer)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Serve the pages and the API until Ctrl-C."""
    from web.server import serve_app

    with opened() as app:
        services = app.services()
        try:
            services.centres()
        except CollectionError as error:  # the administrator's own list: the rest can be served
            warn(f"{error} Until then the pages of centres show an error.")
        serve_app(services, host, port)


@main.command()
def prepare() -> None:
    """Make ready what is missing: the model, the starter collection, the index. Safe to repeat."""
    from index.model_use import obtain_model
    from search_api.intake_terminal import run_intake

    with opened() as app:
        obtain_model(app.settings.model, app.cache, say=warn)
        intake = app.intake()
        failed = run_intake(intake, prepared(intake, app.home / "collection"), as_json=False)
    sys.exit(3 if failed else 0)


@main.command()
def reindex() -> None:
    """Build the search index again from the library, embedding only what has no vector yet."""
    from search_api.intake_terminal import run_reindex

    with opened() as app:
        run_reindex(app.intake())


@main.command()
def model() -> None:
    """Obtain the language model, check every file of it, and say where it is."""
    from index.model_use import checked_model

    with opened() as app:
        files = checked_model(app.settings.model, app.cache, say=warn)
        click.echo(f"{files.name} is complete: {files.directory}")


main.add_command(collection)
main.add_command(vocabulary)
main.add_command(duplicates)
main.add_command(propose)
main.add_command(status)
main.add_command(evaluate)
main.add_command(bench)
