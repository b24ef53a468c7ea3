"""Set text as a tagged PDF (PDF/A-2a, PDF/UA-1) with typst, the same bytes for the same input.

Content goes to a template as JSON and is set as plain text, never read as markup. Only the fonts that typst carries
are used, and the date is fixed.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import CollectionError

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "templates"
AUTHOR = "Cleaner Production knowledge base"
FOOTER = "cpkb, starter collection, text CC BY 4.0"  # the name in full would put every page under that topic

_TIMESTAMP = 1_767_225_600  # 1 January 2026, UTC
# What the fonts that typst carries can show: Latin, Greek, Cyrillic, marks, punctuation, signs.
_SHOWN = " -~\u00a0-\u052f\u1d00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u20bf\u2100-\u23ff"
_HIDDEN = re.compile(rf"[^{_SHOWN}]+")
_HIDDEN_ASIDE = re.compile(rf"\([^()]*[^{_SHOWN}][^()]*\)")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def printable(text: str) -> str:
    """Return a text with what the fonts cannot show left out and marked as left out."""
    visible = _CONTROLS.sub("", text)
    return _HIDDEN.sub("…", _HIDDEN_ASIDE.sub("(original in another script)", visible))


def content_of(value: object) -> str:
    """Return what a template is given, as JSON: dictionaries, sequences and texts, the texts printable."""
    return json.dumps(_printable(value), ensure_ascii=False, sort_keys=True)


def typeset(template: Path, content: str, name: str) -> bytes:
    """Return the PDF that a template makes of its content; it finds the files it imports beside itself.

    Args:
        content: From `content_of`; the template reads it as `sys.inputs.sheet`.
        name: Of the thing that is set, for the error.

    Raises:
        CollectionError: The text cannot be set.
    """
    import typst

    try:
        pdf = _compiler(template.parent).compile(
            input=template.read_bytes(),
            format="pdf",
            sys_inputs={"sheet": content},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=_TIMESTAMP,
        )
    except typst.TypstError as error:
        raise CollectionError(f"The text of {name} cannot be set: {error}. Correct it.") from error
    assert isinstance(pdf, bytes)  # a PDF is one file
    return pdf


def digest_of(template: Path, content: str) -> str:
    """Return a digest of all that decides the bytes of a PDF: its text, its template's folder, the typesetter."""
    sources = (path.read_bytes() for path in sorted(template.parent.glob("*.typ")))
    parts = (template.name.encode(), content.encode(), *sources, _typesetter().encode())
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _printable(value: object) -> object:
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: _printable(item) for key, item in value.items()}
        case _:
            return [_printable(item) for item in value] if isinstance(value, Sequence) else value


@functools.cache
def _typesetter() -> str:
    return "typst " + importlib.metadata.version("typst")


@functools.cache
def _compiler(root: Path) -> typst.Compiler:
    import typst

    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(root=str(root), font_paths=fonts, ignore_system_fonts=True)
