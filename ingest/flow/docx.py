"""Read Word documents: paragraphs, headings, lists with their numbers, tables, notes, text boxes.

Pages are those that Word saw when it saved the file; where it told none, parts. Running heads and feet go to the
margin; a note follows the paragraph or the table that refers to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from corpus.model import Flag
from ingest.flow.blocks import Block, PageBreak, Paragraph
from ingest.flow.docx_numbering import Numbering
from ingest.flow.docx_runs import Box, Note, Turn, pieces
from ingest.flow.docx_styles import Style, is_on, level_in, numbering_in, styles_of
from ingest.flow.docx_tables import CellText, arranges, cells_of, grid
from ingest.flow.limits import FlowLimits
from ingest.flow.packages import MALFORMED, check_package, damaged
from ingest.flow.pages import FlowDocument, Layout
from ingest.pdf.structure import readable_title

_NO_TITLE = "Word Document"  # what python-docx puts where there is none
_HOLDERS = (
    qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice",
)  # fmt: skip
_LANGUAGE = re.compile(r"([a-z]{2})(?:-|\Z)")


def read(path: Path, limits: FlowLimits) -> FlowDocument:
    """Return a Word document.

    Raises:
        DamagedFileError, LimitError: As `check_package`; or it holds too much.
        NoTextError: It holds no text.
    """
    flags = set(check_package(path, limits))
    try:
        document = docx.Document(str(path))
        body = _Body.of(document)
        seen = next(document.element.body.iter(qn("w:lastRenderedPageBreak")), None) is not None
        layout = Layout(path.name, limits, paged=seen)
        layout.fill(_running(document, body.styles))
        layout.fill(body.blocks(document.element.body))
        title, language = document.core_properties.title, _language(document)
    except MALFORMED as error:
        raise damaged(path) from error
    pages, headings, tables = layout.finish()
    named = readable_title("" if title == _NO_TITLE else title)
    first = next((heading.text for heading in headings if heading.level == 1), "")
    return FlowDocument(pages, headings, tables, named or first, tuple(sorted(flags | body.flags)), language)


@dataclass(slots=True)
class _Body:
    """Reads the elements of a document's body in order.

    Attributes:
        notes: Texts of foot- and endnotes, by kind and id.
        flags: What was seen that a reader should know.
    """

    styles: Mapping[str, Style]
    numbering: Numbering
    notes: Mapping[Note, str]
    flags: set[Flag] = field(default_factory=set)
    _caption: str = ""
    _noted: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, document: WordDocument) -> _Body:
        """Return what reads a document."""
        styles = styles_of(document.styles.element)
        return cls(styles, Numbering(_related(document, "numbering")), dict(_notes(document, styles)))

    def blocks(self, element: Any) -> Iterator[Block]:
        """Yield what an element holds, each note behind what refers to it."""
        for block in self._inner(element):
            yield block
            if not isinstance(block, PageBreak):
                yield from self._notes_due()
        yield from self._notes_due()

    def _inner(self, element: Any) -> Iterator[Block]:
        """Yield the same without the notes; they wait."""
        for child in element.iterchildren("*"):
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in _HOLDERS:
                yield from self._inner(child)

    def _notes_due(self) -> Iterator[Block]:
        due, self._noted = self._noted, []
        yield from map(Paragraph, due)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        properties = element.find(qn("w:pPr"))
        style = self._style(properties)
        found = list(pieces(element, self.styles, self._hide))
        if style.hidden:
            self._hide_if(found)
            return
        if is_on(properties, "w:pageBreakBefore"):
            yield PageBreak()
        notes = [self.notes.get(piece, "") for piece in found if isinstance(piece, Note)]
        self._noted += filter(None, notes)
        yield from self._texts(found, properties, style)
        for piece in found:
            if isinstance(piece, Box):
                yield from self._inner(piece.content)

    def _texts(self, found: list[Any], properties: Any, style: Style) -> Iterator[Block]:
        """Yield a paragraph's text, in parts where pages end in it."""
        own = level_in(properties)
        level = style.level if own is None else own
        mark = ""
        if any(isinstance(piece, str) and piece.strip() for piece in found):
            mark = self.numbering.mark(numbering_in(properties) or style.numbering)
        close = bool(mark and not level) or style.name.lower().startswith("toc ")
        for turns, text in _by_page(found):
            if turns:
                yield PageBreak()
            if text.strip():
                yield Paragraph(mark + text.strip(), level, close=close)
                mark = ""
                is_caption = style.name.lower() == "caption" and not text.lower().startswith("fig")
                self._caption = " ".join(text.split()) if is_caption else ""

    def _table(self, element: Any) -> Iterator[Block]:
        if arranges(element):
            for cell in cells_of(element):
                yield from self._inner(cell)
            return
        caption, self._caption = self._caption, ""
        read_table = grid(element, self._cell, caption)
        if read_table:
            yield read_table

    def _cell(self, cell: Any) -> CellText:
        """Return a cell's text on one line, each paragraph with its bullet."""
        texts: list[str] = []
        before = within = False
        for block in self._inner(cell):
            match block:
                case PageBreak():
                    before, within = before or not texts, within or bool(texts)
                case Paragraph(margin=False):
                    texts.append(block.text)
        return CellText(" ".join(texts), before, within)

    def _style(self, properties: Any) -> Style:
        named = None if properties is None else properties.find(qn("w:pStyle"))
        return self.styles.get("" if named is None else named.get(qn("w:val"), ""), Style())

    def _hide(self) -> None:
        self.flags.add(Flag.HIDDEN_TEXT)

    def _hide_if(self, found: list[Any]) -> None:
        if any(isinstance(piece, str) and piece.strip() for piece in found):
            self._hide()


def _by_page(found: list[Any]) -> Iterator[tuple[bool, str]]:
    """Yield a paragraph's text by page: whether a page ends before it, and the text."""
    turns, texts = False, list[str]()
    for piece in found:
        if isinstance(piece, Turn):
            yield turns, "".join(texts)
            turns, texts = True, []
        elif isinstance(piece, str):
            texts.append(piece)
    yield turns, "".join(texts)


def _running(document: WordDocument, styles: Mapping[str, Style]) -> Iterator[Paragraph]:
    """Yield the lines of running heads and feet, each once; numbers of pages are left out."""
    seen = set()
    for kind in ("header", "footer"):
        for root in _all_related(document, kind):
            for paragraph in root.iter(qn("w:p")):
                text = _plain(paragraph, styles)
                if any(map(str.isalpha, text)) and text not in seen:
                    seen.add(text)
                    yield Paragraph(text, margin=True)


def _notes(document: WordDocument, styles: Mapping[str, Style]) -> Iterator[tuple[Note, str]]:
    for kind in ("footnote", "endnote"):
        root = _related(document, f"{kind}s")
        for note in root.findall(qn(f"w:{kind}")) if root is not None else ():
            text = " ".join(_plain(paragraph, styles) for paragraph in note.iter(qn("w:p")))
            yield Note(kind, note.get(qn("w:id"), "")), text.strip()


def _plain(paragraph: Any, styles: Mapping[str, Style]) -> str:
    found = pieces(paragraph, styles, lambda: None)
    return " ".join("".join(piece for piece in found if isinstance(piece, str)).split())


def _related(document: WordDocument, kind: str) -> Any:
    """Return the root of the document's part of a kind, None if it has none."""
    return next(_all_related(document, kind), None)


def _all_related(document: WordDocument, kind: str) -> Iterator[Any]:
    """Yield the roots of the document's parts of a kind by name; what stands outside the package is left alone."""
    links = [link for link in document.part.rels.values() if not link.is_external and link.reltype.endswith(f"/{kind}")]
    for link in sorted(links, key=lambda link: link.target_part.partname):
        yield parse_xml(link.target_part.blob)


def _language(document: WordDocument) -> str | None:
    """Return the language that running text has unless it says otherwise."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    language = next(defaults.iter(qn("w:lang")), None) if defaults is not None else None
    match = _LANGUAGE.match("" if language is None else language.get(qn("w:val"), ""))
    return match[1] if match else None
