"""A YAML file that a person wrote, read field by field, with complaints that name file, field and what is expected.

Knows nothing of what the fields mean; corpus/records.py says that.
"""

from __future__ import annotations

import re
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import yaml

from corpus.countries import country_codes
from corpus.errors import CollectionError
from corpus.model import ConceptId, Scheme
from corpus.plain_text import one_line

MAX_BYTES = 262_144  # a record is one page of text; anything bigger is not one
MAX_DEPTH = 8
_NULL = "tag:yaml.org,2002:null"
_CONCEPT = re.compile(r"([a-z]+):[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_YEARS = range(1800, 2101)

Choice = TypeVar("Choice", bound=StrEnum)


def read_bytes(path: Path) -> bytes:
    """Return the content of a small file.

    Raises:
        CollectionError: It cannot be read or is too large to be a record.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CollectionError(
            f"{path}: cannot be read ({error.strerror}). Check that it exists and is yours."
        ) from error
    if len(content) > MAX_BYTES:
        raise CollectionError(
            f"{path}: is larger than {MAX_BYTES} bytes. A sidecar describes one document; shorten it."
        )
    return content


def read_fields(content: bytes, path: Path, kind: type[Any]) -> Fields:
    """Return the outermost fields of a file; they must be among those of the dataclass `kind`.

    Raises:
        CollectionError: It is not YAML, or holds something else than fields.
    """
    return Fields(path, "", _load(content, path), kind)


class Fields:
    """One mapping of the file, read field by field; every complaint names the file and the field."""

    def __init__(self, path: Path, where: str, value: object, kind: type[Any]) -> None:
        self._path = path
        self._where = where
        if not isinstance(value, dict):
            raise self._error("", value, "fields, each on a line of its own ('title: ...')")
        self._values: dict[object, object] = value
        known = [field.name for field in fields(kind)]
        for key in value:
            if key not in known:
                raise CollectionError(
                    f"{path}: {self._name(str(key)[:80])} is not a field of this format. "
                    f"Remove it or use one of: {', '.join(known)}."
                )

    def has(self, name: str) -> bool:
        """Tell whether the field is there and not null."""
        return self._values.get(name) is not None

    def text(self, name: str, *, required: bool = False) -> str:
        """Return the field on one line without control characters, "" if it is absent and may be."""
        value = self._values.get(name)
        if value is None and not required:
            return ""
        text = one_line(value) if isinstance(value, str) else ""
        if not isinstance(value, str) or (required and not text):
            raise self._error(name, value, "text")
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, each on one line and none empty; none if it is absent."""
        found = []
        for at, item in enumerate(self._items(name)):
            if not isinstance(item, str) or not one_line(item):
                raise self._error(f"{name}[{at}]", item, "text")
            found.append(one_line(item))
        return tuple(found)

    def matching(self, name: str, pattern: re.Pattern[str], expected: str, *, default: str | None = None) -> str:
        """Return a text that the whole pattern matches."""
        text = self.text(name, required=default is None) or (default or "")
        if not pattern.fullmatch(text):
            raise self._error(name, text, expected)
        return text

    def year(self, name: str) -> int | None:
        """Return a year, None if the field is absent."""
        text = self.text(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) == 4 and int(text) in _YEARS):
            raise self._error(name, text, "a year in four digits")
        return int(text)

    def country(self, name: str) -> str | None:
        """Return an ISO 3166-1 alpha-2 code, None if the field is absent."""
        code = self.text(name)
        if code and code not in country_codes():
            raise self._error(name, code, "an ISO 3166-1 alpha-2 country code such as 'KE'")
        return code or None

    def choice(self, name: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """Return the member of an enumeration that the field names."""
        text = self.text(name, required=default is None)
        if not text and default is not None:
            return default
        if text not in [member.value for member in kind]:
            raise self._error(name, text, "one of " + ", ".join(member.value for member in kind))
        return kind(text)

    def choices(self, name: str, kind: type[Choice]) -> tuple[Choice, ...]:
        """Return the members of an enumeration that a list names, in the order given; none if it is absent."""
        found = self.texts(name)
        for at, text in enumerate(found):
            if text not in [member.value for member in kind]:
                raise self._error(f"{name}[{at}]", text, "one of " + ", ".join(member.value for member in kind))
        return tuple(map(kind, found))

    def concept(self, name: str, *schemes: Scheme) -> ConceptId:
        """Return a well-formed concept id of one of the schemes; whether it exists is not asked here."""
        return self._concept(name, self.text(name, required=True), schemes)

    def concepts(self, name: str, *schemes: Scheme) -> tuple[ConceptId, ...]:
        """Return a list of concept ids in the order given."""
        return tuple(self._concept(f"{name}[{at}]", item, schemes) for at, item in enumerate(self._items(name)))

    def child(self, name: str, kind: type[Any]) -> Fields:
        """Return the mapping under a field; it must be there."""
        return Fields(self._path, self._full(name), self._values.get(name), kind)

    def children(self, name: str, kind: type[Any]) -> list[Fields]:
        """Return the mappings listed under a field, none if it is absent."""
        return [
            Fields(self._path, self._full(f"{name}[{at}]"), item, kind) for at, item in enumerate(self._items(name))
        ]

    def _items(self, name: str) -> list[object]:
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._error(name, value, "a list, each item on a line that begins with '- '")
        return value

    def _concept(self, name: str, value: object, schemes: tuple[Scheme, ...]) -> ConceptId:
        match = _CONCEPT.fullmatch(value) if isinstance(value, str) else None
        if match is None or match[1] not in schemes:
            raise self._error(name, value, "a concept id that begins with " + " or ".join(f"'{s}:'" for s in schemes))
        return ConceptId(match[0])

    def _full(self, name: str) -> str:
        return f"{self._where}.{name}" if self._where and name else self._where or name

    def _name(self, name: str) -> str:
        return f"field {self._full(name)}" if self._full(name) else "the file"

    def _error(self, name: str, value: object, expected: str) -> CollectionError:
        shown = "is missing or empty" if value in (None, "") else f"has the value {_shorten(value)}"
        return CollectionError(f"{self._path}: {self._name(name)} {shown}. Expected {expected}.")


def _shorten(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 80 else shown[:77] + "..."


class _Loader(yaml.CSafeLoader):
    """Leave every scalar as written: 'NO' is Norway, not false, and 35.70 keeps its zero; only null is null."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as the library declares it
        first: [(_NULL, re.compile(r"(?:~|null|Null|NULL|)\Z"))] for first in ("~", "n", "N", "")
    }

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key given twice, of which YAML would silently keep the last."""
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"the key {twice!r} is given twice", node.start_mark)
        return super().construct_mapping(node, deep=deep)


def _load(content: bytes, path: Path) -> object:
    try:
        _check_shape(content, path)
        return yaml.load(content, Loader=_Loader)
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise CollectionError(f"{path}: is not valid YAML ({reason}). Correct that line.") from error


def _check_shape(content: bytes, path: Path) -> None:
    """Refuse deep nesting and aliases before anything is built: either could exhaust stack or memory."""
    depth = 0
    for event in yaml.parse(content, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise CollectionError(f"{path}: uses a YAML alias (*{event.anchor}). Write the value out.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise CollectionError(
                f"{path}: is nested more than {MAX_DEPTH} levels deep. Use the fields of the format only."
            )
