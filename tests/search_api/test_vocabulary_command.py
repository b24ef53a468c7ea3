"""The commands `vocabulary export` and `vocabulary check`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import RDF, Graph
from rdflib.namespace import SKOS

import cpkb
from corpus.model import Scheme
from corpus.vocabulary import FILES, load_vocabulary


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cpkb.main, ["vocabulary", *arguments])


def concepts(content: bytes, form: str = "turtle") -> set[str]:
    graph = Graph().parse(data=content, format=form)
    return {str(subject) for subject in graph.subjects(RDF.type, SKOS.Concept)}


def test_a_scheme_goes_to_standard_output_as_turtle() -> None:
    result = run("export", "--scheme", "practice")
    expected = {f"urn:cpkb:{practice.id}" for practice in load_vocabulary().by_scheme(Scheme.PRACTICE)}

    assert (result.exit_code, result.stderr) == (0, "")
    assert concepts(result.stdout_bytes) == expected
    assert run("export", "--scheme", "practice", "-").stdout_bytes == result.stdout_bytes


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own reader
def test_a_file_holds_json_ld_under_the_given_address(tmp_path: Path) -> None:
    target = tmp_path / "words.jsonld"
    result = run(
        "export",
        *("--format", "json-ld", "--scheme", "practice", "--scheme", "topic"),
        *("--base", "https://example.org/cp/", str(target)),
    )
    found = concepts(target.read_bytes(), "json-ld")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "https://example.org/cp/practice/by-product" in found
    assert any(name.startswith("https://example.org/cp/topic/") for name in found)


def test_without_a_scheme_all_are_written(tmp_path: Path) -> None:
    target = tmp_path / "words.ttl"
    result = run("export", str(target))
    content = target.read_bytes()

    assert result.exit_code == 0
    for concept in ("technique:water-reuse", "sector:1313", "country:VN", "language:sw"):
        assert f"\n{concept} a skos:Concept".encode() in content


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--scheme", "colour"], 2, "'colour' is not one of 'practice'"),
        (["--format", "xml"], 2, "'xml' is not one of 'turtle', 'json-ld'"),
        (["--base", "cp"], 2, "'cp' cannot begin the addresses"),
        (["--scheme", "practice", "/nowhere/words.ttl"], 1, "/nowhere/words.ttl could not be written"),
    ],
)
def test_wrong_use_is_explained(arguments: list[str], code: int, words: str) -> None:
    result = run("export", *arguments)

    assert (result.exit_code, words in result.stderr) == (code, True), result.stderr


def test_the_help_teaches_by_example() -> None:
    for arguments in (["--help"], ["export", "--help"]):
        assert "cpkb vocabulary export" in run(*arguments).stdout


def test_the_packaged_vocabularies_pass_the_check() -> None:
    result = run("check")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nothing is wrong" in result.stderr


def test_each_problem_of_a_folder_is_printed(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_text("[]", encoding="utf-8")
    (tmp_path / "resources.yaml").write_text(
        "- {id: water, label: water, broader: [sea]}\n- {id: eau, label: Water}\n", encoding="utf-8"
    )
    result = run("check", str(tmp_path))

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "resource:water: its broader concept 'resource:sea' does not exist.",
        "resource:eau: resource:water has the en label 'water' too.",
    ]
    assert "2 problems." in result.stderr


def test_a_folder_without_the_files_is_named(tmp_path: Path) -> None:
    result = run("check", str(tmp_path / "nowhere"))

    assert result.exit_code == 1
    assert "practices.yaml cannot be read" in result.stderr
