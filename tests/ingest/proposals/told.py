"""Small documents for the tests of proposals: pages of plain text with the headings that stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from corpus.model import (
    Cell,
    ConceptId,
    Evidence,
    Figure,
    Page,
    ProposedFigure,
    Quantity,
    Role,
    Table,
    Words,
)
from corpus.vocabulary import Vocabulary, load_vocabulary
from ingest.concepts import Matcher
from ingest.headings import Heading
from ingest.proposals.document import ReadDocument
from ingest.proposals.mentions import Mention, find_mentions
from ingest.proposals.passages import Passage, Stretch, passages
from ingest.proposals.propose import Proposer
from ingest.proposals.techniques import Techniques

_NOWHERE = Words(np.zeros((0, 2), np.int32), np.zeros((0, 4), np.float32))


@cache
def vocabulary() -> Vocabulary:
    """Return the packaged vocabulary."""
    return load_vocabulary()


@cache
def matcher() -> Matcher:
    """Return a matcher over all of it."""
    return Matcher(vocabulary().concepts.values())


@cache
def proposer() -> Proposer:
    """Return what proposes cases with it."""
    return Proposer(vocabulary(), matcher(), Techniques(vocabulary(), matcher()))


def page(text: str, number: int = 1, margin: str = "") -> Page:
    """Return a page whose words have no place; `margin` is its running head and foot."""
    whole = f"{text}\n{margin}" if margin else text
    return Page(number, whole, 595.0, 842.0, _NOWHERE, len(whole) - len(text))


def document(
    *texts: str, headings: Sequence[str] = (), tables: Sequence[Table] = (), title: str = "", margin: str = ""
) -> ReadDocument:
    """Return a document of one page a text; each heading begins where its words first stand."""
    pages = [page(text, number, margin) for number, text in enumerate(texts, start=1)]
    found = [
        Heading(name, each.number, each.text.index(name)) for name in headings for each in pages if name in each.text
    ]
    ordered = sorted(found, key=lambda heading: (heading.page, heading.start))
    return ReadDocument(pages, ordered, tables, title, "en")


def told(text: str, headings: Sequence[str] = (), title: str = "") -> list[Passage]:
    """Return the passages of one page."""
    read = document(text, headings=headings)
    return passages([Stretch(read.pages[0], 0, len(text))], read.headings, title)


def named(found: Sequence[Passage]) -> list[Mention]:
    """Return what passages name of the packaged vocabulary."""
    return find_mentions(found, matcher())


def table(text: str, *rows: Sequence[str], header_rows: int = 1) -> Table:
    """Return a table whose cells stand in a page's text, one after the other."""
    cells: list[Cell] = []
    at = 0
    for row, texts in enumerate(rows):
        for column, words in enumerate(texts):
            at = text.index(words, at)
            cells.append(Cell(row, column, words, 1, (at, at + len(words))))
            at += len(words)
    return Table(0, "", 1, 1, header_rows, len(rows), max(map(len, rows)), tuple(cells))


def figure(text: str, printed: str, role: Role, unit: str = "", *, of: str = "", currency: str = "") -> ProposedFigure:
    """Return a figure printed on page 1, with its line as evidence."""
    at = text.index(printed)
    start, end = text.rfind("\n", 0, at) + 1, (text + "\n").index("\n", at)
    value = float(printed.replace(",", ""))
    return ProposedFigure(
        Figure(
            role,
            printed,
            unit,
            "",
            "",
            "",
            1,
            (at, at + len(printed)),
            Quantity(value, value, unit=unit, currency=currency),
            of=ConceptId(of) if of else None,
        ),
        (Evidence(1, (start, end), text[start:end]),),
        0.9,
    )
