"""Choose the best title that a file itself offers."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.headings import MAX_LENGTH, Heading
from ingest.pdf.outline import Outline
from ingest.pdf.structure import readable_title


def best_title(said: str, outline: Sequence[Outline], largest: str, headings: Sequence[Heading]) -> str:
    """Return the title in the metadata, else a sole top bookmark, the largest text of page 1, the first heading.

    Args:
        said: By the metadata; "" if nothing.
        largest: Of page 1, as `largest_text` tells it.

    Returns:
        "" if none of them is one that a person would have written.
    """
    tops = [entry.title for entry in outline if entry.level == 1]
    offers = [
        said,
        tops[0] if len(tops) == 1 else "",
        largest,
        headings[0].text if headings and len(headings[0].text) < MAX_LENGTH else "",
    ]
    return next((title for title in map(readable_title, offers) if title), "")
