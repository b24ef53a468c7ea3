"""The vocabularies as the API gives them: what there is, one scheme's concepts, and files for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from threading import Lock

from corpus.concept_schemes import CONCEPT_SCHEMES, ConceptScheme, concept_scheme, concepts_of, names_of
from corpus.model import Concept, Labels
from corpus.vocabulary import Vocabulary
from search_api.vocabulary_answers import ConceptEntry, VocabularySummary, VocabularyView

ALL = "all"  # stands for every scheme in a file's name


class RdfFormat(StrEnum):
    """How a file writes SKOS."""

    TURTLE = "turtle"
    JSON_LD = "json-ld"


MEDIA_TYPES = {RdfFormat.TURTLE: "text/turtle", RdfFormat.JSON_LD: "application/ld+json"}


class VocabularyViews:
    """Answers what is asked of the vocabularies; made once each, for they do not change while a process runs."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._lock = Lock()
        self._files = lru_cache(maxsize=None)(self._file)
        self._views = lru_cache(maxsize=None)(self._view)

    def vocabularies(self) -> tuple[VocabularySummary, ...]:
        """Return every vocabulary, without its concepts."""
        return tuple(self._views(name).summary for name in CONCEPT_SCHEMES)

    def vocabulary(self, name: str) -> VocabularyView:
        """Return a vocabulary with its concepts.

        Raises:
            VocabularyNotFoundError: There is no such vocabulary.
        """
        return self._views(concept_scheme(name).name)

    def vocabulary_file(self, name: str, form: RdfFormat) -> bytes:
        """Return a vocabulary as SKOS; "all" names them all.

        Raises:
            VocabularyNotFoundError: There is no such vocabulary.
        """
        known = name if name == ALL else concept_scheme(name).name
        with self._lock:  # two who ask at once wait for one rendering
            return self._files(known, form)

    def _view(self, name: str) -> VocabularyView:
        concepts = {concept.notation: concept for concept in concepts_of(name, self._vocabulary)}
        named = names_of(name, self._vocabulary)
        entries = tuple(
            _entry(f"{name}:{notation}", _texts(labels), concepts.get(notation)) for notation, labels in named.items()
        )
        return VocabularyView(_summary(concept_scheme(name), entries), entries)

    def _file(self, name: str, form: RdfFormat) -> bytes:
        schemes = tuple(CONCEPT_SCHEMES) if name == ALL else (name,)
        return rendered(self._vocabulary, form, schemes)


def rendered(vocabulary: Vocabulary, form: RdfFormat, schemes: tuple[str, ...], base: str | None = None) -> bytes:
    """Return schemes as one file of SKOS. Raises as `corpus.skos.skos_graph` does."""
    from corpus.skos import DEFAULT_BASE, skos_graph, write_turtle
    from corpus.skos_json import write_jsonld

    graph = skos_graph(vocabulary, base or DEFAULT_BASE, schemes=schemes)
    return write_turtle(graph) if form is RdfFormat.TURTLE else write_jsonld(graph)


def _summary(scheme: ConceptScheme, entries: tuple[ConceptEntry, ...]) -> VocabularySummary:
    url = f"/api/v1/vocabularies/{scheme.name}"
    return VocabularySummary(
        scheme=scheme.name,
        title=scheme.title,
        definition=scheme.definition,
        licence=scheme.licence,
        source=scheme.source,
        concepts=len(entries),
        languages={
            language: sum(language in entry.labels for entry in entries)
            for language in sorted({language for entry in entries for language in entry.labels})
        },
        url=url,
        turtle_url=f"{url}.ttl",
        json_ld_url=f"{url}.jsonld",
    )


def _entry(concept_id: str, labels: Mapping[str, tuple[str, ...]], concept: Concept | None) -> ConceptEntry:
    label = labels["en"][0]
    if concept is None:
        return ConceptEntry(concept_id, label, labels)
    return ConceptEntry(
        id=concept_id,
        label=label,
        labels=labels,
        definition=concept.definition,
        broader=concept.broader,
        related=concept.related,
        opposites=concept.opposites,
        practices=concept.practices,
        cas=concept.cas,
        codes=concept.codes,
        media=concept.media,
    )


def _texts(labels: Mapping[str, Labels]) -> dict[str, tuple[str, ...]]:
    return {language: (names.preferred, *names.alternatives) for language, names in labels.items()}
