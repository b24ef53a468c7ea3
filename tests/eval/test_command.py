"""The commands `eval` and `bench`, as a person types them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.errors import CpkbError, JudgementFileError, ModelUnavailableError
from eval.command import bench, evaluate
from eval.context import EvaluationContext
from eval.judged_queries import read_questions
from eval.measure import MEASURES
from search_api.services import Services
from tests.eval.builders import beir_folder
from tests.fakes import HashingEmbedder


@dataclass(frozen=True, slots=True)
class Context:
    """The product over a small library."""

    cache: Path
    opened: Services
    model: HashingEmbedder | None

    def services(self) -> Services:
        return self.opened

    def embedder(self) -> HashingEmbedder | None:
        return self.model


class Shell:
    """Runs the commands with a small library and says what they printed."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @contextmanager
    def _opened(self) -> Iterator[EvaluationContext]:
        yield self._context

    def run(self, *arguments: str | Path) -> Result:
        result = CliRunner().invoke(evaluate, list(map(str, arguments)), obj=self._opened)
        if isinstance(result.exception, CpkbError):
            raise result.exception
        return result

    def bench(self, arguments: Sequence[str]) -> Result:
        return CliRunner().invoke(bench, arguments, obj=self._opened)


@pytest.fixture(name="shell")
def _shell(tmp_path: Path, services: Services) -> Shell:
    return Shell(Context(tmp_path / "cache", services, HashingEmbedder()))


def test_a_beir_collection_is_measured_in_all_modes_side_by_side(shell: Shell, tmp_path: Path) -> None:
    result = shell.run("--beir", beir_folder(tmp_path / "c"))

    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()[1:6]] == [
        "mode",
        "hybrid+thesaurus",
        "hybrid",
        "BM25",
        "dense",
    ]
    assert "Ranking 2 queries: dense." in result.stderr


def test_json_is_one_object_with_the_measures_own_names(shell: Shell, tmp_path: Path) -> None:
    printed = json.loads(shell.run("--beir", beir_folder(tmp_path / "c"), "--json").stdout)

    assert set(MEASURES) <= printed.keys()
    assert set(printed["baselines"]) == {"plain", "lexical", "dense"}


@pytest.mark.parametrize("mode", ["hybrid", "plain", "lexical", "dense"])
def test_one_mode_can_be_measured_alone(shell: Shell, tmp_path: Path, mode: str) -> None:
    printed = json.loads(shell.run("--beir", beir_folder(tmp_path / "c"), "--mode", mode, "--json").stdout)

    assert (printed["mode"], printed["R@1"], printed["baselines"]) == (mode, 1.0, {})


def test_without_a_model_only_words_are_measured(services: Services, tmp_path: Path) -> None:
    shell = Shell(Context(tmp_path / "cache", services, None))
    printed = json.loads(shell.run("--beir", beir_folder(tmp_path / "c"), "--json").stdout)

    assert (printed["mode"], printed["baselines"]) == ("lexical", {})


def test_a_mode_that_needs_the_model_is_refused_without_it(services: Services, tmp_path: Path) -> None:
    shell = Shell(Context(tmp_path / "cache", services, None))

    with pytest.raises(ModelUnavailableError):
        shell.run("--beir", beir_folder(tmp_path / "c"), "--mode", "hybrid")


def test_another_split_can_be_measured(shell: Shell, tmp_path: Path) -> None:
    folder = beir_folder(tmp_path / "c")
    (folder / "qrels" / "train.tsv").write_text("1\ttan\t1\n", encoding="utf-8")

    assert json.loads(shell.run("--beir", folder, "--split", "train", "--json").stdout)["queries"] == 1


def test_a_folder_that_is_no_collection_is_told(shell: Shell, tmp_path: Path) -> None:
    with pytest.raises(JudgementFileError, match=r"corpus\.jsonl cannot be read"):
        shell.run("--beir", tmp_path)


def test_the_own_questions_are_asked_over_the_library(shell: Shell, tmp_path: Path) -> None:
    plot = tmp_path / "dev.svg"
    result = shell.run("--split", "dev", "--mode", "lexical", "--plot", plot)

    assert result.exit_code == 0
    assert plot.read_text(encoding="utf-8").startswith("<svg")
    assert "Cases, dev questions (" in result.stdout
    assert "Pages, dev questions (" in result.stdout
    assert "Techniques, dev questions" in result.stdout


def test_the_own_questions_can_be_measured_as_json(shell: Shell) -> None:
    printed = json.loads(shell.run("--split", "dev", "--mode", "lexical", "--json").stdout)

    assert list(printed["cases"]) == ["lexical"]
    assert 0 < printed["cases"]["lexical"]["nDCG@10"] <= 1


def test_the_gate_compares_with_the_figures_that_were_written(shell: Shell, tmp_path: Path) -> None:
    """What was recorded passes; a recorded figure out of reach makes the command fail, with a table."""
    folder = tmp_path / "golden"
    written = shell.run("--golden", "write", "--golden-folder", folder)
    passed = shell.run("--gate", "--golden-folder", folder)
    checked = shell.run("--golden", "check", "--golden-folder", folder)
    recorded = json.loads((folder / "baseline.json").read_text(encoding="utf-8"))
    recorded["cases"]["language fr"] += 0.2
    (folder / "baseline.json").write_text(json.dumps(recorded), encoding="utf-8")
    failed = shell.run("--gate", "--golden-folder", folder)

    assert (written.exit_code, passed.exit_code, checked.exit_code, failed.exit_code) == (0, 0, 0, 1)
    assert "0 of 284 questions have another ranking" in checked.stdout
    assert "cases language fr" in failed.stdout


def test_a_folder_of_golden_rankings_needs_something_to_do_with_it(shell: Shell, tmp_path: Path) -> None:
    """It says nothing about how search is measured."""
    assert "--golden-folder goes with" in shell.run("--golden-folder", tmp_path).output


@pytest.mark.slow
def test_what_is_to_be_judged_is_printed_a_question_a_line(shell: Shell) -> None:
    result = shell.run("--pool", "--split", "dev")
    pooled = [json.loads(line) for line in result.stdout.splitlines()]
    alone = [query.id for query in read_questions("dev") if not query.twin]

    assert result.exit_code == 0
    assert [one["query"]["id"] for one in pooled] == alone
    assert any(page.startswith("case:") for one in pooled for page in one["passages"])


def test_a_bench_of_a_part_that_does_not_exist_is_told(shell: Shell) -> None:
    assert "There is no part 'speed'" in str(shell.bench(["--part", "speed"]).exception)
