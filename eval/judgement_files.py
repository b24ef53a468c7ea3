"""Read files of questions and judgements strictly: what is wrong is told by file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.errors import JudgementFileError

BEIR_HEADER = ("query-id", "corpus-id", "score")


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text file that are not empty, numbered from 1.

    Raises:
        JudgementFileError: It cannot be read, or is not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise JudgementFileError(f"{path} cannot be read: {error.strerror}. Check the folder.") from error
    except UnicodeDecodeError as error:
        raise JudgementFileError(f"{path} is not UTF-8 text. Save it as UTF-8 and try again.") from error
    # Only line feeds part lines: JSON allows U+2028 and its like inside a text.
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def read_records(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Yield the JSON objects of a file that has one a line.

    Raises:
        JudgementFileError: A line is no JSON object.
    """
    for number, line in read_lines(path):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise wrong(path, number, "is not valid JSON") from error
        if not isinstance(record, dict):
            raise wrong(path, number, "is not a JSON object")
        yield number, record


def text_field(path: Path, number: int, record: Mapping[str, object], key: str, *, required: bool = True) -> str:
    """Return a text of a record; an optional one is "" where it is missing.

    Raises:
        JudgementFileError: It is missing, no text, or empty although required.
    """
    value = record.get(key)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise wrong(path, number, f"has no text under '{key}'")
    if required and not value.strip():
        raise wrong(path, number, f"has nothing under '{key}'")
    return value


def read_beir_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read judgements as BEIR keeps them: query, document, grade; a header line may come first.

    Raises:
        JudgementFileError: A line has another form, or judges a pair again.
    """
    return _qrels(path, columns=3)


def read_trec_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read judgements as TREC keeps them: query, iteration (ignored), document, grade; parted by tabs.

    Raises:
        JudgementFileError: A line has another form, or judges a pair again.
    """
    return _qrels(path, columns=4)


def _qrels(path: Path, *, columns: int) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, line in read_lines(path):
        cells = [cell.strip() for cell in line.rstrip("\r").split("\t")]
        if number == 1 and tuple(cells) == BEIR_HEADER:
            continue
        if len(cells) != columns:
            raise wrong(path, number, f"has {len(cells)} columns parted by tabs, not {columns}")
        query, document = cells[0], cells[-2]
        if not query or not document:
            raise wrong(path, number, "has an empty id")
        if document in qrels.setdefault(query, {}):
            raise wrong(path, number, f"judges document '{document}' for query '{query}' again")
        qrels[query][document] = _grade(path, number, cells[-1])
    return qrels


def _grade(path: Path, number: int, cell: str) -> int:
    try:
        return int(cell)
    except ValueError as error:
        raise wrong(path, number, f"has the grade '{cell[:40]}', which is no whole number") from error


def wrong(path: Path, number: int, problem: str) -> JudgementFileError:
    """Return the error that tells what is wrong with a line, to be raised."""
    return JudgementFileError(f"{path}, line {number} {problem}. Correct that line and try again.")
