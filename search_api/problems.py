"""Errors over HTTP: one format, problem documents after RFC 9457."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

import orjson
from fastapi import Response

from corpus import errors

MEDIA_TYPE = "application/problem+json"


def problem(status: int, slug: str, title: str, detail: str, instance: str) -> Response:
    """Return a problem document; its type is an address that explains it."""
    body = {"type": f"/problems/{slug}", "title": title, "status": status, "detail": detail, "instance": instance}
    return Response(orjson.dumps(body), status, media_type=MEDIA_TYPE)


def problem_of(error: errors.CpkbError, instance: str) -> Response:
    """Return the problem document of an error that is meant for a person."""
    return problem(error.status, error.slug, title_of(type(error)), str(error), instance)


def problem_of_status(status: int, detail: str, instance: str) -> Response:
    """Return the problem document of a bare HTTP status, such as an unknown path."""
    phrase = HTTPStatus(status).phrase
    return problem(status, _slug(phrase), phrase, detail or phrase, instance)


def explanation(slug: str) -> str | None:
    """Return what a problem's type means, as a line of text; None if there is no such type."""
    if kind := known_problems().get(slug):
        return f"{title_of(kind)}. See docs/errors.md#{slug}.\n"
    bare = next((status for status in HTTPStatus if status >= 400 and _slug(status.phrase) == slug), None)
    return f"HTTP status {bare.value}: {bare.phrase}. See docs/errors.md#other-statuses.\n" if bare else None


def title_of(kind: type[errors.CpkbError]) -> str:
    """Return what the error's class says of itself: one sentence."""
    return (kind.__doc__ or "").strip().splitlines()[0].rstrip(".")


def known_problems() -> dict[str, type[errors.CpkbError]]:
    """Return every kind of error by the last part of its type address."""
    return {kind.slug: kind for kind in _kinds(errors.CpkbError)}


def _slug(phrase: str) -> str:
    return phrase.lower().replace(" ", "-")


def _kinds(kind: type[errors.CpkbError]) -> Iterator[type[errors.CpkbError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)
