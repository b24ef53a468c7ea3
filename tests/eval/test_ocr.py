"""How well images are read: characters counted, engines and scans put together, and what the command prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.errors import CpkbError, EvaluationError
from eval.command import evaluate
from eval.ocr import accuracy, distance, measure_ocr
from eval.ocr_scans import LANGUAGES, Scan, rendered_scan, scans_in
from ingest.ocr.rapid import Rapid
from tests.ingest.ocr.fake_engines import Blind
from tests.ingest.ocr.sample_scans import LINES, scan


def run(*arguments: str | Path) -> Result:
    """Run `cpkb eval --ocr`, which needs no library."""
    result = CliRunner().invoke(evaluate, ["--ocr", *map(str, arguments)])
    if isinstance(result.exception, CpkbError):
        raise result.exception
    return result


@pytest.fixture(name="_short", autouse=True)
def _short_texts(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts of a few lines, which are read sooner than the real ones."""
    folder = tmp_path_factory.mktemp("texts")
    (folder / "eng.txt").write_text("\n\n".join(LINES), encoding="utf-8")
    (folder / "fra.txt").write_text("Le rinçage consomme plus d'eau que la teinture.", encoding="utf-8")
    monkeypatch.setattr("eval.ocr_scans.TEXTS", folder)


@pytest.fixture(name="mill")
def _mill(tmp_path: Path) -> Path:
    """A folder of two scans, one with its transcript."""
    (tmp_path / "mill.pdf").write_bytes(scan(tilt=1.0))
    (tmp_path / "unknown.pdf").write_bytes(scan())
    (tmp_path / "mill-1.txt").write_text("\n".join(LINES), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("", "", 0), ("abc", "", 3), ("", "abc", 3), ("water", "water", 0), ("kitten", "sitting", 3), ("ab", "ba", 2)],
)
def test_distance_counts_changes(one: str, other: str, expected: int) -> None:
    """Changed, added and missing characters count one each, from either side."""
    assert (distance(one, other), distance(other, one)) == (expected, expected)


@pytest.mark.parametrize(
    ("found", "true", "spaced", "expected"),
    [
        ("5 m³  “water”", '5 m3\n"water"', True, 1.0),
        ("染色 之后", "染色之后", False, 1.0),
        ("watre", "water", True, 0.6),
        ("nonsense", "a", True, 0.0),
        ("", "", True, 1.0),
    ],
    ids=["folded", "unspaced", "errors", "all wrong", "empty"],
)
def test_accuracy_is_the_share_of_characters_read(found: str, true: str, spaced: bool, expected: float) -> None:
    """White space, quotes and compatibility forms are no errors; it never goes below 0."""
    assert accuracy(found, true, spaced=spaced) == pytest.approx(expected)


def test_a_font_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its font, a script would be measured on empty boxes."""
    monkeypatch.setitem(LANGUAGES, "ar", ("ara", "No Such Font", "fonts-none"))

    with pytest.raises(EvaluationError, match="Install the Debian package fonts-none"):
        rendered_scan("ar")


@pytest.mark.slow
def test_engines_are_measured_on_scans_of_known_texts(mill: Path) -> None:
    """Every engine has a record for every page, made here or given with a transcript, and each is announced."""
    shown: list[tuple[str, int, int]] = []
    scans = [rendered_scan("en"), *scans_in(mill, mill)]
    records = measure_ocr([Rapid(), Blind()], scans, lambda what, done, of: shown.append((what, done, of)))

    assert [(record.engine.split()[0], record.scan, record.rendered) for record in records] == [
        ("rapidocr", "eng", True),
        ("rapidocr", "mill", False),
        ("blind", "eng", True),
        ("blind", "mill", False),
    ]
    assert [record.accuracy > 0.95 for record in records] == [True, True, False, False]
    assert {record.language for record in records} == {"en"}
    assert shown[2] == ("blind 1: eng, page 1", 2, 4)


def test_scans_without_transcripts_measure_nothing(tmp_path: Path) -> None:
    """A folder of scans whose text nobody wrote down is of no use."""
    with pytest.raises(EvaluationError, match=r"scan-1\.txt"):
        scans_in(tmp_path, tmp_path)


def test_a_transcript_that_is_no_text_is_named(mill: Path) -> None:
    """What an editor saved in another encoding would be measured as errors of the engine."""
    (mill / "mill-1.txt").write_bytes(b"caf\xe9")

    with pytest.raises(EvaluationError, match=r"mill-1\.txt cannot be read as UTF-8 text"):
        scans_in(mill, mill)


@pytest.mark.parametrize(("pdf", "number"), [(b"no PDF", 1), (scan(), 2)], ids=["no PDF", "no such page"])
def test_a_scan_that_cannot_be_opened_is_named(pdf: bytes, number: int) -> None:
    """A transcript without its page is somebody's mistake, not an engine's."""
    with pytest.raises(EvaluationError, match=f"mill.pdf cannot be opened, or has no page {number}"):
        measure_ocr([Blind()], [Scan("mill", "en", False, pdf, {number: "water"})], lambda what, done, of: None)


@pytest.mark.slow
def test_the_command_prints_accuracy_by_engine_and_language(mill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendered and given scans stand apart; where Tesseract is not installed, that is said and the rest measured."""
    monkeypatch.setenv("PATH", "")
    result = run("--lang", "en", "--scans", mill)
    lines = [line.split() for line in result.stdout.splitlines()]

    assert result.exit_code == 0
    assert [line[0] for line in lines if line] == [
        *("Characters", "engine", "rapidocr"),
        *("Characters", "engine", "rapidocr", "Tesseract"),
    ]
    assert lines[2][2:4] == ["en", "1"]
    assert float(lines[2][5]) > 0.95
    assert "Tesseract is not installed, or has no data for English: it was not measured." in result.stdout


def test_the_command_prints_json_too(mill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program gets the same figures, each page's, and what could not be measured."""
    monkeypatch.setitem(LANGUAGES, "ar", ("ara", "No Such Font", "fonts-none"))
    monkeypatch.setenv("PATH", "")
    printed = json.loads(run("--lang", "ar", "--scans", mill, "--transcripts", mill, "--json").stdout)

    assert printed["rendered"] == []
    (given,) = printed["given"]
    assert (given["language"], given["pages"], given["characters"]) == ("en", 1, len("\n".join(LINES)))
    assert given["accuracy"] == printed["pages"][0]["accuracy"] > 0.95
    assert printed["notices"][0].startswith("ar was not measured. The font No Such Font is not installed.")


@pytest.mark.slow
def test_languages_that_tesseract_has_no_data_for_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad figure is explained where it is printed."""
    program = tmp_path / "tesseract"
    program.write_text('#!/bin/sh\ntest $1 = --version && echo "tesseract 5.3.0" || echo eng\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run("--lang", "fr")

    assert "Tesseract has no data for fr: it was measured with what it has." in result.stdout


def test_a_language_without_text_is_refused_with_those_there_are() -> None:
    """With nothing to read there is nothing to print."""
    with pytest.raises(EvaluationError, match="There is no text in 'xx', but in en, fr, es, pt, vi, ar, zh"):
        run("--lang", "xx")


def test_what_belongs_to_scans_is_refused_without_them() -> None:
    """An option that would do nothing is a mistake."""
    result = CliRunner().invoke(evaluate, ["--lang", "en"])

    assert (result.exit_code, "go with --ocr" in result.stderr) == (2, True)
