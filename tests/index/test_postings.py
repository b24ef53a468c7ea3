"""Filters and facet counts, held against counting by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine import Filters
from index.postings import Postings, PostingsBuilder

Chunks = list[tuple[str, tuple[str, ...]]]  # document and facets of each chunk, a document's chunks together

VALUES = ["country:IN", "country:VN", "process:dyeing", "process:rinsing", "process:drying", "grade:A"]
WORLDS = st.lists(
    st.lists(st.lists(st.sampled_from(VALUES), max_size=4).map(tuple), min_size=1, max_size=4), max_size=8
).map(lambda documents: [(str(number), facets) for number, chunks in enumerate(documents) for facets in chunks])
FILTERS = st.dictionaries(
    st.sampled_from(["country", "process", "grade", "colour"]),
    st.lists(st.sampled_from(["IN", "VN", "dyeing", "rinsing", "A", "nothing"]), max_size=3).map(tuple),
)


def built(chunks: Chunks) -> Postings:
    builder = PostingsBuilder()
    for document, facets in chunks:
        builder.add(document, facets)
    return builder.build()


def by_hand(chunks: Chunks, filters: Filters) -> list[int]:
    wanted = [{f"{facet}:{value}" for value in values} for facet, values in filters.items() if values]
    return [at for at, (_, facets) in enumerate(chunks) if all(values & set(facets) for values in wanted)]


def counted_by_hand(chunks: Chunks, filters: Filters) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for named in {facet for _, facets in chunks for facet in facets}:
        facet, _, value = named.partition(":")
        left = by_hand(chunks, {**filters, facet: (value,)})
        counts.setdefault(facet, {})
        if left:
            counts[facet][value] = len({chunks[at][0] for at in left})
    return counts


@given(chunks=WORLDS, filters=FILTERS)
def test_candidates_are_the_chunks_that_satisfy_the_filters(chunks: Chunks, filters: Filters) -> None:
    candidates = built(chunks).candidates(filters)

    if any(filters.values()):
        assert candidates is not None
        assert candidates.dtype == np.int32
        assert candidates.tolist() == by_hand(chunks, filters)
    else:
        assert candidates is None


@given(chunks=WORLDS, filters=FILTERS)
def test_a_count_is_how_many_documents_choosing_the_value_would_leave(chunks: Chunks, filters: Filters) -> None:
    assert built(chunks).counts(filters) == counted_by_hand(chunks, filters)


@given(chunks=WORLDS, filters=FILTERS)
def test_documents_are_those_with_a_chunk_that_satisfies_everything(chunks: Chunks, filters: Filters) -> None:
    postings = built(chunks)

    assert len(postings.firsts(postings.candidates(filters))) == len({chunks[at][0] for at in by_hand(chunks, filters)})


@given(chunks=WORLDS, filters=FILTERS)
def test_what_was_saved_answers_the_same(
    tmp_path_factory: pytest.TempPathFactory, chunks: Chunks, filters: Filters
) -> None:
    folder = tmp_path_factory.mktemp("postings")
    before = built(chunks)
    before.save(folder)
    after = Postings.load(folder)

    assert after.counts(filters) == before.counts(filters)
    assert np.array_equal(after.document_of, before.document_of)


def test_a_count_ignores_its_own_facet_but_no_other() -> None:
    postings = built([("a", ("country:IN", "process:dyeing")), ("b", ("country:VN",)), ("c", ("country:VN",))])

    counts = postings.counts({"country": ("IN",)})

    assert counts == {"country": {"IN": 1, "VN": 2}, "process": {"dyeing": 1}}


def test_two_chunks_that_satisfy_half_each_do_not_make_a_document() -> None:
    postings = built([("a", ("country:IN",)), ("a", ("process:dyeing",))])

    assert len(postings.firsts(postings.candidates({"country": ("IN",), "process": ("dyeing",)}))) == 0
    assert postings.counts({"country": ("IN",)})["process"] == {}


def test_changing_an_answer_changes_no_later_one() -> None:
    postings = built([("a", ("country:IN",))])
    postings.counts({})["country"]["IN"] = 99

    assert postings.counts({}) == {"country": {"IN": 1}}


def test_values_that_some_chunk_has_are_known() -> None:
    postings = built([("a", ("sector:13", "note:a:b"))])

    assert postings.counts({}) == {"note": {"a:b": 1}, "sector": {"13": 1}}


def test_a_file_that_was_pickled_is_refused(tmp_path: Path) -> None:
    built([("a", ("sector:13",))]).save(tmp_path)
    np.save(tmp_path / "document-of.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)

    with pytest.raises(ValueError, match="allow_pickle=False"):
        Postings.load(tmp_path)


@given(chunks=WORLDS, filters=FILTERS)
def test_the_first_of_each_document_is_the_first_that_satisfies_everything(chunks: Chunks, filters: Filters) -> None:
    postings = built(chunks)
    first: dict[str, int] = {}
    for at in by_hand(chunks, filters):
        first.setdefault(chunks[at][0], at)

    assert postings.firsts(postings.candidates(filters)).tolist() == sorted(first.values())


def test_counting_among_some_chunks_leaves_out_the_others() -> None:
    postings = built([("a", ("country:IN",)), ("b", ("country:IN", "process:dyeing")), ("c", ("country:VN",))])

    counts = postings.counts({"country": ("IN",)}, among=np.array([1, 2], dtype=np.int32))

    assert counts == {"country": {"IN": 1, "VN": 1}, "process": {"dyeing": 1}}
