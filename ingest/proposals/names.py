"""Find names in a text: runs of capitalised words that are no ordinary words at the beginning of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.proposals.cues import Cue, pattern
from ingest.proposals.passages import Passage

_JOINTS = frozenset({"de", "du", "da", "do", "dos", "del", "des", "la", "le", "&", "y", "e", "et", "ty", "máy"})
_TOKEN = re.compile(r"\S+")
_TRIM = "\"'“”‘’«»()[],;:!?*"


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words.

    Attributes:
        start, end: Characters of the passage.
    """

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words, one blank between them."""
        return " ".join(self.passage.text[self.start : self.end].split())

    @property
    def before(self) -> str:
        """The word before it, in lower case; "" at the beginning."""
        words = self.passage.text[: self.start].split()
        return words[-1].casefold() if words else ""

    @property
    def opens(self) -> bool:
        """Whether a sentence begins with it."""
        return _opens(self.passage.text[: self.start])

    @property
    def after(self) -> str:
        """The text after it, on one line."""
        return " ".join(self.passage.text[self.end : self.end + 80].split())


def is_small(word: str) -> bool:
    """Tell whether a word is too small to be a name."""
    return bool(pattern(Cue.SMALL).fullmatch(word))


def ordinary_words(passages: Iterable[Passage]) -> frozenset[str]:
    """Return the words that some passages write in lower case."""
    return frozenset(word for passage in passages for word in re.findall(r"(?<!\w)[a-zà-öø-ÿđ]\w+", passage.text))


def find_names(passage: Passage, ordinary: frozenset[str]) -> Iterator[Name]:
    """Yield the names in a passage; not those of agencies, programmes, months and parts of the document itself.

    Args:
        ordinary: Words that the document also writes in lower case: a run of nothing but these is no name.
    """
    for run in _runs(list(_TOKEN.finditer(passage.text))):
        start, end = _trimmed(passage.text, run, ordinary)
        text = passage.text[start:end]
        if end - start >= 2 and _is_name(text, ordinary):
            yield Name(passage, start, end)


def _runs(tokens: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Yield runs of capitalised words; joints such as "de la" only between two of them."""
    run: list[re.Match[str]] = []
    words = [token[0] for token in tokens]
    for index, token in enumerate(tokens):
        behind = next((word for word in words[index + 1 : index + 3] if word not in _JOINTS), "")
        if _is_capital(token[0]) or (run and token[0] in _JOINTS and _is_capital(behind)):
            run.append(token)
            if _goes_on(token[0], behind):
                continue
        if run:
            yield run
            run = []
    if run:
        yield run


def _is_capital(token: str) -> bool:
    bare = token.strip(_TRIM)
    return bare[:1].isupper() or bool(re.match(r"\d+[A-Z]", bare) and len(bare) <= 4)


def _goes_on(token: str, behind: str) -> bool:
    """Tell whether a name may go on behind a token: no punctuation ends it, unless of an abbreviation."""
    if token.endswith("."):
        is_initial = len(token.strip("." + _TRIM)) == 1
        return is_initial or bool(pattern(Cue.LEGAL).match(behind))
    return token[-1] not in ",;:!?)”" or token.casefold() == "(pty)"


def _trimmed(text: str, run: list[re.Match[str]], ordinary: frozenset[str]) -> tuple[int, int]:
    """Return a run without punctuation around it and without the ordinary words that begin a sentence."""
    first = 0
    while first < len(run) - 1 and _begins_only(
        run[first][0], ordinary, is_first=first == 0 and _opens(text[: run[0].start()])
    ):
        first += 1
    while first < len(run) - 1 and run[first][0] in _JOINTS:
        first += 1
    start, end = run[first].start(), run[-1].end()
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM.replace(")", "") + ".'’":
        end -= 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    if text[end - 1 : end] == ")" and "(" not in text[start:end]:
        end -= 1
    return start, end


def _begins_only(token: str, ordinary: frozenset[str], *, is_first: bool) -> bool:
    word = token.strip(_TRIM).casefold()
    return is_small(word) or (is_first and word in ordinary and not pattern(Cue.FIRM).match(token))


def _opens(before: str) -> bool:
    """Tell whether a sentence begins behind a text."""
    last = before.rstrip()[-1:]
    return not last or last in ".!?:•-–"


def _is_name(text: str, ordinary: frozenset[str]) -> bool:
    words = [word.casefold() for word in re.findall(r"[^\W\d_][\w.’']*", text)]
    if not words or pattern(Cue.ORGANISATION).search(text) or all(map(is_small, words)):
        return False
    if len(words) == 1 and pattern(Cue.FIRM).fullmatch(words[0].title()):
        return False
    if pattern(Cue.FIRM).search(text):
        return True
    return not all(word in ordinary or is_small(word) for word in words)
