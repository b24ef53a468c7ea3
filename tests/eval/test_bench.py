"""The benchmark's report, and its parts over a small library."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import UsageError
from corpus.vocabulary import load_vocabulary
from eval.bench import BenchReport, json_of, machine, run_bench, tables_of
from eval.bench_ingestion import STAGES, measure_ingestion
from eval.bench_query import measure_query
from eval.bench_world import BenchWorld, filled_world, write_report
from eval.measurement import Measurement
from eval.table import plain
from search_api.services import Services
from tests.fakes import HashingEmbedder

EMBEDDER = HashingEmbedder()


class NoContext:
    """Stands for a product that must not be touched."""

    cache = Path("nowhere")

    def services(self) -> Services:
        raise AssertionError

    def embedder(self) -> HashingEmbedder | None:
        raise AssertionError


@pytest.fixture(scope="module", name="world")
def _world(tmp_path_factory: pytest.TempPathFactory) -> BenchWorld:
    folder = tmp_path_factory.mktemp("bench")
    vocabulary = load_vocabulary()
    report = write_report(folder / "report.pdf", vocabulary, pages=4)
    groups = {"made-up report": [report], "given PDFs": []}
    return filled_world(folder / "home", groups, vocabulary, EMBEDDER, lambda sentence: None)


def test_a_world_holds_what_was_ingested(world: BenchWorld) -> None:
    assert list(world.groups) == ["made-up report"]
    assert world.pages == 4
    assert world.chunks >= 4
    assert 0 < world.embedding.wall < world.whole.wall


def test_a_file_that_cannot_be_read_is_told_and_left_out(tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "bad.pdf").write_bytes(b"\x00\x01")
    groups = {"given PDFs": [tmp_path / "bad.pdf"]}
    world = filled_world(tmp_path / "home", groups, load_vocabulary(), None, said.append)

    assert world.pages == 0
    assert "bad.pdf is of another kind" in said[-1]


@pytest.mark.slow
def test_ingestion_has_a_row_for_each_stage_and_for_the_whole(world: BenchWorld) -> None:
    measured = {row.name: row for row in measure_ingestion(world, lambda sentence: None)}

    assert {f"made-up report: {stage}" for stage in ("text and word boxes", "chunks", "concepts")} <= measured.keys()
    of_report = {name.partition(": ")[2] for name in measured if name.startswith("made-up report")}
    beside = {"text alone, by pypdf", "all but storing, against pypdf's text alone"}
    assert beside <= of_report <= {*STAGES.values(), "all but storing", *beside}
    assert measured["whole run: pages"].value == 4
    assert 0 < measured["whole run: share of wall time outside the embedder"].value < 100


@pytest.mark.slow
def test_a_query_has_a_row_for_each_step(world: BenchWorld) -> None:
    names = [row.name.partition(",")[0] for row in measure_query(world, EMBEDDER, lambda sentence: None, rounds=1)]
    steps = ["understand", "lexical leg", "embed", "dense leg", "nearest techniques", "both legs", "look up"]

    assert names[:7] == steps
    assert names[7:] == ["facet counts", "group", "encode", *["whole search and its JSON"] * 4]


def test_a_query_without_a_model_has_no_steps_that_need_one(world: BenchWorld) -> None:
    names = {row.name.partition(",")[0] for row in measure_query(world, None, lambda sentence: None, rounds=1)}

    assert not names & {"embed", "dense leg", "nearest techniques"}


def test_a_part_that_does_not_exist_is_told_before_anything_is_done() -> None:
    with pytest.raises(UsageError, match="There is no part 'speed'"):
        run_bench(NoContext(), pdfs=(), parts=("speed",), chunks=[], say=lambda sentence: None)


def test_the_report_has_a_table_for_each_part_and_names_the_machine() -> None:
    rows = (Measurement("http", "requests", 1234.5, "/s"), Measurement("query", "embed", 0.01234, "ms"))
    text = "".join(map(plain, tables_of(BenchReport("a machine", None, rows))))

    assert [line for line in text.splitlines() if line in ("http", "query")] == ["http", "query"]
    assert "1,234" in text
    assert "0.0123" in text
    assert "a machine" in text


def test_the_json_has_every_figure_as_measured() -> None:
    row = Measurement("http", "requests", 1234.5, "/s")
    printed = json_of(BenchReport("a machine", "model", (row,)))

    assert printed["measurements"] == [{"part": "http", "name": "requests", "value": 1234.5, "unit": "/s"}]


def test_the_machine_is_named_by_what_matters_for_speed() -> None:
    assert "cores" in machine()
    assert "Python 3" in machine()
