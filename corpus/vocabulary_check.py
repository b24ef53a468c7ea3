"""Checks of the vocabularies: what a person who edits them can get wrong, entry by entry and between entries.

Owns the rules and their wording; reads no file and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.folding import fold
from corpus.model import Concept, ConceptId, Scheme
from corpus.vocabulary import Vocabulary

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SECTOR = re.compile(r"[A-U]|[0-9]{2,4}")
_CODE = re.compile(r"[A-Z]+ [A-Z0-9]+(\.[0-9]+)*")
_MEDIA = ("air", "soil", "waste", "water")
_CAS = re.compile(r"([0-9]{2,7})-([0-9]{2})-([0-9])")


def check(vocabulary: Vocabulary) -> list[str]:
    """Return what is wrong with the concepts, one sentence each, in the order of the files; empty if nothing is."""
    problems = [
        f"{concept.id}: {problem}."
        for concept in vocabulary.concepts.values()
        for problem in (*_form_problems(concept), *_link_problems(concept, vocabulary))
    ]
    return problems + _duplicate_labels(vocabulary) + _duplicate_codes(vocabulary)


def _form_problems(concept: Concept) -> Iterator[str]:
    """Say what is wrong with a concept alone."""
    form = _SECTOR if concept.scheme is Scheme.SECTOR else _SLUG
    if not form.fullmatch(concept.notation):
        yield f"the notation '{concept.notation}' is malformed"
    if "en" not in concept.labels or not concept.label.strip():
        yield "it has no English label"
    if concept.scheme is Scheme.TECHNIQUE and not concept.practices:
        yield "it names no practice"
    if concept.scheme is not Scheme.TECHNIQUE and concept.practices:
        yield "only techniques name practices"
    yield from _code_problems(concept)
    for language, labels in concept.labels.items():
        names = [name.casefold() for name in (labels.preferred, *labels.alternatives)]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"the {language} label '{name}' stands there twice"


def _code_problems(concept: Concept) -> Iterator[str]:
    """Say what is wrong with a concept's numbers in other classifications, and with the media of a pollutant."""
    if concept.cas is not None and not _is_cas(concept.cas):
        yield f"'{concept.cas}' is not a valid CAS number"
    for code in concept.codes:
        if not _CODE.fullmatch(code):
            yield f"the code '{code}' is not a classification's name and a notation, such as 'NACE 13.30'"
    for medium in concept.media:
        if medium not in _MEDIA:
            yield f"the medium '{medium}' is none of {', '.join(_MEDIA)}"


def _is_cas(number: str) -> bool:
    """Tell whether a CAS Registry Number is well formed and its check digit is right.

    The check digit is the sum of the other digits, each times its place from the right, modulo 10
    (Chemical Abstracts Service, "Check Digit Verification of CAS Registry Numbers").
    """
    match = _CAS.fullmatch(number)
    if match is None:
        return False
    digits = (match[1] + match[2])[::-1]
    return sum(place * int(digit) for place, digit in enumerate(digits, start=1)) % 10 == int(match[3])


def _link_problems(concept: Concept, vocabulary: Vocabulary) -> Iterator[str]:
    """Say what is wrong with the concepts that a concept names."""
    links = {
        "broader": (concept.broader, concept.scheme),
        "related": (concept.related, None),
        "opposite": (concept.opposites, None),
        "practice": (concept.practices, Scheme.PRACTICE),
    }
    for kind, (targets, scheme) in links.items():
        for target in targets:
            if target not in vocabulary.concepts:
                yield f"its {kind} concept '{target}' does not exist"
            elif scheme is not None and vocabulary.concepts[target].scheme is not scheme:
                yield f"its {kind} concept '{target}' must be a {scheme}"
            elif target == concept.id:
                yield f"it names itself as {kind} concept"
    if any(concept.id in vocabulary.closure(parent) for parent in concept.broader if parent in vocabulary.concepts):
        yield "it is broader than itself: a cycle"
    if concept.scheme is Scheme.SECTOR:
        yield from _sector_problems(concept)


def _sector_problems(concept: Concept) -> Iterator[str]:
    """Say where a sector does not hang under the one its notation tells."""
    notation, parents = concept.notation, [parent.partition(":")[2] for parent in concept.broader]
    if notation.isalpha():
        if parents:
            yield "a section has nothing broader"
    elif len(notation) == 2:
        if len(parents) != 1 or not parents[0].isalpha():
            yield "a division belongs to one section"
    elif parents != [notation[:-1]]:
        yield f"it belongs under 'sector:{notation[:-1]}' alone"


def _duplicate_labels(vocabulary: Vocabulary) -> list[str]:
    """Say which label two concepts of one scheme share in one language.

    ISIC gives a group and its only class the same title, so a sector may share a label with one it belongs to.
    """
    owners: dict[tuple[Scheme, str, str], ConceptId] = {}
    problems = []
    for concept in vocabulary.concepts.values():
        lineage = vocabulary.closure(concept.id)
        for language, labels in concept.labels.items():
            for name in sorted({fold(name) for name in (labels.preferred, *labels.alternatives)}):
                owner = owners.setdefault((concept.scheme, language, name), concept.id)
                if owner != concept.id and not (concept.scheme is Scheme.SECTOR and owner in lineage):
                    problems.append(f"{concept.id}: {owner} has the {language} label '{name}' too.")
    return problems


def _duplicate_codes(vocabulary: Vocabulary) -> list[str]:
    """Say which code two concepts share; one of a group and of its only class stands at the class."""
    owners: dict[str, ConceptId] = {}
    return [
        f"{concept.id}: {owners[code]} has the code '{code}' too."
        for concept in vocabulary.concepts.values()
        for code in concept.codes
        if owners.setdefault(code, concept.id) != concept.id
    ]
