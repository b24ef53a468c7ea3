"""Let lines of a page run on where they only ended because the paper did."""

from __future__ import annotations

import itertools

FULL = 0.75  # a line this long, as a share of the page's longest, ended at the margin


def flowing(text: str) -> str:
    """Return a text with blanks for the line feeds that ended a full line; no character moves, so marks stay right.

    Empty lines part paragraphs and stay; so does the break after a short line, as in lists and tables.
    """
    lines = text.split("\n")
    margin = FULL * max(len(line.rstrip()) for line in lines)
    pieces = [lines[0]]
    for before, line in itertools.pairwise(lines):
        runs_on = line.strip() and len(before.rstrip()) >= margin
        pieces += (" " if runs_on else "\n", line)
    return "".join(pieces)
