"""The vocabularies as SKOS, for other programs; skos_json.py writes the same graph as JSON-LD.

Turtle and JSON-LD have the same bytes for the same vocabularies.

Keeps to the integrity conditions of the SKOS Reference (W3C Recommendation, 18 August 2009): one preferred label a
language (S14), preferred and alternative labels disjoint (S13), "related" disjoint with "broader" and its chains (S27).
What breaks them is left out, not repaired; `vocabulary_check.check` names it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from corpus.concept_schemes import CONCEPT_SCHEMES, ConceptScheme, concept_scheme, concepts_of, names_of
from corpus.errors import UsageError
from corpus.model import Concept, ConceptId, Labels
from corpus.vocabulary import Vocabulary

if TYPE_CHECKING:
    from rdflib import Graph, Namespace, URIRef
    from rdflib.term import Node

DEFAULT_BASE = "urn:cpkb:"

_BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`#]*(?<=[:/])")
_PROPERTIES = {
    "medium": "Where a pollutant is met: air, soil, waste or water.",
    "opposite": "A concept that a reader must not take for this one.",
    "practice": "A practice of Cleaner Production that a technique belongs to.",
}


def skos_graph(
    vocabulary: Vocabulary, base: str = DEFAULT_BASE, *, schemes: Iterable[str] = tuple(CONCEPT_SCHEMES)
) -> Graph:
    """Return the vocabularies as a graph.

    Args:
        base: What every address begins with; ends with ":" or "/".
        schemes: Names from CONCEPT_SCHEMES; links to concepts of other schemes stay.

    Raises:
        UsageError: The base cannot begin an address.
        VocabularyNotFoundError: There is no such scheme.
    """
    writer = _Writer(vocabulary, base)
    writer.properties()
    for name in dict.fromkeys(schemes):
        writer.scheme(concept_scheme(name))
        parented = {concept.notation for concept in concepts_of(name, vocabulary) if writer.concept(concept)}
        for notation, labels in names_of(name, vocabulary).items():
            writer.entry(name, notation, labels, top=notation not in parented)
    return writer.graph


def write_turtle(graph: Graph) -> bytes:
    """Return a graph as Turtle, subjects and values sorted."""
    return graph.serialize(format="turtle", encoding="utf-8")


class _Writer:
    """Fills a graph, scheme by scheme."""

    def __init__(self, vocabulary: Vocabulary, base: str) -> None:
        from rdflib import Graph, Namespace
        from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

        if not _BASE.fullmatch(base):
            raise UsageError(
                f"{base[:80]!r} cannot begin the addresses of concepts. "
                "Give an absolute address that ends with ':' or '/', such as 'https://example.org/cp/'."
            )
        self._vocabulary = vocabulary
        self._base = base
        self._terms: Namespace = Namespace(f"{base}terms{base[-1]}")
        self._links = _symmetric_links(vocabulary)
        self.graph = Graph(bind_namespaces="none")
        known = {"skos": SKOS, "dcterms": DCTERMS, "rdf": RDF, "rdfs": RDFS, "cpkb": self._terms}
        for prefix, namespace in known.items():
            self.graph.bind(prefix, namespace)
        for name in CONCEPT_SCHEMES:
            self.graph.bind(name, f"{base}{name}{base[-1]}")

    def properties(self) -> None:
        """Say what the properties mean that SKOS does not have."""
        from rdflib import RDF, RDFS, Literal

        for name, meaning in _PROPERTIES.items():
            self._add(self._terms[name], (RDF.type, RDF.Property), (RDFS.comment, Literal(meaning, "en")))

    def scheme(self, scheme: ConceptScheme) -> None:
        """Add a scheme's own description."""
        from rdflib import RDF, Literal, URIRef
        from rdflib.namespace import DCTERMS, SKOS

        address = self._scheme_address(scheme.name)
        self._add(
            address,
            (RDF.type, SKOS.ConceptScheme),
            (DCTERMS.title, Literal(scheme.title, "en")),
            (DCTERMS.description, Literal(scheme.definition, "en")),
            (DCTERMS.license, URIRef(scheme.licence)),
        )
        if scheme.source:
            self._add(address, (DCTERMS.source, Literal(scheme.source, "en")))

    def entry(self, scheme: str, notation: str, labels: Mapping[str, Labels], *, top: bool) -> None:
        """Add what every entry has."""
        from rdflib import RDF, Literal
        from rdflib.namespace import SKOS

        address, home = self._address(f"{scheme}:{notation}"), self._scheme_address(scheme)
        self._add(address, (RDF.type, SKOS.Concept), (SKOS.inScheme, home), (SKOS.notation, Literal(notation)))
        for language, names in labels.items():
            self._add(address, (SKOS.prefLabel, Literal(names.preferred, language)))
            others = (name for name in names.alternatives if name != names.preferred)
            self._add(address, *((SKOS.altLabel, Literal(name, language)) for name in others))
        if top:
            self._add(address, (SKOS.topConceptOf, home))
            self._add(home, (SKOS.hasTopConcept, address))

    def concept(self, concept: Concept) -> bool:
        """Add a concept's definition, links and codes; return whether it has a broader one."""
        from rdflib import Literal
        from rdflib.namespace import SKOS

        broader = self._known(concept.broader)
        address = self._address(concept.id)
        if concept.definition:
            self._add(address, (SKOS.definition, Literal(concept.definition, "en")))
        self._add(address, *((SKOS.broader, self._address(parent)) for parent in broader))
        self._add(address, *((SKOS.narrower, self._address(child)) for child in self._vocabulary.narrower(concept.id)))
        self._add(address, *((SKOS.related, self._address(other)) for other in self._links[concept.id]))
        self._add(address, *((self._terms.practice, self._address(p)) for p in self._known(concept.practices)))
        self._add(address, *((self._terms.medium, Literal(medium)) for medium in concept.media))
        self._opposites(address, self._known(concept.opposites))
        self._codes(address, concept)
        return bool(broader)

    def _opposites(self, address: URIRef, opposites: list[ConceptId]) -> None:
        from rdflib import Literal
        from rdflib.namespace import SKOS

        self._add(address, *((self._terms.opposite, self._address(other)) for other in opposites))
        if opposites:
            names = ", ".join(f'"{self._vocabulary.get(other).label}"' for other in opposites)
            self._add(address, (SKOS.scopeNote, Literal(f"Not to be confused with {names}.", "en")))

    def _codes(self, address: URIRef, concept: Concept) -> None:
        """Add the codes that other lists know a concept by; the datatype says which list."""
        from rdflib import Literal
        from rdflib.namespace import SKOS

        named = [code.partition(" ") for code in concept.codes] + ([("CAS", "", concept.cas)] if concept.cas else [])
        for name, _, code in named:
            self._add(address, (SKOS.notation, Literal(code, datatype=self._terms[name])))

    def _add(self, subject: URIRef, *pairs: tuple[Node, Node]) -> None:
        for predicate, value in pairs:
            self.graph.add((subject, predicate, value))

    def _known(self, concepts: Iterable[ConceptId]) -> list[ConceptId]:
        return [concept for concept in concepts if concept in self._vocabulary.concepts]

    def _address(self, concept: str) -> URIRef:
        from rdflib import URIRef

        return URIRef(self._base + concept.replace(":", self._base[-1], 1))

    def _scheme_address(self, name: str) -> URIRef:
        from rdflib import URIRef

        return URIRef(self._base + name)


def _symmetric_links(vocabulary: Vocabulary) -> Mapping[ConceptId, list[ConceptId]]:
    """Return what each concept is related to, practices too, in both directions, but for its own broader ones."""
    links: dict[ConceptId, set[ConceptId]] = defaultdict(set)
    above = {concept: frozenset(vocabulary.closure(concept)) for concept in vocabulary.concepts}
    for concept in vocabulary.concepts.values():
        for other in concept.related:
            if other in above and other not in above[concept.id] and concept.id not in above[other]:
                links[concept.id].add(other)
                links[other].add(concept.id)
        for practice in concept.practices:
            if practice in above:
                links[concept.id].add(practice)
                links[practice].add(concept.id)
    return defaultdict(list, {concept: sorted(others) for concept, others in links.items()})
