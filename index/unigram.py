"""Split text into the pieces of a Unigram model, as SentencePiece does for XLM-R.

Owns the search for the likeliest pieces and the compact file they are kept in. The tokenizers library gives the same
pieces, but takes a second and 300 MB to open 250,000 of them; this opens in a tenth of both (docs/decisions/0003).
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.errors import ModelUnavailableError
from index.e5_weights import Pieces

WORD_START = "▁"
UNKNOWN_PENALTY = 10.0  # below the least likely piece, as SentencePiece has it
REMEMBERED_WORDS = 50_000
REMEMBERED_LENGTH = 40  # longer "words" are sentences of a script without spaces and do not come back


class UnigramTokenizer:
    """Gives token ids for text. Words met before are looked up; may be shared by threads."""

    def __init__(self, path: Path) -> None:
        try:
            with np.load(path, allow_pickle=False) as stored:
                texts = stored["pieces"].tobytes().decode().split("\n")
                scores = stored["scores"].tolist()
                self._begin, self._end, self._unknown = stored["special"].tolist()
                replaced = dict.fromkeys(stored["removed"].tolist(), "") | dict.fromkeys(stored["spaced"].tolist(), " ")
        except (OSError, ValueError, KeyError) as error:
            raise ModelUnavailableError(f"The tokenizer {path} cannot be read: {error}. Run `cpkb model`.") from error
        # Only control tokens have the score 0; text that spells one out is not one.
        self._ids = {text: token for token, text in enumerate(texts) if scores[token]}
        self._scores = scores
        self._longest = max(map(len, self._ids))
        self._unknown_score = min(scores) - UNKNOWN_PENALTY
        self._replaced: dict[int, str] = replaced
        self._remembered: dict[str, list[int]] = {}

    def encode(self, text: str, *, limit: int) -> list[int]:
        """Return at most `limit` ids, those of the begin and the end token among them."""
        ids = [self._begin]
        for word in unicodedata.normalize("NFKC", text.translate(self._replaced)).split():
            ids += self._ids_of(WORD_START + word)
            if len(ids) >= limit:
                break
        return [*ids[: limit - 1], self._end]

    def _ids_of(self, word: str) -> list[int]:
        known = self._remembered.get(word)
        if known is not None:
            return known
        ids = self._likeliest(word)
        if len(word) <= REMEMBERED_LENGTH:
            if len(self._remembered) >= REMEMBERED_WORDS:
                self._remembered = {}
            self._remembered[word] = ids
        return ids

    def _likeliest(self, word: str) -> list[int]:
        """Return the ids whose scores sum to most; neighbouring unknown characters count as one token."""
        size, ids, scores = len(word), self._ids, self._scores
        best = [0.0] + [-math.inf] * size  # of the text up to each character
        came: list[tuple[int, int]] = [(0, 0)] * (size + 1)  # from where, by which id
        for start in range(size):
            so_far = best[start]
            for end in range(start + 1, min(start + self._longest, size) + 1):
                token = ids.get(word[start:end])
                if token is not None:
                    total = so_far + scores[token]
                elif end == start + 1:
                    token, total = self._unknown, so_far + self._unknown_score
                else:
                    continue
                if total > best[end]:
                    best[end], came[end] = total, (start, token)
        return self._walk_back(came)

    def _walk_back(self, came: Sequence[tuple[int, int]]) -> list[int]:
        ids: list[int] = []
        at = len(came) - 1
        while at > 0:
            at, token = came[at]
            if not (ids and token == self._unknown == ids[-1]):
                ids.append(token)
        return ids[::-1]


def write_pieces(pieces: Pieces, path: Path) -> None:
    """Write what `UnigramTokenizer` reads.

    Raises:
        ModelUnavailableError: A piece holds a line feed, which this format cannot keep.
    """
    if any("\n" in text for text in pieces.texts):
        raise ModelUnavailableError("A tokenizer piece holds a line feed, so the model cannot be converted.")
    replaced = {to: [ord(c) for c, t in pieces.normalisations.items() if t == to] for to in ("", " ")}
    np.savez(
        path,
        pieces=np.frombuffer("\n".join(pieces.texts).encode(), np.uint8),
        scores=pieces.scores,
        special=np.array([pieces.begin, pieces.end, pieces.unknown]),
        removed=np.array(replaced[""], np.uint32),
        spaced=np.array(replaced[" "], np.uint32),
    )
