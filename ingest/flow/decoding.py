"""Turn the bytes of a text file into characters."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# WHATWG Encoding, section 4.2: what pages call these is in fact Windows-1252.
_WINDOWS = frozenset(["ascii", "iso8859-1"])


def decoded(content: bytes, declared: str | None = None) -> str:
    """Return a text: by its byte order mark, by what it declares, as UTF-8, else as Windows-1252.

    Args:
        declared: Name of an encoding, as the file gives it.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    for encoding in filter(None, (_known(declared), "utf-8")):
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    return content.decode("cp1252", "replace")


def _known(declared: str | None) -> str | None:
    """Return the codec of a name; None for unknown ones and for those that a text cannot declare in ASCII."""
    try:
        name = codecs.lookup(declared).name if declared else ""
        b" ".decode(name or "ascii")  # tells codecs that make no characters of bytes, as rot13 and zlib
    except (LookupError, UnicodeError):
        return None
    if not name or name.startswith(("utf-16", "utf-32")):
        return None
    return "cp1252" if name in _WINDOWS else name
