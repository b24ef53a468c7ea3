"""Reading collections in BEIR's layout, and what is said of bad ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import JudgementFileError
from eval.beir import BeirDocument, read_beir
from tests.eval.builders import DOCUMENTS, QRELS, QUERIES, beir_folder, lines


def test_a_collection_is_read_with_its_documents_queries_and_judgements(tmp_path: Path) -> None:
    collection = read_beir(beir_folder(tmp_path / "small"))

    assert collection.name == "small"
    assert [document.id for document in collection.documents] == ["dye", "tan", "kiln"]
    assert collection.queries == {"1": "chromium of the tannery", "2": "natural gas for the kiln"}
    assert collection.qrels == {"1": {"tan": 2}, "2": {"kiln": 1, "dye": 0}}
    assert collection.missing == 0


def test_a_document_s_full_text_has_the_title_on_top() -> None:
    assert BeirDocument("a", "Title", "text").full_text == "Title\ntext"
    assert BeirDocument("a", " ", "text").full_text == "text"


def test_judgements_need_no_header(tmp_path: Path) -> None:
    folder = beir_folder(tmp_path / "c", qrels=QRELS.partition("\n")[2])

    assert {"1", "2"} == set(read_beir(folder).qrels)


def test_only_judged_queries_are_kept(tmp_path: Path) -> None:
    folder = beir_folder(tmp_path / "c", qrels="1\ttan\t1\n")

    assert list(read_beir(folder).queries) == ["1"]


def test_relevant_documents_that_the_corpus_lacks_are_counted(tmp_path: Path) -> None:
    folder = beir_folder(tmp_path / "c", qrels="1\ttan\t1\n1\tlost\t2\n1\tgone\t0\n")

    assert read_beir(folder).missing == 1


def test_line_separators_within_a_text_do_not_end_the_line(tmp_path: Path) -> None:
    corpus = '{"_id": "a", "text": "one\u2028two"}\n'
    folder = beir_folder(tmp_path / "c", corpus=corpus, qrels="1\ta\t1\n")

    assert read_beir(folder).documents[0].text == "one\u2028two"


def test_the_digest_tells_texts_apart(tmp_path: Path) -> None:
    one = read_beir(beir_folder(tmp_path / "one"))
    same = read_beir(beir_folder(tmp_path / "same"))
    other = read_beir(beir_folder(tmp_path / "other", corpus=lines([*DOCUMENTS, {"_id": "x", "text": ""}])))

    assert one.digest == same.digest != other.digest


BAD_FILES = {
    "no JSON": ({"corpus": "{\n"}, "corpus.jsonl, line 1 is not valid JSON"),
    "no object": ({"corpus": "\n[1]\n"}, "corpus.jsonl, line 2 is not a JSON object"),
    "no document id": ({"corpus": '{"text": "a"}\n'}, "line 1 has no text under '_id'"),
    "empty document id": ({"corpus": '{"_id": " ", "text": "a"}\n'}, "line 1 has nothing under '_id'"),
    "no text": ({"corpus": '{"_id": "a"}\n'}, "line 1 has no text under 'text'"),
    "text that is a number": ({"corpus": '{"_id": "a", "text": 5}\n'}, "line 1 has no text under 'text'"),
    "document twice": ({"corpus": '{"_id": "a", "text": ""}\n' * 2}, "line 2 has the id 'a' again"),
    "no document": ({"corpus": "\n"}, "holds no document"),
    "empty query": ({"queries": '{"_id": "1", "text": ""}\n'}, "queries.jsonl, line 1 has nothing under 'text'"),
    "query twice": ({"queries": lines([QUERIES[0], QUERIES[0]])}, "line 2 has the id '1' again"),
    "unknown query": ({"qrels": "9\ttan\t1\n"}, "judges query '9'"),
    "two columns": ({"qrels": "1\ttan\n"}, "test.tsv, line 1 has 2 columns"),
    "spaces for tabs": ({"qrels": QRELS + "1 tan 1\n"}, "test.tsv, line 5 has 1 columns"),
    "grade in words": ({"qrels": "1\ttan\tgood\n"}, "line 1 has the grade 'good'"),
    "judged twice": ({"qrels": "1\ttan\t1\n1\ttan\t2\n"}, "line 2 judges document 'tan' for query '1' again"),
    "empty id": ({"qrels": "1\t\t1\n"}, "line 1 has an empty id"),
    "no judgement": ({"qrels": "query-id\tcorpus-id\tscore\n"}, "holds no judgement"),
}


@pytest.mark.parametrize(("files", "said"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_told_with_its_line(tmp_path: Path, files: dict[str, str], said: str) -> None:
    with pytest.raises(JudgementFileError) as caught:
        read_beir(beir_folder(tmp_path / "bad", **files))

    assert said in str(caught.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(JudgementFileError, match="There is no folder"):
        read_beir(tmp_path / "nowhere")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    folder = beir_folder(tmp_path / "c")
    (folder / "queries.jsonl").unlink()

    with pytest.raises(JudgementFileError, match=r"queries\.jsonl cannot be read"):
        read_beir(folder)


@pytest.mark.parametrize("split", ["dev", "../test", "../../other/test"])
def test_a_split_that_is_not_there_is_told_with_those_that_are(tmp_path: Path, split: str) -> None:
    with pytest.raises(JudgementFileError, match=r"Splits of this collection: test\."):
        read_beir(beir_folder(tmp_path / "c"), split)


def test_a_file_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    folder = beir_folder(tmp_path / "c")
    (folder / "corpus.jsonl").write_bytes(b'{"_id": "a", "text": "\xff"}\n')

    with pytest.raises(JudgementFileError, match="not UTF-8"):
        read_beir(folder)
