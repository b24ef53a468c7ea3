"""The JSON of an answer: what the API sends and what `--json` prints, to the byte."""

from __future__ import annotations

import orjson


def encode(answer: object) -> bytes:
    """Return the JSON of an answer's dataclasses, as UTF-8."""
    return orjson.dumps(answer)
