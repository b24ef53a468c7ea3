"""A proposal of a case as the sidecar it would be, with the words that say each value above it, for a person to check.

What is printed is a record (corpus/records.py) that can be laid beside the PDF once it was read through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from corpus.countries import country_name
from corpus.folding import fold
from corpus.model import CaseProposal, Evidence, Proposed, ProposedFigure, ProposedMeasure
from corpus.plain_text import one_line
from corpus.vocabulary import Vocabulary

_LONGEST_QUOTE = 110  # characters
_LONGEST_ID = 60


def draft(proposal: CaseProposal, *, source: str, language: str, vocabulary: Vocabulary) -> str:
    """Return a sidecar as YAML text; what was not found is listed at its end.

    Args:
        source: What the document is called: its title, else its file's name.
        language: Of the document, ISO 639-1.
    """
    return "\n".join(_lines(proposal, one_line(source) or "document", language, vocabulary)) + "\n"


def case_id(title: str) -> str:
    """Return a title as a slug, "rinse-water-used-twice"; "case" for one without Latin letters or digits."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
    return slug[:_LONGEST_ID].rpartition("-")[0] if len(slug) > _LONGEST_ID else slug or "case"


def _lines(case: CaseProposal, source: str, language: str, vocabulary: Vocabulary) -> Iterator[str]:
    yield "# Proposed from the document; nothing here was checked. Correct it, then save it beside the PDF."
    yield "kind: case-study"
    yield f"language: {language}"
    yield "case:"
    yield f"  id: {case_id(case.title.value if case.title else source)}"
    yield from _title(case, source)
    for name, proposed in _single(case):
        yield from _field(name, proposed, vocabulary)
    yield from _several("processes", case.processes, vocabulary)
    yield from _several("substances", case.substances, vocabulary)
    yield from _measures(case.measures, vocabulary)
    yield from _figures(case.figures)
    yield "  source:"
    yield "    # The document itself; add publisher, year, address and rights."
    yield f"    title: {_text(source)}"
    missing = list(_missing(case))
    if missing:
        yield f"# not found: {', '.join(missing)}"


def _title(case: CaseProposal, source: str) -> Iterator[str]:
    if case.title:
        yield from _comments("  ", case.title)
    yield f"  title: {_text(case.title.value if case.title else source)}"


def _single(case: CaseProposal) -> Iterator[tuple[str, Proposed]]:
    fields = {
        "company": case.company,
        "country": case.country,
        "year": case.year,
        "status": case.status,
        "grade": case.grade,
        "sector": case.sector,
    }
    return ((name, proposed) for name, proposed in fields.items() if proposed)


def _field(name: str, proposed: Proposed, vocabulary: Vocabulary) -> Iterator[str]:
    yield from _comments("  ", proposed)
    value = proposed.value
    if name == "country":
        yield f"  country: {value}  # {country_name(value)}"
    else:
        yield f"  {name}: {_text(value) if name == 'company' else _named(value, vocabulary)}"


def _several(name: str, proposed: Iterable[Proposed], vocabulary: Vocabulary) -> Iterator[str]:
    for at, each in enumerate(proposed):
        if at == 0:
            yield f"  {name}:"
        yield from _comments("    ", each)
        yield f"    - {_named(each.value, vocabulary)}"


def _measures(measures: Iterable[ProposedMeasure], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the measures; one without technique or practice is commented out, for a record needs both."""
    complete = [measure for measure in measures if measure.technique and measure.practice]
    if complete:
        yield "  measures:"
    for measure in measures:
        mark = "    - " if measure in complete else "    # - "
        yield from _comments("    ", measure.name)
        yield f"{mark}name: {_text(measure.name.value)}"
        for name, proposed in (("technique", measure.technique), ("practice", measure.practice)):
            if proposed:
                yield from _comments("      ", proposed)
                yield f"{mark.replace('-', ' ')}{name}: {_named(proposed.value, vocabulary)}"


def _figures(figures: Iterable[ProposedFigure]) -> Iterator[str]:
    for at, proposed in enumerate(figures):
        if at == 0:
            yield "  figures:"
        figure = proposed.figure
        yield from _evidence("    ", proposed.evidence, proposed.confidence)
        fields = {"unit": figure.unit, "subject": figure.subject, "period": figure.period, "note": figure.note}
        told = "".join(f", {name}: {_text(value)}" for name, value in fields.items() if value)
        yield f"    - {{role: {figure.role.value}, printed: {_text(figure.printed)}{told}}}"


def _missing(case: CaseProposal) -> Iterator[str]:
    for name in ("title", "company", "country", "year", "sector", "processes", "substances", "measures", "figures"):
        if not getattr(case, name):
            yield name
    if any(measure.technique is None or measure.practice is None for measure in case.measures):
        yield "the technique of some measures"


def _comments(indent: str, proposed: Proposed) -> Iterator[str]:
    return _evidence(indent, proposed.evidence, proposed.confidence)


def _evidence(indent: str, evidence: Iterable[Evidence], confidence: float) -> Iterator[str]:
    for at, each in enumerate(evidence):
        words = one_line(each.words)
        quote = words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"
        sure = f", right in {confidence:.0%} of such cases" if at == 0 else ""
        yield f"{indent}# page {each.page}{sure}: {quote}"


def _named(value: str, vocabulary: Vocabulary) -> str:
    """Return a value with, of a concept, its name as a comment."""
    concept = next((concept for key, concept in vocabulary.concepts.items() if key == value), None)
    return f"{value}  # {one_line(concept.label)}" if concept else value


def _text(value: str) -> str:
    """Return a text as a quoted scalar of YAML, which JSON's strings are."""
    return json.dumps(one_line(value), ensure_ascii=False)
