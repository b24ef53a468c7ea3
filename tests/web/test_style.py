from __future__ import annotations

import re

import pytest

from web.assets import FOLDER

CSS = (FOLDER / "style.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in re.findall(r":root \{(.*?)\}", CSS, re.S)
)

# (text, ground): what stands on what.
TEXTS = [
    *(("ink", ground) for ground in ("paper", "wash", "accent-wash", "warn-wash")),
    *(("soft", ground) for ground in ("paper", "wash", "accent-wash")),
    *(("link", ground) for ground in ("paper", "wash", "accent-wash")),
    *((name, "paper") for name in ("visited", "accent", "grade-a", "grade-b", "grade-c", "grade-d")),
    *(("ink", f"heat-{shade}") for shade in range(1, 5)),
    ("paper", "accent"),
    ("mark-ink", "mark"),
    ("on-deep", "deep"),
    ("soft-on-deep", "deep"),
]
SHAPES = [("edge", "paper"), ("bar", "paper"), ("warn-line", "paper"), ("focus-ink", "focus")]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, {**LIGHT, **DARK}], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read_on_its_ground(scheme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, {**LIGHT, **DARK}], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_can_be_seen_on_their_ground(scheme: dict[str, str], shape: str, ground: str) -> None:
    assert contrast(scheme[shape], scheme[ground]) >= 3


def test_the_contrast_of_black_on_white_is_21() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21


def test_the_stylesheet_loads_nothing() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS


def test_every_colour_used_is_defined() -> None:
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) <= set(re.findall(r"--([\w-]+):", CSS))
