from __future__ import annotations

from pathlib import Path

from corpus.collection import Item
from corpus.collection_stats import Labels, collection_stats
from corpus.model import Concept, ConceptId, Scheme
from corpus.model import Labels as Names
from corpus.records import parse_record
from corpus.vocabulary import Vocabulary

CASE = """
case:
  id: {id}
  title: A case
  country: {country}
  status: implemented
  grade: {grade}
  sector: {sector}
  summary: A plant rinses.
  measures:
    - {{name: a, technique: "technique:water-reuse", practice: "practice:on-site-reuse"}}
    - {{name: b, technique: "technique:{technique}", practice: "practice:on-site-reuse"}}
    - {{name: c, technique: "technique:water-reuse", practice: "practice:{practice}"}}
  figures: [{{role: saving, printed: "1", unit: m3}}]
  source: {{title: A book}}
"""
TECHNIQUE = "title: Water reuse\ntechnique: {id: technique:water-reuse, what: a, how: b}"
VOCABULARY = Vocabulary(
    {
        concept.id: concept
        for concept in (
            Concept(ConceptId("resource:water"), Scheme.RESOURCE, {"en": Names("water", ("H2O",)), "fr": Names("eau")}),
            Concept(ConceptId("resource:steam"), Scheme.RESOURCE, {"en": Names("steam")}),
        )
    }
)


def item(text: str) -> Item:
    return Item("x", Path("x.yaml"), parse_record(text.encode(), Path("x.yaml")), "", lambda: b"")


def case(name: str, **changes: str) -> Item:
    said = {"country": "KE", "grade": "A", "sector": "sector:1313", "technique": "heat-pump", "practice": "by-product"}
    return item(CASE.format(id=name, **said | changes))


def test_everything_is_counted_most_first_then_by_name() -> None:
    items = [
        case("one"),
        case("two", country="IN", grade="B", sector="~"),
        case("three", country="IN", practice="on-site-reuse", technique="water-reuse"),
        case("four", country="~", sector="sector:10"),
        item(TECHNIQUE),
        item("title: A manual"),
    ]
    stats = collection_stats(items, VOCABULARY)

    assert (stats.documents, stats.cases, stats.techniques) == (6, 4, 1)
    assert (stats.techniques_applied, stats.measures, stats.figures) == (2, 12, 4)
    assert list(stats.countries.items()) == [("IN", 2), ("KE", 1)]
    assert list(stats.sectors.items()) == [("1313", 2), ("10", 1)]
    assert list(stats.grades.items()) == [("A", 3), ("B", 1)]
    assert dict(stats.statuses) == {"implemented": 4}
    assert list(stats.practices.items()) == [("on-site-reuse", 4), ("by-product", 3)]


def test_names_are_counted_by_scheme_and_language() -> None:
    labels = collection_stats([], VOCABULARY).labels

    assert list(labels) == [scheme.value for scheme in Scheme]
    assert labels["resource"] == Labels(concepts=2, by_language={"en": 2, "fr": 1}, names=4)
    assert labels["topic"] == Labels(concepts=0, by_language={}, names=0)
