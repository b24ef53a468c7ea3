"""What the keyword search finds, beside what every engine promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import ChunkId, Entry
from index import common_words
from index.engine import Query
from index.generation import Generation, build_generation, open_current
from index.lexical import question_terms
from tests.index.memory import MemoryEngine
from tests.index.test_contract import crowd
from tests.index.worlds import NAMES, NOON, chunk_id, entry


def generation(folder: Path, entries: list[Entry]) -> Generation:
    ordered = sorted(entries, key=lambda each: each.chunk.id)
    pairs = ((each, None) for each in ordered)
    build_generation(folder, pairs, fingerprint=None, dimension=0, revision=1, created=NOON)
    return open_current(folder, None)


def found(folder: Path, entries: list[Entry], query: Query) -> list[ChunkId]:
    return [hit.chunk for hit in generation(folder, entries).lexical.search(query, limit=20)]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The rinsing tanks were covered.", "rinse tank"),
        ("Tái sử dụng nước thải dệt nhuộm", "tai su dung nuoc"),
        ("Đo lường đơn giản", "do luong"),
        ("减少用水量的措施", "用水"),
        ("Chemical Oxygen Demand (COD)", "cod"),
        ("CO₂ emissions fell", "co2"),
        ("Wärmerückgewinnung aus Abluft", "warmeruckgewinnung"),
    ],
    ids=["stems", "vietnamese without marks", "d with stroke", "two chinese characters", "case", "subscript", "umlaut"],
)
def test_words_are_found_however_they_are_typed(tmp_path: Path, text: str, question: str) -> None:
    entries = [entry(NAMES[0], text, language="und"), entry(NAMES[1], "something else", language="und")]

    assert found(tmp_path, entries, Query(question)) == [chunk_id(NAMES[0])]


def test_a_question_in_another_language_finds_nothing_by_accident(tmp_path: Path) -> None:
    entries = [entry(NAMES[0], "the pan was cleaned"), entry(NAMES[1], "limpieza de la sartén", language="es")]

    assert found(tmp_path, entries, Query("pan", language="es")) == []
    assert found(tmp_path, entries, Query("pan", language=None)) == [chunk_id(NAMES[0])]


def test_chunks_of_no_known_language_are_open_to_every_question(tmp_path: Path) -> None:
    entries = [entry(NAMES[0], "pan 40 cm", language="und"), entry(NAMES[1], "pan 40 cm", language="en")]

    assert found(tmp_path, entries, Query("pan", language="es")) == [chunk_id(NAMES[0])]


def test_expansions_lead_a_foreign_question_to_english_text(tmp_path: Path) -> None:
    entries = [entry(NAMES[0], "dye houses reuse water"), entry(NAMES[1], "a brick kiln")]

    query = Query("teinturerie", language="fr", expansions=("dye house",))

    assert found(tmp_path, entries, query) == [chunk_id(NAMES[0])]


def test_what_was_typed_counts_more_than_an_expansion(tmp_path: Path) -> None:
    entries = [entry(NAMES[0], "caustic was recovered"), entry(NAMES[1], "lye was recovered")]

    assert found(tmp_path, entries, Query("lye", expansions=("caustic",)))[0] == chunk_id(NAMES[1])


def test_an_expansion_of_two_words_wants_them_side_by_side(tmp_path: Path) -> None:
    entries = [entry(NAMES[0], "the house had a dye"), entry(NAMES[1], "in dye houses")]

    assert found(tmp_path, entries, Query("unheard", expansions=("dye house",))) == [chunk_id(NAMES[1])]


def test_the_heading_is_searched_too(tmp_path: Path) -> None:
    entries = [entry(NAMES[0], "It saved 30 %.", heading="Counter-current rinsing"), entry(NAMES[1], "It saved 30 %.")]

    assert found(tmp_path, entries, Query("rinsing")) == [chunk_id(NAMES[0])]


def test_a_phrase_is_not_satisfied_by_its_stems(tmp_path: Path) -> None:
    entries = [entry(NAMES[0], "rinsing waters"), entry(NAMES[1], "rinse water")]

    assert found(tmp_path, entries, Query("rinse water", phrases=("rinse water",))) == [chunk_id(NAMES[1])]


def test_every_phrase_must_be_there(tmp_path: Path) -> None:
    entries = [entry(NAMES[0], "rinse water and dye bath"), entry(NAMES[1], "rinse water")]

    query = Query("rinse", phrases=("rinse water", "dye bath"))

    assert found(tmp_path, entries, query) == [chunk_id(NAMES[0])]


def test_small_words_are_looked_up_only_if_there_is_nothing_else() -> None:
    assert question_terms(Query("the reuse of water")) == ["reus", "water"]
    assert question_terms(Query("to be or to be")) == ["to", "be", "or"]
    assert question_terms(Query("el agua de la fábrica", language="es")) == ["agua", "fabrica"]


@pytest.mark.parametrize("language", [None, "en", "es"])
def test_it_ranks_what_plain_bm25_ranks(tmp_path: Path, language: str | None) -> None:
    entries = crowd()
    memory = MemoryEngine()
    for name in NAMES:
        own = [each for each in entries if each.chunk.id.startswith(chunk_id(name)[:16])]
        memory.replace_document(own[0].chunk.document, own, None)
    memory.publish()
    query = Query("water rinse kiln", language=language, expansions=("dye bath",))

    ranked = generation(tmp_path, entries).lexical.search(query, limit=1_000)
    expected = {hit.chunk: hit.score for hit in memory.search(query, limit=1_000) if hit.lexical is not None}
    exact = {hit.chunk: hit.lexical for hit in memory.search(query, limit=1_000)}

    assert {hit.chunk for hit in ranked} == set(expected)
    # Lengths below 40 words are stored exactly; longer ones tantivy rounds.
    assert [hit.score for hit in ranked] == pytest.approx([exact[hit.chunk] for hit in ranked], rel=1e-4)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_a_large_library_ranks_as_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: float) -> None:
    """Common words are looked up beside rarer ones first, but never at the cost of a result or its score."""
    whole = generation(tmp_path, crowd()).lexical
    texts = ["water kiln recover", "recover steam", "water reuse", "sludge", "nowhere water"]
    asked = [
        (Query(text, expansions=labels), limit)
        for text in texts
        for labels in ((), ("dye bath",))
        for limit in (1, 5, 1_000)
    ]
    expected = [whole.search(query, limit=limit) for query, limit in asked]
    monkeypatch.setattr(common_words, "_MANY", 1)
    monkeypatch.setattr(common_words, "_COMMON", share)

    for (query, limit), hits in zip(asked, expected, strict=True):
        found = whole.search(query, limit=limit)
        assert [hit.chunk for hit in found] == [hit.chunk for hit in hits]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in hits], rel=1e-5)
