"""The concept schemes that the vocabularies are published as: the editable ones, countries and languages.

Owns what each scheme is called, what it is and under which licence; countries and languages are made here, from CLDR.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corpus.countries import country_codes, country_name
from corpus.errors import VocabularyNotFoundError
from corpus.languages import language_codes, language_name
from corpus.model import Concept, Labels, Scheme
from corpus.vocabulary import Vocabulary

LANGUAGES = ("en", "es", "fr", "pt", "ar", "zh", "vi")  # that countries and languages are named in
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
UNICODE = "https://spdx.org/licenses/Unicode-3.0.html"
COUNTRY = "country"
LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class ConceptScheme:
    """A vocabulary as others see it (a SKOS concept scheme).

    Attributes:
        name: First part of its concepts' ids: "technique".
        definition: What it holds.
        licence: Address of the licence of its texts.
        source: What its codes and titles rest on; "" if they are the collection's own.
    """

    name: str
    title: str
    definition: str
    licence: str = CC_BY
    source: str = ""


CONCEPT_SCHEMES = {
    scheme.name: scheme
    for scheme in (
        ConceptScheme(
            Scheme.PRACTICE.value, "Cleaner Production practices", "The eight practices of Cleaner Production."
        ),
        ConceptScheme(
            Scheme.SECTOR.value,
            "Sectors",
            "Economic activities, from sections to classes, with the common names of plants.",
            source="International Standard Industrial Classification (ISIC), Revision 4, United Nations",
        ),
        ConceptScheme(Scheme.PROCESS.value, "Processes", "Unit operations and other steps of production."),
        ConceptScheme(
            Scheme.POLLUTANT.value,
            "Pollutants",
            "What leaves a plant and should not: in water, in air, in soil, as waste.",
        ),
        ConceptScheme(Scheme.RESOURCE.value, "Resources", "What a plant buys or recovers: water, energy, materials."),
        ConceptScheme(
            Scheme.TECHNIQUE.value,
            "Techniques",
            "What a plant can do to use less and pollute less, with the practice it is.",
        ),
        ConceptScheme(
            Scheme.TOPIC.value, "Topics", "Cleaner Production under its many names, and the allied fields of work."
        ),
        ConceptScheme(
            COUNTRY, "Countries", "Countries and areas, by their codes.", UNICODE, "ISO 3166-1 alpha-2; Unicode CLDR"
        ),
        ConceptScheme(LANGUAGE, "Languages", "Languages, by their codes.", UNICODE, "ISO 639-1; Unicode CLDR"),
    )
}


def concept_scheme(name: str) -> ConceptScheme:
    """Return the scheme with this name.

    Raises:
        VocabularyNotFoundError: There is none.
    """
    scheme = CONCEPT_SCHEMES.get(name)
    if scheme is None:
        raise VocabularyNotFoundError(
            f"There is no vocabulary {name[:80]!r}. Ask for one of {', '.join(CONCEPT_SCHEMES)}."
        )
    return scheme


def concepts_of(name: str, vocabulary: Vocabulary) -> list[Concept]:
    """Return the concepts of a scheme, sorted by English label; none for a scheme whose entries only have names."""
    return vocabulary.by_scheme(Scheme(name)) if name in tuple(Scheme) else []


def names_of(name: str, vocabulary: Vocabulary) -> dict[str, Mapping[str, Labels]]:
    """Return notation to language to names, for every entry of a scheme; countries and languages are sorted by code."""
    match name:
        case "country":
            return _named(country_codes(), country_name)
        case "language":
            return _named(language_codes(), language_name)
        case _:
            return {concept.notation: concept.labels for concept in concepts_of(name, vocabulary)}


def _named(codes: tuple[str, ...], name: Callable[[str, str], str]) -> dict[str, Mapping[str, Labels]]:
    return {code: {language: Labels(name(code, language)) for language in LANGUAGES} for code in codes}
