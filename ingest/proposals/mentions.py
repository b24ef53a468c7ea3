"""All concepts that the passages of a case name, with how much each naming says about what the case is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import ConceptId, Evidence, Scheme
from ingest.concepts import Matcher
from ingest.proposals.passages import Passage, PassageKind

SHOWN = 3  # places that are shown for a value that is said in many

_WEIGHTS = {
    PassageKind.TITLE: 5.0,
    PassageKind.HEADING: 2.0,
    PassageKind.LEAD: 2.0,
    PassageKind.BODY: 1.0,
    PassageKind.ITEM: 1.0,
    PassageKind.ROW: 1.0,
    PassageKind.CREDIT: 0.0,
}


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of a concept.

    Attributes:
        start, end: Characters of the passage.
    """

    concept: ConceptId
    passage: Passage
    start: int
    end: int

    @property
    def weight(self) -> float:
        """How much it says about what the case is about."""
        return _WEIGHTS[self.passage.kind]

    @property
    def is_early(self) -> bool:
        """Whether it stands where a text says what it is about."""
        return self.passage.kind in (PassageKind.TITLE, PassageKind.LEAD)

    def evidence(self) -> Evidence:
        """Return the words that name it."""
        return self.passage.evidence(self.start, self.end)


def find_mentions(passages: Iterable[Passage], matcher: Matcher) -> list[Mention]:
    """Return every naming of a concept, in reading order."""
    return [
        Mention(match.concept, passage, match.start, match.end)
        for passage in passages
        for match in matcher.find(passage.text)
    ]


def by_concept(mentions: Iterable[Mention], *schemes: Scheme) -> Mapping[ConceptId, list[Mention]]:
    """Return the mentions of each concept of some schemes, in the order first named."""
    found: dict[ConceptId, list[Mention]] = defaultdict(list)
    wanted = tuple(f"{scheme}:" for scheme in schemes)
    for mention in mentions:
        if mention.concept.startswith(wanted):
            found[mention.concept].append(mention)
    return found


def weight(mentions: Iterable[Mention]) -> float:
    """Return the weights of some mentions together."""
    return sum(mention.weight for mention in mentions)


def shown(mentions: Sequence[Mention]) -> tuple[Evidence, ...]:
    """Return the places that say most, heaviest first."""
    heaviest = sorted(mentions, key=lambda mention: -mention.weight)
    return tuple(mention.evidence() for mention in heaviest[:SHOWN])
