"""What the reading of a document gives to those who look for cases in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Page, Table
from ingest.headings import Heading


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One document as read.

    Attributes:
        headings: In reading order.
        tables: In reading order; the cells' spans count in the pages' texts.
        title: The best the file offers, printed or not; "" if it offers none.
        language: ISO 639-1 of most of the text, "und" if undetermined.
    """

    pages: Sequence[Page]
    headings: Sequence[Heading]
    tables: Sequence[Table]
    title: str
    language: str
