"""Whether what a child says of a file can be true: one that was taken over may say anything, of the right types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from corpus.model import CaseProposal, ConceptId, Page, Table, document_text
from ingest.parse import Job, Parsed

Place = tuple[int, tuple[int, int]]  # page from 1, characters of its text


def is_sound(parsed: Parsed, job: Job, concepts: Set[ConceptId]) -> bool:
    """Tell whether a result speaks of this file alone, of places that it has and of concepts that there are."""
    text = len(document_text(parsed.pages))
    return (
        all(map(_is_sound_page, parsed.pages, range(1, len(parsed.pages) + 1)))
        and len(parsed.concepts) == len(parsed.chunks)
        and all(concepts >= set(named) for named in parsed.concepts)
        and all(chunk.document == job.document and chunk.ordinal == n for n, chunk in enumerate(parsed.chunks))
        and all(1 <= chunk.first_page <= chunk.last_page <= len(parsed.pages) for chunk in parsed.chunks)
        and all(0 <= chunk.start <= chunk.end <= text for chunk in parsed.chunks)
        and all(_is_there(place, parsed.pages) for table in parsed.tables for place in _cells(table))
        and all(_is_there(place, parsed.pages) for case in parsed.proposals for place in _evidence(case))
    )


def _is_sound_page(page: Page, number: int) -> bool:
    spans, boxes = page.words.spans, page.words.boxes
    return (
        page.number == number
        and spans.shape == (len(spans), 2)
        and boxes.shape == (len(spans), 4)
        and 0 <= page.margin <= len(page.text)
        and (not len(spans) or (int(spans.min()) >= 0 and int(spans.max()) <= len(page.text)))
    )


def _is_there(place: Place, pages: Sequence[Page]) -> bool:
    page, (start, end) = place
    return 1 <= page <= len(pages) and 0 <= start <= end <= len(pages[page - 1].text)


def _cells(table: Table) -> Iterator[Place]:
    return ((cell.page, cell.span) for cell in table.cells)


def _evidence(case: CaseProposal) -> Iterator[Place]:
    """Yield all places that a proposal rests on."""
    single = (case.title, case.company, case.country, case.year, case.sector, case.status, case.grade)
    measures = (part for measure in case.measures for part in (measure.name, measure.technique, measure.practice))
    for said in (*single, *case.processes, *case.substances, *measures, *case.figures):
        if said is not None:
            yield from ((words.page, words.span) for words in said.evidence)
    for stated in case.figures:
        yield stated.figure.page, stated.figure.span or (0, 0)
