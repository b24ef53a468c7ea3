"""What can be wrong with a case of the starter collection: its id, concepts and source, figures nobody can read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.collection import CASES_FOLDER
from corpus.records import CaseRecord, read_record
from corpus.sheets import render_sheet
from corpus.vocabulary import Vocabulary, load_vocabulary


def check_collection(read_text: Callable[[bytes], str], cases: Path = CASES_FOLDER) -> list[str]:
    """Return what is wrong with a folder of cases, one sentence each; empty if nothing is.

    Args:
        read_text: Returns the text of a PDF.

    Raises:
        CollectionError: A file does not even keep to the format.
    """
    vocabulary = load_vocabulary()
    paths = sorted(cases.glob("*.yaml"))
    return [problem for path in paths for problem in _problems(path, vocabulary, read_text)]


def _problems(path: Path, vocabulary: Vocabulary, read_text: Callable[[bytes], str]) -> Iterator[str]:
    record = read_record(path)
    case = record.case
    if case is None:
        yield f"{path.name}: it tells no case."
        return
    if case.id != path.stem:
        yield f"{path.name}: the case id is '{case.id}', not the name of the file."
    if not case.source.title or not case.source.rights:
        yield f"{path.name}: the source needs a title and rights."
    unknown = [concept for concept in _concepts(case) if concept not in vocabulary.concepts]
    yield from (f"{path.name}: the vocabularies have no concept '{concept}'." for concept in unknown)
    if not unknown:
        text = read_text(render_sheet(record, vocabulary))
        yield from (f"{path.name}: the sheet does not show '{printed}'." for printed in _not_shown(case, text))


def _concepts(case: CaseRecord) -> Iterator[str]:
    """Yield every concept a case names."""
    if case.sector:
        yield case.sector
    yield from case.processes
    yield from case.substances
    for measure in case.measures:
        yield measure.technique
        yield measure.practice


def _not_shown(case: CaseRecord, text: str) -> list[str]:
    return [
        figure.printed for figure in case.figures if not re.search(rf"(?<!\d){re.escape(figure.printed)}(?!\d)", text)
    ]
