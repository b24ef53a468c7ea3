"""Split a long text where it hurts least, into stretches that an embedder takes whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

CHUNK_LENGTH = 900  # characters; some 200 tokens of English, well within an embedder's 512
CHUNK_OVERLAP = 120

# Best places to split first: between paragraphs, after a sentence that ends its line, then anywhere a line ends.
_SEPARATORS = ["\n\n", r"(?<=[.!?:;。！？।])\n", "\n", r"(?<=[.!?;]) ", r"(?<=[。！？；।])", " ", ""]
# Characters of scripts that a subword model cuts into one token or more each, unlike the three to four of a Latin one.
_DENSE = re.compile("[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DENSE_EXTRA = 1.2


def length(text: str) -> int:
    """Return how long a text is for an embedder, in characters of a Latin script."""
    return len(text) if text.isascii() else len(text) + int(_DENSE_EXTRA * len(_DENSE.findall(text)))


class Splitter:
    """Splits texts; made once for many."""

    def __init__(self) -> None:
        from langchain_text_splitters import RecursiveCharacterTextSplitter  # takes long to import

        self._splitter = RecursiveCharacterTextSplitter(
            separators=_SEPARATORS,
            is_separator_regex=True,
            keep_separator="end",
            chunk_size=CHUNK_LENGTH,
            chunk_overlap=CHUNK_OVERLAP,
            length_function=length,
            add_start_index=True,
        )

    def spans(self, text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield first and past-the-end characters of the stretches between two places that hold a letter or digit."""
        for piece in self._splitter.create_documents([text[first:last]]):
            start = first + int(piece.metadata["start_index"])
            if any(map(str.isalnum, piece.page_content)):
                yield start, start + len(piece.page_content)
