"""Every command, setting, error and route is documented, and the version is the changelog's."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

import corpus
import cpkb
import eval as eval_room
import index
import ingest
import search_api
import web
from search_api.problems import known_problems
from search_api.requests import FACET_PARAMETERS, OTHER_PARAMETERS

ROOT = Path(__file__).parent.parent


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("room", [corpus, ingest, index, search_api, web, eval_room])
def test_each_room_is_this_repositorys(room: object) -> None:
    assert Path(getattr(room, "__file__", "")).parent.parent == ROOT


@pytest.mark.parametrize("slug", sorted(known_problems()))
def test_each_error_is_explained(slug: str) -> None:
    assert f"\n### {slug}\n" in text("docs/errors.md")


@pytest.mark.parametrize("name", sorted(cpkb.main.commands))
def test_each_command_is_documented_and_helps(name: str) -> None:
    command = cpkb.main.commands[name]

    assert f"`cpkb {name}`" in text("docs/commands.md")
    assert command.help


@pytest.mark.parametrize("name", sorted(cpkb.main.commands))
def test_each_option_helps(name: str) -> None:
    options = [option for option in cpkb.main.commands[name].params if isinstance(option, click.Option)]

    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", sorted(cpkb.Settings.model_fields))
def test_each_setting_is_documented(name: str) -> None:
    assert f"`CPKB_{name.upper()}`" in text("docs/settings.md")


@pytest.mark.parametrize("name", [*FACET_PARAMETERS, *OTHER_PARAMETERS])
def test_each_search_parameter_is_documented(name: str) -> None:
    assert f"`{name}`" in text("docs/api.md")


def test_the_changelog_knows_the_version() -> None:
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]

    assert re.search(rf"^## \[{re.escape(version)}\]|^## \[Unreleased\]", text("CHANGELOG.md"), re.MULTILINE)


def test_decisions_are_short() -> None:
    long = [p.name for p in (ROOT / "docs/decisions").glob("*.md") if len(p.read_text().splitlines()) > 40]

    assert long == []


def test_no_room_reads_the_environment() -> None:
    rooms = ("corpus", "ingest", "index", "search_api", "web", "eval")
    readers = [
        str(path.relative_to(ROOT))
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"os\.getenv|os\.environ\.get|os\.environ\[[^]]*\](?! =)", path.read_text(encoding="utf-8"))
    ]

    assert readers == []
