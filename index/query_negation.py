"""Find in a question what it asks to do without: "degreasing without solvents", "chrome-free tanning", "不用铬".

Only what replaces or leaves out counts. "Less salt" and "low-salt" are no negation: what they are about is salt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.folding import fold
from index.stopwords import languages_of
from ingest.concepts import Match

_LONGEST = 5  # words of one thing that is done without

# Words after which everything to the end of the clause is not wanted.
_WIDE = """without any|without using|without use of|without the use of|without|instead of using|instead of
    |rather than|in place of|free of|free from|not
    |sin usar|sin utilizar|sin|en vez de|en lugar de|libre de|libres de|exento de
    |sans utiliser|sans|au lieu de|à la place de|plutôt que|exempt de|exempts de
    |sem usar|sem utilizar|sem|em vez de|em lugar de|no lugar de|isento de
    |ohne|anstelle von|anstatt|statt
    |mà không dùng|không dùng|không sử dụng|không cần|không có|không|thay vì|thay cho|thay thế|thay
    |بدون استخدام|بدون|دون استخدام|من دون|بلا|بدلا من|بدلاً من|بدل|عوضا عن|خال من|خالية من"""
_NOT_ONLY = r"(?!\s+(?:only|khí|gian)\b)"  # "not only"; "không khí" is air, "không gian" space
# Words that deny in these languages alone; in English only the name or the word after them.
_SHORT = {"no": ("en", "es"), "zero": ("en",), "ni": ("es", "fr"), "nem": ("pt",), "nor": ("en",), "pas de": ("fr",)}
# A clause ends at a sign or before one of these.
_ENDS = """and in at for from with by to on into during when while but that which as is are of using
    en para con por pero que y dans pour avec par mais et em com mas e na nas nos im bei für mit und
    trong với tại في مع لكن من"""
_CHINESE = re.compile(
    r"(?:不使用|不采用|不用|不含|不(?![锈同良断])|[无無](?![机機纺害人水])|而非|代替|取代|替代)([\u3400-\u9fff]{1,8}?)(?=[也的而就还且]|不|[^\u3400-\u9fff]|$)"
)
_FREE = re.compile(r"([^\W\d_][\w'’-]*?)[- \u2010\u2011]free\b", re.IGNORECASE)
_GERMAN_FREE = re.compile(r"\b([^\W\d_]{3,}?)s?freie?[rsnm]?\b", re.IGNORECASE)
_WORD = re.compile(r"\w[\w'’-]*")
_SIGN = re.compile(r"[,;:.!?()，。；、،؛؟]")


@dataclass(frozen=True, slots=True)
class Unwanted:
    """A stretch of a question that says what to do without.

    Attributes:
        start, end: Characters of the question: the denying words and the thing.
        thing_start, thing_end: Those of the thing alone.
    """

    start: int
    end: int
    thing_start: int
    thing_end: int


def unwanted(text: str, language: str | None, found: Sequence[Match]) -> tuple[Unwanted, ...]:
    """Return what a question asks to do without, in order; parts that overlap an earlier one are left out.

    Args:
        language: Of the question, if known.
        found: The concepts' names in it.
    """
    every = [*_wide(text), *_short(text, language, found), *_chinese(text, found), *_free(text, language, found)]
    chosen: list[Unwanted] = []
    for each in sorted(every, key=lambda part: (part.start, -part.end)):
        if not chosen or each.start >= chosen[-1].end:
            chosen.append(each)
    return tuple(chosen)


def without(text: str, parts: Sequence[Unwanted]) -> str:
    """Return a question without these stretches."""
    kept, place = [], 0
    for part in parts:
        kept.append(text[place : part.start])
        place = part.end
    return " ".join(" ".join([*kept, text[place:]]).split())


def _wide(text: str) -> Iterator[Unwanted]:
    for cue in _wide_cues().finditer(text):
        yield from _clause(text, cue)


def _clause(text: str, cue: re.Match[str]) -> Iterator[Unwanted]:
    """Yield what stands between a denying word and the end of its clause, if anything does."""
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(text, cue.end()):
        last = words[-1].end() if words else cue.end()
        if len(words) == _LONGEST or fold(word[0]) in _ends() or _SIGN.search(text, last, word.start()):
            break
        words.append(word)
    if words:
        yield Unwanted(cue.start(), words[-1].end(), words[0].start(), words[-1].end())


def _short(text: str, language: str | None, found: Sequence[Match]) -> Iterator[Unwanted]:
    for cue in _short_cues().finditer(text):
        word = _WORD.match(text, cue.end())
        if word is None or not _denies(fold(cue[1]), text, language):
            continue
        if language not in (None, "en"):
            yield from _clause(text, cue)
            continue
        end = max((match.end for match in found if match.start == word.start()), default=word.end())
        yield Unwanted(cue.start(), end, word.start(), end)


def _denies(cue: str, text: str, language: str | None) -> bool:
    """Tell whether a short word denies here: "no" is an article in Portuguese."""
    spoken = _SHORT[cue]
    if language is not None:
        return language in spoken
    small = [having for word in fold(text).split() if word != cue and (having := languages_of(word))]
    return all("en" in having for having in small) and "en" in spoken


def _chinese(text: str, found: Sequence[Match]) -> Iterator[Unwanted]:
    for cue in _CHINESE.finditer(text):
        start, end = cue.span(1)
        named = [match.end for match in found if match.start == start and match.end <= end]
        end = max(named, default=end)
        yield Unwanted(cue.start(), end, start, end)


def _free(text: str, language: str | None, found: Sequence[Match]) -> Iterator[Unwanted]:
    patterns = (_FREE, _GERMAN_FREE) if language == "de" else (_FREE,)
    for pattern in patterns:
        for match in pattern.finditer(text):
            if not languages_of(fold(match[1])):
                start = min((m.start for m in found if m.end == match.end(1)), default=match.start(1))
                yield Unwanted(start, match.end(), start, match.end(1))


@cache
def _wide_cues() -> re.Pattern[str]:
    cues = sorted((cue.strip() for cue in _WIDE.split("|")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, cues))})(?=\s){_NOT_ONLY}", re.IGNORECASE)


@cache
def _short_cues() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({'|'.join(_SHORT)})\s+(?=[^\W\d_])", re.IGNORECASE)


@cache
def _ends() -> frozenset[str]:
    return frozenset(fold(_ENDS).split())
