"""Tell whether what was found in a stretch of a document is a case, or only a manual that mentions some."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import CaseProposal, Proposed, Role
from ingest.proposals.confidence import Rule
from ingest.proposals.cues import Cue, pattern
from ingest.proposals.labels import is_field
from ingest.proposals.passages import Passage, PassageKind
from ingest.proposals.place import PlaceName

_EARLY = frozenset({PassageKind.TITLE, PassageKind.HEADING, PassageKind.LEAD})
_MANY_COUNTRIES = 4  # named in what tells of several sites
_SHORT = 6_000  # characters; a text of three pages at most, which can be a case without saying where
_RESULTS = frozenset({Role.AFTER, Role.SAVING, Role.ANNUAL_SAVING})


def may_tell(passages: Sequence[Passage], places: Sequence[PlaceName]) -> bool:
    """Tell whether a text that no heading announces as a case may be one: it names few countries and explains little.

    Args:
        places: Those named in the passages.
    """
    countries = {place.country for place in places if place.rule is Rule.COUNTRY_NAME}
    return len(countries) < _MANY_COUNTRIES and not _explains(passages)


def tells(case: CaseProposal, passages: Sequence[Passage], *, announced: bool) -> bool:
    """Tell whether a proposal is worth a person's look.

    What a heading announces as a case needs a status and anything that was done or gained. Any other text must also
    say at its beginning who or where; a short one may leave that out if it names no country and states a result.

    Args:
        passages: Those that the proposal was read from.
    """
    results = any(figure.figure.role in _RESULTS for figure in case.figures)
    if case.status is None or not (case.measures or results):
        return False
    if announced or any(_is_early(proposed, passages) for proposed in (case.company, case.country) if proposed):
        return True
    return case.country is None and results and sum(len(passage.text) for passage in passages) <= _SHORT


def _explains(passages: Sequence[Passage]) -> bool:
    """Tell whether several headings are those of a text that explains a technique."""
    headings = [passage.text for passage in passages if passage.kind is PassageKind.HEADING]
    return sum(bool(pattern(Cue.EXPLAINS).fullmatch(heading.strip(" 0123456789."))) for heading in headings) > 1


def _is_early(proposed: Proposed, passages: Sequence[Passage]) -> bool:
    """Tell whether some of the words stand in title, heading, lead or a field of a form."""
    return any(
        passage.page == evidence.page
        and passage.start <= evidence.span[0] < passage.start + len(passage.text)
        and (passage.kind in _EARLY or is_field(passage.text))
        for evidence in proposed.evidence
        for passage in passages
    )
