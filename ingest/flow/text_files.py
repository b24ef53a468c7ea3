"""Read a text file whole, if it is not too large."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import LimitError
from ingest.flow.limits import FlowLimits


def read_bytes(path: Path, limits: FlowLimits) -> bytes:
    """Return a file's content.

    Raises:
        LimitError: It has more bytes than a text with as many characters as allowed can have.
    """
    most = 4 * limits.characters
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise LimitError(f"{path.name} holds more than {limits.characters:,} characters of text. Split it.")
    return content
