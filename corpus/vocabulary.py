"""The vocabularies: read from files that a person edits, and looked up.

Owns the reading of corpus/vocabularies/*.yaml and the walk from a concept to its broader ones. Whether the concepts
agree is asked in vocabulary_check.py; finding them in a text is not done here. vocabularies/README.md describes the
files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from corpus.errors import ConceptNotFoundError, VocabularyError
from corpus.model import Concept, ConceptId, Labels, Scheme

PACKAGED_FOLDER = Path(__file__).parent / "vocabularies"
FILES = {
    "practices.yaml": Scheme.PRACTICE,
    "sectors.yaml": Scheme.SECTOR,
    "processes.yaml": Scheme.PROCESS,
    "pollutants.yaml": Scheme.POLLUTANT,
    "resources.yaml": Scheme.RESOURCE,
    "techniques.yaml": Scheme.TECHNIQUE,
    "topics.yaml": Scheme.TOPIC,
}

_KEYS_OF_ALL = frozenset(("id", "label", "synonyms", "definition", "broader", "related", "opposites", "labels"))
_KEYS = _KEYS_OF_ALL | {"practices", "cas", "codes", "medium"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All concepts of all schemes, by id."""

    concepts: Mapping[ConceptId, Concept]

    def get(self, concept_id: str) -> Concept:
        """Return the concept with this id.

        Raises:
            ConceptNotFoundError: No scheme has it.
        """
        concept = self.concepts.get(ConceptId(concept_id))
        if concept is None:
            raise ConceptNotFoundError(
                f"The vocabularies have no concept {concept_id[:80]!r}. "
                "Look up its id, a scheme and a notation such as 'sector:1313', in the list of facets."
            )
        return concept

    def by_scheme(self, scheme: Scheme) -> list[Concept]:
        """Return a scheme's concepts, sorted by English label, then id."""
        concepts = [concept for concept in self.concepts.values() if concept.scheme is scheme]
        return sorted(concepts, key=lambda concept: (concept.label.casefold(), concept.id))

    def closure(self, concept_id: str) -> tuple[ConceptId, ...]:
        """Return everything a text about the concept is about: itself, all broader ones, a technique's own practices.

        Sorted, without repeats; broader ones that do not exist are left out.

        Raises:
            ConceptNotFoundError: No scheme has the concept.
        """
        concept = self.get(concept_id)
        found = {concept.id, *(practice for practice in concept.practices if practice in self.concepts)}
        waiting = list(concept.broader)
        while waiting:
            parent = waiting.pop()
            if parent not in found and parent in self.concepts:
                found.add(parent)
                waiting.extend(self.concepts[parent].broader)
        return tuple(sorted(found))

    def narrower(self, concept_id: str) -> tuple[ConceptId, ...]:
        """Return the ids of the concepts whose direct parent this one is, sorted.

        Raises:
            ConceptNotFoundError: No scheme has the concept.
        """
        parent = self.get(concept_id).id
        return tuple(sorted(concept.id for concept in self.concepts.values() if parent in concept.broader))


@cache
def load_vocabulary(folder: Path = PACKAGED_FOLDER) -> Vocabulary:
    """Read the vocabulary files of a folder, once in a process.

    Only each entry's form is looked at here; `vocabulary_check.check` looks at what the entries say of one another.

    Raises:
        VocabularyError: A file is missing or malformed, or an entry is; the message names both.
    """
    concepts: dict[ConceptId, Concept] = {}
    for name, scheme in FILES.items():
        for concept in _read_file(folder / name, scheme):
            if concept.id in concepts:
                raise VocabularyError(f"{name}, entry '{concept.notation}': this id stands there twice. Rename one.")
            concepts[concept.id] = concept
    return Vocabulary(concepts)


def _read_file(path: Path, scheme: Scheme) -> Iterator[Concept]:
    try:
        entries = _parse(path.read_bytes())
    except OSError as error:
        raise VocabularyError(
            f"The vocabulary file {path.name} cannot be read: {error.strerror}. Restore it in {path.parent}."
        ) from error
    except yaml.YAMLError as error:
        raise VocabularyError(f"{path.name} is not well-formed YAML: {_place(error)}. Correct that place.") from error
    if not isinstance(entries, list):
        raise VocabularyError(f"{path.name} must hold a list of entries, each beginning with '- id:'.")
    return (_concept(_Entry(path.name, number, entry), scheme) for number, entry in enumerate(entries, start=1))


def _parse(data: bytes) -> object:
    """Return a YAML document made of texts, lists and mappings alone; None if there is no document.

    Every scalar stays a text: "no" is a word and "0729" keeps its nought. Reading events takes half the time of
    PyYAML's loaders, which every command would pay, and no depth of nesting can exhaust the stack.
    """
    open_lists: list[list[object]] = [[]]
    for event in yaml.parse(data, Loader=yaml.CBaseLoader):
        match event:
            case yaml.ScalarEvent():
                open_lists[-1].append(event.value)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                open_lists.append([])
            case yaml.SequenceEndEvent():
                items = open_lists.pop()
                open_lists[-1].append(items)
            case yaml.MappingEndEvent():
                items = open_lists.pop()
                open_lists[-1].append(_mapping(items, event))
            case yaml.AliasEvent():
                raise _malformed(event, "an alias, which is not used here")
    documents = open_lists[0]
    if len(documents) > 1:
        raise yaml.YAMLError("it holds more than one document")
    return documents[0] if documents else None


def _mapping(items: list[object], end: yaml.Event) -> dict[str, object]:
    keys = [key for key in items[::2] if isinstance(key, str)]
    if len(set(keys)) < len(items) // 2:
        raise _malformed(end, "a key stands twice, or is not a text, in the entry that ends here")
    return dict(zip(keys, items[1::2], strict=True))


def _malformed(event: yaml.Event, problem: str) -> yaml.YAMLError:
    return yaml.YAMLError(f"line {event.start_mark.line + 1}, {problem}" if event.start_mark else problem)


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or " ".join(str(error).split())
    return f"line {mark.line + 1}, {problem}" if mark else problem


class _Entry:
    """One entry of a file, which knows how to complain about itself."""

    def __init__(self, file: str, number: int, raw: object) -> None:
        self._file = file
        self._name = f"number {number}"
        if not isinstance(raw, dict):
            raise self.error("must be a mapping that begins with '- id:'")
        self._fields = raw
        self._name = f"'{self.text('id', required=True)}'"
        unknown = sorted(str(key) for key in raw.keys() - _KEYS)
        if unknown:
            raise self.error(f"unknown key '{unknown[0]}'; known are {', '.join(sorted(_KEYS))}")

    def error(self, problem: str) -> VocabularyError:
        """Return an error that names the file and the entry."""
        return VocabularyError(f"{self._file}, entry {self._name}: {problem}.")

    def text(self, key: str, *, required: bool = False) -> str:
        """Return a field of text, white space folded; "" if it is missing and may be."""
        value = self._fields.get(key, "")
        if not isinstance(value, str):
            raise self.error(f"'{key}' must be text")
        if required and not value.strip():
            raise self.error(f"'{key}' is missing or empty")
        return " ".join(value.split())

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a field that is a list of texts."""
        return self._texts(key, self._fields.get(key, []))

    def labels(self) -> dict[str, Labels]:
        """Return the names by language, English among them."""
        found = {"en": Labels(self.text("label", required=True), self.texts("synonyms"))}
        others = self._fields.get("labels", {})
        if not isinstance(others, dict):
            raise self.error("'labels' must map a language to a list of names")
        for language, raw in others.items():
            if not re.fullmatch("[a-z]{2}", str(language)) or language == "en":
                raise self.error(f"'{language}' in 'labels' must be a two-letter language code other than 'en'")
            names = self._texts(f"labels: {language}", raw)
            if not names:
                raise self.error(f"'labels: {language}' must hold a name")
            found[language] = Labels(names[0], names[1:])
        return found

    def _texts(self, key: str, raw: object) -> tuple[str, ...]:
        if not isinstance(raw, list) or not all(isinstance(value, str) and value.strip() for value in raw):
            raise self.error(f"'{key}' must be a list of texts, none of them empty")
        return tuple(" ".join(value.split()) for value in raw)


def _concept(entry: _Entry, scheme: Scheme) -> Concept:
    return Concept(
        id=_reference(entry.text("id"), scheme),
        scheme=scheme,
        labels=entry.labels(),
        definition=entry.text("definition"),
        broader=_references(entry, "broader", scheme),
        related=_references(entry, "related", scheme),
        opposites=_references(entry, "opposites", scheme),
        practices=_references(entry, "practices", Scheme.PRACTICE),
        cas=entry.text("cas") or None,
        codes=entry.texts("codes"),
        media=entry.texts("medium"),
    )


def _references(entry: _Entry, key: str, scheme: Scheme) -> tuple[ConceptId, ...]:
    return tuple(_reference(text, scheme) for text in entry.texts(key))


def _reference(text: str, scheme: Scheme) -> ConceptId:
    """Return a full concept id; one without a scheme belongs to `scheme`."""
    return ConceptId(text if ":" in text else f"{scheme}:{text}")
