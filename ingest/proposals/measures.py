"""The measures of a case: rows of a table of measures, options with a heading each, list items, else what was done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby, takewhile

from corpus.folding import fold
from corpus.model import Cell, ConceptId, Proposed, ProposedMeasure, Scheme, Table
from corpus.vocabulary import Vocabulary
from ingest.proposals.confidence import Rule, confidence
from ingest.proposals.cues import Cue, alternatives, pattern
from ingest.proposals.doing import SENTENCE, deeds, introductions
from ingest.proposals.labels import Label, is_field, labelled
from ingest.proposals.mentions import Mention, by_concept
from ingest.proposals.passages import Passage, PassageKind, bullet_length
from ingest.proposals.techniques import MeasureWords, Techniques, broader_left_out

_NAME_ENDS = re.compile(r"[:;]|[.](?=\s|$)|\s[–—]\s|,\s(?:which|so|that|lo que|ce qui|o que)\b|\s\(")
_ASSESSMENT = "technique:cleaner-production-programme"  # what finds the measures is none of them
_HEAD_LENGTH = 35  # characters of a cell that heads a column
_LETTERS = re.compile(r"[^\W\d_]")
_NAME_LETTERS = 4
_NAME_LENGTH = 110  # characters of a measure's name
_PROSE = (PassageKind.LEAD, PassageKind.BODY)
_FEW = 8  # measures told in running text; a text that names more techniques is about techniques


def measures_of(
    passages: Sequence[Passage],
    tables: Sequence[Table],
    mentions: Sequence[Mention],
    techniques: Techniques,
    vocabulary: Vocabulary,
) -> list[ProposedMeasure]:
    """Return the measures in reading order; what has a place of its own in the document goes before running text.

    Args:
        tables: Those that stand in the passages.
    """
    for rule, found in (
        (Rule.TABLE, list(_of_tables(tables))),
        (Rule.HEADING, list(_of_headings(passages))),
        (Rule.LIST, list(_of_lists(passages))),
        (Rule.LABEL, list(_of_labels(passages))),
        (Rule.LIST, _of_paragraphs(passages)),
        (Rule.LIKE_TECHNIQUE, _of_section_headings(passages, techniques)),
    ):
        if found:
            return [_proposed(words, rule, techniques) for words in _once(found)]
    return _of_prose(passages, mentions, techniques, vocabulary)


def _of_prose(
    passages: Sequence[Passage], mentions: Sequence[Mention], techniques: Techniques, vocabulary: Vocabulary
) -> list[ProposedMeasure]:
    """Return what running text calls a measure, or says was done or put in; each place once, each technique once."""
    told = [
        *((Rule.SAID, words) for words in introductions(passages)),
        *((Rule.OBJECT, words) for words in list(deeds(passages))[:_FEW]),
        *((Rule.ACTION, words) for words in _of_text(mentions, vocabulary)),
    ]
    kept: dict[str, ProposedMeasure] = {}
    taken: list[MeasureWords] = []
    for rule, words in told:
        if any(_overlap(words, other) for other in taken):
            continue
        measure = _proposed(words, rule, techniques)
        key = measure.technique.value if measure.technique else fold(words.name)
        kept.setdefault(key, measure)
        taken.append(words)
    return sorted(kept.values(), key=lambda measure: (measure.name.evidence[0].page, measure.name.evidence[0].span))


def _overlap(first: MeasureWords, second: MeasureWords) -> bool:
    one, other = first.evidence(), second.evidence()
    return one.page == other.page and one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _proposed(words: MeasureWords, rule: Rule, techniques: Techniques) -> ProposedMeasure:
    technique = techniques.technique(words)
    name = Proposed(words.name, (words.evidence(),), confidence(rule))
    return ProposedMeasure(name, technique, techniques.practice(words, technique))


def _once(found: Iterable[MeasureWords]) -> list[MeasureWords]:
    return list({fold(words.name): words for words in reversed(list(found))}.values())[::-1]


def _of_tables(tables: Iterable[Table]) -> Iterator[MeasureWords]:
    """Yield the rows of tables in which one column is headed "Measure", "Option" or the like."""
    for table in tables:
        rows = [list(row) for _, row in groupby(table.cells, key=lambda cell: cell.row)]
        head, column = next(_heads(rows, table.header_rows), (len(rows), 0))
        # A row of one cell is the heading of something else: two tables that stand close may be read as one.
        for row in takewhile(lambda row: sum(bool(cell.text.strip()) for cell in row) > 1, rows[head + 1 :]):
            yield from _of_row(row, column)


def _heads(rows: Sequence[Sequence[Cell]], header_rows: int) -> Iterator[tuple[int, int]]:
    """Yield the rows that head a column of measures, by their place in the list, and that column."""
    for index, row in enumerate(rows):
        named = [cell for cell in row if len(cell.text) <= _HEAD_LENGTH and _header().match(cell.text)]
        others = [cell for cell in row if named and cell is not named[0] and cell.text]
        # In a form "Measure" heads a row: beside it stands the measure, not what heads a column.
        if others and (row[0].row < header_rows or all(_is_head(cell.text) for cell in others)):
            yield index, named[0].column


def _is_head(text: str) -> bool:
    return len(text) <= _HEAD_LENGTH and bool(pattern(Cue.COLUMN, Cue.MEASURE).search(text))


def _of_row(row: Sequence[Cell], column: int) -> Iterator[MeasureWords]:
    own = [cell for cell in row if cell.column >= column and len(_LETTERS.findall(cell.text)) >= _NAME_LETTERS]
    named = next((cell for cell in own if cell.column <= column + 1), None)  # "No. and measure" may head two columns
    if named is None or re.match(r"\s*total\b", named.text, re.IGNORECASE):
        return
    name = _of_cell(named)
    others = tuple(_of_cell(cell) for cell in row if cell is not named and any(map(str.isalpha, cell.text)))
    yield MeasureWords(name, 0, len(name.text), others)


def _of_cell(cell: Cell) -> Passage:
    return Passage(PassageKind.ROW, cell.page, cell.span[0], cell.text)


def _of_headings(passages: Sequence[Passage]) -> Iterator[MeasureWords]:
    """Yield what headings such as "Option 2: Passive filter" name; the text below explains it."""
    for index, passage in enumerate(passages):
        match = _numbered().match(passage.text)
        if match and passage.kind is not PassageKind.CREDIT:
            below = tuple(each for each in passages[index + 1 : index + 3] if each.kind is not PassageKind.HEADING)
            start = match.start("name")
            yield MeasureWords(passage, start, _name_end(passage.text, start), (passage, *below))


def _of_lists(passages: Sequence[Passage]) -> Iterator[MeasureWords]:
    """Yield the items of lists that a heading or a sentence announces as measures."""
    announced = False
    for passage in passages:
        if passage.kind is PassageKind.ITEM and not passage.text.endswith(":"):
            start = bullet_length(passage.text)
            if announced and not _is_result(passage.text[start:]):
                yield MeasureWords(passage, start, _name_end(passage.text, start), (passage,))
            continue
        announced = _announces(passage)


def _announces(passage: Passage) -> bool:
    """Tell whether measures are listed below a passage: its last sentence says so and names no other list."""
    last = SENTENCE.split(passage.text)[-1]
    words = last if passage.kind is not PassageKind.HEADING else passage.text
    return bool(pattern(Cue.MEASURE, Cue.ANNOUNCED).search(last)) and not pattern(Cue.OTHER_LIST).search(words)


def _is_result(item: str) -> bool:
    """Tell whether a list item gives what a measure cost or brought: "Payback: 3 months"."""
    label, colon, _ = item.partition(":")
    return bool(colon and pattern(Cue.NO_MEASURE).search(label)) or is_field(item)


def _of_paragraphs(passages: Sequence[Passage]) -> list[MeasureWords]:
    """Return what paragraphs below "What was done" begin with, if several do: "Tuning of burners. The ratio"."""
    found: list[MeasureWords] = []
    announced = False
    for passage in passages:
        if passage.kind in (PassageKind.HEADING, PassageKind.TITLE):
            announced = _announces(passage)
        match = _run_in().match(passage.text) if announced and passage.kind in _PROSE else None
        if match and not pattern(Cue.PART).fullmatch(match["name"].lower()) and not _is_result(f"{match['name']}:"):
            found.append(MeasureWords(passage, *match.span("name"), (passage,)))
    return found if len(found) > 1 else []


def _name_end(text: str, start: int) -> int:
    match = _NAME_ENDS.search(text, start + 3)
    end = match.start() if match else len(text)
    if end - start > _NAME_LENGTH:
        end = text.rfind(" ", start, start + _NAME_LENGTH)
    return max(end, start + 1)


def _of_section_headings(passages: Sequence[Passage], techniques: Techniques) -> list[MeasureWords]:
    """Return the headings that are called by a technique, if there are several."""
    found = [
        MeasureWords(passage, 0, len(passage.text), tuple(passages[index + 1 : index + 2]))
        for index, passage in enumerate(passages)
        if passage.kind is PassageKind.HEADING
        and len(passage.text) <= _NAME_LENGTH
        and not pattern(Cue.OTHER_LIST).search(passage.text)
    ]
    named = [words for words in found if techniques.is_like(words)]
    return named if len(named) > 1 else []


def _of_labels(passages: Sequence[Passage]) -> Iterator[MeasureWords]:
    """Yield what stands behind "Measures:", each between two semicolons."""
    for passage in passages:
        span = labelled(passage.text, Label.MEASURE)
        if span is None:
            continue
        for part in re.finditer(r"[^;\s][^;]*", passage.text[span[0] : span[1]]):
            start = span[0] + part.start()
            yield MeasureWords(passage, start, min(span[0] + part.end(), _name_end(passage.text, start)), (passage,))


def _of_text(mentions: Sequence[Mention], vocabulary: Vocabulary) -> list[MeasureWords]:
    """Return the techniques that title, lead or a sentence about what was done name, each at its best place."""
    named = {each: said for each, said in by_concept(mentions, Scheme.TECHNIQUE).items() if each != _ASSESSMENT}
    told: dict[ConceptId, Mention] = {}
    for concept, said in named.items():
        best = max(said, key=lambda mention: (_is_done(mention), mention.weight))
        if _is_done(best) or best.passage.kind is PassageKind.TITLE or len(said) > 1:
            told[concept] = best
    kept = broader_left_out(list(told), vocabulary)
    if len(kept) > _FEW:
        return []
    return [MeasureWords(told[each].passage, told[each].start, told[each].end, ()) for each in kept]


def _is_done(mention: Mention) -> bool:
    if mention.passage.kind is PassageKind.CREDIT:
        return False
    before = [end.end() for end in SENTENCE.finditer(mention.passage.text, 0, mention.start)]
    after = SENTENCE.search(mention.passage.text, mention.end)
    sentence = mention.passage.text[before[-1] if before else 0 : after.start() if after else None]
    return bool(pattern(Cue.DONE).search(sentence))


@cache
def _header() -> re.Pattern[str]:
    """Match the head of a column of measures: "No. and measure"."""
    return re.compile(rf"\s*(?:no\.?\s|n[º°]\s)?[\w ]{{0,20}}\b{alternatives(Cue.MEASURE)}\b", re.IGNORECASE)


@cache
def _numbered() -> re.Pattern[str]:
    """Match "Option 2: Passive filter", "Measure 1 - covering of aggregate", "Second step: a new recipe"."""
    number = rf"{alternatives(Cue.MEASURE)}\s*(?:n[o°º]\.?\s?)?(?:\d{{1,2}}|[A-H])"
    ordinal = rf"{alternatives(Cue.ORDINAL)}\s+{alternatives(Cue.MEASURE, Cue.NAMED)}"
    return re.compile(
        rf"\s*(?:(?:\d{{1,2}}\.)*\d{{0,2}}\.?\s+)?(?:{number}|{ordinal})\s*[.:)–—-]\s*(?P<name>\S.*)",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def _run_in() -> re.Pattern[str]:
    """Match what a paragraph begins with instead of a heading: "Tuning of the burners. The ratio"."""
    return re.compile(r"(?P<name>[^\W\da-z][^.:;!?\n\d]{5,60})[.:]\s+(?=[^\W\da-z])")
