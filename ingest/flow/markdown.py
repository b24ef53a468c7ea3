"""Read Markdown (CommonMark with tables) and plain text, which is Markdown without marks."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt

from ingest.flow.decoding import decoded
from ingest.flow.html import read_markup
from ingest.flow.limits import FlowLimits
from ingest.flow.pages import FlowDocument
from ingest.flow.text_files import read_bytes

# What site generators write above a text; of it only the title is read.
_FRONT = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*(['\"]?)(.+?)\1[ \t]*$", re.MULTILINE)


def read(path: Path, limits: FlowLimits) -> FlowDocument:
    """Return a Markdown or plain text file; HTML within it is read as in a web page.

    Raises:
        LimitError, NoTextError: It holds too much, or nothing.
    """
    text = decoded(read_bytes(path, limits)).replace("\r\n", "\n")
    front = _FRONT.match(text)
    title = _TITLE.search(front[1]) if front else None
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    markup = markdown.render(text[front.end() :] if front else text)
    read_text = read_markup(markup, path.name, limits)
    return FlowDocument(
        read_text.pages,
        read_text.headings,
        read_text.tables,
        title=title[2] if title else read_text.title,
        flags=read_text.flags,
        language=read_text.language,
    )
