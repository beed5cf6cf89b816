"""Contrast as WCAG 2.1 measures it (4.5:1 for text, 3:1 for graphics and focus), in the colours of the charts and of the frame."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from dashboard.charts.board.plot import TINT
from dashboard.charts.toxicity_by_arm.plot import SYMBOL
from dashboard.theme import BLUE, FOCUS, GREY, HIGHLIGHT, INK, MUTED, ORANGE, PAPER, tint

STYLE = (Path(__file__).parent.parent / "assets" / "style.css").read_text(encoding="utf-8")
Colour = tuple[float, ...]
"""Red, green and blue, from 0 to 1."""
ROWS, BOXES = (PAPER, HIGHLIGHT), (tint(BLUE, TINT), tint(ORANGE, TINT))
"""What words of a chart stand on: paper or a pinned row, in any colour; the boxes of both arms, in ink or grey."""


def colour(text: str) -> Colour:
    """Of '#1d5fa9', '#fff' or 'rgb(29, 95, 169)'."""
    if text.startswith("#"):
        digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
        return tuple(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return tuple(float(part) / 255 for part in re.findall(r"[\d.]+", text)[:3])


def luminance(own: Colour) -> float:
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in own)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def as_dark(own: Colour) -> Colour:
    """A colour of a chart under the filter that the style sheet lays over it in the dark: invert, then turn the hue by half a circle."""
    found = re.search(r"\.graph \{ filter: invert\((\.\d+)\) hue-rotate\(180deg\)", STYLE)
    assert found
    share = float(found[1])
    red, green, blue = (share + part * (1 - 2 * share) for part in own)
    grey = 2 * (0.213 * red + 0.715 * green + 0.072 * blue)
    return tuple(min(max(grey - part, 0.0), 1.0) for part in (red, green, blue))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), [*product((INK, MUTED, BLUE, ORANGE), ROWS), *product((INK, MUTED), BOXES)])
def test_words_of_a_chart_can_be_read_on_what_they_stand(words: str, ground: str, dark: bool) -> None:
    pair = [as_dark(colour(part)) if dark else colour(part) for part in (words, ground)]
    assert contrast(*pair) >= 4.5


def test_a_box_of_the_board_is_told_from_the_sheet_in_the_dark_as_it_is_by_day() -> None:
    found = re.search(r"--bs-body-bg: (#[0-9a-f]{6});", STYLE)
    assert found
    sheet = colour(found[1])
    assert contrast(as_dark(colour(PAPER)), sheet) < 1.05, "a dashed box is filled with paper"
    for box in BOXES:
        assert contrast(as_dark(colour(box)), sheet) > 0.97 * contrast(colour(box), colour(PAPER))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("mark", [BLUE, ORANGE, GREY, INK, MUTED])
def test_marks_of_a_chart_stand_out_from_paper(mark: str, dark: bool) -> None:
    pair = [as_dark(colour(part)) if dark else colour(part) for part in (mark, PAPER)]
    assert contrast(*pair) >= 3


def test_each_arm_of_a_randomised_chart_has_a_shape_of_its_own() -> None:
    assert len({*SYMBOL.values()}) == len(SYMBOL) == 2


def test_the_focus_stands_out_on_the_page_and_on_the_bar_light_and_dark() -> None:
    assert re.search(r"^:focus-visible, .* \{ outline: 3px solid var\(--focus\) !important", STYLE, re.MULTILINE)
    grounds = re.findall(r"--(?:bar|page): (#[0-9a-f]{6})", STYLE)
    assert len(grounds) == 4
    assert [ground for ground in (*grounds, "#ffffff", "#17191c") if contrast(colour(FOCUS), colour(ground)) < 3] == []
    assert "outline: none" not in STYLE.replace("#page:focus { outline: none !important; }", "")


def test_nothing_on_a_page_moves_by_itself_or_holds_a_screen_upright() -> None:
    sheets = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.parent.joinpath("assets").glob("*.css"))
    assert not re.findall(r"@keyframes|animation|orientation|<blink|marquee", sheets)
    assert re.search(r"^:root \{ scroll-behavior: auto; \}", sheets, re.MULTILINE), "Bootstrap has a page glide"
