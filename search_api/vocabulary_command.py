"""The commands `vocabulary export` and `vocabulary check`: the vocabularies for other programs, and proved."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from corpus.concept_schemes import CONCEPT_SCHEMES
from corpus.skos import DEFAULT_BASE
from search_api.vocabulary_views import RdfFormat, rendered

SCHEMES = tuple(CONCEPT_SCHEMES)


@click.group()
def vocabulary() -> None:
    """Export and check the vocabularies: practices, sectors, processes, pollutants, resources, techniques, topics.

    \b
    cpkb vocabulary export words.ttl                all of them as SKOS, with countries and languages
    cpkb vocabulary export --scheme technique -     techniques alone, to standard output
    cpkb vocabulary check                           find mistakes in the files that people edit
    """  # noqa: D301  # click wants the backspace character itself


@vocabulary.command()
@click.argument("file", default="-", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in RdfFormat]),
    default=RdfFormat.TURTLE.value,
    show_default=True,
    help="How to write it.",
)
@click.option(
    "--scheme", "schemes", multiple=True, type=click.Choice(SCHEMES), help="One vocabulary; repeatable. Default: all."
)
@click.option("--base", default=DEFAULT_BASE, show_default=True, help="Beginning of all addresses, up to ':' or '/'.")
def export(file: Path, form: str, schemes: tuple[str, ...], base: str) -> None:
    """Write the vocabularies as SKOS to FILE, or to standard output where FILE is "-" or missing.

    The same vocabularies give the same bytes. The addresses of concepts never change; to publish the file on a site
    of your own, begin them with its address.

    \b
    cpkb vocabulary export words.ttl
    cpkb vocabulary export --format json-ld --scheme technique --scheme practice techniques.jsonld
    cpkb vocabulary export --base https://example.org/cp/ | gzip > words.ttl.gz
    """  # noqa: D301  # click wants the backspace character itself
    from corpus.faults import file_faults
    from corpus.vocabulary import load_vocabulary

    content = rendered(load_vocabulary(), RdfFormat(form), schemes or SCHEMES, base)
    if str(file) == "-":
        click.echo(content, nl=False)
        return
    with file_faults(file):
        file.write_bytes(content)


@vocabulary.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def check(folder: Path | None) -> None:
    """Check the files of FOLDER, by default those in use: exit code 0 if nothing is wrong, 1 with each problem.

    Looks for missing parents, circles of parents, names that two entries share, techniques without a practice, wrong
    CAS numbers, codes given twice, and sectors in the wrong place.
    """
    from corpus.vocabulary import PACKAGED_FOLDER, load_vocabulary
    from corpus.vocabulary_check import check as check_vocabulary

    problems = check_vocabulary(load_vocabulary(folder or PACKAGED_FOLDER))
    for problem in problems:
        click.echo(problem)
    click.echo(f"{len(problems)} problems." if problems else "Nothing is wrong with the vocabularies.", err=True)
    sys.exit(1 if problems else 0)
