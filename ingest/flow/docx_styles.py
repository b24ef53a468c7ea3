"""What the styles of a Word document say of a paragraph or run: heading level, hidden, numbered (ECMA-376, 17.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_HEADING = re.compile(r"heading ([1-9])\Z", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")
_BODY_LEVEL = 9  # the outline level that says "running text"
_MAX_BASES = 20  # styles that one is based on, one on the other


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, with what it takes over from those it is based on.

    Attributes:
        name: In English whatever the language of the program, "heading 1"; else as the style's maker named it.
        level: Of a heading, from 1; 0 for others.
        hidden: Whether text in it is not shown.
        numbering: Id of a list and level in it; None for what is not numbered.
    """

    name: str = ""
    level: int = 0
    hidden: bool = False
    numbering: tuple[str, int] | None = None


def styles_of(root: Any) -> Mapping[str, Style]:
    """Return the styles by id.

    Args:
        root: The element w:styles.
    """
    elements = {style.get(qn("w:styleId"), ""): style for style in root.findall(qn("w:style"))}
    return {name: _style(list(_bases(name, elements))) for name in elements}


def is_on(properties: Any, name: str) -> bool:
    """Tell whether properties (w:rPr, w:pPr or w:trPr, or None) hold a switch that is on."""
    switch = None if properties is None else properties.find(qn(name))
    return switch is not None and switch.get(qn("w:val"), "1") not in _OFF


def numbering_in(properties: Any) -> tuple[str, int] | None:
    """Return list and level that w:pPr gives, None if it gives none."""
    listed = None if properties is None else properties.find(qn("w:numPr"))
    if listed is None:
        return None
    number, level = listed.find(qn("w:numId")), listed.find(qn("w:ilvl"))
    depth = level.get(qn("w:val"), "0") if level is not None else "0"
    return (number.get(qn("w:val"), "0") if number is not None else ""), int(depth) if depth.isdecimal() else 0


def level_in(properties: Any) -> int | None:
    """Return the heading level that w:pPr gives: 0 for running text, None if it says nothing."""
    outline = None if properties is None else properties.find(qn("w:outlineLvl"))
    value = outline.get(qn("w:val"), "") if outline is not None else ""
    if not value.isdecimal():
        return None
    return int(value) + 1 if int(value) < _BODY_LEVEL else 0


def _bases(name: str, elements: Mapping[str, Any]) -> Iterator[Any]:
    """Yield a style, what it is based on, and so on."""
    for _ in range(_MAX_BASES):
        element = elements.get(name)
        if element is None:
            return
        yield element
        based = element.find(qn("w:basedOn"))
        name = based.get(qn("w:val"), "") if based is not None else ""


def _style(chain: list[Any]) -> Style:
    """Return a style; what is said first along its chain holds, but only its own name."""
    names = [_name(element) for element in chain]
    paragraphs = [element.find(qn("w:pPr")) for element in chain]
    levels = [_level(name, properties) for name, properties in zip(names, paragraphs, strict=True)]
    numberings = map(numbering_in, paragraphs)
    return Style(
        name=names[0],
        level=next((level for level in levels if level is not None), 0),
        hidden=any(is_on(element.find(qn("w:rPr")), "w:vanish") for element in chain),
        numbering=next((numbering for numbering in numberings if numbering), None),
    )


def _name(element: Any) -> str:
    name = element.find(qn("w:name"))
    return str(name.get(qn("w:val"), "")) if name is not None else ""


def _level(name: str, properties: Any) -> int | None:
    if name.lower() == "title":
        return 1
    match = _HEADING.match(name)
    return int(match[1]) if match else level_in(properties)
