"""Tell which pages must be read from their image: those that hold no text, or text that means nothing.

Text can be shown right and stored wrong: a font without a table from its glyphs to Unicode leaves "7KH" for "The", or
nothing. Such text is told by its letter pairs, of which those below make up most of any text in Latin letters.
"""

from __future__ import annotations

import unicodedata
from itertools import islice
from string import ascii_lowercase

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ingest.layout.page_text import RawPage
from ingest.ocr.image import image_resolutions

_MARGIN = 0.1  # of the page's height at top and bottom, where a scan may be stamped with a name or number
_STAMP = 40  # words at most
_COVER = 0.25  # of the page, by images
_GLYPHS = 30  # drawn as text, with hardly a word to show for it
_OUTLINES = 200  # drawn shapes: letters turned into curves

# The 160 commonest pairs in texts of 12 languages (the texts of eval/ocr_texts and lists of countries), first letters
# with those that follow. On 388 pages of manuals and in lists of countries in 40 languages they are at least 69 % of
# all pairs; of 540 texts with their letters swapped at random, 536 had less than 50 %.
_PAIRS = {
    "a": "bcdfgiklmnoprstuvyz",
    "b": "aeior",
    "c": "aehiou",
    "d": "aeiou",
    "e": "acdgilmnprstuy",
    "f": "ar",
    "g": "aeiou",
    "h": "aeiou",
    "i": "abcdegklmnorst",
    "j": "a",
    "k": "aeio",
    "l": "aeilou",
    "m": "abeio",
    "n": "adeghiostu",
    "o": "cilmnprstuw",
    "p": "aeoru",
    "q": "u",
    "r": "adeiorstu",
    "s": "aceiostu",
    "t": "aehioru",
    "u": "adeilnorst",
    "v": "aei",
    "w": "aei",
    "y": "a",
    "z": "a",
}
_KNOWN = np.array([[second in _PAIRS.get(first, "") for second in ascii_lowercase] for first in ascii_lowercase])
_FEWEST_KNOWN = 0.5  # of all pairs
_FEWEST_PAIRS = 100  # from which it can be told
_MOST_SIGNS = 0.4  # of all characters
_FEWEST_SIGNS = 50  # characters from which it can be told
_MOST_ACCENTED = 0.6  # of all characters
# ASCII signs that no text has many of, the Latin-1 signs that stand where a font's letters should, arrows and boxes.
_SIGNS = np.isin(np.arange(0x2C00), [*map(ord, '!"#$&?@\\^`{}~¡¢¤¥¦§¨©ª¬®¯´¶¸¹º¼½¾¿'), *range(0x2190, 0x2C00)])

_LONG_WORD = 5  # letters; shorter ones are often abbreviations and formulas
_FOLDED = (
    ("đ", "d"),
    ("ð", "d"),
    ("ø", "o"),
    ("ł", "l"),
    ("ı", "i"),
    ("æ", "ae"),
    ("œ", "oe"),
    ("ß", "ss"),
    ("þ", "th"),
)


def is_doubtful(raw: RawPage) -> bool:
    """Tell whether a page may need its image read; nearly all pages do not, and need not be opened again."""
    return _is_bare(raw) or is_broken(raw)


def needs_ocr(raw: RawPage, page: pypdfium2.PdfPage) -> bool:
    """Tell whether a page shows text that it does not hold: without words, but with something drawn, or broken.

    Raises:
        pypdfium2.PdfiumError: What is drawn on it cannot be told.
    """
    if is_broken(raw):
        return True
    return _is_bare(raw) and (_images(page) >= _COVER or _glyphs(page) >= _GLYPHS or _outlines(page) >= _OUTLINES)


def is_broken(raw: RawPage) -> bool:
    """Tell whether a page's words mean nothing: symbols, or letters in an order that no language has.

    Only Latin letters are judged; where others are in the majority, the page is taken to be right.
    """
    text = " ".join(raw.words)
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    seen = codes[codes > ord(" ")]
    signs = _SIGNS[seen[seen < len(_SIGNS)]].sum()
    if len(seen) >= _FEWEST_SIGNS and signs > _MOST_SIGNS * len(seen):
        return True
    if _accented(seen) > _MOST_ACCENTED * max(len(seen), _FEWEST_SIGNS):
        return True
    known = _known_pairs(text)
    if len(known) < _FEWEST_PAIRS or _foreign(seen) > len(known):
        return False
    return bool(known.mean() < _FEWEST_KNOWN)


def _known_pairs(text: str) -> NDArray[np.bool_]:
    """Return for each pair of neighbouring letters in longer words whether it is known; accents do not count."""
    folded = text.lower()
    for letter, plain in _FOLDED:
        folded = folded.replace(letter, plain)
    codes = np.frombuffer(b" %s " % unicodedata.normalize("NFD", folded).encode("ascii", "ignore"), np.uint8)
    letters = codes - np.uint8(ord("a"))  # what comes before "a" becomes a large number
    ends = np.flatnonzero(np.diff(letters < len(ascii_lowercase))) + 1
    words = ends.reshape(-1, 2)
    begins, ends = words[np.diff(words, axis=1)[:, 0] >= _LONG_WORD].T
    # The places of all first letters of pairs: one word's after the other's.
    counts = ends - begins - 1
    first = np.arange(counts.sum()) + np.repeat(begins - np.cumsum(counts) + counts, counts)
    return np.asarray(_KNOWN[letters[first], letters[first + 1]])


def _accented(codes: NDArray[np.uint32]) -> int:
    """Count the accented letters; most of a text only if a font of another script pretends to be Latin."""
    return int(((codes >= 0xC0) & (codes < 0x0370)).sum())


def _foreign(codes: NDArray[np.uint32]) -> int:
    """Count the characters of other scripts than Latin."""
    latin = (codes < 0x0370) | ((codes >= 0x1E00) & (codes < 0x1F00)) | ((codes >= 0x2000) & (codes < 0x2C00))
    return int((~latin).sum())


def _is_bare(raw: RawPage) -> bool:
    """Tell whether a page has no words but a few at its upper and lower edge."""
    if len(raw.words) > _STAMP:
        return False
    top, bottom = _MARGIN * raw.height, (1 - _MARGIN) * raw.height
    return bool(np.all((raw.boxes[:, 3] <= top) | (raw.boxes[:, 1] >= bottom)))


def _images(page: pypdfium2.PdfPage) -> float:
    """Return the share of the page that images cover."""
    return sum(share for share, _ in image_resolutions(page))


def _glyphs(page: pypdfium2.PdfPage) -> int:
    text_page = page.get_textpage()
    try:
        return int(text_page.count_chars())
    finally:
        text_page.close()


def _outlines(page: pypdfium2.PdfPage) -> int:
    """Count drawn shapes, as far as it matters."""
    return sum(1 for _ in islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]), _OUTLINES))
