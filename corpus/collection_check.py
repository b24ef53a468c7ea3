"""Prove the starter collection: every number, link, label and right, record by record and PDF by PDF.

Says what is wrong in one sentence each; changes nothing and decides nothing about what is shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path

from corpus.collection import Item
from corpus.model import ConceptId, Source, TechniqueSheet
from corpus.plain_text import web_address
from corpus.records import CaseRecord
from corpus.technique_sheets import SECTIONS
from corpus.vocabulary import Vocabulary

ReadText = Callable[[Path], Sequence[str]]  # a PDF's pages, as ingestion reads them

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SCALES = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SCALED = re.compile(rf"({_NUMBER.pattern})(?: (thousand|million|billion)\b)?")
_MARK = re.compile(r"\[(\d+)\]")
# Digits that name something and count nothing: a standard, a substance, a mark, a word such as "CO2" or "PM10".
_NAME = re.compile(r"\bISO \d+|\b\d+(?:,\d)*-[a-z]{3,}|\[\d+\]|\b[A-Za-z]+[-\u2013]?\d+[A-Za-z0-9]*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?!\[)")


def check_items(items: Iterable[tuple[Item, Path]], vocabulary: Vocabulary, read: ReadText) -> Iterator[str]:
    """Yield what is wrong with each document of the collection and the PDF made of it."""
    known = list(items)
    names = Counter(item.record.work for item, _ in known)
    for item, pdf in known:
        problems = chain(_item_problems(item, vocabulary, read(pdf)), _twice(item, names))
        yield from (f"{item.name}: {problem}." for problem in problems)


def _twice(item: Item, names: Counter[str]) -> Iterator[str]:
    if item.record.work and names[item.record.work] > 1:
        yield f"another document is an edition of '{item.record.work}' too"


def _item_problems(item: Item, vocabulary: Vocabulary, pages: Sequence[str]) -> Iterator[str]:
    record, stem = item.record, item.packaged.stem
    if not record.rights:
        yield "the document's own rights are missing"
    if not any(page.strip() for page in pages):
        yield "its PDF holds no text"
    if record.case:
        yield from _case_problems(record.case, stem, vocabulary, pages)
    elif record.technique:
        yield from _technique_problems(record.technique, stem, record.title, vocabulary, pages)


def _case_problems(case: CaseRecord, stem: str, vocabulary: Vocabulary, pages: Sequence[str]) -> Iterator[str]:
    if case.id != stem:
        yield f"the case id is '{case.id}', not the name of the file"
    yield from _source_problems(case.source, "the source")
    yield from _unknown(_concepts_of(case), vocabulary)
    yield from (f"the summary's number {number} stands nowhere else in the case" for number in _unfounded(case))
    if not pages:
        return
    if len(pages) > 1:
        yield f"its sheet takes {len(pages)} pages, not one; shorten it"
    stated = _numbers(_texts(case))
    yield from (f"page 1 does not show the number {number}" for number in sorted(stated - _numbers(pages[:1])))
    yield from (
        f"page 1 does not show the figure '{figure.printed}'"
        for figure in case.figures
        if not re.search(rf"(?<!\d){re.escape(figure.printed)}(?!\d)", pages[0])
    )


def _technique_problems(
    sheet: TechniqueSheet, stem: str, title: str, vocabulary: Vocabulary, pages: Sequence[str]
) -> Iterator[str]:
    if sheet.id.partition(":")[2] != stem:
        yield f"the technique is '{sheet.id}', not the name of the file"
    yield from _unknown([sheet.id], vocabulary)
    if sheet.id in vocabulary.concepts and title != vocabulary.concepts[sheet.id].label:
        yield f"its title is '{title}', but the vocabulary calls it '{vocabulary.concepts[sheet.id].label}'"
    yield from (f"it says nothing under '{heading}'" for name, heading in SECTIONS if not getattr(sheet, name))
    if not sheet.sources:
        yield "it names no source"
    for number, source in enumerate(sheet.sources, start=1):
        yield from _source_problems(source, f"source {number}")
    yield from _claim_problems(sheet)
    shown = _numbers(pages)
    stated = _numbers(_texts_of_sheet(sheet))
    yield from (f"its PDF does not show the number {number}" for number in sorted(stated - shown))


def _claim_problems(sheet: TechniqueSheet) -> Iterator[str]:
    """Say which sentence gives a figure without its source."""
    for text in _texts_of_sheet(sheet):
        for mark in _MARK.findall(text):
            if not 1 <= int(mark) <= len(sheet.sources):
                yield f"the mark [{mark}] has no source"
        for sentence in _SENTENCE.split(text):
            if re.search(r"\d", _NAME.sub("", sentence)) and not _MARK.search(sentence):
                yield f"a figure has no source: '{sentence}'"


def _source_problems(source: Source, name: str) -> Iterator[str]:
    if not (source.title and source.rights):
        yield f"{name} needs a title and rights"
    if source.address and not web_address(source.address):
        yield f"the address of {name} is no web address: '{source.address}'"


def _unknown(concepts: Iterable[ConceptId], vocabulary: Vocabulary) -> Iterator[str]:
    return (
        f"the vocabularies have no concept '{concept}'" for concept in concepts if concept not in vocabulary.concepts
    )


def _concepts_of(case: CaseRecord) -> Iterator[ConceptId]:
    if case.sector:
        yield case.sector
    yield from (*case.processes, *case.substances)
    for measure in case.measures:
        yield from (measure.technique, measure.practice)


def _unfounded(case: CaseRecord) -> list[str]:
    """Return the summary's numbers that nothing else in the case states, "1.5 million" being 1,500,000."""
    rest = {_value(number, "") for text in _texts(case) if text is not case.summary for number in _NUMBER.findall(text)}
    summary = _NAME.sub("", case.summary)
    return [
        match[0] for match in _SCALED.finditer(summary) if not {_value(match[1], ""), _value(match[1], match[2])} & rest
    ]


def _texts(case: CaseRecord) -> list[str]:
    """Return all that a case says, in words or figures."""
    texts = [case.title, case.company or "", str(case.year or ""), case.summary, case.baseline, case.notes]
    texts += [text for measure in case.measures for text in (measure.name, measure.description)]
    texts += [text for f in case.figures for text in (f.printed, f.unit, f.subject, f.period, f.note)]
    return texts


def _texts_of_sheet(sheet: TechniqueSheet) -> list[str]:
    points = [point for name, _ in SECTIONS for point in getattr(sheet, name)]
    return [sheet.what, sheet.how, sheet.restrictions, *points]


def _numbers(texts: Iterable[str]) -> set[str]:
    return {number for text in texts for number in _NUMBER.findall(text)}


def _value(number: str, scale: str) -> Decimal | str:
    """Return what a number is worth; a list such as "1,2" stays as it is written."""
    plain = re.sub(r",(?=\d{3}(?:\D|$))", "", number)
    return Decimal(plain) * _SCALES[scale or ""] if "," not in plain and plain.count(".") < 2 else plain
