"""Split a document into chunks that know their pages, characters, heading, kind and language.

A chunk never crosses a heading, unless the section is too short to stand alone. What a chunk is made of is told by
the plain rules of `kind_of`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from corpus.model import Chunk, ChunkId, ChunkKind, DocumentId, Page, document_text
from ingest.headings import Heading
from ingest.language import UNDETERMINED, confidence

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

CHUNK_LENGTH = 900  # characters; some 200 tokens of English, well within an embedder's 512
CHUNK_OVERLAP = 120
SHORT_SECTION = 300  # characters; a section below this is kept together with the next one

# Best places to split first: between paragraphs, after a sentence that ends its line, then anywhere a line ends.
_SEPARATORS = ["\n\n", r"(?<=[.!?:;。！？।])\n", "\n", r"(?<=[.!?;]) ", r"(?<=[。！？；।])", " ", ""]
# Characters of scripts that a subword model cuts into one token or more each, unlike the three to four of a Latin one.
_DENSE = re.compile("[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DENSE_EXTRA = 1.2
_SURE = 0.98  # probability at which a chunk is said to be in another language than its document

_LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,}|_{4,})\s*[\divxlc]{1,6}\s*$", re.MULTILINE | re.IGNORECASE)
_ENDS_WITH_PAGE = re.compile(r"[^\W\d_]{2}.*[^\d.,]\s+\d{1,4}\s*$")
_CONTENTS_TITLE = re.compile(
    r"(table of )?contents|list of (figures|tables)|inhoud(sopgave)?|inhalt(sverzeichnis)?|table des mati[eè]res|"
    r"sommaire|[ií]ndice|contenido|sum[aá]rio|mục lục|目录|目錄|содержание|оглавление",
    re.IGNORECASE,
)
_REFERENCES_TITLE = re.compile(
    r"([\d.]+ )?(references|sources|bibliography|literature( cited)?|works cited|literatuur(lijst)?|"
    r"literatur(verzeichnis)?|bibliograph?[ií][ae]|r[eé]f[eé]rences( bibliographiques)?|"
    r"referencias( bibliogr[aá]ficas)?|refer[eê]ncias|"
    r"tài liệu tham khảo|参考文献|список литературы|литература)",
    re.IGNORECASE,
)
_REFERENCE_START = re.compile(
    r"^\s*(?:\[\d{1,3}\]|\d{1,3}\s+[A-Z][\w'’-]+,?\s|[A-Z][\w'’-]+,\s(?:[A-Z]\.\s?)+).*|^\s*\d{1,3}\s.{3,60}\((?:19|20)\d\d\)",
    re.MULTILINE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER_LIKE = re.compile(r"[<>≤≥~±]?[\d.,]*\d[\d.,]*(?:\s?[-–—]\s?[\d.,]*\d)?%?|[-–—xX✓]")


def split(pages: Sequence[Page], headings: Sequence[Heading], *, document: DocumentId, language: str) -> list[Chunk]:
    """Return a document's chunks in reading order; a page without text contributes none.

    Args:
        language: Of the document; a chunk has its own only if it is clearly another one.
    """
    text = document_text(list(pages))
    page_starts = list(accumulate((len(page.text) + 1 for page in pages), initial=0))[:-1]
    placed = [(page_starts[heading.page - 1] + heading.start, heading.text) for heading in headings]
    starts = [start for start, _ in placed]
    chunks: list[Chunk] = []
    for start, end in _spans(text, starts):
        heading = _heading_of(start, end, placed, starts)
        body = text[start:end]
        kind = kind_of(body, heading)
        chunks.append(
            Chunk(
                id=ChunkId(f"{document[:16]}:{len(chunks)}"),
                document=document,
                ordinal=len(chunks),
                first_page=pages[bisect_right(page_starts, start) - 1].number,
                last_page=pages[bisect_right(page_starts, end - 1) - 1].number,
                start=start,
                end=end,
                heading=heading,
                kind=kind,
                language=_language_of(body, kind, language),
                text=body,
            )
        )
    return chunks


def kind_of(text: str, heading: str = "") -> ChunkKind:
    """Tell what a chunk is made of.

    Contents: three dot leaders with page numbers, or most lines end in a page number, half as many under a heading
    that says so. References: under such a heading, or four lines that begin like one and as many years. Table: many
    words are numbers, or some are and lines are short. Heading: short, and no sentence. Else prose.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if _is_contents(lines, text, heading):
        return ChunkKind.CONTENTS
    if _is_references(text, heading):
        return ChunkKind.REFERENCES
    if _is_table(lines, text):
        return ChunkKind.TABLE
    sentence = text[-1:] in ".;!?:。" or any(mark in text for mark in (". ", ".\n", "; ", "。"))
    short = len(text) <= 120 and len(lines) <= 3
    return ChunkKind.HEADING if short and not sentence else ChunkKind.PROSE


def _is_table(lines: Sequence[str], text: str) -> bool:
    words = text.split()
    numbers = sum(1 for word in words if _NUMBER_LIKE.fullmatch(word))
    if numbers >= 8 and numbers >= 0.25 * len(words):
        return True
    short = sum(1 for line in lines if len(line) <= 35)
    return len(lines) >= 8 and short >= 0.6 * len(lines) and numbers >= 0.08 * len(words)


def _is_contents(lines: Sequence[str], text: str, heading: str) -> bool:
    if len(_LEADERS.findall(text)) >= 3:
        return True
    numbered = sum(1 for line in lines if len(line) <= 150 and _ENDS_WITH_PAGE.match(line))
    titled = bool(_CONTENTS_TITLE.fullmatch(heading) or (lines and _CONTENTS_TITLE.fullmatch(lines[0].strip())))
    return titled and len(lines) >= 3 and numbered >= 0.4 * len(lines)


def _is_references(text: str, heading: str) -> bool:
    years = len(_YEAR.findall(text))
    if _REFERENCES_TITLE.fullmatch(heading.strip()):
        return years >= 2 or text.count("://") >= 2
    return years >= 4 and len(_REFERENCE_START.findall(text)) >= 4


def _language_of(text: str, kind: ChunkKind, document_language: str) -> str:
    """Return the document's language unless the chunk is prose that is almost surely in another one."""
    if kind is not ChunkKind.PROSE or sum(character.isalpha() for character in text) < 150:
        return document_language
    first = _sure_language(text[:400])
    if first in (UNDETERMINED, document_language) or first != _sure_language(text):
        return document_language
    return first


def _sure_language(text: str) -> str:
    ranked = confidence(text)
    return ranked[0][0] if ranked and ranked[0][1] >= _SURE else UNDETERMINED


def _heading_of(start: int, end: int, placed: Sequence[tuple[int, str]], starts: Sequence[int]) -> str:
    """Return the heading a chunk begins with, else the nearest one above it."""
    above = bisect_right(starts, start + min(60, end - start - 1)) - 1
    return placed[above][1] if above >= 0 else ""


def _spans(text: str, heading_starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the chunks' spans; they hold at least one letter or digit, and begin and end with something visible."""
    splitter = _splitter()
    for first, last in _sections(text, heading_starts):
        section = text[first:last]
        for piece in splitter.create_documents([section]):
            start = first + int(piece.metadata["start_index"])
            if any(character.isalnum() for character in piece.page_content):
                yield start, start + len(piece.page_content)


def _sections(text: str, heading_starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches between headings; short ones go with what follows them."""
    first = 0
    for start in [*heading_starts, len(text)]:
        if start - first >= SHORT_SECTION or (start == len(text) and start > first):
            yield first, start
            first = start


def _length(text: str) -> int:
    return len(text) if text.isascii() else len(text) + int(_DENSE_EXTRA * len(_DENSE.findall(text)))


def _splitter() -> RecursiveCharacterTextSplitter:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=CHUNK_LENGTH,
        chunk_overlap=CHUNK_OVERLAP,
        length_function=_length,
        add_start_index=True,
    )
