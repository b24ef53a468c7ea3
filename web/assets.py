"""The few static files, read once; their addresses carry a hash of their content, so that they never go stale."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
MEDIA_TYPES: Mapping[str, str] = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file."""

    name: str
    content: bytes
    media_type: str

    @property
    def digest(self) -> str:
        """First 12 digits of its SHA-256."""
        return hashlib.sha256(self.content).hexdigest()[:12]

    @property
    def url(self) -> str:
        """Its address."""
        return f"/static/{self.digest}/{self.name}"


Assets = Mapping[str, Asset]  # by name


def load() -> Assets:
    """Read the static files."""
    files = sorted(path for path in FOLDER.iterdir() if path.suffix in MEDIA_TYPES)
    return {path.name: Asset(path.name, path.read_bytes(), MEDIA_TYPES[path.suffix]) for path in files}
