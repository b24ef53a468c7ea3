"""How a typed question is read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import QueryTooLongError
from corpus.model import Concept, ConceptId, Labels, Scheme
from corpus.plain_text import one_line
from corpus.vocabulary import Vocabulary
from index.engine import Filters
from index.stopwords import languages_of, stop_words
from index.understanding import Understood, understand
from ingest.concepts import Matcher


def concept(identity: str, english: tuple[str, ...], **others: tuple[str, ...]) -> Concept:
    labels = {language: Labels(names[0], names[1:]) for language, names in {"en": english, **others}.items()}
    return Concept(ConceptId(identity), Scheme(identity.partition(":")[0]), labels)


CONCEPTS = [
    concept("process:dyeing", ("dyeing", "dye house"), fr=("teinture", "teinturerie"), es=("teñido", "tintorería")),
    concept("resource:water", ("water", "fresh water"), fr=("eau",), es=("agua",), vi=("nước",)),
    concept("pollutant:cod", ("COD", "chemical oxygen demand")),
    concept("technique:chrome-free-tanning", ("chrome-free tanning", "wet white tanning")),
    concept("technique:counter-current-rinsing", ("counter-current rinsing", *(f"rinse {n}" for n in range(9)))),
    concept("technique:kiln-heat-recovery", ("kiln waste heat recovery", "kiln heat recovery")),
]
VOCABULARY = Vocabulary({each.id: each for each in CONCEPTS})
MATCHER = Matcher(CONCEPTS)


def read(raw: str, *, filters: Filters | None = None, ignore: frozenset[str] = frozenset()) -> Understood:
    return understand(raw, vocabulary=VOCABULARY, matcher=MATCHER, filters=filters or {}, ignore=ignore)


def test_concepts_are_recognised_with_the_words_that_name_them() -> None:
    understood = read("Dye house: reuse of water")

    assert [(match.concept, match.words) for match in understood.matches] == [
        ("process:dyeing", "Dye house"),
        ("resource:water", "water"),
    ]


def test_other_names_of_what_was_recognised_expand_the_question_and_filter_nothing() -> None:
    query = read("kiln waste heat recovery", filters={"country": ("IN",)}).query

    assert query.expansions == ("kiln heat recovery",)
    assert query.filters == {"country": ("IN",)}


def test_a_foreign_question_is_expanded_in_english_first_and_in_its_own_language() -> None:
    query = read("teinturerie eau").query

    assert query.language == "fr"
    assert query.expansions == ("dyeing", "teinture", "dye house", "water", "fresh water")


def test_meaning_is_sought_with_the_names_of_a_foreign_question_in_english() -> None:
    assert read("teinturerie eau").query.sense == "dyeing water"
    assert read("¿Cuánta agua se ahorra en la tintorería?").query.sense == "¿Cuánta water se ahorra en la dyeing ?"


@pytest.mark.parametrize("text", ["dye house water", "¿quién ganó el partido de ayer por la noche?"])
def test_what_is_english_or_names_nothing_is_sought_as_it_stands(text: str) -> None:
    assert read(text).query.sense == ""


def test_no_more_than_six_names_of_a_concept_are_added() -> None:
    assert len(read("counter-current rinsing").query.expansions) == 6


def test_what_the_reader_took_away_is_neither_recognised_nor_expanded() -> None:
    understood = read("dye house water", ignore=frozenset({"resource:water"}))

    assert [match.concept for match in understood.matches] == ["process:dyeing"]
    assert "fresh water" not in understood.query.expansions


def test_a_concept_named_twice_is_listed_once() -> None:
    assert [match.words for match in read("water, water everywhere").matches] == ["water"]


@pytest.mark.parametrize(
    ("raw", "phrases"),
    [
        ('"rinse water" in plants', ("rinse water",)),
        ("“rinse water” and «eau chaude»", ("rinse water", "eau chaude")),
        ('an open "quote', ()),
        ('"" and "  " and "!?"', ()),
        ('2" pipe and 3" valve', ()),
        ('"water" "water"', ("water",)),
    ],
    ids=["straight", "typographic", "unbalanced", "empty", "inches", "repeated"],
)
def test_parts_in_quotation_marks_are_required(raw: str, phrases: tuple[str, ...]) -> None:
    assert read(raw).query.phrases == phrases


def test_too_many_phrases_are_said_not_to_count() -> None:
    understood = read(" ".join(f'"phrase {number}"' for number in range(20)))

    assert len(understood.query.phrases) == 8
    assert understood.notices == ("Only the first 8 quoted phrases were required.",)


def test_what_cannot_be_seen_is_dropped_and_white_space_folded() -> None:
    assert read("\x00 dye\thouse\r\n\u202ewater\ufeff \ud800 ").query.text == "dye house water"


def test_a_blank_question_asks_for_everything() -> None:
    understood = read(" \n\t ", filters={"country": ("IN",)})

    assert understood.query.text == ""
    assert understood.query.filters == {"country": ("IN",)}
    assert understood.matches == ()


def test_a_question_of_megabytes_is_refused_in_a_sentence() -> None:
    with pytest.raises(QueryTooLongError, match=r"2,000,000 characters; at most 2,000"):
        read("water " * 333_333 + "ab")


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("kiln waste heat recovery", "en"),
        ("chrome-free tanning", "en"),
        ("COD", None),
        ("water", "en"),
        ("agua", "es"),
        ("tintorería", "es"),
        ("how to reduce sludge", "en"),
        ("¿Cómo reducir el consumo de agua en la tintorería?", "es"),
        ("teinturerie réutilisation de l'eau", "fr"),
        ("减少用水", "zh"),
        ("biogas plant", None),
        ("12 34 56", None),
    ],
)
def test_a_language_is_believed_only_with_good_reason(raw: str, language: str | None) -> None:
    assert read(raw).query.language == language


@settings(deadline=None)  # the first text that needs it loads the language detector
@given(st.text(max_size=300))
def test_anything_can_be_typed(raw: str) -> None:
    query = read(raw).query

    assert query.text == " ".join(query.text.split())
    assert one_line(query.text) == query.text


def test_stop_words_are_folded_and_know_their_languages() -> None:
    assert "tambien" in stop_words("es")
    assert stop_words("xx") == frozenset()
    assert stop_words(None) == stop_words("en")
    assert languages_of("how") == ("en",)
    assert languages_of("water") == ()
