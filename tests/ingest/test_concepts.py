"""Concepts found in text by any of their names."""

from __future__ import annotations

import itertools

import pytest

from corpus.model import Concept, ConceptId, Labels, Scheme
from corpus.vocabulary import Vocabulary
from ingest.concepts import Matcher, facets, singular


def _concept(identity: str, *names: str, **others: tuple[str, ...]) -> Concept:
    labels = {"en": Labels(names[0], names[1:])}
    labels |= {language: Labels(foreign[0], foreign[1:]) for language, foreign in others.items()}
    return Concept(ConceptId(identity), Scheme(identity.partition(":")[0]), labels)


CONCEPTS = [
    _concept("pollutant:cod", "chemical oxygen demand", "COD"),
    _concept("process:tanning", "tanning"),
    _concept("process:rinsing", "rinsing", vi=("giặt xả",), zh=("漂洗",)),
    _concept("resource:water", "water", es=("agua",), zh=("用水",)),
    _concept("sector:C", "Manufacturing"),
    _concept("technique:chrome-free-tanning", "chrome-free tanning"),
    _concept("technique:chrome-tanning", "chrome tanning"),
    _concept("technique:rinse-water-reuse", "reuse of rinse water", "rinse water reuse"),
    _concept("technique:water-reuse", "water reuse", zh=("废水回用",)),
]
MATCHER = Matcher(CONCEPTS)


def _found(text: str, *, any_case: bool = False) -> list[tuple[str, str]]:
    return [(match.concept, match.text) for match in MATCHER.find(text, any_case=any_case)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Tanning of hides", [("process:tanning", "Tanning")], id="case"),
        pytest.param("of WATERS", [("resource:water", "WATERS")], id="plural"),
        pytest.param("rinsing waters reused", [("technique:rinse-water-reuse", "rinsing waters reused")], id="stems"),
        pytest.param("rinse-water\nreuse", [("technique:rinse-water-reuse", "rinse-water\nreuse")], id="line break"),
        pytest.param("chrome-free tanning", [("technique:chrome-free-tanning", "chrome-free tanning")], id="opposite"),
        pytest.param("chrome tanning", [("technique:chrome-tanning", "chrome tanning")], id="longest wins"),
        pytest.param("giat xa vải", [("process:rinsing", "giat xa")], id="vietnamese without marks"),
        pytest.param("减少用水,漂洗", [("resource:water", "用水"), ("process:rinsing", "漂洗")], id="chinese"),
        pytest.param("染色废水回用", [("technique:water-reuse", "废水回用")], id="a long chinese name"),
        pytest.param("el agua", [("resource:water", "agua")], id="spanish"),
        pytest.param("They tanned and rinsed.", [], id="verbs are not processes"),
        pytest.param("reuse. Of rinse, water", [("resource:water", "water")], id="no phrase across a full stop"),
        pytest.param("manufacturing of cloth", [], id="a section of the classification"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_names_are_found_in_their_forms(text: str, expected: list[tuple[str, str]]) -> None:
    assert _found(text) == expected


def test_short_acronyms_keep_their_case() -> None:
    assert _found("COD of cod") == [("pollutant:cod", "COD")]
    assert _found("cod removal", any_case=True) == [("pollutant:cod", "cod")]


def test_spans_count_in_the_text_as_given() -> None:
    text = "Ｃhemical ﬀ water"
    (match,) = MATCHER.find(text)

    assert text[match.start : match.end] == match.text == "water"


def test_a_name_of_two_concepts_yields_both() -> None:
    matcher = Matcher([_concept("process:b", "washing"), _concept("process:a", "washing")])

    assert [match.concept for match in matcher.find("washing")] == ["process:a", "process:b"]


def test_matches_do_not_overlap() -> None:
    matches = MATCHER.find("reuse of rinse water reuse of rinse water, COD, water reuse " * 5)

    assert all(one.end <= other.start for one, other in itertools.pairwise(matches))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("dyes", "dye"),
        ("batteries", "battery"),
        ("glass", "glass"),
        ("gas", "gas"),
        ("processes", "processe"),
        ("agua", "agua"),
    ],
)
def test_plurals_are_cut(word: str, expected: str) -> None:
    assert singular(word) == expected


def test_facets_close_upwards_and_reach_practices() -> None:
    parent = _concept("technique:water-reuse", "water reuse")
    child = Concept(
        ConceptId("technique:rinse-water-reuse"),
        Scheme.TECHNIQUE,
        {"en": Labels("rinse water reuse")},
        broader=(parent.id,),
        practices=(ConceptId("practice:on-site-reuse"),),
    )
    practice = _concept("practice:on-site-reuse", "on-site reuse")
    vocabulary = Vocabulary({concept.id: concept for concept in (parent, child, practice)})

    assert facets([child.id, child.id], vocabulary) == (
        "practice:on-site-reuse",
        "technique:rinse-water-reuse",
        "technique:water-reuse",
    )
