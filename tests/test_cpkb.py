"""The command line: what it prints, and the exit codes it ends with."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cpkb
from corpus.errors import SettingsError


def run(*arguments: str, home: Path, **settings: str) -> Result:
    """Run a command with its data in a folder, and a cache without a model beside it."""
    environment = {"CPKB_HOME": str(home), "CPKB_CACHE": str(home / "no-cache"), **settings}
    return CliRunner().invoke(cpkb.main, arguments, env=environment)


def test_help_teaches_by_example(tmp_path: Path) -> None:
    result = run("--help", home=tmp_path)

    assert result.exit_code == 0
    assert 'cpkb search "dye house water reuse"' in result.stdout


def test_a_search_prints_techniques_with_links(built_home: Path) -> None:
    result = run("search", "dye house water reuse", home=built_home, CPKB_URL="http://cp.example")

    assert result.exit_code == 0
    assert "<http://cp.example/techniques/membrane-wastewater-reuse>" in result.stdout
    assert "keyword search only" in result.stderr


def test_json_is_what_the_api_returns(built_home: Path) -> None:
    result = run("search", "dye house", "--sector", "1313", "--group", "case", "--json", home=built_home)
    answer = json.loads(result.stdout)

    assert answer["query"]["filters"] == {"sector": ["1313"]}
    assert {found["kind"] for found in answer["results"]} == {"case"}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["search", "water", "--sector", "9999"], 2, "'9999' is not a known sector"),
        (["search", "water", "--limit", "0"], 2, "from 1 to 100"),
        (["search", "water", "--group", "page"], 2, "technique, passage, case"),
        (["search", "x" * 3000], 2, "Ask in fewer words"),
        (["serve", "--port", "0"], 2, "--port"),
        (["ingest", "--retries"], 2, "--retry"),
        (["nothing"], 2, "No such command"),
    ],
)
def test_wrong_use_is_explained(built_home: Path, arguments: list[str], code: int, words: str) -> None:
    result = run(*arguments, home=built_home)

    assert (result.exit_code, words in result.stderr) == (code, True), result.stderr


def test_without_a_library_it_says_how_to_make_one(tmp_path: Path) -> None:
    result = run("search", "water", home=tmp_path)

    assert result.exit_code == 1
    assert "cpkb prepare" in result.stderr


def test_files_that_fail_give_exit_code_three(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    result = run("ingest", "--json", str(tmp_path / "empty.pdf"), home=tmp_path / "home")

    assert result.exit_code == 3
    assert json.loads(result.stdout)["state"] == "failed"


def test_a_port_in_use_is_named_with_a_way_out(built_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("serve", "--port", str(port), home=built_home)

    assert result.exit_code == 1
    assert f"Port {port} on 127.0.0.1 is used by another program" in result.stderr


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"CPKB_HOEM": "/tmp"}, "There is no setting CPKB_HOEM"),
        ({"CPKB_THREADS": "many"}, "CPKB_THREADS has value 'many'"),
        ({"CPKB_THREADS": "0"}, "CPKB_THREADS has value '0'"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    result = run("search", "water", home=tmp_path, **settings)

    assert result.exit_code == 2
    assert words in result.stderr


def test_reading_settings_rejects_unknown_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPKB_UNKNOWN", "1")

    with pytest.raises(SettingsError, match="CPKB_UNKNOWN"):
        cpkb.read_settings()


def test_a_model_that_cannot_be_had_is_said_plainly(tmp_path: Path) -> None:
    result = run("model", home=tmp_path, CPKB_MODEL=str(tmp_path / "nowhere"))

    assert result.exit_code == 1
    assert "nowhere" in result.stderr


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    from corpus.library import Library

    with Library.open(tmp_path, write=True):
        result = run("reindex", home=tmp_path)

    assert result.exit_code == 1
    assert "writ" in result.stderr


def test_what_is_there_is_found_while_another_writes(built_home: Path) -> None:
    from corpus.library import Library

    with Library.open(built_home, write=True):
        result = run("search", "dye house water reuse", home=built_home)

    assert result.exit_code == 0
