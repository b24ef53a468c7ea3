"""What a case is about: its sector, the processes, the resources and pollutants."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from corpus.model import ConceptId, Evidence, Proposed, ProposedFigure, Scheme
from corpus.vocabulary import Vocabulary
from ingest.proposals.confidence import Rule, confidence
from ingest.proposals.labels import Label, labelled
from ingest.proposals.mentions import Mention, by_concept, shown, weight
from ingest.proposals.passages import Passage, PassageKind
from ingest.proposals.sectors import SectorWords

_ISIC = re.compile(r"\b(?:ISIC|CIIU|CITI)(?:\s+(?:Rev\.?\s?4|code|class|division|group))*[:\s]+(?:[A-Z])?(\d{2,4})\b")
_NARROWER = 0.3  # share of a sector's weight that a narrower one must hold to be taken in its place
_LABELLED = 8.0
_WORDS = 0.2  # of what words of a sector's name say, beside the name itself
_ALIKE = 22.0  # of what words say, from which they suffice without a name
_EARLY = {PassageKind.TITLE: 2.0, PassageKind.HEADING: 0.5, PassageKind.LEAD: 1.0}
_PROCESS_ENOUGH = 2.0  # weight of a process that a case is about
_SUBSTANCE_ENOUGH = 3.0
_COUNTED = 3.0  # weight of being what a figure counts


def sector_of(
    passages: Sequence[Passage], mentions: Sequence[Mention], words: SectorWords, vocabulary: Vocabulary
) -> Proposed | None:
    """Return the sector: by a code of ISIC, else the narrowest that most of what is said belongs to."""
    return (
        _by_code(passages, vocabulary)
        or _by_weight(mentions, _by_words(passages, words), vocabulary)
        or _alike(passages, _by_words(passages, words))
    )


def processes_of(mentions: Sequence[Mention], about: Iterable[Evidence]) -> list[Proposed]:
    """Return the processes that a case is about, heaviest first.

    Args:
        about: The words of its measures: a process named in them counts.
    """
    return _weighty(by_concept(mentions, Scheme.PROCESS), {}, list(about), least=_PROCESS_ENOUGH, rule=Rule.PROCESS)


def substances_of(
    mentions: Sequence[Mention], figures: Sequence[ProposedFigure], about: Iterable[Evidence]
) -> list[Proposed]:
    """Return the resources and pollutants that a case is about, heaviest first: what figures count before others."""
    named = by_concept(mentions, Scheme.POLLUTANT, Scheme.RESOURCE)
    counted: dict[ConceptId, list[Evidence]] = defaultdict(list)
    for figure in figures:
        if figure.figure.of:
            counted[figure.figure.of].extend(figure.evidence)
    return _weighty(named, counted, list(about), least=_SUBSTANCE_ENOUGH, rule=Rule.SUBSTANCE)


def _by_code(passages: Sequence[Passage], vocabulary: Vocabulary) -> Proposed | None:
    for passage in passages:
        match = _ISIC.search(passage.text)
        concept = ConceptId(f"sector:{match[1]}") if match else None
        if match and concept in vocabulary.concepts:
            return Proposed(str(concept), (passage.evidence(match.start(), match.end()),), confidence(Rule.CODE))
    return None


def _by_words(passages: Iterable[Passage], words: SectorWords) -> Mapping[ConceptId, float]:
    """Return what the words of title, headings and lead say for each sector."""
    found: dict[ConceptId, float] = defaultdict(float)
    for passage in passages:
        label = labelled(passage.text, Label.SECTOR)
        much = _LABELLED if label else _EARLY.get(passage.kind, 0.0)
        for sector, worth in words.weigh(passage.text) if much else ():
            found[sector] += much * worth
    return found


def _alike(passages: Sequence[Passage], by_words: Mapping[ConceptId, float]) -> Proposed | None:
    best = max(by_words, key=lambda concept: (by_words[concept], concept), default=None)
    if best is None or by_words[best] < _ALIKE:
        return None
    early = [passage for passage in passages if passage.kind in _EARLY]
    return Proposed(str(best), (early[0].whole(),), confidence(Rule.LIKE_SECTOR)) if early else None


def _by_weight(
    mentions: Sequence[Mention], by_words: Mapping[ConceptId, float], vocabulary: Vocabulary
) -> Proposed | None:
    named = by_concept(mentions, Scheme.SECTOR)
    weights = {concept: sum(map(_sector_weight, said)) for concept, said in named.items()}
    for concept, worth in by_words.items():
        if any(concept in weights for concept in vocabulary.closure(concept)):
            weights[concept] = weights.get(concept, 0.0) + _WORDS * worth
    spread: dict[ConceptId, float] = defaultdict(float)
    for concept, own in weights.items():
        for above in vocabulary.closure(concept):
            spread[above] += own
    roots = [concept for concept in spread if len(concept.partition(":")[2]) == 2 and spread[concept] > 0]
    if not roots:
        return None
    chosen = _descend(max(roots, key=lambda concept: (spread[concept], concept)), spread, vocabulary)
    near = [each for each in named if chosen in vocabulary.closure(each) or each in vocabulary.closure(chosen)]
    said = [mention for concept in near for mention in named[concept]]
    rule = Rule.SAID_FIRST if any(mention.is_early for mention in said) else Rule.SAID
    return Proposed(str(chosen), shown(said), confidence(rule))


def _sector_weight(mention: Mention) -> float:
    label = labelled(mention.passage.text, Label.SECTOR)
    return _LABELLED if label and label[0] <= mention.start < label[1] else mention.weight


def _descend(concept: ConceptId, spread: Mapping[ConceptId, float], vocabulary: Vocabulary) -> ConceptId:
    """Return the narrowest concept below this one that still holds most of its weight."""
    below = [child for child in vocabulary.narrower(concept) if spread.get(child, 0.0) >= _NARROWER * spread[concept]]
    if not below:
        return concept
    return _descend(max(below, key=lambda child: (spread[child], child)), spread, vocabulary)


def _weighty(
    named: Mapping[ConceptId, list[Mention]],
    counted: Mapping[ConceptId, list[Evidence]],
    about: Sequence[Evidence],
    *,
    least: float,
    rule: Rule,
) -> list[Proposed]:
    weights = {
        concept: weight(said) + _COUNTED * any(_inside(mention, about) for mention in said)
        for concept, said in named.items()
    }
    for concept in counted:
        weights[concept] = weights.get(concept, 0.0) + _COUNTED
    chosen = sorted((concept for concept in weights if weights[concept] >= least), key=lambda c: (-weights[c], c))
    return [
        Proposed(str(concept), shown(named.get(concept, [])) or tuple(counted[concept][:1]), confidence(rule))
        for concept in chosen
    ]


def _inside(mention: Mention, about: Iterable[Evidence]) -> bool:
    words = mention.evidence()
    return any(
        words.page == each.page and each.span[0] <= words.span[0] and words.span[1] <= each.span[1] for each in about
    )
