"""Tell what in a PDF could act when it is opened, read or clicked: scripts, programs, forms, files within the file.

It is looked for wherever PDF 32000-1 lets an action stand (12.6) and never followed. What is malformed is passed over.
Most files never write the name of such an action, and then no page, field or bookmark of theirs is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from corpus.model import Flag
from ingest.pdf.malformed import MALFORMED

MAX_LOOKS = 20_000  # actions, annotations, fields and bookmarks; a manual of 260 pages has some thousand

_BY_ACTION = {"/JavaScript": Flag.JAVASCRIPT, "/Rendition": Flag.JAVASCRIPT, "/Launch": Flag.LAUNCH}
_BY_ACTION |= {"/GoToE": Flag.ATTACHMENTS, "/SubmitForm": Flag.FORM, "/ImportData": Flag.FORM}

_NAMES = ("/FileAttachment", *_BY_ACTION)
# Each letter of a name may be written as its code (PDF 32000-1, 7.3.5).
_NAMED = re.compile(
    "|".join(
        "/" + "".join(f"(?:{sign}|#{ord(sign):02x}|#{ord(sign):02X})" for sign in name[1:]) for name in _NAMES
    ).encode()
)
_MOST_UNPACKED = 1 << 26  # bytes of object streams; more are not searched for names


def active_content(reader: PdfReader, content: bytes) -> set[Flag]:
    """Return what a PDF holds of this.

    Args:
        reader: Open for reading.
        content: The whole file.
    """
    search = _Search()
    looks = [search.in_catalog, search.in_form]
    if _names_an_action(reader, content):
        looks += [search.in_fields, search.in_bookmarks, search.in_pages]
    for look in looks:
        try:
            look(reader)
        except MALFORMED:
            continue
    return search.found


def _names_an_action(reader: PdfReader, content: bytes) -> bool:
    """Tell whether any of the names stands anywhere in a file, or that cannot be told.

    Objects stand in the file itself or in its object streams (PDF 32000-1, 7.5.7), which are unpacked as pypdf does.
    """
    if _NAMED.search(content):
        return True
    unpacked = 0
    try:
        for number in sorted({number for number, _ in reader.xref_objStm.values()}):
            held = IndirectObject(number, 0, reader).get_object()
            data = held.get_data() if isinstance(held, StreamObject) else b""
            unpacked += len(data)
            if unpacked > _MOST_UNPACKED or _NAMED.search(data):
                return True
    except MALFORMED:
        return True
    return False


class _Search:
    """One walk through a file; each object is looked at once, so that loops end.

    Attributes:
        found: What was seen so far.
    """

    def __init__(self) -> None:
        self.found: set[Flag] = set()
        self._left = MAX_LOOKS
        self._seen: dict[int, DictionaryObject] = {}  # kept, so that no other gets its number

    def in_catalog(self, reader: PdfReader) -> None:
        """Look at what the whole document has."""
        root = reader.root_object
        names = _dictionary(root, "/Names")
        if "/JavaScript" in names:
            self.found.add(Flag.JAVASCRIPT)
        if "/EmbeddedFiles" in names or "/AF" in root:
            self.found.add(Flag.ATTACHMENTS)
        opening = _dictionary(root, "/OpenAction")
        if "/AA" in root or opening.get("/S", "/GoTo") != "/GoTo":
            self.found.add(Flag.OPEN_ACTION)
        self._acts(opening)
        self._reacts(root)

    def in_form(self, reader: PdfReader) -> None:
        """Look whether there is a form."""
        form = _dictionary(reader.root_object, "/AcroForm")
        if "/Fields" in form or "/XFA" in form:
            self.found.add(Flag.FORM)

    def in_fields(self, reader: PdfReader) -> None:
        """Look at the fields of a form."""
        for field in self._walk(_items(_dictionary(reader.root_object, "/AcroForm"), "/Fields"), "/Kids"):
            self._reacts(field)

    def in_bookmarks(self, reader: PdfReader) -> None:
        """Look at what bookmarks do when they are clicked."""
        for entry in self._walk([_dictionary(reader.root_object, "/Outlines")], "/First", "/Next"):
            self._acts(_dictionary(entry, "/A"))

    def in_pages(self, reader: PdfReader) -> None:
        """Look at pages and at what lies on them."""
        for page in reader.pages:
            self._reacts(page)
            for note in self._walk(_items(page, "/Annots")):
                if note.get("/Subtype") == "/FileAttachment":
                    self.found.add(Flag.ATTACHMENTS)
                self._acts(_dictionary(note, "/A"))
                self._reacts(note)

    def _reacts(self, owner: DictionaryObject) -> None:
        """Look at what is done on events: opening a page, leaving a field."""
        for action in _dictionary(owner, "/AA").values():
            self._acts(action.get_object())

    def _acts(self, action: PdfObject | None) -> None:
        """Look at an action and those that follow it."""
        for each in self._walk([action], "/Next"):
            flag = _BY_ACTION.get(str(each.get("/S")))
            if flag is not None and (each.get("/S") != "/Rendition" or "/JS" in each):
                self.found.add(flag)

    def _walk(self, starts: Iterable[PdfObject | None], *onward: str) -> Iterator[DictionaryObject]:
        """Yield dictionaries and those that they lead to, each once."""
        waiting = list(starts)
        while waiting and self._left > 0:
            each = waiting.pop()
            each = each.get_object() if each is not None else None
            if not isinstance(each, DictionaryObject) or (onward and id(each) in self._seen):
                continue
            self._left -= 1
            self._seen[id(each)] = each
            yield each
            for key in onward:
                waiting += _items(each, key)


def _items(owner: DictionaryObject, key: str) -> list[PdfObject | None]:
    """Return what stands under a key: the members of an array, else the one thing; nothing if it is not there."""
    value = owner.get(key)
    value = value.get_object() if value is not None else None
    return list(value) if isinstance(value, ArrayObject) else [value]


def _dictionary(owner: DictionaryObject, key: str) -> DictionaryObject:
    value = owner.get(key)
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()
