"""Read images with the Tesseract program, where it is installed.

The image goes in and the words come out through pipes: the process that reads documents may write no file.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.ocr.languages import DATA, LATIN, SCRIPTS
from ingest.ocr.reading import Look, OverdueError, Pixels, Reading, SeenWord, reading_of

SECONDS = 60.0  # for one image; a page of text takes one to five

_WORD_LEVEL = "5"
# Confidence under which a word is taken for a speck or part of a picture, unless its line is sure on the whole.
_FLOOR = 0.3
_SIGN_FLOOR = 0.6  # the same for one without a letter or digit
_SURE_LINE = 0.6
_FOUND = re.compile(rb"Rotate: (\d+).*?Script: (\w+)", re.DOTALL)


class Tesseract:
    """The program, with the languages it has data for."""

    def __init__(self, program: str, version: str, languages: frozenset[str]) -> None:
        self._program = program
        self.name = f"tesseract {version}"
        self.languages = languages

    def read(self, pixels: Pixels, languages: Sequence[str], *, dpi: int) -> Reading:
        """Return what stands in an image, columns one after the other; empty if it failed."""
        data = "+".join(DATA[language] for language in languages)
        told = ("-l", data, "--oem", "1", "--psm", "3", "-c", "tessedit_create_tsv=1")
        return reading_of(_lines(self._run(pixels, dpi, *told)), languages)

    def look(self, pixels: Pixels, *, dpi: int) -> Look:
        """Tell how the text stands and in which script; as Latin and upright if there is too little of it."""
        found = _FOUND.search(self._run(pixels, dpi, "--psm", "0"))
        rotate, script = (int(found[1]), found[2].decode()) if found else (0, "")
        languages = SCRIPTS.get(script, LATIN)
        return Look((360 - rotate) % 360, tuple(code for code in languages if code in self.languages))

    def _run(self, pixels: Pixels, dpi: int, *told: str) -> bytes:
        """Return what the program prints; nothing if it fails. Raises OverdueError."""
        height, width = pixels.shape
        try:
            return subprocess.run(
                [self._program, "-", "-", "--dpi", str(dpi), *told],
                input=b"P5 %d %d 255\n" % (width, height) + pixels.tobytes(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                timeout=SECONDS,
                check=True,
            ).stdout
        except subprocess.TimeoutExpired as error:
            raise OverdueError from error
        except (subprocess.SubprocessError, OSError):
            return b""


def find_tesseract() -> Tesseract | None:
    """Return the installed program, None if there is none or it has no data for English."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    version = re.search(r"tesseract v?(\S+)", _says(program, "--version"))
    data = set(_says(program, "--list-langs").split())
    languages = frozenset(code for code, name in DATA.items() if name in data)
    return Tesseract(program, version[1], languages) if version and "en" in languages else None


def _says(program: str, question: str) -> str:
    try:
        return subprocess.run([program, question], capture_output=True, timeout=SECONDS, check=True, text=True).stdout
    except (subprocess.SubprocessError, OSError):
        return ""


def _lines(table: bytes) -> Iterator[list[SeenWord]]:
    """Yield the words of each line; the columns are those of tesseract(1), TSV."""
    rows = (row.split("\t") for row in table.decode(errors="replace").splitlines())
    words = (row for row in rows if len(row) == 12 and row[0] == _WORD_LEVEL)
    for _, line in groupby(words, key=lambda row: row[1:5]):
        yield _cleaned([_word(row) for row in line])


def _word(row: Sequence[str]) -> SeenWord:
    left, top, width, height = map(int, row[6:10])
    return SeenWord(row[11], (left, top, left + width, top + height), float(row[10]) / 100)


def _cleaned(line: list[SeenWord]) -> list[SeenWord]:
    """Return a line without what is hardly text."""
    characters = sum(len(word.text) for word in line)
    sure = sum(len(word.text) * word.confidence for word in line) >= _SURE_LINE * characters
    return [word for word in line if word.confidence >= _floor(word, sure)]


def _floor(word: SeenWord, in_sure_line: bool) -> float:
    if any(map(str.isalnum, word.text)):
        return 0.0 if in_sure_line else _FLOOR
    return _FLOOR if in_sure_line else _SIGN_FLOOR
