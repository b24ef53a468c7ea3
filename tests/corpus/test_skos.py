from __future__ import annotations

import json
import subprocess
import sys

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, SKOS

from corpus.concept_schemes import CONCEPT_SCHEMES, LANGUAGES, concept_scheme, names_of
from corpus.countries import country_codes
from corpus.errors import UsageError, VocabularyNotFoundError
from corpus.languages import language_codes
from corpus.model import Concept, ConceptId, Labels, Scheme
from corpus.skos import skos_graph, write_turtle
from corpus.skos_json import write_jsonld
from corpus.vocabulary import Vocabulary, load_vocabulary

VOCABULARY = load_vocabulary()
GRAPH = skos_graph(VOCABULARY)
CPKB = "urn:cpkb:terms:"


def concept(concept_id: str, *, names: tuple[str, ...] = (), **fields: object) -> Concept:
    scheme = Scheme(concept_id.partition(":")[0])
    labels = {"en": Labels(concept_id.partition(":")[2], names)}
    return Concept(ConceptId(concept_id), scheme, labels, **fields)  # type: ignore[arg-type]  # fields by name


def world(*concepts: Concept) -> Vocabulary:
    return Vocabulary({concept.id: concept for concept in concepts})


def uri(concept_id: str) -> URIRef:
    return URIRef(f"urn:cpkb:{concept_id}")


def objects(graph: Graph, concept_id: str, predicate: URIRef) -> set[str]:
    return {str(value) for value in graph.objects(uri(concept_id), predicate)}


def test_every_concept_is_there_with_all_its_names() -> None:
    for known in VOCABULARY.concepts.values():
        preferred = set(GRAPH.objects(uri(known.id), SKOS.prefLabel))
        names = preferred | set(GRAPH.objects(uri(known.id), SKOS.altLabel))
        expected = {
            Literal(name, language)
            for language, labels in known.labels.items()
            for name in (labels.preferred, *labels.alternatives)
        }

        assert {Literal(labels.preferred, language) for language, labels in known.labels.items()} == preferred
        assert expected == names
        assert objects(GRAPH, known.id, SKOS.inScheme) == {f"urn:cpkb:{known.scheme}"}
        assert known.notation in objects(GRAPH, known.id, SKOS.notation)


def test_every_scheme_says_what_it_is() -> None:
    schemes = set(GRAPH.subjects(RDF.type, SKOS.ConceptScheme))

    assert {uri(name) for name in CONCEPT_SCHEMES} == schemes
    assert {*Scheme} <= set(CONCEPT_SCHEMES)
    for scheme in schemes:
        for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.license, SKOS.hasTopConcept):
            assert (scheme, predicate, None) in GRAPH, (scheme, predicate)
    assert (uri("technique"), DCTERMS.license, URIRef("https://creativecommons.org/licenses/by/4.0/")) in GRAPH


def test_countries_and_languages_are_concepts_too() -> None:
    assert (uri("country:VN"), SKOS.prefLabel, Literal("越南", "zh")) in GRAPH
    assert (uri("language:fr"), SKOS.prefLabel, Literal("francés", "es")) in GRAPH
    for scheme, codes in (("country", country_codes()), ("language", language_codes())):
        assert set(GRAPH.subjects(SKOS.inScheme, uri(scheme))) == {uri(f"{scheme}:{code}") for code in codes}
        assert list(names_of(scheme, VOCABULARY)) == list(codes)
        for code in codes:
            labels = GRAPH.objects(uri(f"{scheme}:{code}"), SKOS.prefLabel)
            assert {label.language for label in labels if isinstance(label, Literal)} == set(LANGUAGES)


def test_each_concept_belongs_to_its_scheme_as_top_or_under_another() -> None:
    for subject in GRAPH.subjects(RDF.type, SKOS.Concept):
        broader, tops = (set(GRAPH.objects(subject, name)) for name in (SKOS.broader, SKOS.topConceptOf))

        assert bool(broader) != bool(tops), subject
        assert tops <= set(GRAPH.objects(subject, SKOS.inScheme))


# The integrity conditions of the SKOS Reference, section by section; each query finds what breaks one.
CONDITIONS = {
    "S9, concepts and schemes are disjoint": "?s a skos:Concept, skos:ConceptScheme",
    "S13, preferred and alternative labels are disjoint": "?s skos:prefLabel ?name ; skos:altLabel ?name",
    "S27, related is disjoint with broader": "?s skos:related ?other ; skos:broader+ ?other",
    "no circle of broader ones": "?s skos:broader+ ?s",
    "nothing is related to itself": "?s skos:related ?s",
    "broader stays in its scheme": "?s skos:broader ?other ; skos:inScheme ?home . "
    "filter not exists { ?other skos:inScheme ?home }",
    "narrower is the inverse of broader": "?s skos:broader ?other . filter not exists { ?other skos:narrower ?s }",
    "broader is the inverse of narrower": "?s skos:narrower ?other . filter not exists { ?other skos:broader ?s }",
    "related goes both ways": "?s skos:related ?other . filter not exists { ?other skos:related ?s }",
    "every link leads to a concept": "?s skos:broader|skos:related|cpkb:opposite|cpkb:practice ?other . "
    "filter not exists { ?other a skos:Concept }",
    "every concept has an English name": (
        "?s a skos:Concept . filter not exists { ?s skos:prefLabel ?n . filter(lang(?n) = 'en') }"
    ),
}


@pytest.mark.parametrize("pattern", CONDITIONS.values(), ids=CONDITIONS)
def test_the_packaged_vocabularies_are_sound(pattern: str) -> None:
    prefixes = f"prefix skos: <{SKOS}> prefix cpkb: <{CPKB}> "

    assert list(GRAPH.query(f"{prefixes} select ?s where {{ {pattern} }} limit 5")) == []


def test_no_concept_has_two_preferred_names_in_a_language() -> None:
    """Condition S14; as a query it takes seconds."""
    named = [
        (subject, label.language)
        for subject, label in GRAPH.subject_objects(SKOS.prefLabel)
        if isinstance(label, Literal)
    ]

    assert len(set(named)) == len(named) == len(list(GRAPH.triples((None, SKOS.prefLabel, None))))


# rdflib's own reader of JSON-LD still uses a class that rdflib deprecates.
reads_json_ld = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@reads_json_ld
@pytest.mark.parametrize("base", ["urn:cpkb:", "https://example.org/cp/"])
def test_both_formats_hold_the_same_graph(base: str) -> None:
    graph = skos_graph(VOCABULARY, base, schemes=("practice", "pollutant"))
    turtle = Graph().parse(data=write_turtle(graph), format="turtle")
    json_ld = Graph().parse(data=write_jsonld(graph), format="json-ld")

    assert isomorphic(graph, turtle)
    assert isomorphic(graph, json_ld)


@pytest.mark.slow
@reads_json_ld
def test_the_whole_is_read_back_as_it_was_written() -> None:
    turtle = Graph().parse(data=write_turtle(GRAPH), format="turtle")
    json_ld = Graph().parse(data=write_jsonld(GRAPH), format="json-ld")

    assert set(GRAPH) == set(turtle)
    assert set(GRAPH) == set(json_ld)


def test_links_codes_and_media_are_said() -> None:
    graph = skos_graph(
        world(
            concept("pollutant:chromium"),
            concept("pollutant:chromium-vi", broader=("pollutant:chromium",), cas="18540-29-9", media=("water", "air")),
            concept("technique:chrome-tanning", related=("pollutant:chromium",), practices=("practice:by-product",)),
            concept("technique:chrome-free-tanning", opposites=("technique:chrome-tanning",), codes=("TRI W36",)),
            concept("practice:by-product", definition="Use as by-product."),
        )
    )
    tanning, free = uri("technique:chrome-tanning"), uri("technique:chrome-free-tanning")
    six = uri("pollutant:chromium-vi")

    assert (six, SKOS.broader, uri("pollutant:chromium")) in graph
    assert (uri("pollutant:chromium"), SKOS.narrower, six) in graph
    assert (six, SKOS.notation, Literal("18540-29-9", datatype=URIRef(f"{CPKB}CAS"))) in graph
    assert (free, SKOS.notation, Literal("W36", datatype=URIRef(f"{CPKB}TRI"))) in graph
    assert objects(graph, "pollutant:chromium-vi", URIRef(f"{CPKB}medium")) == {"water", "air"}
    assert objects(graph, "technique:chrome-tanning", URIRef(f"{CPKB}practice")) == {"urn:cpkb:practice:by-product"}
    assert (uri("pollutant:chromium"), SKOS.related, tanning) in graph
    assert (uri("practice:by-product"), SKOS.related, tanning) in graph
    assert (free, URIRef(f"{CPKB}opposite"), tanning) in graph
    assert (free, SKOS.scopeNote, Literal('Not to be confused with "chrome-tanning".', "en")) in graph
    assert (uri("practice:by-product"), SKOS.definition, Literal("Use as by-product.", "en")) in graph
    assert (URIRef(f"{CPKB}medium"), RDFS.comment, None) in graph


def test_what_skos_forbids_is_left_out() -> None:
    graph = skos_graph(
        world(
            concept("process:wet", related=("process:rinsing", "process:nowhere")),
            concept("process:washing", broader=("process:wet", "process:nowhere")),
            concept("process:rinsing", broader=("process:washing",), related=("process:wet", "process:drying")),
            concept("process:drying", names=("drying", "Drying"), opposites=("process:nowhere",)),
            concept("technique:rinse", practices=("practice:nowhere",)),
        )
    )

    assert objects(graph, "process:wet", SKOS.related) == set()
    assert objects(graph, "process:rinsing", SKOS.related) == {"urn:cpkb:process:drying"}
    assert objects(graph, "process:washing", SKOS.broader) == {"urn:cpkb:process:wet"}
    assert objects(graph, "process:drying", SKOS.altLabel) == {"Drying"}
    assert not any("nowhere" in str(node) for triple in graph for node in triple)
    assert (uri("process:drying"), SKOS.scopeNote, None) not in graph


def test_one_scheme_keeps_its_links_to_others() -> None:
    graph = skos_graph(VOCABULARY, schemes=("technique",))

    assert set(graph.subjects(RDF.type, SKOS.ConceptScheme)) == {uri("technique")}
    assert {str(practice) for practice in graph.objects(None, URIRef(f"{CPKB}practice"))} <= {
        f"urn:cpkb:{practice.id}" for practice in VOCABULARY.by_scheme(Scheme.PRACTICE)
    }
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == len(VOCABULARY.by_scheme(Scheme.TECHNIQUE))


def test_json_ld_reads_like_a_record() -> None:
    graph = skos_graph(
        world(
            concept("pollutant:chromium-vi", names=("Cr VI", "hexavalent chromium"), cas="18540-29-9"),
            concept("technique:reduction", practices=("practice:by-product",), related=("pollutant:chromium-vi",)),
            concept("practice:by-product"),
        ),
        schemes=("pollutant", "technique"),
    )
    nodes = {node["id"]: node for node in json.loads(write_jsonld(graph))["@graph"]}

    assert nodes["pollutant:chromium-vi"] == {
        "id": "pollutant:chromium-vi",
        "type": "skos:Concept",
        "altLabel": {"en": ["Cr VI", "hexavalent chromium"]},
        "inScheme": "urn:cpkb:pollutant",
        "notation": ["chromium-vi", {"type": "cpkb:CAS", "value": "18540-29-9"}],
        "prefLabel": {"en": "chromium-vi"},
        "related": "technique:reduction",
        "topConceptOf": "urn:cpkb:pollutant",
    }
    assert nodes["technique:reduction"]["practices"] == "practice:by-product"


def test_another_process_writes_the_same_bytes() -> None:
    program = (
        "import hashlib; from corpus.skos import *; from corpus.skos_json import *;"
        "from corpus.vocabulary import load_vocabulary;"
        "graph = skos_graph(load_vocabulary(), schemes=('practice', 'pollutant'));"
        "print(hashlib.sha256(write_turtle(graph) + write_jsonld(graph)).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }

    assert len(said) == 1


@pytest.mark.parametrize("base", ["", "cp", "cp/", "urn:cpkb", "https://example.org/cp", "https://a b/", "https://a#/"])
def test_a_base_that_cannot_begin_an_address_is_refused(base: str) -> None:
    with pytest.raises(UsageError, match="cannot begin the addresses"):
        skos_graph(world(), base)


def test_an_unknown_scheme_is_named_with_the_known_ones() -> None:
    with pytest.raises(VocabularyNotFoundError, match=r"'colour'.*technique"):
        concept_scheme("colour")


def test_nothing_but_writing_loads_rdflib() -> None:
    command = "import sys, corpus.skos, corpus.skos_json, corpus.concept_schemes; sys.exit('rdflib' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", command], check=False).returncode == 0
