"""Ranking a tiny BEIR collection with the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ModelUnavailableError
from corpus.model import ConceptId
from corpus.vocabulary import Vocabulary, load_vocabulary
from eval.arms import Arm
from eval.beir import read_beir
from eval.beir_report import json_of, tables_of
from eval.beir_run import BeirReport, cached, entries_of, measure_beir, understood_queries
from eval.measure import MEASURES
from eval.table import plain
from index.understanding import MAX_LENGTH
from tests.eval.builders import QUERIES, beir_folder, lines
from tests.fakes import HashingEmbedder

NO_VOCABULARY = Vocabulary({})


def measure(folder: Path, *arms: Arm, embedder: HashingEmbedder | None = None) -> BeirReport:
    return measure_beir(read_beir(folder), arms, embedder=embedder, vocabulary=NO_VOCABULARY, say=lambda sentence: None)


def test_each_query_finds_its_document_first_in_every_mode(tmp_path: Path) -> None:
    report = measure(beir_folder(tmp_path / "c"), *Arm, embedder=HashingEmbedder())

    assert {arm: 1.0 for arm in Arm} == {arm: report.mean(arm)["R@1"] for arm in report.scores}
    assert (report.documents, report.queries) == (3, 2)


def test_a_query_that_finds_nothing_counts_as_nought(tmp_path: Path) -> None:
    queries = lines([QUERIES[0], {"_id": "2", "text": "xylophone"}])
    report = measure(beir_folder(tmp_path / "c", queries=queries), Arm.LEXICAL)

    assert report.mean(Arm.LEXICAL)["R@1"] == 0.5


@pytest.mark.parametrize("arm", [Arm.HYBRID, Arm.PLAIN, Arm.DENSE])
def test_a_mode_that_needs_vectors_is_refused_without_a_model(tmp_path: Path, arm: Arm) -> None:
    with pytest.raises(ModelUnavailableError, match=f"'{arm}' needs the language model"):
        measure(beir_folder(tmp_path / "c"), arm)


def test_a_query_longer_than_a_person_may_type_is_cut(tmp_path: Path) -> None:
    queries = lines([{"_id": "1", "text": "tannery " * MAX_LENGTH}, QUERIES[1]])
    report = measure(beir_folder(tmp_path / "c", queries=queries), Arm.LEXICAL)

    assert report.mean(Arm.LEXICAL)["R@1"] == 1.0


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
                read_beir(folder), [Arm.DENSE], embedder=kept, vocabulary=NO_VOCABULARY, say=lambda sentence: None
            )
        embedded.append(embedder.embedded)

    assert embedded == [3, 0]


def test_the_json_has_the_measures_own_names_with_the_legs_as_baselines(tmp_path: Path) -> None:
    printed = json_of(measure(beir_folder(tmp_path / "c"), *Arm, embedder=HashingEmbedder()))

    assert printed["mode"] == "hybrid"
    assert set(MEASURES) <= printed.keys()
    assert {
        mode: scores["RR"]
        for mode, scores in printed["baselines"].items()  # type: ignore[attr-defined]  # JSON is untyped
    } == {"plain": 1.0, "lexical": 1.0, "dense": 1.0}


def test_the_json_of_one_mode_has_that_mode_s_figures(tmp_path: Path) -> None:
    printed = json_of(measure(beir_folder(tmp_path / "c"), Arm.LEXICAL))

    assert (
        printed["mode"],
        printed["nDCG@10"],
        printed["baselines"],
        printed["model"],
    ) == ("lexical", 1.0, {}, None)


def test_the_table_has_a_row_for_each_mode_and_says_what_is_missing(tmp_path: Path) -> None:
    """The product stands first, then what is left of it."""
    folder = beir_folder(tmp_path / "c", qrels="1\ttan\t1\n1\tlost\t1\n2\tkiln\t1\n")
    text = plain(tables_of(measure(folder, *Arm, embedder=HashingEmbedder()))[0])

    assert [line.split()[0] for line in text.splitlines()[1:6]] == [
        "mode",
        "hybrid+thesaurus",
        "hybrid",
        "BM25",
        "dense",
    ]
    assert "1 relevant judgements name documents that the corpus lacks" in text


def test_differences_are_shown_only_beside_the_product(tmp_path: Path) -> None:
    """One mode alone has nothing to be compared with."""
    folder = beir_folder(tmp_path / "c")
    both = measure(folder, Arm.HYBRID, Arm.LEXICAL, embedder=HashingEmbedder())
    printed = json_of(both)

    assert [table.title for table in tables_of(both)][1:] == ["What hybrid+thesaurus has more, with 95 % intervals"]
    assert set(printed["hybrid_beats_it_by"]["lexical"]) == {"nDCG@10", "R@10", "R@1"}  # type: ignore[index]  # JSON is untyped
    assert len(tables_of(measure(folder, Arm.LEXICAL))) == 1


def test_without_the_thesaurus_no_concept_is_read(tmp_path: Path) -> None:
    """Another name of a technique finds its document only where the thesaurus knows both."""
    vocabulary = load_vocabulary()
    concept = vocabulary.get(ConceptId("technique:membrane-wastewater-reuse"))
    folder = beir_folder(
        tmp_path / "c", queries=lines([{"_id": "1", "text": concept.labels["es"].preferred}, QUERIES[1]])
    )
    read = {
        arm: understood_queries(read_beir(folder, "test"), arm, vocabulary)["1"].expansions
        for arm in (Arm.HYBRID, Arm.PLAIN)
    }

    assert (bool(read[Arm.HYBRID]), bool(read[Arm.PLAIN])) == (True, False)
