"""How far a case got, by what the text says was done, tried, proposed or expected, in four languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.model import CaseStatus, Evidence, Proposed, ProposedFigure, Role
from ingest.proposals.confidence import Rule, confidence
from ingest.proposals.cues import Cue, pattern
from ingest.proposals.labels import Label, labelled
from ingest.proposals.mentions import SHOWN
from ingest.proposals.passages import Passage, PassageKind

_CUES = {
    CaseStatus.PILOT: Cue.STATUS_PILOT,
    CaseStatus.PROPOSED: Cue.STATUS_PROPOSED,
    CaseStatus.ESTIMATED: Cue.STATUS_ESTIMATED,
    CaseStatus.IMPLEMENTED: Cue.STATUS_IMPLEMENTED,
}
_LINE = re.compile(r"^Status (?P<status>Implemented|Pilot|Proposed|Estimated)$", re.MULTILINE)
_PILOT = 2.0  # weight of cues from which a case is a pilot
_AHEAD = 2.5  # weight of cues from which a case lies ahead
_EARLY = {PassageKind.TITLE: 2.0, PassageKind.HEADING: 1.5, PassageKind.LEAD: 1.0}


def status_of(passages: Sequence[Passage], figures: Sequence[ProposedFigure]) -> Proposed | None:
    """Return the status: as labelled, else that of most cue words; None if nothing says any.

    A result that is stated without any cue to the contrary is one of something carried out.
    """
    return _labelled(passages) or _by_cues(passages) or _by_result(figures)


def _labelled(passages: Sequence[Passage]) -> Proposed | None:
    for passage in passages:
        span = labelled(passage.text, Label.STATUS)
        line = _LINE.search(passage.text)
        if not span and line:
            span = line.span("status")
        value = passage.text[span[0] : span[1]].partition("\n")[0] if span else ""
        status = next((status for status, cue in _CUES.items() if value and pattern(cue).search(value)), None)
        if span and status:
            evidence = passage.evidence(span[0], span[0] + len(value))
            return Proposed(status.value, (evidence,), confidence(Rule.LABEL))
    return None


def _by_cues(passages: Sequence[Passage]) -> Proposed | None:
    cues = {status: list(_cues(passages, cue)) for status, cue in _CUES.items()}
    weights = {status: sum(weight for weight, _ in said) for status, said in cues.items()}
    done = weights[CaseStatus.IMPLEMENTED]
    if weights[CaseStatus.PILOT] >= _PILOT and weights[CaseStatus.PILOT] > 0.5 * done:
        return _proposed(CaseStatus.PILOT, cues[CaseStatus.PILOT], Rule.CUE)
    proposed, estimated = weights[CaseStatus.PROPOSED], weights[CaseStatus.ESTIMATED]
    if proposed + estimated >= _AHEAD and proposed + estimated > done:
        status = CaseStatus.PROPOSED if proposed >= 0.5 * estimated else CaseStatus.ESTIMATED
        return _proposed(status, cues[status], Rule.CUE)
    return _proposed(CaseStatus.IMPLEMENTED, cues[CaseStatus.IMPLEMENTED], Rule.NO_CUE) if done else None


def _by_result(figures: Sequence[ProposedFigure]) -> Proposed | None:
    result = next((figure for figure in figures if figure.figure.role is not Role.BASELINE), None)
    if result is None:
        return None
    return Proposed(CaseStatus.IMPLEMENTED.value, result.evidence, confidence(Rule.NO_CUE))


def _proposed(status: CaseStatus, cues: Sequence[tuple[float, Evidence]], rule: Rule) -> Proposed:
    heaviest = sorted(cues, key=lambda cue: -cue[0])
    return Proposed(status.value, tuple(evidence for _, evidence in heaviest[:SHOWN]), confidence(rule))


def _cues(passages: Sequence[Passage], cue: Cue) -> Iterator[tuple[float, Evidence]]:
    for passage in passages:
        if passage.kind is PassageKind.CREDIT:
            continue
        for match in pattern(cue).finditer(passage.text):
            yield _EARLY.get(passage.kind, 1.0), passage.evidence(match.start(), match.end())
