"""The vocabularies' graph as JSON-LD 1.1 that a person can read: short names, names by language, everything sorted."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


def write_jsonld(graph: Graph) -> bytes:
    """Return a graph of `skos.skos_graph` as JSON-LD; the same bytes for the same graph."""
    prefixes = {prefix: str(address) for prefix, address in sorted(graph.namespaces())}
    nodes = [_json_node(graph, subject, prefixes) for subject in sorted(set(graph.subjects()), key=str)]
    document = {"@context": {**prefixes, **_json_terms()}, "@graph": nodes}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _json_terms() -> dict[str, object]:
    """Return the short names of JSON-LD: what is keyed by language, what is an address, what is a text."""
    by_language = (
        *("skos:prefLabel", "skos:altLabel", "skos:definition", "skos:scopeNote", "rdfs:comment"),
        *("dcterms:title", "dcterms:description", "dcterms:source"),
    )
    links = ("inScheme", "topConceptOf", "hasTopConcept", "broader", "narrower", "related")
    addresses = (*(f"skos:{name}" for name in links), "cpkb:opposite", "dcterms:license")
    return {
        "id": "@id",
        "type": "@type",
        "value": "@value",
        "practices": {"@id": "cpkb:practice", "@type": "@id"},
        "medium": {"@id": "cpkb:medium"},
        "notation": {"@id": "skos:notation"},
        **{name.partition(":")[2]: {"@id": name, "@container": "@language"} for name in by_language},
        **{name.partition(":")[2]: {"@id": name, "@type": "@id"} for name in addresses},
    }


def _json_node(graph: Graph, subject: Node, prefixes: Mapping[str, str]) -> dict[str, object]:
    """Return all that is said of one thing."""
    said: dict[str, list[Node]] = defaultdict(list)
    for predicate, value in sorted(graph.predicate_objects(subject)):
        said[_short(str(predicate), prefixes)].append(value)
    node: dict[str, object] = {"id": _short(str(subject), prefixes)}
    for name, values in said.items():
        node[_json_key(name)] = _json_values(values, prefixes)
    return node


def _json_key(name: str) -> str:
    return {"cpkb:practice": "practices", "rdf:type": "type"}.get(name, name.partition(":")[2])


def _json_values(values: list[Node], prefixes: Mapping[str, str]) -> object:
    """Return values by language where they have one, else one value or a list."""
    from rdflib import Literal

    by_language: dict[str, list[str]] = defaultdict(list)
    for value in values:
        if isinstance(value, Literal) and value.language:
            by_language[value.language].append(str(value))
    if by_language:
        return {language: _one_or_all(texts) for language, texts in sorted(by_language.items())}
    return _one_or_all([_json_value(value, prefixes) for value in values])


def _json_value(value: Node, prefixes: Mapping[str, str]) -> object:
    from rdflib import Literal

    if not isinstance(value, Literal):
        return _short(str(value), prefixes)
    datatype = value.datatype
    return {"type": _short(str(datatype), prefixes), "value": str(value)} if datatype else str(value)


def _one_or_all(values: Iterable[object]) -> object:
    found = list(values)
    return found[0] if len(found) == 1 else found


def _short(address: str, prefixes: Mapping[str, str]) -> str:
    """Return "skos:Concept" for its address; an address of no known kind stays whole."""
    for prefix, start in prefixes.items():
        if address.startswith(start):
            return f"{prefix}:{address[len(start) :]}"
    return address
