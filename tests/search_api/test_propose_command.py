"""The command `propose`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typst
from click.testing import CliRunner

from corpus.errors import EmptyFileError, IntakeError
from corpus.records import parse_record
from search_api.propose_command import propose

LEAFLET = """
= Rinse water used twice
Lakeside Dyers, Kenya, 2019

Lakeside Dyers is a dye house. In 2018 it installed a tank for the reuse of rinse water. Water use fell by 12 %.
"""


@pytest.fixture(name="pdf")
def _pdf(tmp_path: Path) -> Path:
    """A leaflet that tells one case."""
    path = tmp_path / "visit.pdf"
    path.write_bytes(typst.compile(LEAFLET.encode()))
    return path


def test_a_sidecar_is_printed_that_loads(pdf: Path) -> None:
    """What is printed can be laid beside the PDF."""
    result = CliRunner().invoke(propose, [str(pdf)])
    record = parse_record(result.stdout.encode(), pdf.with_suffix(".yaml"))

    assert result.exit_code == 0
    assert record.case is not None
    assert (record.case.title, record.case.company, record.case.country) == (
        "Rinse water used twice",
        "Lakeside Dyers",
        "KE",
    )


def test_json_holds_every_value_with_its_evidence(pdf: Path) -> None:
    """Programs get the proposal itself."""
    result = CliRunner().invoke(propose, [str(pdf), "--json"])
    told = json.loads(result.stdout)

    assert (told["file"], told["language"], len(told["cases"])) == ("visit.pdf", "en", 1)
    assert told["cases"][0]["company"]["value"] == "Lakeside Dyers"
    assert told["cases"][0]["company"]["evidence"][0]["page"] == 1


def test_a_file_that_tells_no_case_is_said_to(tmp_path: Path) -> None:
    """Nothing is printed but a sentence for the person, and the exit code tells a script."""
    path = tmp_path / "wool.pdf"
    path.write_bytes(typst.compile(b"Wool is warm."))
    result = CliRunner().invoke(propose, [str(path)])

    assert (result.exit_code, result.stdout) == (1, "")
    assert "wool.pdf tells no case" in result.stderr


@pytest.mark.parametrize(("content", "error"), [(b"", EmptyFileError), (b"%PDF-1.7 broken", IntakeError)])
def test_a_file_that_cannot_be_read_is_refused_as_by_ingestion(
    tmp_path: Path, content: bytes, error: type[IntakeError]
) -> None:
    """The reader's own errors come through."""
    path = tmp_path / "bad.pdf"
    path.write_bytes(content)
    result = CliRunner().invoke(propose, [str(path)])

    assert isinstance(result.exception, error)
