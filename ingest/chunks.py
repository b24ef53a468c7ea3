"""Split a document into chunks that know their pages, characters, heading, kind and language.

A chunk never crosses a heading, unless the section is too short to stand alone. A small table stays with the text that
it stands in; rows of a larger one make chunks of their own, which know its caption and head. What any other chunk is
made of is told by ingest/kinds.py.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from corpus.model import Chunk, ChunkId, ChunkKind, DocumentId, Page, Table, document_text
from ingest.headings import Heading, paths
from ingest.kinds import is_references_title, kind_of
from ingest.language import ChunkLanguages
from ingest.splitting import CHUNK_LENGTH, Splitter, length
from ingest.tables.blocks import TableBlock, table_blocks

SHORT_SECTION = 300  # characters; a section below this is kept together with the next one


def split(
    pages: Sequence[Page],
    headings: Sequence[Heading],
    *,
    document: DocumentId,
    language: str,
    tables: Sequence[Table] = (),
) -> list[Chunk]:
    """Return a document's chunks in reading order; a page without text contributes none.

    Args:
        language: Of the document; a chunk has its own only if it is clearly another one.
        tables: Of the document; their rows are not mixed with the text around them.
    """
    layout = _Layout.of(pages, headings, tables)
    languages = ChunkLanguages(language)
    return [
        _chunk(layout, piece, ordinal=ordinal, document=document, languages=languages)
        for ordinal, piece in enumerate(_pieces(layout))
    ]


@dataclass(frozen=True, slots=True)
class _Layout:
    """A document's text and what stands where in it.

    Attributes:
        page_starts: Where each page's body begins.
        heading_starts: Where each heading begins, ascending.
        paths: The headings above, outermost first, and the heading itself.
    """

    text: str
    pages: Sequence[Page]
    page_starts: Sequence[int]
    heading_starts: Sequence[int]
    paths: Sequence[tuple[str, ...]]
    blocks: Sequence[TableBlock]

    @classmethod
    def of(cls, pages: Sequence[Page], headings: Sequence[Heading], tables: Sequence[Table]) -> _Layout:
        text = document_text(list(pages))
        page_starts = list(accumulate((len(page.body) + 1 for page in pages), initial=0))[:-1]
        by_number = {page.number: start for page, start in zip(pages, page_starts, strict=True)}
        heading_starts = [by_number[heading.page] + heading.start for heading in headings]
        blocks = table_blocks(pages, by_number, text, tables)
        return cls(text, pages, page_starts, heading_starts, paths(headings), blocks)

    def path(self, start: int, end: int) -> tuple[str, ...]:
        """Return the headings of a stretch: the one it begins with, else the nearest above, and those above that."""
        above = bisect_right(self.heading_starts, start + min(60, end - start - 1)) - 1
        return self.paths[above] if above >= 0 else ()

    def page(self, place: int) -> int:
        """Return the physical page on which a character stands."""
        return self.pages[bisect_right(self.page_starts, place) - 1].number


@dataclass(frozen=True, slots=True)
class _Part:
    """A table on one page, or a stretch of text between headings and tables.

    Attributes:
        block: None for text.
        bare: It is a heading without anything under it.
        references: It begins with the heading of a list of references.
    """

    start: int
    end: int
    block: TableBlock | None = None
    bare: bool = False
    references: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text that becomes a chunk.

    Attributes:
        block: The first table it holds, if it holds one.
        mixed: Most of it is text beside the table.
    """

    start: int
    end: int
    block: TableBlock | None = None
    mixed: bool = False


def _chunk(layout: _Layout, piece: _Piece, *, ordinal: int, document: DocumentId, languages: ChunkLanguages) -> Chunk:
    text = layout.text[piece.start : piece.end]
    path = layout.path(piece.start, piece.end)
    heading = path[-1] if path else ""
    kind = ChunkKind.TABLE if piece.block and not piece.mixed else kind_of(text, heading)
    return Chunk(
        id=ChunkId(f"{document[:16]}:{ordinal}"),
        document=document,
        ordinal=ordinal,
        first_page=layout.page(piece.start),
        last_page=layout.page(piece.end - 1),
        start=piece.start,
        end=piece.end,
        heading=heading,
        kind=kind,
        language=languages.of(text) if kind is ChunkKind.PROSE else languages.document,
        text=text,
        path=path,
        lead=piece.block.lead(text) if piece.block else "",
    )


def _pieces(layout: _Layout) -> Iterator[_Piece]:
    """Yield the chunks' places: each holds a letter or a digit; what is no table begins and ends visibly."""
    splitter = Splitter()
    for group in _groups(layout):
        start, end = _visible(layout.text, group)
        blocks = [part.block for part in group if part.block]
        if not blocks:
            yield from (_Piece(*span) for span in splitter.spans(layout.text, start, end))
        elif len(group) > 1 and length(layout.text[start:end]) <= CHUNK_LENGTH:
            rows = sum(block.end - block.start for block in blocks)
            yield _Piece(start, end, blocks[0], mixed=2 * rows < end - start)
        else:
            yield from _row_pieces(layout.text, start, blocks[0], splitter)


def _visible(text: str, group: Sequence[_Part]) -> tuple[int, int]:
    """Return where a group begins and ends, without white space around it but for the empty cells of its last row."""
    start, end = group[0].start, group[-1].end
    held = text[start:end] if group[-1].block else text[start:end].rstrip()
    return start + len(held) - len(held.lstrip()), start + len(held)


def _groups(layout: _Layout) -> Iterator[list[_Part]]:
    """Yield what is cut together: a part that is too short to stand alone goes with what follows it.

    With a table only what fits into one chunk goes together, but a heading always goes with the table under it. A list
    of references goes with nothing.
    """
    group: list[_Part] = []
    for part in _parts(layout):
        if group and not _go_together(layout, group, part):
            yield from _closed(layout, group)
            group = []
        group.append(part)
    yield from _closed(layout, group)


def _go_together(layout: _Layout, group: Sequence[_Part], part: _Part) -> bool:
    start, end = group[0].start, group[-1].end
    if part.references or group[0].references or _goes_on(layout, part) or _goes_on(layout, group[0]):
        return False
    if part.block and group[-1].bare:
        return True
    if end - start >= SHORT_SECTION:
        return False
    with_table = part.block or any(each.block for each in group)
    return not with_table or length(layout.text[start : part.end]) <= CHUNK_LENGTH


def _goes_on(layout: _Layout, part: _Part) -> bool:
    """Tell whether a table goes on from a page before: what it repeats would stand above other text."""
    return part.block is not None and bool(part.block.lead(layout.text[part.start : part.end]))


def _closed(layout: _Layout, group: list[_Part]) -> Iterator[list[_Part]]:
    """Yield a group, in two if its last part is a table that leaves no room for more than the heading above it."""
    if len(group) > 1 and group[-1].block and length(layout.text[group[0].start : group[-1].end]) > CHUNK_LENGTH:
        if len(group) > 2:
            yield group[:-2]
        group = group[-2:]
    if group:
        yield group


def _parts(layout: _Layout) -> Iterator[_Part]:
    place = 0
    for block in layout.blocks:
        yield from _sections(layout, place, block.start)
        yield _Part(max(place, block.start), block.end, block)
        place = block.end
    yield from _sections(layout, place, len(layout.text))


def _sections(layout: _Layout, first: int, last: int) -> Iterator[_Part]:
    """Yield the stretches between headings that hold anything."""
    known = layout.heading_starts
    starts = known[bisect_right(known, first) : bisect_left(known, last)]
    for begin, end in pairwise([first, *starts, last]):
        text = layout.text[begin:end].strip()
        if not text:
            continue
        headed = begin > first or begin in known
        bare = headed and kind_of(text) is ChunkKind.HEADING
        yield _Part(begin, end, None, bare, headed and is_references_title(layout.path(begin, end)[-1]))


def _row_pieces(text: str, start: int, block: TableBlock, splitter: Splitter) -> Iterator[_Piece]:
    """Yield as many whole rows at a time as make a chunk together with caption and head; a longer row is split.

    Args:
        start: Of the table, or of the heading above it, which goes with the first rows.
    """
    room = max(CHUNK_LENGTH // 2, CHUNK_LENGTH - length(block.lead("")))
    ends = [end for end in block.rows if end > start]
    for end, following in zip(ends, [*ends[1:], None], strict=True):
        if following is not None and length(text[start:following]) <= room:
            continue
        stretch = text[start:end]
        if length(stretch) > CHUNK_LENGTH:
            yield from (_Piece(*span, block) for span in splitter.spans(text, start, end))
        elif any(character.isalnum() for character in stretch):
            yield _Piece(start + len(stretch) - len(stretch.lstrip("\n")), end, block)
        start = end
