"""The engine of row figures: measured text, shared width, what is drawn, what the key, the table and the pages say of it."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from dashboard.tableplot import (
    Axis,
    Bar,
    Box,
    Cell,
    Cells,
    Group,
    Interval,
    Look,
    Plot,
    Point,
    Scale,
    Span,
    Words,
    as_small,
    draw,
    pages_of,
    paper,
    room,
    screen,
    short_table_of,
    slide,
    stacked,
    table_of,
)
from dashboard.tableplot.columns import least_width, overhang, rise, shares, turned_heads
from dashboard.tableplot.look import LEAST_IN_A_ROOM
from dashboard.tableplot.pages import fitted
from dashboard.tableplot.reading import read
from dashboard.tableplot.sheet import arranged
from dashboard.tableplot.text import LEADING, WIDEST, WIDEST_BOLD, ems, folded, longest_word, plain, wrapped
from tests.drawing import key_of
from tests.example_chart import RANDOMISED, SINGLE, example

DESK = screen(1280)
LOOKS = [screen(1280), screen(1920), room(1220, 480, 720), room(1830, 700, 1080), slide(12.3, 5), paper()]
HOSTILE = '<b>x</b> <a href="javascript:alert(1)">y</a> & &lt;i&gt;'
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")


def traces(figure, name):
    """The marks of all traces of a name, each as a dict of its own values."""
    found = []
    for trace in figure["data"]:
        if trace["name"] == name:
            values = {"symbol": trace.get("marker", {}).get("symbol"), **trace}
            many = {key: values[key] for key in ("x", "y", "text", "base", "customdata", "hovertext", "symbol") if key in values}
            found += [
                {key: value[place] if isinstance(value, list) else value for key, value in many.items()} for place in range(len(trace["y"]))
            ]
    return found


def row_marks(figure, name):
    """The same without those of the key, which open no record."""
    return [mark for mark in traces(figure, name) if mark["customdata"]]


def texts(figure):
    return [html.unescape(re.sub(r"<[^>]*>", "", label["text"])) for label in traces(figure, "words")]


def one_axis(*marks, scale, gap_words=""):
    """A plot of a single row with the given marks."""
    axis = Axis("value", 50, scale, lambda row: marks, lambda row: gap_words)
    return Plot(columns=(Words("who", 50, lambda row: row), axis), groups=(Group("", ("row",)),), record=str, name=str)


def shares_of(slot, x):
    return (x - slot.low) / slot.width


# text


@pytest.mark.parametrize("bold", [False, True])
def test_a_width_is_that_of_pillow_with_its_margin(bold):
    margin = WIDEST_BOLD if bold else WIDEST
    assert ems("Encephalopathy", bold) == pytest.approx(ImageFont.load_default(100).getlength("Encephalopathy") / 100 * margin)


@pytest.mark.skipif(not DEJAVU.is_dir(), reason="DejaVu Sans is not installed")
@pytest.mark.parametrize(
    "text", ["von Stackelberg 2016 [21]", "no toxicity figure in the review", "44/49 · 90 %", "≥ 2/70 ‡", "−50 (−63 to −36)"]
)
def test_the_widest_common_face_fits_what_was_measured(text):
    for bold, file in ((False, "DejaVuSans.ttf"), (True, "DejaVuSans-Bold.ttf")):
        assert ImageFont.truetype(DEJAVU / file, 100).getlength(text) <= 100 * ems(text, bold) * 1.02


@pytest.mark.parametrize("width", [40, 90, 200, 500])
def test_words_are_broken_to_their_width_and_none_is_lost(width):
    text = "First stage of a study of dose and schedule in Donaudampfschifffahrtsgesellschaft, 70\u00a0of\u00a093"
    block = wrapped(text, width, (14, 12))
    assert max(line.width for line in block.lines) <= width
    assert "".join(span.text for line in block.lines for span in line.spans).replace(" ", "") == text.replace(" ", "")


@given(st.text("ab <\u00a0\u2009\n\t&W", max_size=60), st.integers(1, 300))
def test_what_a_hover_says_is_broken_as_every_text(text, width):
    assert folded(text, width, 14) == wrapped(text, width, (14, 14)).joined


def test_a_plot_is_read_once_for_its_table_and_all_its_figures():
    asked = []
    plot = replace(one_axis(Point(1), scale=Scale(0, 2)), record=lambda row: asked.append(row) or "")
    once = (table_of(plot), [*asked])[1]
    for look in (DESK, screen(300)):
        draw(plot, look), pages_of(plot, look, 300)
    assert asked == once != []


@pytest.mark.parametrize("word", ["more →", "Encephalopathy", "blinatumomab*"])
def test_a_word_fits_a_column_made_for_it(word):
    word = word.replace(" ", "\u00a0")
    for share in (0.305, 0.7, 1 / 3):
        assert len(wrapped(word, longest_word(word, (14, 12)) / share * share - 1e-9, (14, 12)).lines) == 1


def test_a_block_is_as_high_as_the_type_of_its_lines():
    block = wrapped(stacked("one", Span("two", small=True), Span("three", small=True)), 200, (14, 12))
    assert block.height == pytest.approx(LEADING * (14 + 12 + 12))


def test_spans_without_a_space_between_them_stay_one_word():
    block = wrapped((Span("Brown", bold=True), Span("*"), Span(" 2021")), ems("Brown*") * 14 + 8, (14, 12))
    assert [plain(line.spans) for line in block.lines] == ["Brown*", "2021"]


# width and height


@pytest.mark.parametrize("look", LOOKS)
def test_the_shares_of_the_columns_make_up_the_width(look):
    widths = shares([20, 6, 14, 4], [100, 90, 50, 30], look.width)
    assert sum(width / look.width for width in widths) == pytest.approx(1)
    assert all(width >= need for width, need in zip(widths, [100, 90, 50, 30], strict=True))


def test_columns_follow_their_weights_where_words_leave_them():
    assert shares([3, 1], [10, 10], 400) == [300, 100]
    assert shares([99, 1], [10, 50], 400) == [350, 50]


@pytest.mark.parametrize("look", LOOKS)
def test_slots_stand_beside_each_other_and_within_the_drawing(look):
    slots = arranged(read(example()), look, None, None).frame.slots
    assert all(before.high <= after.low for before, after in pairwise(slots))
    assert slots[0].low >= 0
    assert slots[-1].high <= look.width


@pytest.mark.parametrize("look", LOOKS)
def test_lines_follow_each_other_and_hold_their_words(look):
    sheet = arranged(read(example()), look, None, None)
    for before, after in pairwise(sheet.lines):
        assert before.bottom == pytest.approx(after.top)
    assert all(block.height <= line.height for line in sheet.lines for block in line.blocks.values())
    assert max(sheet.lines[-1].bottom, sheet.key_top + sheet.key.height) <= sheet.height + 1


def test_turned_heads_have_their_height_and_end_within_the_drawing():
    sheet = arranged(read(example()), DESK, None, None)
    turned = [slot for slot in sheet.frame.slots if slot.turned]
    heads = turned_heads(turned, DESK)
    assert {slot.leaf.title for slot in turned} == {"Seizure", "Febrile neutropenia"}
    assert sheet.frame.heads.height >= max(rise(head) for head in heads)
    assert all(slot.middle + overhang(head) <= DESK.width for slot, head in zip(turned, heads, strict=True))


def test_a_turned_head_longer_than_the_longest_word_takes_two_lines():
    sheet = arranged(read(example()), DESK, None, None)
    heads = turned_heads([slot for slot in sheet.frame.slots if slot.turned], DESK)
    assert [[plain(line.spans) for line in head.lines] for head in heads] == [["Seizure"], ["Febrile", "neutropenia"]]


def nameless():
    """The example with nothing over its labels."""
    plot = example()
    return replace(plot, columns=(replace(plot.columns[0], head=""), *plot.columns[1:]))


def test_the_first_heading_stands_beside_the_heads_where_nothing_else_does():
    named, raised = (arranged(read(plot), DESK, None, None) for plot in (example(), nameless()))
    assert named.lines[0].top == named.frame.heads.height
    assert raised.lines[0].bottom == raised.frame.heads.height
    assert named.height - raised.height == pytest.approx(raised.lines[0].height)


def test_the_key_stands_beside_turned_heads_where_it_has_room_and_under_the_rows_otherwise():
    high = example()
    low = replace(high, signs={"NR": "not reported, " * 120})
    on_top, under = (arranged(read(plot), DESK, None, None) for plot in (high, low))
    assert on_top.key_top == 0
    assert on_top.key.height < on_top.frame.heads.height
    assert under.key_top >= under.lines[-1].bottom


def many(plot, times=12):
    """The plot with its rows several times over."""
    return replace(plot, groups=plot.groups * times)


def test_the_key_of_boxes_is_seen_with_the_first_rows_of_a_drawing_that_scrolls():
    """It stood 1,800 pixels below the first row, and the place beside the heads was empty."""
    wordy = many(replace(example(), signs={"NR": "not reported, " * 20}))
    sheet = arranged(read(wordy), DESK, None, None)
    assert sheet.height > 700
    assert (sheet.on_top, sheet.key_top) == (True, 0)
    assert sheet.lines[0].top == pytest.approx(sheet.frame.heads.height + sheet.lowered)
    assert 0 < sheet.lowered <= 80
    lowest = max(item.top + item.block.height for item in sheet.key.items)
    nearest = min(head.above + head.block.height for head in sheet.frame.heads.words)
    assert lowest <= sheet.heads_end - nearest
    for look in (replace(DESK, height=2000.0), screen(374)):  # a page has its key in sight; on a phone it would fill the screen
        assert not arranged(read(wordy), look, None, None).lowered


def test_a_pointer_is_told_what_the_chart_says_instead_of_the_table():
    plot = example()
    response = next(column for column in plot.columns if isinstance(column, Axis))
    told = replace(plot, columns=(plot.columns[0], replace(response, hover=lambda arm: f"all about {arm.arm}")))
    assert any("all about new" in point["hovertext"] for point in traces(draw(told, DESK), "points"))
    assert table_of(told).rows[0].cells[1] == table_of(plot).rows[0].cells[2]


def test_what_has_no_words_of_its_own_shows_no_empty_label():
    """A template draws a label around nothing; Plotly leaves out words that are not there."""
    data = draw(example(), replace(DESK, width=1900))["data"]
    told = [trace for trace in data if "hovertext" in trace]
    assert any("" in trace["hovertext"] for trace in told)
    assert {(trace["hoverinfo"], trace.get("hovertemplate")) for trace in told} == {("text", None)}


def test_a_given_height_is_filled():
    look = replace(DESK, height=900.0)
    assert draw(example(), look)["layout"]["height"] == 900


@pytest.mark.parametrize(("look", "least"), [(room(1220, 480, 720), 18), (room(1830, 700, 1080), 27), (slide(12.3, 5), 16), (DESK, 12)])
def test_no_type_is_smaller_than_its_medium_wants(look, least):
    data = draw(example(), look)["data"]
    sizes = [size for trace in data if trace.get("mode") == "text" for size in _many(trace["textfont"]["size"])]
    inner = [int(size) for trace in data for text in trace.get("text", []) for size in re.findall(r"font-size:(\d+)px", text)]
    assert min([*sizes, *inner]) >= least


def _many(value):
    return value if isinstance(value, list) else [value]


# what is drawn


@pytest.mark.parametrize("look", LOOKS)
def test_plotly_takes_the_figure(look):
    figure = go.Figure(**draw(example(), look))
    assert {trace.type for trace in figure.data} == {"bar", "scatter"}


def box(label, size, anchor):
    """The rectangle of a line of text as measured: left, right, top, bottom."""
    text = html.unescape(re.sub(r"<[^>]*>", "", label["text"]))
    width = ems(text, "<b>" in label["text"]) * size
    left = label["x"] - {"middle right": 0, "middle center": 0.5, "middle left": 1}[anchor] * width
    return left, left + width, label["y"] - 0.55 * size, label["y"] + 0.55 * size


@pytest.mark.parametrize("look", LOOKS)
def test_no_text_overlaps_another_or_leaves_the_drawing(look):
    figure = draw(example(), look)
    boxes = []
    for trace in figure["data"]:
        if trace.get("mode") == "text":
            count = len(trace["y"])
            sizes, anchors = (
                value if isinstance(value, list) else [value] * count for value in (trace["textfont"]["size"], trace["textposition"])
            )
            boxes += [box(*each) for each in zip(traces(figure, trace["name"]), sizes, anchors, strict=True)]
    for one, other in combinations(boxes, 2):
        assert min(one[1], other[1]) - max(one[0], other[0]) <= 1 or min(one[3], other[3]) - max(one[2], other[2]) <= 1
    assert all(
        left >= 0 and right <= look.width and top >= 0 and bottom <= figure["layout"]["height"] for left, right, top, bottom in boxes
    )


def test_every_text_is_escaped():
    rows = tuple(replace(arm, trial=HOSTILE) for arm in SINGLE)
    plot = example(single=rows)
    plot = replace(plot, silent=HOSTILE, counts=HOSTILE, signs={"<b>": HOSTILE}, gap_means=HOSTILE, groups=(Group(HOSTILE, rows),))
    figure = draw(plot, replace(DESK, width=5000))
    said = [*(text for trace in figure["data"] for key in ("text", "hovertext") for text in trace.get(key, []))]
    said += figure["layout"]["xaxis"].get("ticktext", [])
    tags = {tag for text in said for tag in re.findall(r"</?(\w+)", text)}
    assert tags <= {"b", "i", "br", "span"}
    assert not any("<a" in text for text in said)
    assert HOSTILE in texts(figure)


def test_a_click_on_label_mark_or_cell_gives_the_record():
    figure = draw(example(), DESK)
    for name in ("targets", "points", "boxes", "gaps", "intervals", "words"):
        records = {mark["customdata"] for mark in traces(figure, name)} - {""}
        assert "ash-2019" in records, name
    tall = {mark["customdata"] for mark in traces(figure, "targets")}
    assert {arm.record for arm in (*RANDOMISED, *SINGLE)} <= tall


def test_the_figure_says_where_its_rows_are():
    rows = draw(example(), DESK)["layout"]["meta"]["rows"]
    assert [row["record"] for row in rows] == [arm.record for arm in (*RANDOMISED, *SINGLE)]
    assert all(row["top"] < row["y"] < row["bottom"] for row in rows)
    assert "Encephalopathy: NR" in rows[0]["name"]


def test_a_log_axis_places_equal_ratios_at_equal_distances():
    scale = Scale(0.25, 4, kind="log")
    assert [scale.place(value) for value in (0.25, 0.5, 1, 2, 4)] == pytest.approx([0, 0.25, 0.5, 0.75, 1])


def test_a_broken_axis_goes_through_its_stops_and_on_beyond_the_last():
    scale = Scale(0, 75, kind="broken", stops=((0, 0), (1, 0.15), (18, 0.75), (75, 1)))
    assert [scale.place(value) for value in (0, 0.5, 1, 18, 75)] == pytest.approx([0, 0.075, 0.15, 0.75, 1])
    longer = replace(scale, high=132)
    assert longer.place(132) == pytest.approx(1)
    assert longer.place(75) == pytest.approx(1 / 1.25)


def test_points_stand_at_their_value():
    scale = Scale(0.2, 2, kind="log")
    plot = one_axis(Point(1.0), Point(0.2), scale=scale)
    slot = arranged(read(plot), DESK, None, None).frame.slots[1]
    at = [shares_of(slot, point["x"]) for point in traces(draw(plot, DESK), "points")]
    assert at == pytest.approx([scale.place(1.0), 0.0], abs=0.001)


@pytest.mark.parametrize(
    ("mark", "symbols"),
    [
        (Interval(10, 90), []),
        (Interval(-10, 90), ["triangle-left"]),
        (Interval(10, None), ["triangle-right-open"]),
        (Interval(None, 190), ["triangle-left-open", "triangle-right"]),
        (Bar(120, None), ["triangle-right-open"]),
        (Interval(120, 150), ["triangle-right"]),
        (Interval(-40, -20), ["triangle-left"]),
        (Point(130), ["triangle-right"]),
    ],
)
def test_an_end_beyond_the_axis_or_without_a_limit_has_an_arrow(mark, symbols):
    figure = draw(one_axis(mark, scale=Scale(0, 100)), DESK)
    assert {arrow["symbol"] for arrow in row_marks(figure, "arrows")} == set(symbols)
    slot = arranged(read(one_axis(mark, scale=Scale(0, 100))), DESK, None, None).frame.slots[1]
    ends = [stroke["x"] for stroke in traces(figure, "intervals") if stroke["x"] is not None]
    assert all(slot.low - 0.1 <= x <= slot.high + 0.1 for x in ends)
    if len(symbols) == 1 and isinstance(mark, Interval) and not (mark.low or 0) < 50 < (mark.high or 100):
        assert ends[0] == pytest.approx(ends[1]), "an interval wholly beyond the axis crosses none of it"


@pytest.mark.parametrize("gaps", ["light", "drawn"])
def test_every_gap_of_the_table_is_a_mark(gaps):
    plot = replace(example(), gaps=gaps, silent="")
    said = Counter(cell for row in table_of(plot).rows for cell in row.cells)["NR"]
    left_out = len(table_of(plot).rows)  # nobody reports an encephalopathy: the column is named under the rows
    assert len(row_marks(draw(plot, DESK), "gaps" if gaps == "light" else "hatched")) == said - left_out


def test_a_row_without_boxes_is_one_line_of_words():
    figure = draw(example(), DESK)
    wide = replace(DESK, width=1900)
    assert "no adverse event in the report" not in texts(figure), "no room for it"
    assert texts(draw(example(), wide)).count("no adverse event in the report") == 3


def test_a_column_without_boxes_is_named_under_the_rows_and_stays_in_the_table():
    assert "Not reported in any row shown: Encephalopathy." in " ".join(texts(draw(example(), DESK)))
    assert "Encephalopathy" in table_of(example()).heads


def test_an_empty_plot_says_that_it_is_empty():
    figure = draw(example((), ()), DESK)
    assert texts(draw(replace(example(), groups=()), DESK)) == ["Nothing to draw."]
    assert figure["layout"]["meta"]["rows"] == []


def test_pinned_rows_are_tinted_whole():
    plain_shapes, pinned = (draw(example(pinned=frozenset(own)), DESK)["layout"]["shapes"] for own in ((), ("cedar-2021",)))
    assert len(pinned) == len(plain_shapes) + 1
    assert f"H{DESK.width:.1f}" in pinned[0]["path"]


def test_joined_points_are_joined_by_steps_in_the_order_of_rows():
    years = Scale(2014, 2021, range(2014, 2022))
    axis = Axis("year", 50, years, lambda row: (Point(row, joined="same"),), str)
    plot = Plot(columns=(Words("who", 50, str), axis), groups=(Group("", (2016, 2018, 2020)),), record=str, name=str)
    steps = traces(draw(plot, DESK), "joins")
    assert len([step for step in steps if step["x"] is not None]) == 5


# key and table


def test_the_key_names_only_what_is_drawn():
    words = [entry.words for entry in key_of(example(), DESK)]
    assert "hazard ratio" in words
    assert "no limit printed" in words
    first = [entry.words for entry in key_of(example(), DESK, range(1, 2))]
    assert first == ["95 % interval", "n/N", "percentage without n", "not reported, which is not 0"]
    assert [entry.words for entry in key_of(one_axis(Point(1), scale=Scale(0, 2)), DESK)] == []


def test_the_table_says_what_the_figure_says():
    table = table_of(example())
    assert table.heads == ("Trial", "n", "Response", "Hazard ratio", "Seizure", "Encephalopathy", "Febrile neutropenia")
    assert table.rows[0].cells == ("Ash 2019, new", "54", "63\u00a0%; 49 to 76",
                                   "0.33 (0.18–0.61)", "2/54", "NR", "5 %".replace(" ", "\u00a0"))  # fmt: skip
    assert table.rows[4].cells[0] == "Cedar 2024, new; later"
    assert [row.record for row in table.rows] == [arm.record for arm in (*RANDOMISED, *SINGLE)]


def test_a_group_without_rows_says_so_and_is_no_row_of_the_table():
    plot = replace(example(), groups=(Group("Counts", silence="No counts."), Group("One arm", SINGLE)))
    assert "No counts." in texts(draw(plot, DESK))
    assert len(table_of(plot).rows) == len(SINGLE)


def test_rows_that_are_not_drawn_stand_in_the_table_only():
    plot = example()
    left_out = replace(plot, groups=(*plot.groups, Group("", (replace(SINGLE[0], trial="Fir 2022"),), drawn=False)))
    assert draw(left_out, DESK) == draw(plot, DESK)
    assert pages_of(left_out, room(1220, 480, 720), 480) == pages_of(plot, room(1220, 480, 720), 480)
    assert table_of(left_out).rows[:-1] == table_of(plot).rows
    assert table_of(left_out).rows[-1].cells[0] == "Fir 2022, new"


def test_a_scale_of_a_group_stands_at_its_heading_and_none_is_no_gap():
    months = Scale(0, 12, (0, 6, 12))
    axis = Axis("value", 50, None, lambda row: (), lambda row: "")
    groups = (Group("Medians", ("a",), scales={"value": months}), Group("In words", ("b",), scales={"value": None}))
    plot = Plot(columns=(Words("who", 50, str), axis), groups=groups, record=str, name=str)
    assert {"0", "6", "12"} <= set(texts(draw(plot, DESK)))
    assert [row.cells for row in table_of(plot).rows] == [("a", "NR"), ("b", "")]
    assert len(row_marks(draw(plot, DESK), "gaps")) == 1


# pages


def test_no_type_in_a_room_is_below_the_least():
    assert [height for height in range(480, 2200) if not 0 <= room(1000, 400, height).small - height * LEAST_IN_A_ROOM < 0.1] == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("height", [260, 400, 700])
def test_pages_hold_every_row_once_and_in_order_and_fit(look, height):
    plot = replace(example(), groups=tuple(replace(group, rows=group.rows * 3) for group in example().groups))
    height = height * look.small / 12
    found = pages_of(plot, look, height)
    for part in dict.fromkeys(page.columns for page in found):
        rows = [row for page in found if page.columns == part for row in page.rows]
        assert rows == list(range(18))
    for page in found:
        drawn = draw(plot, replace(look, height=look.height and height), *page)["layout"]["height"]
        assert drawn <= height + 1 or len(page.rows) == 1


def of_rows(count, **rest):
    """Rows of one line, over two axes in a group with and one without them."""
    scale = Scale(0, 100, (0, 100))
    axis = Axis("share", 10, scale, lambda row: [Point(50, hollow=row == "0", means="share")], str, beside=10)
    return Plot(
        columns=(Words("who", 10, lambda row: f"row number {row}"), axis),
        groups=(Group("", tuple(map(str, range(count)))), Group("without", ("last",), scales={"share": None})),
        record=str,
        name=str,
        **rest,
    )


def test_rows_of_one_line_are_pressed_together_where_that_saves_a_page():
    plot = of_rows(12)
    height = draw(plot, Look(900, text=20, small=18, heading=21))["layout"]["height"] - 60
    look = Look(900, text=20, small=18, heading=21, height=height)
    assert [len(pages_of(plot, own, height)) for own in (look, replace(look, height=None))] == [1, 2]
    rows = draw(plot, look)["layout"]["meta"]["rows"]
    assert draw(plot, look)["layout"]["height"] == height
    assert all(one["bottom"] <= other["top"] + 0.1 for one, other in pairwise(rows))
    assert min(row["bottom"] - row["top"] for row in rows) >= LEADING * 20


def of_boxes(*labels, heading="Setting"):
    """Rows over two parts of boxes under turned heads: the first row fills the first part, the last one the second, others none."""

    def column(part, event):
        own = labels[-part]
        return Cell(f"Encephalopathy {part}{event}", lambda row: Box("31/54") if row == own else None)

    parts = [Cells(f"Part {part}", tuple(column(part, event) for event in range(9)), 10) for part in range(2)]
    columns = (Words("who", 20, str, head=""), Words("n", 1, lambda row: "54", align="right"), *parts)
    groups = (Group(heading, labels),)
    return Plot(columns=columns, groups=groups, record=str, name=str, silent="nothing", silent_here="nothing of these")


LONG = " ".join(["A publication with a long name"] * 3)


def test_a_row_without_boxes_is_one_text_where_it_is_drawn_to_a_height_and_its_label_has_several_lines():
    plot, look = of_boxes("Ash 2019", LONG, "Elm 2021"), room(1232, 440, 720)
    part = fitted(read(plot), look)[1][0][0]
    lines = {line.row.name: line for line in arranged(read(plot), look, None, part).lines if line.row}
    assert {name: line.across for name, line in lines.items()} == {"Ash 2019": False, LONG: True, "Elm 2021": False}
    assert " ".join(plain(line.spans) for line in lines[LONG].blocks[0].lines) == f"{LONG}, n 54: nothing"
    free = arranged(read(plot), replace(look, height=None), None, part).lines
    assert not any(line.across for line in free)


def test_a_row_with_boxes_in_another_part_has_none_of_these_where_it_is_drawn_to_a_height():
    plot, look = of_boxes("Ash 2019", "Elm 2021"), room(1232, 440, 720)
    found = pages_of(plot, look, 440)
    said = [Counter(texts(draw(plot, look, *page))) for page in found]
    assert [(words["nothing"], words["nothing of these"]) for words in said] == [(0, 1), (0, 1)]


@pytest.mark.parametrize("heading", ["Setting", "A setting whose name has no room on one line beside turned heads"])
def test_a_heading_stands_beside_turned_heads_in_as_many_lines_as_it_takes(heading):
    plot, look = of_boxes("Ash 2019", "Elm 2021", heading=heading), room(1232, 440, 720)
    sheet = arranged(read(plot), look, None, fitted(read(plot), look)[1][0][0])
    first, second, *_ = sheet.lines
    assert first.group
    assert second.top == pytest.approx(sheet.frame.heads.height)
    near = [head.x - head.block.width for head in sheet.frame.heads.words if head.anchor == "end"]
    assert first.blocks[-1].width + look.edge <= min(near)
    if sheet.key_top == 0 and sheet.key.items:
        assert sheet.key.height <= first.top


@pytest.mark.parametrize("height", [300, 330, 360, 400, 460, 700])
@pytest.mark.parametrize("heading", ["Setting", "A setting whose name has no room on one line beside turned heads"])
@pytest.mark.parametrize(
    "labels",
    [
        ("Ash 2019",),
        (LONG, "Elm 2021"),
        (f"{LONG} {LONG}", LONG, "Elm 2021", "Fir 2022"),
        ("Ash 2019", *(f"{LONG} {number}" for number in range(7))),
    ],
)
def test_no_page_of_one_row_is_higher_than_its_screen(labels, heading, height):
    plot, look = of_boxes(*labels, heading=heading), room(1232, height, 720)
    for page in pages_of(plot, look, height):
        assert draw(plot, look, *page)["layout"]["height"] <= height + 1


@pytest.mark.parametrize(("width", "unbroken", "most"), [(520, False, 2), (520, True, 1), (300, True, 3)])
def test_lines_stay_whole_where_all_have_room(width, unbroken, most):
    look = Look(width, text=20, small=18, heading=21)
    lines = arranged(read(of_rows(2, unbroken=unbroken)), look, None, None).lines
    assert max(len(block.lines) for line in lines for block in line.blocks.values()) == most


def test_a_scale_that_some_groups_lack_stands_once_over_all_rows():
    assert texts(draw(of_rows(2), DESK)).count("100") == 1


def test_the_key_shows_a_filled_mark_before_a_hollow_one_of_the_same_meaning_and_ends_with_the_remark():
    key = key_of(of_rows(2, remark="no more is said"), DESK)
    assert [(entry.words, getattr(entry.glyph, "hollow", None)) for entry in key] == [("share", False), ("no more is said", None)]


def test_boxes_are_as_wide_as_heads_that_are_not_to_be_turned():
    sheet = arranged(read(replace(example(), turned=False)), DESK, None, None)
    boxes = [slot for slot in sheet.frame.slots if slot.role == "cell"]
    assert not any(slot.turned for slot in boxes)
    assert all(slot.width >= longest_word(slot.leaf.head, (DESK.small, DESK.small)) for slot in boxes)


def test_a_cell_that_opens_something_of_its_own_does_so_in_figure_and_table_also_where_it_is_empty():
    boxes = {"full": lambda row: Box("1"), "empty": lambda row: Box("2") if row == "other" else None}
    cells = tuple(Cell(name, box, record=lambda row, name=name: f"{row}-{name}") for name, box in boxes.items())
    plot = Plot(columns=(Words("who", 20, str), Cells("", cells, 10)), groups=(Group("", ("row", "other")),), record=str, name=str)
    figure = draw(plot, DESK)
    opened = {mark["customdata"] for name in ("boxes", "empty cells") for mark in traces(figure, name)}
    assert opened == {"row-full", "row-empty", "other-full", "other-empty"}
    assert table_of(plot).rows[0].own == ((1, "row-full"), (2, "row-empty"))


def test_a_drawing_too_wide_is_cut_before_a_column_and_repeats_the_first_ones():
    look = Look(620, text=20, small=18, heading=21)
    found = pages_of(example(), look, 2000)
    assert len(found) > 1
    reading = read(example())
    cut = [place for page in found for place in page.columns]
    assert cut == [2, 3, 4, 5, 6]
    for page in found:
        assert {"new", "usual"} <= set(texts(draw(example(), look, *page)))
        assert least_width(reading, look, reading.drawn(page.columns)[0]) <= look.width or len(page.columns) == 1


def test_labels_take_the_words_beside_them_where_no_column_has_room_so():
    reading, look = read(example()), screen(280)
    form, ways = fitted(reading, look)
    assert max(least_width(reading, look, reading.drawn(part)[0]) for part in fitted(reading, screen(2000))[1][0]) > look.width
    assert all(least_width(form, look, form.drawn(part)[0]) <= look.width for part in ways[0])
    assert [plain(row.contents[0].words) for row in form.rows][:2] == ["new n 54", "usual n 51"]
    assert [row.name for row in form.rows] == [row.name for row in reading.rows]
    assert draw(example(), look)["layout"]["width"] == look.width


def test_words_of_the_only_axis_stand_under_the_labels_where_it_has_no_room_beside_them():
    value = "11/11 · 100 % (72–100 %), exact".replace(" ", "\u00a0")
    plot = one_axis(Point(50), scale=Scale(0, 100, (0, 100)), gap_words=value)
    plot = replace(plot, columns=(plot.columns[0], replace(plot.columns[1], beside=10)))
    width = least_width(read(plot), screen(300), [0, 1])
    assert draw(plot, screen(width + 1))["layout"]["width"] == round(width + 1)
    narrow = screen(width - 20)
    assert draw(plot, narrow)["layout"]["width"] <= narrow.width + 1
    form, _ = fitted(read(plot), narrow)
    assert [longest_word(row.contents[0].words, narrow.sizes) for row in form.rows] == [longest_word(as_small(value), narrow.sizes)]


def test_a_group_of_boxes_without_room_is_cut_into_equal_parts():
    cells = tuple(Cell(f"event {number}", lambda row: Box("31/54")) for number in range(6))
    plot = Plot(columns=(Words("who", 20, str), Cells("Events", cells, 10)), groups=(Group("", ("row",)),), record=str, name=str)
    whole = least_width(read(plot), DESK, read(plot).drawn(None)[0])
    assert fitted(read(plot), screen(whole + 1))[1][0] == [None]
    assert fitted(read(plot), screen(whole - 60))[1][0] == [range(1, 4), range(4, 7)]


def test_over_a_column_rows_with_a_tag_are_counted_apart_where_others_have_none():
    reading = read(example())
    counts = {leaf.title: reading.count(index) for index, leaf in enumerate(reading.leaves) if leaf.kind == "cell"}
    assert counts == {"Seizure": "2+0", "Encephalopathy": "0+0", "Febrile neutropenia": "2+0"}
    for later in (False, True):
        alone = read(example(randomised=(), single=tuple(replace(arm, later=later) for arm in SINGLE)))
        assert [alone.count(index) for index, leaf in enumerate(alone.leaves) if leaf.title == "Seizure"] == ["1"]


def test_a_heading_stands_once_above_its_rows():
    said = Counter(texts(draw(example(), DESK)))
    assert (said["Randomised"], said["One arm"]) == (1, 1)


def test_the_arms_of_a_trial_stay_on_one_page_where_it_holds_them():
    groups = (Group("Randomised"), *(Group(f"Trial {number}", RANDOMISED, 2) for number in range(8)))
    found = pages_of(replace(example(), groups=groups), room(1232, 800, 720), 800)
    assert len({page.rows for page in found}) > 2
    assert all(page.rows.start % 2 == 0 and len(page.rows) % 2 == 0 for page in found)


def test_arms_of_one_trial_that_no_page_holds_are_parted():
    found = pages_of(replace(example(), groups=(Group("Trial", RANDOMISED * 8, 2),)), room(1232, 470, 720), 470)
    assert len({page.rows for page in found}) > 1
    assert [row for page in found if page.columns == found[0].columns for row in page.rows] == list(range(16))


def test_pages_are_about_as_full_as_each_other():
    found = pages_of(example(single=SINGLE * 5), room(1232, 470, 720), 470)
    rows = [len(page.rows) for page in found if page.columns == found[0].columns]
    assert max(rows) - min(rows) <= 3


def test_no_row_stands_alone_on_a_page_beside_full_ones():
    look = room(1232, 470, 720)
    for count in range(8, 24):
        found = pages_of(example(randomised=(), single=SINGLE[:1] * count), look, 470)
        rows = [len(page.rows) for page in found if page.columns == found[0].columns]
        assert sum(rows) == count
        assert max(rows) - min(rows) <= 1, (count, rows)


def test_columns_are_cut_where_the_boxes_begin_if_that_takes_no_more_parts():
    reading, look = read(example()), room(860, 470, 720)
    assert least_width(reading, look, reading.drawn(range(2, 5))[0]) <= look.width
    assert [page.columns for page in pages_of(example(), look, 2000)] == [range(2, 4), range(4, 7)]


def test_a_row_with_boxes_in_another_part_is_not_said_to_have_none():
    plot = example(randomised=(replace(RANDOMISED[0], events=(("Febrile neutropenia", "5 %"),)),), single=SINGLE[:2])
    said = texts(draw(replace(plot, silent="none"), DESK, None, range(4, 5)))
    assert sum("none" in text for text in said) == 1


def test_a_page_within_a_group_repeats_its_heading():
    said = " ".join(texts(draw(example(), DESK, range(3, 5))))
    assert "One arm (continued)" in said
    assert "Randomised" not in said


def test_rows_that_follow_an_arm_are_under_the_heading_of_their_setting_on_a_further_page():
    """Of a long setting, the pages that began behind a trial with arms did not say which setting it was."""
    groups = (Group("Setting"), Group("Trial", ("arm",), level=2), Group("", ("row", "other")))
    plot = Plot(columns=(Words("who", 20, str),), groups=groups, record=str, name=str)
    entries = read(plot).entries
    assert [entry.headings for entry in entries] == ["Setting, Trial", "Setting", "Setting"]
    assert [row.under for row in short_table_of(plot).rows] == [("Setting", "Trial"), ("Setting",), ("Setting",)]
    assert texts(draw(plot, replace(DESK, height=300.0), range(1, 3)))[:3] == ["who", "Setting (continued)", "row"]
    assert "Setting" not in " ".join(texts(draw(plot, DESK))[3:])


def test_one_box_has_the_look_that_its_statement_has():
    boxes = {"solid": Box("2/54", fill="#dddddd"), "dashed": Box("5 %", border="#111111", dashed=True), "bare": Box("words", bare=True)}
    cells = Cells("", tuple(Cell(name, lambda row, box=box: box) for name, box in boxes.items()), 10)
    plot = Plot(columns=(Words("who", 20, str), cells), groups=(Group("", ("row",)),), record=str, name=str)
    figure = draw(plot, DESK)
    fills = next(trace["marker"]["color"] for trace in figure["data"] if trace["name"] == "boxes")
    assert fills == ["#dddddd", "#ffffff", "rgba(0,0,0,0)"]
    assert len([point for point in traces(figure, "outlines") if point["x"] is not None]) == 5


def test_on_a_slide_a_comma_parts_what_stands_under_each_other_and_not_where_a_text_goes_on():
    words = {"stands": stacked(Span("0.76", bold=True), as_small("p = 0.089"), as_small("Pathway")), "goes on": as_small("6/90 or\n9/90")}
    effect = Words("Effect", 50, lambda row: plain(words[row]), drawn=lambda row: words[row])
    plot = Plot(columns=(Words("who", 50, str), effect), groups=(Group("", tuple(words)),), record=str, name=str)
    assert [row.cells[1] for row in short_table_of(plot).rows] == ["0.76, p = 0.089, Pathway", "6/90 or 9/90"]
