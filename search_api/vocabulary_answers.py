"""What the services answer of the vocabularies, as plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VocabularySummary:
    """A vocabulary, without its concepts.

    Attributes:
        scheme: Its name, the first part of its concepts' ids.
        licence: Address of the licence of its texts.
        source: What its codes rest on; "" if they are the collection's own.
        languages: ISO 639-1 code to concepts that have a name in it.
        turtle_url, json_ld_url: The same as SKOS.
    """

    scheme: str
    title: str
    definition: str
    licence: str
    source: str
    concepts: int
    languages: Mapping[str, int]
    url: str
    turtle_url: str
    json_ld_url: str


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """A concept as its file says it, links by id.

    Attributes:
        label: The preferred English name.
        labels: By language, the preferred name first.
        media: For a pollutant: where it is met.
    """

    id: str
    label: str
    labels: Mapping[str, tuple[str, ...]]
    definition: str = ""
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    opposites: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    cas: str | None = None
    codes: tuple[str, ...] = ()
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VocabularyView:
    """A vocabulary with its concepts, sorted by English name; countries and languages by code."""

    summary: VocabularySummary
    concepts: tuple[ConceptEntry, ...]
