"""Learning roles: from sentences and what people say of them to weights in a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from eval import role_training
from eval.extraction_gold import GoldCase, GoldDocument, GoldFigure
from eval.extraction_scores import Tally
from eval.role_training import Example, examples, learn, tally, write
from ingest.figures.roles import NONE, WEIGHTS_FILE, decide, read_weights


def _document(name: str, text: str, *figures: GoldFigure) -> GoldDocument:
    case = GoldCase("", "", "", "", "", (), (), (), (), (), figures)
    return GoldDocument(name, "note", "en", (case,), text.encode, suffix=".md")


def _figure(role: str, value: float, code: str) -> GoldFigure:
    return GoldFigure(role, f"{value:g}", code, (value, value), code)


@pytest.fixture(name="told")
def _told(monkeypatch: pytest.MonkeyPatch) -> list[Example]:
    """Sentences of two writers; one figure is said twice."""
    documents = []
    for writer in ("a", "b"):
        for value in (120, 340, 560, 780):
            saves, cost = _figure("saving", 12, "%"), _figure("investment", value, "USD")
            text = f"The washer saves 12 % of water. It cost USD {value}. So 12 % is saved, and 9 kg of salt was used."
            documents.append(_document(f"{writer}-{value}", text, saves, cost))
    recorded = GoldFigure("investment", "900", "USD")
    sheet = _document("sheet", "The tank cost USD 900. It holds 30 t of ash.", recorded)
    monkeypatch.setattr(role_training, "read_gold", lambda split: [])
    monkeypatch.setattr(role_training, "read_passages", lambda: documents)
    monkeypatch.setattr(role_training, "read_lessons", list)
    monkeypatch.setattr(role_training, "sheets_gold", lambda vocabulary: [sheet])
    return list(examples())


def test_each_number_gets_the_role_that_people_say(told: list[Example]) -> None:
    """A figure that is said again is one there too; what is no figure says nothing."""
    assert [example.roles for example in told[:3]] == [("saving",), ("investment",), ("saving", NONE)]
    assert [example.before for example in told[:3]] == [NONE, "saving", "investment"]
    assert {example.writer for example in told} == {"a", "b", "sheets"}


def test_a_sheet_only_says_what_its_record_holds(told: list[Example]) -> None:
    """Of other numbers nobody says anything, so nothing is learned from them."""
    assert [example.roles for example in told if example.writer == "sheets"] == [("investment",), (None,)]


def test_what_is_learned_is_told_and_kept_in_a_file(told: list[Example], tmp_path: Path) -> None:
    """Weights written and read again decide as before."""
    weights = learn(told)
    write(weights, tmp_path / "roles.tsv")
    again = read_weights(tmp_path / "roles.tsv")

    measured = [example for example in told if example.writer != "sheets"]
    assert tally(measured, again) == tally(measured, weights) == Tally(24, 24, 24)
    assert [role for role, _ in decide(told[2].sentence, NONE, again)] == ["saving", NONE]


def test_each_writer_is_measured_with_what_the_others_teach(
    told: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check writes nothing; without it the weights are written."""
    written: list[Path] = []
    monkeypatch.setattr(role_training, "examples", lambda: told)
    monkeypatch.setattr(role_training, "write", lambda weights, path: written.append(path))

    checked = CliRunner().invoke(role_training.main, ["--check"])
    assert checked.exit_code == 0
    assert [line.split()[0] for line in checked.output.splitlines() if line.endswith(" 12")] == ["a", "b"]
    assert not written

    assert CliRunner().invoke(role_training.main, []).exit_code == 0
    assert written == [WEIGHTS_FILE]
