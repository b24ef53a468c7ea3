"""What every engine promises, asked of each of them."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Entry
from index.engine import Query
from tests.index.worlds import KINDS, NAMES, Engine, chunk_id, engine, entry

WORDS = ("water", "steam", "dye", "bath", "rinse", "chrome", "kiln", "heat", "reuse", "caustic", "sludge", "recover")
HOSTILE = [
    "AND OR NOT",
    'body:"',
    "+water -steam",
    "water^9e9 ~~ [a TO b] {*}",
    "\\",
    '"',
    "(((((",
    "water\x00steam",
    "\ud800water",
    "'; drop table chunk; --",
    "../../etc/passwd",
    "water " * 3_000,
    " ".join(str(number) for number in range(2_000)),
    "á" * 2_000,
    "水水水 น้ำ ماء",
    "\u202e\u200f",
]


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with engine(request.param, tmp_path) as given_engine:
        yield given_engine


@pytest.fixture(params=KINDS, scope="module")
def many(request: pytest.FixtureRequest) -> Iterator[tuple[Engine, list[Entry]]]:
    """Give an engine that holds 120 chunks of 24 documents."""
    with tempfile.TemporaryDirectory() as folder, engine(request.param, Path(folder)) as given_engine:
        entries = crowd()
        given_engine.hold(entries)
        yield given_engine, entries


def crowd() -> list[Entry]:
    dice = random.Random(7)
    entries = []
    for name in NAMES:
        place = dice.choice(("country:IN", "country:VN", "country:KE"))
        for ordinal in range(5):
            text = " ".join(dice.choices(WORDS, weights=range(1, len(WORDS) + 1), k=dice.randint(3, 12)))
            facets = {
                place,
                *dice.sample(["process:dyeing", "process:rinsing", "resource:water"], k=dice.randint(0, 2)),
            }
            entries.append(entry(name, text, *facets, ordinal=ordinal, language=dice.choice(("en", "es", "und"))))
    return entries


def satisfies(each: Entry, query: Query) -> bool:
    return all(
        any(f"{facet}:{value}" in each.facets for value in values) for facet, values in query.filters.items() if values
    )


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "country": st.lists(st.sampled_from(["IN", "VN", "KE", "XX"]), max_size=3).map(tuple),
        "process": st.lists(st.sampled_from(["dyeing", "rinsing"]), max_size=2).map(tuple),
        "resource": st.just(("water",)),
    },
)
QUERIES = st.builds(
    Query,
    text=st.lists(st.sampled_from([*WORDS, "unheard"]), min_size=1, max_size=4).map(" ".join),
    language=st.sampled_from([None, "en", "es"]),
    filters=FILTERS,
    expansions=st.lists(st.sampled_from([*WORDS, "dye bath"]), max_size=2).map(tuple),
)


def test_a_chunk_that_holds_the_words_is_found(empty: Engine) -> None:
    empty.hold([entry(NAMES[0], "counter-current rinsing saves water"), entry(NAMES[1], "a new boiler was bought")])

    assert empty.found(Query("counter-current rinsing"), limit=1) == [chunk_id(NAMES[0])]


def test_an_index_of_nothing_finds_nothing(empty: Engine) -> None:
    empty.writer.publish()

    assert empty.found(Query("water")) == []
    assert empty.found(Query("")) == []
    assert empty.found(Query("water", filters={"country": ("IN",)})) == []


def test_a_filter_that_leaves_one_document_returns_it(empty: Engine) -> None:
    better = [entry(NAMES[1], "water water reuse of water", "country:IN", ordinal=ordinal) for ordinal in range(40)]
    empty.hold([entry(NAMES[0], "the boiler needs some water now and then", "country:KE"), *better])

    assert empty.found(Query("water reuse", filters={"country": ("KE",)}), limit=1) == [chunk_id(NAMES[0])]


def test_a_value_that_nobody_knows_leaves_nothing(empty: Engine) -> None:
    empty.hold([entry(NAMES[0], "water", "country:IN")])

    assert empty.found(Query("water", filters={"country": ("ZZ",)})) == []
    assert empty.found(Query("water", filters={"colour": ("red",)})) == []
    assert empty.found(Query("", filters={"country": ("ZZ",)})) == []


def test_values_of_one_facet_widen_and_facets_narrow(empty: Engine) -> None:
    a, b, c = (
        entry(NAMES[0], "water", "country:IN", "process:dyeing"),
        entry(NAMES[1], "water", "country:VN", "process:dyeing"),
        entry(NAMES[2], "water", "country:VN"),
    )
    empty.hold([a, b, c])

    both = set(empty.found(Query("water", filters={"country": ("IN", "VN")})))
    narrow = set(empty.found(Query("water", filters={"country": ("IN", "VN"), "process": ("dyeing",)})))

    assert both == {a.chunk.id, b.chunk.id, c.chunk.id}
    assert narrow == {a.chunk.id, b.chunk.id}


def test_a_facet_without_values_filters_nothing(empty: Engine) -> None:
    empty.hold([entry(NAMES[0], "water", "country:IN")])

    assert empty.found(Query("water", filters={"country": ()})) == [chunk_id(NAMES[0])]


def test_equal_chunks_come_in_order_of_their_ids(empty: Engine) -> None:
    some = NAMES[:8]
    empty.hold(entry(name, "water reuse in a dye house") for name in some)

    assert empty.found(Query("water reuse"), limit=5) == sorted(map(chunk_id, some))[:5]


def test_a_question_without_words_lists_what_the_filters_leave_in_order_of_ids(empty: Engine) -> None:
    indian, other = NAMES[:4], NAMES[4:6]
    empty.hold(entry(name, "water", "country:IN") for name in indian)
    empty.hold(entry(name, "water", "country:VN") for name in other)

    assert empty.found(Query("  ", filters={"country": ("IN",)}), limit=3) == sorted(map(chunk_id, indian))[:3]


def test_nothing_replaced_is_found_before_it_is_published(empty: Engine) -> None:
    empty.hold([entry(NAMES[0], "water reuse")])
    empty.replace(NAMES[1], entry(NAMES[1], "water reuse"))

    assert empty.found(Query("water")) == [chunk_id(NAMES[0])]


def test_replacing_a_document_removes_its_old_chunks(empty: Engine) -> None:
    empty.hold([entry(NAMES[0], "water reuse"), entry(NAMES[0], "water saving", ordinal=1)])
    empty.hold([entry(NAMES[0], "steam traps")])

    assert empty.found(Query("")) == [chunk_id(NAMES[0])]
    assert empty.found(Query("steam")) == [chunk_id(NAMES[0])]


def test_replacing_a_document_by_nothing_removes_it(empty: Engine) -> None:
    empty.hold([entry(NAMES[0], "water reuse"), entry(NAMES[1], "water saving")])
    empty.replace(NAMES[0])
    empty.writer.publish()

    assert empty.found(Query("water")) == [chunk_id(NAMES[1])]


def test_a_quoted_phrase_must_be_there_word_for_word(empty: Engine) -> None:
    empty.hold(
        [
            entry(NAMES[0], "A Counter-Current rinse was built."),
            entry(NAMES[1], "The rinse runs counter to the current."),
            entry(NAMES[2], "counter current rinses"),
        ]
    )

    assert empty.found(Query('"counter current rinse"', phrases=("counter current rinse",))) == [chunk_id(NAMES[0])]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_whatever_is_typed_is_only_words(many: tuple[Engine, list[Entry]], text: str) -> None:
    found = many[0].search(Query(text, phrases=(text,), expansions=(text,)), limit=5)
    ranked = many[0].search(Query(text, filters={text: (text,)}, language="xx"), limit=5)

    assert len(found) <= 5
    assert ranked == []


@pytest.mark.parametrize("limit", [0, 1, 5, 1_000])
def test_never_more_than_the_limit(many: tuple[Engine, list[Entry]], limit: int) -> None:
    searcher, entries = many

    assert len(searcher.search(Query("water salt"), limit=limit)) <= limit
    assert len(searcher.search(Query(""), limit=limit)) == min(limit, len(entries))


@settings(max_examples=1500, deadline=None)
@given(query=QUERIES)
def test_filters_leave_exactly_what_satisfies_them(many: tuple[Engine, list[Entry]], query: Query) -> None:
    searcher, entries = many
    allowed = {each.chunk.id for each in entries if satisfies(each, query)}
    unfiltered = Query(query.text, language=query.language, expansions=query.expansions)

    found = {hit.chunk: (hit.lexical, hit.dense) for hit in searcher.search(query, limit=1_000)}
    everything = {hit.chunk: (hit.lexical, hit.dense) for hit in searcher.search(unfiltered, limit=1_000)}

    assert found == {chunk: scores for chunk, scores in everything.items() if chunk in allowed}


@settings(max_examples=800, deadline=None)
@given(query=QUERIES, limit=st.integers(1, 40))
def test_a_shorter_answer_is_the_beginning_of_a_longer_one(
    many: tuple[Engine, list[Entry]], query: Query, limit: int
) -> None:
    longer = many[0].search(query, limit=1_000)

    assert many[0].search(query, limit=limit) == longer[:limit]
    assert longer == sorted(longer, key=lambda hit: (-hit.score, hit.chunk))
    assert longer == many[0].search(query, limit=1_000)
