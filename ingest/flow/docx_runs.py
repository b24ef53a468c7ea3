"""Read the runs of a Word paragraph: its text as shown, where pages end in it, its notes and text boxes.

Deleted and moved-away text, field codes and hidden text are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from docx.oxml.ns import qn

from ingest.flow.docx_styles import Style, is_on
from ingest.flow.scripts import raised

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS = (qn("w:t"), f"{_MATH}t")
_BOX = qn("w:txbxContent")
_SIGNS = {qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_LEFT_OUT = (
    qn("w:pPr"),
    qn("w:rPr"),
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:sdtPr"),
    f"{_MC}Fallback",
    qn("w:instrText"),
)
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}


class Turn(Enum):
    """Here a page ends."""

    SAID = "by a break that the author set"
    SEEN = "where the program that saved the file saw it end"


@dataclass(frozen=True, slots=True)
class Note:
    """A reference to a note: kind and id."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A text box: the element that holds its paragraphs."""

    content: Any


Piece = str | Turn | Note | Box


def pieces(node: Any, styles: Mapping[str, Style], on_hidden: Callable[[], None]) -> Iterator[Piece]:
    """Yield what is shown of a paragraph, in order.

    Args:
        on_hidden: Is called for text that is not shown.
    """
    for child in node.iterchildren("*"):
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == _BOX:
            yield Box(child)
        elif child.tag == qn("w:r"):
            yield from _run(child, styles, on_hidden)
        else:
            sign = _sign(child)
            yield from (sign,) if sign is not None else pieces(child, styles, on_hidden)


def _run(run: Any, styles: Mapping[str, Style], on_hidden: Callable[[], None]) -> Iterator[Piece]:
    properties = run.find(qn("w:rPr"))
    found = list(pieces(run, styles, on_hidden))
    if _is_hidden(properties, styles):
        if any(isinstance(piece, str) and piece.strip() for piece in found):
            on_hidden()
        found = [piece for piece in found if isinstance(piece, Turn)]
    lift = _value(properties, "w:vertAlign") == "superscript"
    for piece in found:
        yield raised(piece) if lift and isinstance(piece, str) else piece


def _sign(element: Any) -> Piece | None:
    """Return what one element says; None for those that only hold others."""
    tag = element.tag
    if tag in _TEXTS:
        return element.text or ""
    if tag in _SIGNS:
        return _SIGNS[tag]
    if tag in _NOTES:
        return Note(_NOTES[tag], element.get(qn("w:id"), ""))
    if tag == qn("w:lastRenderedPageBreak"):
        return Turn.SEEN
    if tag == qn("w:br"):
        return Turn.SAID if element.get(qn("w:type")) == "page" else "\n"
    return _symbol(element) if tag == qn("w:sym") else None


def _symbol(element: Any) -> str:
    code = element.get(qn("w:char"), "")
    return chr(int(code, 16)) if len(code) == 4 and all(digit in "0123456789abcdefABCDEF" for digit in code) else ""


def _is_hidden(properties: Any, styles: Mapping[str, Style]) -> bool:
    if properties is not None and properties.find(qn("w:vanish")) is not None:
        return is_on(properties, "w:vanish")
    return styles.get(_value(properties, "w:rStyle"), Style()).hidden


def _value(properties: Any, name: str) -> str:
    element = None if properties is None else properties.find(qn(name))
    return "" if element is None else str(element.get(qn("w:val"), ""))
