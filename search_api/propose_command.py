"""The command `propose`: print what a document seems to say of a case as a sidecar that a person can correct."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.model import CaseProposal
from corpus.plain_text import printable

if TYPE_CHECKING:
    from corpus.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Proposals:
    """What one file seems to tell; `cpkb propose --json` prints one.

    Attributes:
        title: What the file calls itself; "" if it does not.
    """

    file: str
    title: str
    language: str
    cases: Sequence[CaseProposal]


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of YAML.")
def propose(path: Path, as_json: bool) -> None:
    """Print a sidecar for each case that a document seems to tell, with the words that say each value above it.

    Nothing is stored. Read it through, correct it and save it as X.yaml beside X.pdf; then `cpkb ingest` takes both.
    The exit code is 1 if the file tells no case that could be recognised.
    """
    from corpus.vocabulary import load_vocabulary
    from search_api.encoding import encode

    vocabulary = load_vocabulary()
    found = proposals(path, vocabulary)
    if as_json:
        click.echo(encode(found))
    else:
        click.echo("---\n".join(drafts(found, vocabulary)), nl=False)
    if not found.cases:
        click.echo(f"{printable(path.name)} tells no case that could be recognised.", err=True)
        sys.exit(1)


def proposals(path: Path, vocabulary: Vocabulary) -> Proposals:
    """Read a file in a process of its own and return what it seems to tell.

    Raises:
        IntakeError: As `cpkb ingest` would refuse the file.
    """
    from ingest.intake import Limits, examine
    from ingest.parse import Job
    from ingest.reader import Reader

    limits = Limits()
    document, _ = examine(path, limits)
    with Reader(vocabulary, limits) as reader:
        reader.start(Job(path, document))
        parsed = reader.result()
    if isinstance(parsed, Exception):
        raise parsed
    return Proposals(path.name, parsed.title, parsed.language, parsed.proposals)


def drafts(found: Proposals, vocabulary: Vocabulary) -> list[str]:
    """Return a sidecar's text for each case."""
    from search_api.sidecar_draft import draft

    source = found.title or Path(found.file).stem
    return [draft(case, source=source, language=found.language, vocabulary=vocabulary) for case in found.cases]
