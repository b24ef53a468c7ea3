"""Which words of a question are in so many chunks of a large library that looking them up is most of a search.

They are only added to the score of chunks that have a rarer word; `ceiling` tells whether that can have cost a result.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import tantivy

_MANY = 50_000  # chunks, from which on it saves time
_COMMON = 0.1  # share of the chunks
_SATURATION = 2.2  # BM25 gives a word less than so many times its rarity, however often it is there (k1 is 1.2)


def common_words(searcher: tantivy.Searcher, stems: Sequence[str]) -> frozenset[str]:
    """Return the stems that are in more than a tenth of the chunks; none if all are, or in a small library."""
    count = searcher.num_docs
    if count < _MANY:
        return frozenset()
    common = frozenset(each for each in stems if searcher.doc_freq("body", each) > _COMMON * count)
    return common if len(common) < len(stems) else frozenset()


def ceiling(searcher: tantivy.Searcher, common: frozenset[str]) -> float:
    """Return what no chunk's score passes that has none of a question's words but common ones.

    The fields "body" and "heading" count once each, without weights.
    """
    count = searcher.num_docs
    found = [searcher.doc_freq(field, each) for each in common for field in ("body", "heading")]
    return sum(_SATURATION * math.log(1 + (count - each + 0.5) / (each + 0.5)) for each in found if each)
