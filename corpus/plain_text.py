"""Text from files, file names and questions, made safe to show on a terminal and to store."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

_JOINERS = "\u200c\u200d"  # invisible, but part of the spelling of Persian and of Indic scripts


def one_line(raw: str) -> str:
    """Return a text on one line, without control characters, half characters and marks that only steer a display."""
    return " ".join(printable(raw).split())


def printable(raw: str) -> str:
    """Return a text as `one_line` does, but with all its spaces."""
    return raw if raw.isascii() and raw.isprintable() else "".join(map(_kept, raw))


def encodable(text: str) -> str:
    """Return a text as UTF-8 can hold it: lone surrogates, as undecodable bytes become, are question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def web_address(address: str) -> str:
    """Return an address if it may be linked to, else ""; a record can hold anything, "javascript:" too."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def _kept(character: str) -> str:
    match unicodedata.category(character):
        case "Cc" | "Cs" | "Zl" | "Zp":
            return " "
        case "Cf" if character not in _JOINERS:
            return ""
        case _:
            return character
