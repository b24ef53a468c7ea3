"""Make running text of a page's words: clean characters, closed hyphens, paragraphs, and a span for every word.

Pure: takes what a PDF engine found on each page and returns Pages. Opens no file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.model import Page, Recognition, Words
from ingest.layout.hyphens import HYPHENS, closed, folded, goes_on

SPLIT_WORD = "\ufffe"  # PDFium writes it for a hyphen at a line's end and leaves the line break out
_SOFT_HYPHEN = "\u00ad"  # it is drawn, as a hyphen, only where a line or the page ends

# What no reader can see or what would change the order of the text on a screen; private characters are font symbols.
_UNWANTED_SIGNS = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ue000-\uf8ff\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffd\uffff"
)
_UNWANTED = re.compile(f"[{_UNWANTED_SIGNS}]+")
_LIGATURES = {
    ord(sign): letters for sign, letters in zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
}
_UNCLEAN = re.compile(f"[ﬀ-ﬆ{_UNWANTED_SIGNS}]")
_BULLETS = re.compile("[\uf0b7\uf0a7\uf02d]")
# A word is what stands between spaces; a Chinese or Japanese character is a word of its own, so that it can be marked.
_SINGLES = ((0x3041, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
_IS_GAP, _IS_SINGLE = 1, 2  # what a character is, if it is no part of a longer word
_KINDS = np.zeros(0x10000, np.uint8)  # of the characters of Unicode's first plane; all others are parts of words
_KINDS[[gap.start() for gap in re.finditer(r"[\s\ufffe]", "".join(map(chr, range(len(_KINDS)))))]] = _IS_GAP
for _first, _last in _SINGLES:
    _KINDS[_first : _last + 1] = _IS_SINGLE


@dataclass(frozen=True, slots=True, eq=False)
class RawPage:
    """The words of one page in the engine's reading order.

    Attributes:
        words: Without white space, not empty.
        breaks: What follows each word: "" (nothing), " ", a line feed, two of them (a paragraph ends), a tab (the next
            cell of a table's row), or SPLIT_WORD (the word goes on, its hyphen left out).
        boxes: float32 (n, 4), as in corpus.model.Words.
        rules: float32 (n, 4), straight lines drawn on the page, and the edges of drawn rectangles: left, top, right,
            bottom in points as displayed; a horizontal rule has top == bottom, a vertical one left == right.
        recognition: How the words were read from the page's image; None for words that the file holds.
        turn: By how many degrees clockwise most of the text is turned, as displayed: 0, 90, 180 or 270.
        hidden: How many words that nobody sees were left out.
        margin: How many words at the end are running head and foot.
    """

    number: int
    width: float
    height: float
    words: Sequence[str]
    breaks: Sequence[str]
    boxes: NDArray[np.float32]
    rules: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 4), np.float32))
    recognition: Recognition | None = None
    turn: int = 0
    hidden: int = 0
    margin: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """An engine's text, cut into words.

    Attributes:
        words, breaks: As in RawPage.
        spans: int64 (n, 2): first and past-the-end character of each word in the engine's text.
    """

    words: list[str]
    breaks: list[str]
    spans: NDArray[np.int64]


def cut(text: str) -> Cut:
    """Return the visible words of an engine's text, cleaned, with their places there and the breaks after them."""
    spans, others = _places(text)
    starts, ends = spans.T.tolist()
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    breaks = [" "] * len(words)
    starts.append(len(text))
    for index in others.tolist():
        breaks[index] = _break(text[ends[index] : starts[index + 1]])
    if _SOFT_HYPHEN in text:
        breaks = [
            SPLIT_WORD if word.endswith(_SOFT_HYPHEN) and gap != " " else gap
            for word, gap in zip(words, breaks, strict=True)
        ]
    if not _UNCLEAN.search(text):
        return Cut(words, breaks, spans)
    words = [_UNWANTED.sub("", _BULLETS.sub("•", word.translate(_LIGATURES))) for word in words]
    seen = [index for index, word in enumerate(words) if word]
    return Cut([words[index] for index in seen], [breaks[index] for index in seen], spans[seen])


def _places(text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the words of a text stand, as (n, 2), and which are followed by anything else than one space."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = np.zeros(len(codes) + 2, np.uint8)
    kinds[[0, -1]] = _IS_GAP
    np.take(_KINDS, codes, out=kinds[1:-1], mode="clip")
    own, edge = kinds[1:-1] != _IS_GAP, kinds[:-1] | kinds[1:]
    starts = np.flatnonzero(own & (edge[:-1] != 0))
    ends = np.flatnonzero(own & (edge[1:] != 0)) + 1
    spaced = (codes[ends[:-1]] == ord(" ")) & (starts[1:] - ends[:-1] == 1)
    return np.array([starts, ends]).T, np.append(np.flatnonzero(~spaced), len(starts) - 1)[: len(starts)]


def _spans(words: Sequence[str], gaps: Sequence[str]) -> NDArray[np.int64]:
    """Return where words stand that follow one another with these gaps."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    steps = lengths + np.fromiter(map(len, gaps), np.int64, len(gaps))
    starts = np.cumsum(steps) - steps
    return np.stack([starts, starts + lengths], axis=1)


def without(raw: RawPage, hidden: NDArray[np.bool_]) -> RawPage:
    """Return a page without the words that nobody sees, which are counted in `hidden`."""
    return replace(rearranged(raw, np.flatnonzero(~hidden)), hidden=raw.hidden + int(hidden.sum()))


def rearranged(raw: RawPage, order: NDArray[np.int64]) -> RawPage:
    """Return a page with the words that `order` names, in that order; a line ends where neighbours are parted.

    Args:
        order: int64 (n,)
    """
    places = order.tolist()
    words, breaks = [raw.words[index] for index in places], [raw.breaks[index] for index in places]
    for place in np.flatnonzero(np.diff(order, append=-1) != 1).tolist():
        if breaks[place] != "\n\n":
            if breaks[place] == SPLIT_WORD:
                words[place] += "-"
            breaks[place] = "\n"
    return replace(raw, words=words, breaks=breaks, boxes=raw.boxes[order])


def running_pages(raw_pages: Sequence[RawPage]) -> list[Page]:
    """Return the pages with running text, running head and foot after a line feed at the end.

    A word split at a line's end is closed. Its hyphen stays only if the document elsewhere writes the word with a
    hyphen and never without, or if it joins an abbreviation, a number or a name. Both halves keep their own span and
    box. A word split at a page's end is whole on the page where it begins; its second half goes to the margin of the
    next page, so that it is neither lost nor read as a word.
    """
    tails = _overleaf(raw_pages)
    known = _written_words(raw_pages, tails)
    begun = [_beheaded(raw) if tail else raw for tail, raw in zip(["", *tails], raw_pages, strict=False)]
    return [_running_page(raw, tail, known) for raw, tail in zip(begun, tails, strict=True)]


def _break(gap: str) -> str:
    if not gap:
        return ""
    if SPLIT_WORD in gap:
        return SPLIT_WORD if gap == SPLIT_WORD else "\n"
    return "\n" if "\n" in gap or "\r" in gap else " "


def _written_words(raw_pages: Sequence[RawPage], tails: Sequence[str]) -> frozenset[str]:
    """Return the words of a document, folded; none if nothing is split, as then nothing asks for them."""
    if not any(tails) and not any(SPLIT_WORD in raw.breaks for raw in raw_pages):
        return frozenset()
    return frozenset(map(folded, {word for raw in raw_pages for word in raw.words}))


def _overleaf(raw_pages: Sequence[RawPage]) -> list[str]:
    """Return for each page the word with which the next one completes its last word, "" if there is none."""
    tails = [""] * len(raw_pages)
    for place, (raw, following) in enumerate(pairwise(raw_pages)):
        last = len(raw.words) - raw.margin - 1
        if last < 0 or len(following.words) - following.margin < 2:
            continue
        hyphen = "-" if raw.breaks[last] == SPLIT_WORD else ""
        if goes_on(raw.words[last] + hyphen, following.words[0]):
            tails[place] = following.words[0]
    return tails


def _beheaded(raw: RawPage) -> RawPage:
    """Return a page with its first word put to its margin."""
    count = len(raw.words)
    body = count - raw.margin
    moved = rearranged(raw, np.array([*range(1, body), 0, *range(body, count)]))
    return replace(moved, margin=raw.margin + 1)


def _running_page(raw: RawPage, tail: str, known: frozenset[str]) -> Page:
    """Return one page.

    Args:
        tail: The rest of the last body word, which stands overleaf; "" if it ends here.
    """
    words, breaks = list(raw.words), list(raw.breaks)
    body = len(words) - raw.margin
    for index in [index for index, gap in enumerate(breaks) if gap == SPLIT_WORD]:
        if index + 1 in (body, len(words)):
            words[index], breaks[index] = words[index] + "-", "\n"
        else:
            suspended = index >= 2 and words[index - 2][-1] in HYPHENS  # "short- and long-term"
            first = words[index] + "-" if suspended else closed(words[index], words[index + 1], known)
            words[index], breaks[index] = first, ""
    if tail:
        words[body - 1] = closed(words[body - 1].rstrip(HYPHENS), tail, known) + tail
    for last in {body - 1, len(words) - 1} - {-1}:
        breaks[last] = "\n" if last + 1 < len(words) else ""
    spans = _spans(words, breaks).astype(np.int32)
    text = "".join(chain.from_iterable(zip(words, breaks, strict=True)))
    return Page(
        number=raw.number,
        text=text,
        width=raw.width,
        height=raw.height,
        words=Words(spans, raw.boxes),
        margin=len(text) - (int(spans[body - 1, 1]) if body else 0) if raw.margin else 0,
        recognition=raw.recognition,
    )
