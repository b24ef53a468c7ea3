"""Tell what a chunk is made of by plain rules: contents list, reference list, table, bare heading, else prose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import ChunkKind

_LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,}|_{4,})\s*[\divxlc]{1,6}\s*$", re.MULTILINE | re.IGNORECASE)
_LEADER_STARTS = ("....", ". . . .", "……", "____")
_ENDS_WITH_PAGE = re.compile(r"[^\W\d_]{2}.*[^\d.,]\s+\d{1,4}\s*$")
_CONTENTS_TITLE = re.compile(
    r"(table of )?contents|list of (figures|tables)|inhoud(sopgave)?|inhalt(sverzeichnis)?|table des mati[eè]res|"
    r"sommaire|[ií]ndice|contenido|sum[aá]rio|mục lục|目录|目錄|содержание|оглавление",
    re.IGNORECASE,
)
_REFERENCES_TITLE = re.compile(
    r"([\d.]+ )?(references|sources?( and rights)?|bibliography|literature( cited)?|works cited|further reading|"
    r"literatuur(lijst)?|literatur(verzeichnis)?|quellen(verzeichnis)?|bibliograph?[ií][ae]|"
    r"r[eé]f[eé]rences( bibliographiques)?|referencias( bibliogr[aá]ficas)?|fuentes?|fontes?|refer[eê]ncias|"
    r"tài liệu tham khảo|nguồn( tài liệu)?|参考文献|资料来源|المراجع|المصادر|список литературы|литература|источники)",
    re.IGNORECASE,
)
_REFERENCE_START = re.compile(
    r"^\s*(?:\[\d{1,3}\]|\d{1,3}\s+[A-Z][\w'’-]+,?\s|[A-Z][\w'’-]+,\s(?:[A-Z]\.\s?)+).*|^\s*\d{1,3}\s.{3,60}\((?:19|20)\d\d\)",
    re.MULTILINE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER_LIKE = re.compile(r"(?<!\S)(?:[<>≤≥~±]?[.,]*\d[\d.,]*(?:[-–—][\d.,]*\d)?%?|[-–—xX✓])(?!\S)")


def kind_of(text: str, heading: str = "") -> ChunkKind:
    """Tell what a chunk is made of.

    Contents: three dot leaders with page numbers, or most lines end in a page number, half as many under a heading
    that says so. References: an address or two years under such a heading, or four lines that begin like one and as
    many years. Table: many words are numbers, or some are and lines are short. Heading: short, and no sentence. Else
    prose.
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


def is_references_title(heading: str) -> bool:
    """Tell whether a heading is that of a list of references."""
    return bool(_REFERENCES_TITLE.fullmatch(heading.strip()))


def _is_table(lines: Sequence[str], text: str) -> bool:
    numbers = len(_NUMBER_LIKE.findall(text))
    if numbers >= 8 and numbers >= 0.25 * len(text.split()):
        return True
    short = sum(1 for line in lines if len(line) <= 35)
    return len(lines) >= 8 and short >= 0.6 * len(lines) and numbers >= 0.08 * len(text.split())


def _is_contents(lines: Sequence[str], text: str, heading: str) -> bool:
    if any(leader in text for leader in _LEADER_STARTS) and len(_LEADERS.findall(text)) >= 3:
        return True
    if len(lines) < 3 or not (_CONTENTS_TITLE.fullmatch(heading) or _CONTENTS_TITLE.fullmatch(lines[0].strip())):
        return False
    return sum(1 for line in lines if len(line) <= 150 and _ENDS_WITH_PAGE.match(line)) >= 0.4 * len(lines)


def _is_references(text: str, heading: str) -> bool:
    years = len(_YEAR.findall(text))
    if is_references_title(heading):
        return years + 2 * text.count("://") >= 2
    return years >= 4 and len(_REFERENCE_START.findall(text)) >= 4
