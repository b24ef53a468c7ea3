"""Single passages with the figures they state, written down by people who do not know how figures are found.

Reads eval/extraction/passages/*.yaml and lessons.yaml; README.md beside them describes the form. What is judged of a
passage are its figures alone: most are no whole case.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import CollectionError
from eval.extraction_gold import GOLD_FOLDER, GoldCase, GoldDocument, gold_figure

PASSAGES = "passages"


def read_passages(folder: Path = GOLD_FOLDER) -> list[GoldDocument]:
    """Return all passages, by file and in the order of the file.

    Raises:
        CollectionError: There are none, or a file holds something else.
    """
    paths = sorted((folder / PASSAGES).glob("*.yaml"))
    if not paths:
        raise CollectionError(f"{folder / PASSAGES} holds no passages. It is part of the source; fetch it again.")
    return [passage for path in paths for passage in _passages(path)]


def read_lessons(folder: Path = GOLD_FOLDER) -> list[GoldDocument]:
    """Return the short passages that are only learned from.

    Raises:
        CollectionError: The file holds something else.
    """
    return _passages(folder / "lessons.yaml")


def _passages(path: Path) -> list[GoldDocument]:
    try:
        return [_passage(entry) for entry in yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)]
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise CollectionError(f"{path} holds no passages ({reason}). Compare it with the README above it.") from error


def _passage(entry: Mapping[str, Any]) -> GoldDocument:
    figures = tuple(map(gold_figure, entry["figures"]))
    case = GoldCase("", "", "", "", "", (), (), (), (), (), figures)
    text = str(entry["text"])
    return GoldDocument(
        name=str(entry["id"]),
        layout=str(entry["genre"]),
        language=str(entry["language"]),
        cases=(case,),
        render=lambda: text.encode(),
        suffix=".md",
        country=str(entry.get("country", "")),
    )
