"""Made-up texts, vectors and PDFs for benchmarks, the same every time for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpus.model import Chunk, ChunkId, ChunkKind, DocumentId, Entry, Vectors

DIMENSION = 384
SHARES = {"half": 0.5, "tenth": 0.1, "hundredth": 0.01, "thousandth": 0.001}  # values of the facet "share"
CHUNKS_OF_A_DOCUMENT = 10

_VOCABULARY = 30_000
_WORDS = 60  # of one chunk
_CLUSTERS = 200
_SPREAD = 0.6  # length of a vector's own part beside its cluster's centre


def zipf_words(count: int, rng: np.random.Generator) -> list[str]:
    """Return words as a language uses them: the r-th commonest about in proportion to 1 / r."""
    # The logarithm of such a rank is uniform.
    ranks = np.exp(rng.random(count) * np.log(_VOCABULARY)).astype(np.int64)
    return [_word(rank) for rank in ranks.tolist()]


def clustered_vectors(count: int, rng: np.random.Generator) -> Vectors:
    """Return unit vectors around a few hundred centres, as texts of a few hundred subjects have them."""
    centres = np.random.default_rng(0).standard_normal((_CLUSTERS, DIMENSION), dtype=np.float32)
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    own = rng.standard_normal((count, DIMENSION), dtype=np.float32)
    own *= _SPREAD / np.linalg.norm(own, axis=1, keepdims=True)
    vectors = centres[rng.integers(_CLUSTERS, size=count)] + own
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def share_masks(count: int, rng: np.random.Generator) -> dict[str, NDArray[np.bool_]]:
    """Return, for each value of the facet "share", bool (count,): the chunks that have it; at least one has."""
    masks = {}
    for name, share in SHARES.items():
        mask = rng.random(count) < share
        mask[0] = True
        masks[name] = mask
    return masks


def entries(count: int, masks: dict[str, NDArray[np.bool_]], rng: np.random.Generator) -> Iterator[Entry]:
    """Yield chunks of Zipf text, ten a document, in ascending order of their ids."""
    for position in range(count):
        document, ordinal = divmod(position, CHUNKS_OF_A_DOCUMENT)
        text = " ".join(zipf_words(_WORDS, rng))
        chunk = Chunk(
            id=ChunkId(f"{document:016x}:{ordinal}"),
            document=DocumentId(f"{document:016x}".ljust(64, "0")),
            ordinal=ordinal,
            first_page=1,
            last_page=1,
            start=0,
            end=len(text),
            heading="",
            kind=ChunkKind.PROSE,
            language="und",
            text=text,
        )
        yield Entry(chunk, tuple(sorted(f"share:{name}" for name, mask in masks.items() if mask[position])))


def report_pdf(pages: int, words: Sequence[str], rng: np.random.Generator) -> bytes:
    """Return a PDF report with a heading and some 350 words a page, made of the given words by Zipf's law."""
    import typst

    body = "\n#pagebreak()\n".join(_page(number, words, rng) for number in range(1, pages + 1))
    source = f'#set page(paper: "a4", margin: 2cm)\n#set text(size: 10pt)\n#set heading(numbering: none)\n{body}\n'
    return bytes(typst.compile(source.encode("utf-8")))


def _page(number: int, words: Sequence[str], rng: np.random.Generator) -> str:
    paragraphs = "\n\n".join(_paragraph(words, rng) for _ in range(5))
    return f"= Section {number} on {' '.join(_draw(words, 3, rng))}\n\n{paragraphs}\n"


def _paragraph(words: Sequence[str], rng: np.random.Generator) -> str:
    sentences = (f"The {' '.join(_draw(words, 10, rng))} was {rng.integers(1, 1000)} m3 a year." for _ in range(5))
    return " ".join(sentences)


def _draw(words: Sequence[str], count: int, rng: np.random.Generator) -> list[str]:
    ranks = np.exp(rng.random(count) * np.log(len(words))).astype(np.int64) - 1
    return [words[int(rank)] for rank in ranks]


@cache
def _word(rank: int) -> str:
    """Return a pronounceable word for a rank; another for each."""
    letters = []
    left = rank
    while True:
        left, syllable = divmod(left, 70)
        consonant, vowel = divmod(syllable, 5)
        letters.append("bcdfghklmnprst"[consonant] + "aeiou"[vowel])
        if not left:
            return "".join(letters) + "n"
