"""Text and the marks that carry meaning stand out from what is behind them, by day and by night.

Source: WCAG 2.2, 1.4.3 (text, 4.5:1) and 1.4.11 (graphics, 3:1); its formula of relative luminance.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from dashboard.basemap.stage import style
from dashboard.words import GROUPS

ROOT = Path(__file__).resolve().parents[2]
TEXT, GRAPHICS = 4.5, 3.0
CONFIG = ROOT / "dashboard" / ".streamlit" / "config.toml"
THEMES = tomllib.loads(CONFIG.read_text("utf-8"))["theme"]
PANELS = sorted((ROOT / "dashboard" / "panels").glob("*.css"))
FAINT = re.compile(
    r"(?<![-\w])color:color-mix\(in srgb,var\(--st-text-color\) (\d+)%,transparent\)"
)
OPAQUE = re.compile(r"\[data-testid=\"stText\"\]\{[^}]*opacity:(\.\d+)")
Colour = tuple[float, float, float]


def colour(code: str) -> Colour:
    digits = code.removeprefix("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def over(front: Colour, back: Colour, share: float) -> Colour:
    red, green, blue = (share * f + (1 - share) * b for f, b in zip(front, back, strict=True))
    return red, green, blue


def luminance(rgb: Colour) -> float:
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def backs(theme: str) -> tuple[Colour, Colour]:
    return (
        colour(THEMES[theme]["backgroundColor"]),
        colour(THEMES[theme]["secondaryBackgroundColor"]),
    )


def test_the_formula_is_that_of_the_guidelines() -> None:
    assert contrast(colour("#000"), colour("#fff")) == pytest.approx(21)
    assert contrast(colour("#777"), colour("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_links_and_buttons_can_be_read(theme: str) -> None:
    for back in backs(theme):
        assert contrast(colour(THEMES[theme]["textColor"]), back) >= TEXT
        assert contrast(colour(THEMES[theme]["primaryColor"]), back) >= TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("file", PANELS, ids=lambda path: path.stem)
def test_fainter_words_of_a_panel_can_be_read(file: Path, theme: str) -> None:
    ink, (paper, _) = colour(THEMES[theme]["textColor"]), backs(theme)
    for share in FAINT.findall(file.read_text("utf-8")):
        assert contrast(over(ink, paper, int(share) / 100), paper) >= TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_fainter_words_of_the_page_can_be_read(theme: str) -> None:
    ink, (paper, _) = colour(THEMES[theme]["textColor"]), backs(theme)
    shares = OPAQUE.findall(style(dark=theme == "dark"))
    assert len(shares) >= 3
    for share in shares:
        assert contrast(over(ink, paper, float(share)), paper) >= TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("group", GROUPS)
def test_the_colours_of_kinds_stand_out_from_the_page(group: str, theme: str) -> None:
    for back in backs(theme):
        assert contrast(colour(getattr(GROUPS[group], theme)), back) >= GRAPHICS


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_has_the_keyboard_is_ringed_so_that_it_can_be_seen(theme: str) -> None:
    ring = re.search(r"--dl-accent:(#\w+)", style(dark=theme == "dark"))
    assert ring
    for back in backs(theme):
        assert contrast(colour(ring[1]), back) >= GRAPHICS


@pytest.mark.parametrize(("theme", "selector"), [("light", "body{"), ("dark", "body.dark{")])
def test_the_maps_own_words_can_be_read(theme: str, selector: str) -> None:
    rules = (ROOT / "dashboard" / "static" / "map" / "dateline.css").read_text("utf-8")
    named = dict(re.findall(r"--(\w+):(#\w+)", rules.split("\n" + selector)[1].split("}")[0]))
    for name in ("ink", "soft"):
        assert contrast(colour(named[name]), colour(named["paper"])) >= TEXT
