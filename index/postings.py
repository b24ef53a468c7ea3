"""Which chunks answer to a facet value: filters become candidates here, before anything is ranked, and counts come out.

A chunk is known by its position in the generation; the chunks of one document stand next to each other. A value's
chunks are kept as runs of neighbouring positions that never cross a document, so a value that holds for a whole
document costs one run. It does not rank and does not know what a value means.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.engine import Filters

Positions = NDArray[np.int32]  # int32 (n,): positions of chunks in the generation, ascending, without repeats

_NAMES = "facets.json"
_OFFSETS = "facet-offsets.npy"
_RUNS = "facet-runs.npy"
_DOCUMENTS = "document-of.npy"
_CACHED_COUNTS = 64

_Key = tuple[tuple[str, tuple[str, ...]], ...]  # filters, sorted


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """The (value, document) pairs of a facet, value after value.

    Attributes:
        starts, ends: Of the facet's runs.
        of_run: Which pair each run belongs to, ascending.
        offsets: Where each value's pairs begin, and how many pairs there are.
    """

    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    of_run: NDArray[np.int32]
    offsets: NDArray[np.int32]


class Postings:
    """The facet values of all chunks of a generation.

    Args:
        names: The values of each facet, in the order their runs are stored in; facets one after the other.
        offsets: int64 (values + 1,): where each value's runs begin.
        runs: int32 (2, runs): first and past-the-end position of each run; ascending within a value.
        document_of: int32 (chunks,): index of each chunk's document, ascending.
    """

    def __init__(
        self,
        names: Mapping[str, tuple[str, ...]],
        offsets: NDArray[np.int64],
        runs: NDArray[np.int32],
        document_of: NDArray[np.int32],
    ) -> None:
        self._names = dict(names)
        self._offsets = offsets
        self._runs = runs
        self.document_of = document_of
        self._places: dict[str, dict[str, int]] = {}
        place = 0
        for facet, values in names.items():
            self._places[facet] = {value: place + index for index, value in enumerate(values)}
            place += len(values)
        self._known_counts: dict[_Key, dict[str, dict[str, int]]] = {}
        self._known_pairs: dict[str, _Pairs] = {}

    @property
    def size(self) -> int:
        """Number of chunks."""
        return len(self.document_of)

    def candidates(self, filters: Filters) -> Positions | None:
        """Return the positions that have any of the values of each facet; None if nothing is filtered.

        A value that nobody knows has no chunk; a facet without values filters nothing.
        """
        mask = self._mask(filters)
        return None if mask is None else np.flatnonzero(mask).astype(np.int32)

    def firsts(self, candidates: Positions | None) -> Positions:
        """Return the first of the candidates in each document, ascending; None stands for all chunks."""
        owners = self.document_of if candidates is None else self.document_of[candidates]
        first = np.flatnonzero(np.diff(owners, prepend=-1)).astype(np.int32)
        return first if candidates is None else candidates[first]

    def counts(self, filters: Filters, *, among: Positions | None = None) -> dict[str, dict[str, int]]:
        """Return, for each value of each facet, how many documents choosing it would leave.

        The other facets' filters hold, the facet's own do not; values that would leave nothing are left out.

        Args:
            among: Count these chunks only, ascending; they need not satisfy the filters.
        """
        if among is not None:
            mask = np.zeros(self.size, dtype=bool)
            mask[among] = True
            return self._counts(filters, mask)
        key = tuple(sorted((facet, tuple(sorted(set(values)))) for facet, values in filters.items() if values))
        counts = self._known_counts.get(key)
        if counts is None:
            if len(self._known_counts) >= _CACHED_COUNTS:
                self._known_counts.clear()
            counts = self._known_counts[key] = self._counts(dict(key))
        return {facet: dict(counted) for facet, counted in counts.items()}

    def save(self, folder: Path) -> list[str]:
        """Write the postings into a folder and return the names of the files."""
        (folder / _NAMES).write_text(json.dumps(self._names, ensure_ascii=False), encoding="utf-8")
        for name, array in ((_OFFSETS, self._offsets), (_RUNS, self._runs), (_DOCUMENTS, self.document_of)):
            np.save(folder / name, array, allow_pickle=False)
        return [_NAMES, _OFFSETS, _RUNS, _DOCUMENTS]

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """Read what `save` wrote."""
        names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        arrays = (np.load(folder / name, allow_pickle=False) for name in (_OFFSETS, _RUNS, _DOCUMENTS))
        return cls({facet: tuple(values) for facet, values in names.items()}, *arrays)

    def _counts(self, filters: Filters, among: NDArray[np.bool_] | None = None) -> dict[str, dict[str, int]]:
        unfiltered = _both(self._mask(filters), among)
        counted: dict[str, dict[str, int]] = {}
        for facet in self._names:
            others = {name: values for name, values in filters.items() if name != facet}
            mask = _both(self._mask(others), among) if facet in filters else unfiltered
            counted[facet] = self._count(facet, mask)
        return counted

    def _count(self, facet: str, mask: NDArray[np.bool_] | None) -> dict[str, int]:
        """Count documents for each value of one facet among the chunks in the mask."""
        pairs = self._pairs(facet)
        if mask is None:
            totals = np.diff(pairs.offsets)
        else:
            before = np.zeros(self.size + 1, dtype=np.int32)  # how many chunks before a position are in the mask
            np.cumsum(mask, out=before[1:])
            held = pairs.of_run[before[pairs.ends] > before[pairs.starts]]
            distinct = held[np.flatnonzero(np.diff(held, prepend=-1))]
            totals = np.diff(np.searchsorted(distinct, pairs.offsets))
        return {value: total for value, total in zip(self._names[facet], totals.tolist(), strict=True) if total}

    def _pairs(self, facet: str) -> _Pairs:
        if facet not in self._known_pairs:
            self._known_pairs[facet] = self._find_pairs(facet)
        return self._known_pairs[facet]

    def _find_pairs(self, facet: str) -> _Pairs:
        values = self._names[facet]
        first = self._places[facet][values[0]]
        offsets = self._offsets[first : first + len(values) + 1]
        starts, ends = self._runs[:, offsets[0] : offsets[-1]]
        bounds = offsets - offsets[0]
        document = self.document_of[starts]
        # Runs ascend within a value, so a document's runs are neighbours: a pair begins where it or the value changes.
        new = np.ones(len(starts), dtype=bool)
        new[1:] = document[1:] != document[:-1]
        new[bounds[:-1]] = True
        of_run = np.cumsum(new, dtype=np.int32) - 1
        return _Pairs(starts, ends, of_run, np.append(of_run[bounds[:-1]], of_run[-1] + 1))

    def _mask(self, filters: Filters) -> NDArray[np.bool_] | None:
        """Return bool (chunks,): who satisfies the filters; None if nothing is filtered."""
        mask: NDArray[np.bool_] | None = None
        for facet, values in filters.items():
            if values:
                having = self._having(facet, values)
                mask = having if mask is None else mask & having
        return mask

    def _having(self, facet: str, values: Iterable[str]) -> NDArray[np.bool_]:
        """Return bool (chunks,): who has any of the values."""
        places = self._places.get(facet, {})
        depth = np.zeros(self.size + 1, dtype=np.int32)
        for place in {places[value] for value in values if value in places}:
            starts, ends = self._runs[:, self._offsets[place] : self._offsets[place + 1]]
            depth[starts] += 1  # a value's runs never share a start or an end, so plain indexing adds each once
            depth[ends] -= 1
        return np.cumsum(depth[:-1]) > 0


def _both(one: NDArray[np.bool_] | None, other: NDArray[np.bool_] | None) -> NDArray[np.bool_] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


class PostingsBuilder:
    """Collects the facet values of chunks, position after position."""

    def __init__(self) -> None:
        self._runs: dict[str, dict[str, list[int]]] = {}
        self._document_of: list[int] = []
        self._last_document: str | None = None
        self.documents = 0  # how many were seen

    def add(self, document: str, facets: Iterable[str]) -> None:
        """Take the next chunk; all chunks of a document come one after the other.

        Args:
            facets: Strings "facet:value".
        """
        position = len(self._document_of)
        new = document != self._last_document
        self._last_document = document
        self.documents += new
        self._document_of.append(self.documents - 1)
        for named in facets:
            facet, _, value = named.partition(":")
            runs = self._runs.setdefault(facet, {}).setdefault(value, [])
            if runs and runs[-1] == position and not new:
                runs[-1] = position + 1
            elif not runs or runs[-1] <= position:
                runs += (position, position + 1)

    def build(self) -> Postings:
        """Return the postings of everything added."""
        names = {facet: tuple(sorted(values)) for facet, values in sorted(self._runs.items())}
        runs = [self._runs[facet][value] for facet, values in names.items() for value in values]
        offsets = np.concatenate(([0], np.cumsum([len(run) // 2 for run in runs], dtype=np.int64))).astype(np.int64)
        pairs = np.array([bound for run in runs for bound in run], dtype=np.int32).reshape(-1, 2)
        return Postings(names, offsets, np.ascontiguousarray(pairs.T), np.array(self._document_of, dtype=np.int32))
