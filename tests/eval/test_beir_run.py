"""Ranking a tiny BEIR collection with the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ModelUnavailableError
from corpus.vocabulary import Vocabulary
from eval.beir import read_beir
from eval.beir_report import json_of, table_of
from eval.beir_run import BeirReport, cached, entries_of, measure_beir
from eval.measure import MEASURES
from eval.table import plain
from index.generation import Mode
from index.understanding import MAX_LENGTH
from tests.eval.builders import QUERIES, beir_folder, lines
from tests.fakes import HashingEmbedder

NO_VOCABULARY = Vocabulary({})


def measure(folder: Path, *modes: Mode, embedder: HashingEmbedder | None = None) -> BeirReport:
    return measure_beir(
        read_beir(folder), modes, embedder=embedder, vocabulary=NO_VOCABULARY, say=lambda sentence: None
    )


def test_each_query_finds_its_document_first_in_every_mode(tmp_path: Path) -> None:
    report = measure(beir_folder(tmp_path / "c"), *Mode, embedder=HashingEmbedder())

    assert {mode: 1.0 for mode in Mode} == {mode: scores["R@1"] for mode, scores in report.scores.items()}
    assert (report.documents, report.queries) == (3, 2)


def test_a_query_that_finds_nothing_counts_as_nought(tmp_path: Path) -> None:
    queries = lines([QUERIES[0], {"_id": "2", "text": "xylophone"}])
    report = measure(beir_folder(tmp_path / "c", queries=queries), Mode.LEXICAL)

    assert report.scores[Mode.LEXICAL]["R@1"] == 0.5


@pytest.mark.parametrize("mode", [Mode.HYBRID, Mode.DENSE])
def test_a_mode_that_needs_vectors_is_refused_without_a_model(tmp_path: Path, mode: Mode) -> None:
    with pytest.raises(ModelUnavailableError, match=f"'{mode}' needs the language model"):
        measure(beir_folder(tmp_path / "c"), mode)


def test_a_query_longer_than_a_person_may_type_is_cut(tmp_path: Path) -> None:
    queries = lines([{"_id": "1", "text": "tannery " * MAX_LENGTH}, QUERIES[1]])
    report = measure(beir_folder(tmp_path / "c", queries=queries), Mode.LEXICAL)

    assert report.scores[Mode.LEXICAL]["R@1"] == 1.0


def test_entries_keep_the_order_of_the_documents_in_their_ids(tmp_path: Path) -> None:
    entries = list(entries_of(read_beir(beir_folder(tmp_path / "c")).documents * 7))
    ids = [entry.chunk.id for entry in entries]

    assert ids == sorted(ids)
    assert len(ids) == len(set(ids))
    assert "Dye house\nThe dye house" in entries[0].chunk.text


def test_measuring_again_embeds_nothing_again(tmp_path: Path) -> None:
    folder = beir_folder(tmp_path / "c")
    embedded = []
    for _ in range(2):
        embedder = HashingEmbedder()
        with cached(embedder, tmp_path / "cache", lambda sentence: None) as kept:
            measure_beir(
                read_beir(folder), [Mode.DENSE], embedder=kept, vocabulary=NO_VOCABULARY, say=lambda sentence: None
            )
        embedded.append(embedder.embedded)

    assert embedded == [3, 0]


def test_the_json_has_the_measures_own_names_with_the_legs_as_baselines(tmp_path: Path) -> None:
    printed = json_of(measure(beir_folder(tmp_path / "c"), *Mode, embedder=HashingEmbedder()))

    assert printed["mode"] == "hybrid"
    assert set(MEASURES) <= printed.keys()
    assert {
        mode: scores["RR"]
        for mode, scores in printed["baselines"].items()  # type: ignore[attr-defined]  # JSON is untyped
    } == {"lexical": 1.0, "dense": 1.0}


def test_the_json_of_one_mode_has_that_mode_s_figures(tmp_path: Path) -> None:
    printed = json_of(measure(beir_folder(tmp_path / "c"), Mode.LEXICAL))

    assert (
        printed["mode"],
        printed["nDCG@10"],
        printed["baselines"],
        printed["model"],
    ) == ("lexical", 1.0, {}, None)


def test_the_table_has_a_row_for_each_mode_and_says_what_is_missing(tmp_path: Path) -> None:
    folder = beir_folder(tmp_path / "c", qrels="1\ttan\t1\n1\tlost\t1\n2\tkiln\t1\n")
    text = plain(table_of(measure(folder, *Mode, embedder=HashingEmbedder())))

    assert [line.split()[0] for line in text.splitlines()[1:5]] == ["mode", "hybrid", "lexical", "dense"]
    assert "1 relevant judgements name documents that the corpus lacks" in text
