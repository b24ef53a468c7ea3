"""Fold text so that spellings which mean the same compare equal, and cut it into tokens that know their place.

Documents and questions both pass through here before words are compared: width, case and accents are dropped,
scripts that write no spaces become overlapping pairs of characters, and English words can be reduced to a stem.
It neither ranks nor knows what a stop word is.
"""

from __future__ import annotations

import itertools
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

# Letters that Unicode does not decompose, but that people type without their stroke, dot or tail.
_PLAIN = str.maketrans(
    {
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "ł": "l",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ـ": None,  # tatweel only stretches a word
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "\u00ad": None,  # soft hyphen, zero-width joiners and the byte order mark: not seen, not typed
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
    }
)
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"
_SQUARED = "\u3300-\u33ff"  # "㎥" and its like: symbols, but they stand for words

_ASCII_SIGNS = r"\x00-/:-@\[-`{-\x7f"

# Scripts written without spaces between words, and Hangul, whose words carry their endings.
_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff\uffa0-\uffdc"  # Hangul
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3031-\u3035\u3041-\u312f\u31a0-\u31bf\u31f0-\u31ff\uff66-\uff9f"  # kana, bopomofo
    "\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
)
_TRAILING = "\uff9e\uff9f\u0e33\u0eb3"  # half-width voicing and sara am: letters that NFKC turns into marks


@dataclass(frozen=True, slots=True)
class Token:
    """One folded word, or one pair of characters of an unspaced script.

    Attributes:
        text: Folded.
        start, end: Characters of the original text that it was read from.
    """

    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the folded tokens of a text in reading order; spans count in the text as given.

    A number keeps its decimal sign ("2.61"), a hyphen or an apostrophe ends a word, and a character that stands
    for several words ("½") yields several tokens with one span.
    """
    patterns = _patterns()
    for match in patterns.word.finditer(text):
        word = match[0]
        if word.isascii():
            yield Token(word.lower(), match.start(), match.end())
        elif patterns.unspaced.search(word):
            yield from _mixed(word, match.start())
        else:
            for piece in _pieces(word):
                yield Token(piece, match.start(), match.end())


def written_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text as they are written; `one_token` tells what most of them are folded to."""
    return _patterns().word.finditer(text)


def one_token(word: str) -> str | None:
    """Return what a written word is folded to, None if that is not exactly one token."""
    if word.isascii():
        return word.lower()
    if _patterns().unspaced.search(word):
        return None
    pieces = _pieces(word)
    return pieces[0] if len(pieces) == 1 else None


def fold(text: str) -> str:
    """Return the tokens of a text joined by single spaces."""
    if text.isascii():
        return " ".join(_patterns().word.findall(text)).lower()
    return " ".join(token.text for token in tokens(text))


@lru_cache(maxsize=200_000)
def stem(token: str, language: str) -> str:
    """Return the stem of a folded token: Snowball's for English, the token itself in any other language."""
    if language != "en" or not token.isascii() or not token.isalpha():
        return token
    return str(_english().stemWord(token))


def fold_word(word: str) -> str:
    """Return a word without width, case and accents; what separates words is kept as it is."""
    if word.isascii():
        return word.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    kept = "".join(character for character in spread if not _is_accent(character))
    return unicodedata.normalize("NFKC", kept.translate(_PLAIN))


@lru_cache(maxsize=50_000)
def _cluster(cluster: str) -> str:
    return fold_word(cluster)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What a word, an unspaced stretch and one cluster (a character with its marks) look like."""

    word: re.Pattern[str]
    unspaced: re.Pattern[str]
    cluster: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    marks = _mark_ranges()
    letter = rf"(?:[^\W_]|[{_SQUARED}])"
    part = rf"{letter}(?:[^\W_]|[{_SQUARED}{marks}{_INVISIBLE}])*"
    return _Patterns(
        # The common case first: a plain word and a plain sign after it, or nothing; no other word begins with such.
        word=re.compile(rf"[A-Za-z]++(?=[{_ASCII_SIGNS}]|\Z)|(?![{_ASCII_SIGNS}]){part}(?:(?<=\d)[.,](?=\d){part})*"),
        unspaced=re.compile(rf"[{_UNSPACED}][{_UNSPACED}{marks}{_INVISIBLE}]*"),
        cluster=re.compile(rf".[{marks}{_INVISIBLE}{_TRAILING}]*", re.DOTALL),
    )


def _mark_ranges() -> str:
    """Return all combining marks as ranges of a character class; Python's "word character" leaves them out."""
    ranges: list[tuple[int, int]] = []
    for code in range(0x300, min(0x1F000, sys.maxunicode)):
        if unicodedata.category(chr(code))[0] != "M":
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _is_accent(character: str) -> bool:
    """Tell whether a mark can be dropped without losing the word.

    By combining class: Hebrew and Arabic points, and the marks above and below of Latin, Greek and Cyrillic go;
    the vowel signs, viramas and tones of the Indic and South-East Asian scripts stay.
    """
    combining = unicodedata.combining(character)
    return 10 <= combining <= 36 or combining >= 200


@lru_cache(maxsize=200_000)
def _pieces(word: str) -> tuple[str, ...]:
    """Return the folded words that one written word stands for."""
    return tuple(match[0] for match in _patterns().word.finditer(fold_word(word)))


def _mixed(word: str, offset: int) -> Iterator[Token]:
    """Yield the tokens of a word that holds unspaced script, perhaps beside other letters ("COD值")."""
    done = 0
    for match in _patterns().unspaced.finditer(word):
        yield from _plain(word[done : match.start()], offset + done)
        yield from _pairs(match[0], offset + match.start())
        done = match.end()
    yield from _plain(word[done:], offset + done)


def _plain(word: str, offset: int) -> Iterator[Token]:
    for piece in _pieces(word):
        yield Token(piece, offset, offset + len(word))


def _pairs(run: str, offset: int) -> Iterator[Token]:
    """Yield overlapping pairs of characters; a character that stands alone is its own token."""
    clusters = [(_cluster(match[0]), match.start(), match.end()) for match in _patterns().cluster.finditer(run)]
    if len(clusters) == 1:
        yield Token(clusters[0][0], offset, offset + len(run))
    for (first, start, _), (second, _, end) in itertools.pairwise(clusters):
        yield Token(first + second, offset + start, offset + end)


class _Stemmer(Protocol):
    """The part of a Snowball stemmer that is used here."""

    def stemWord(self, word: str) -> str:
        """Return the stem of a lower-case word."""
        ...


@lru_cache(maxsize=1)
def _english() -> _Stemmer:
    import snowballstemmer

    stemmer: _Stemmer = snowballstemmer.stemmer("english")
    return stemmer
