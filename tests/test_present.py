"""What is presented, printed and put on slides: pages of one drawing, which together hold every row of it, and nothing else."""

import re
from datetime import date
from urllib.parse import parse_qs, quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import CHARTS
from dashboard.export.picture import paper_pictures, slide_pictures
from dashboard.export.provenance import item
from dashboard.pages import embed, present, running_order
from dashboard.pages.contract import View, desk
from dashboard.pages.running_order import MOST_ENTRIES, Entry
from dashboard.selection import Catalogues
from dashboard.tableplot import Page, paper, screen, slide

STATES = ("", "setting=first_relapse", "setting=relapsed_refractory", "infant=not_stated", "line=frontline")
DAY = date(2026, 11, 22)
WINDOWS = ((1280, 720), (1024, 768), (1366, 768), (1920, 1080))


@pytest.fixture(scope="module")
def catalogues(evidence):
    return Catalogues(evidence)


def rows_of(figure):
    """What a figure says of its rows, in order."""
    return [(row["record"], row["name"]) for row in figure["layout"].get("meta", {}).get("rows", ())]


def screens(catalogues, key, query, window):
    """Every screen of a chart in a window, as it is presented."""
    found = []
    while True:
        order = running_order.written([Entry(key, query)])
        found.append(present.page(catalogues, View("/present", f"?order={order}&page={len(found)}", "http://here", *window)))
        steps = found[-1].children[-1].children[-1]
        if "present-next" not in [getattr(link, "id", "") for link in steps.children]:
            return found


def texts_of(figure):
    return [words for trace in figure["data"] if trace.get("mode") == "text" for words in trace["text"]]


def figure_of(screen):
    """The figure of a screen, or nothing where it shows notes."""
    return getattr(getattr(screen.children[1].children, "children", None), "figure", None)


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: "x".join(map(str, window)))
@pytest.mark.parametrize("query", STATES)
@pytest.mark.parametrize("key", CHARTS)
def test_the_screens_of_a_chart_hold_its_rows_its_sentence_and_its_notes(catalogues, key, query, window):
    whole = CHARTS[key].draw(catalogues.show(catalogues.read(query)))
    found = screens(catalogues, key, query, window)
    assert " ".join(dict.fromkeys(statement.sentence for statement in whole.statements)) in (whole.sentence, "")
    assert {shown.children[2].children for shown in found} <= {whole.sentence, *(part.sentence for part in whole.statements)}
    drawn = [figure for shown in found if (figure := figure_of(shown))]
    presented = [row for figure in drawn for row in rows_of(figure)]
    assert dict.fromkeys(presented) == dict.fromkeys(rows_of(whole.figure()))
    noted = [note.children for shown in found if not figure_of(shown) for note in shown.children[1].children.children]
    assert noted == list(whole.notes)
    rooms = [float(shown.children[1].style["height"].removesuffix("px")) for shown in found]
    drawn_too_high = [
        figure["layout"]["height"]
        for shown, room in zip(found, rooms, strict=True)
        if (figure := figure_of(shown)) and figure["layout"]["height"] > room + 1
    ]
    assert drawn_too_high == [], "higher than the room that its screen has for it"
    if query == "" and window == (1024, 768):
        assert min(rooms) > 0.55 * 768, "in a window of four to three the drawing has the larger part of the height"


def test_a_screen_says_nothing_of_a_part_that_it_does_not_show(catalogues):
    """The screens of toxicity closed with the sentence on response."""
    efficacy, toxicity = CHARTS["board"].draw(catalogues.show(catalogues.read("setting=first_relapse"))).statements
    said = [shown.children[2].children for shown in screens(catalogues, "board", "setting=first_relapse", (1280, 720)) if figure_of(shown)]
    assert set(said) > {toxicity.sentence}
    for shown, words in zip(screens(catalogues, "board", "setting=first_relapse", (1280, 720)), said, strict=False):
        has_axes = any("n/N" in words for words in texts_of(figure_of(shown)))
        assert (efficacy.sentence in words) == has_axes


@pytest.mark.parametrize("key", ["board", "contrast", "survival"])
def test_a_slide_and_a_screen_count_the_same_rows(catalogues, key):
    drawing = CHARTS[key].draw(catalogues.show(catalogues.read("setting=first_relapse")))
    look = slide(12.33, 3.5)
    pages = drawing.pages(look, look.height)
    for page in pages:
        assert present._part(drawing, pages, page) in ("", f" · {drawing.rows_on(page)}")


def test_the_code_of_an_address_has_no_more_squares_than_it_takes():
    code = present._code("https://board.example.org/?" + 73 * "x")
    side = int(re.search(r"width='?\"?(\d+)", unquote(code.src))[1]) / 3
    assert side == 37 + 2, "the 37 of the fifth size, which holds 106 letters, and an edge"


def test_a_screen_of_one_row_says_that_it_is_one(catalogues):
    drawing = CHARTS["board"].draw(catalogues.show(catalogues.read("")))
    parts = [Page(range(11), None), Page(range(11, 12), None)]
    assert [present._part(drawing, parts, part) for part in parts] == [" · rows 1–11 of 12", " · row 12 of 12"]


@pytest.mark.parametrize("layers", ["", "evidence=all"])
@pytest.mark.parametrize("key", CHARTS)
def test_no_drawing_is_wider_than_a_phone_and_it_holds_every_row(catalogues, key, layers):
    drawing = CHARTS[key].draw(catalogues.show(catalogues.read(layers)))
    figure = drawing.figure(screen(374))
    assert figure["layout"]["width"] <= 374
    assert dict.fromkeys(rows_of(figure)) == dict.fromkeys(rows_of(drawing.figure()))


@pytest.mark.parametrize("look", [paper(), slide(12.33, 4.9)], ids=["paper", "slide"])
@pytest.mark.parametrize("query", STATES)
@pytest.mark.parametrize("key", CHARTS)
def test_sheets_and_slides_hold_every_row(catalogues, key, query, look):
    drawing = CHARTS[key].draw(catalogues.show(catalogues.read(query)))
    pages = drawing.pages(look, look.height or 900)
    assert all(isinstance(page, Page) for page in pages)
    assert dict.fromkeys(row for page in pages for row in rows_of(drawing.figure(look, page))) == dict.fromkeys(rows_of(drawing.figure()))


@pytest.mark.parametrize("medium", [slide_pictures, paper_pictures])
def test_a_picture_for_a_medium_says_how_large_it_is(catalogues, medium):
    for made in medium(item(catalogues.show(catalogues.read("")), "board", day=DAY, link="")):
        assert made["height"] == made["figure"]["layout"]["height"]


ENTRIES = st.lists(
    st.builds(Entry, st.sampled_from(list(CHARTS)), st.text(st.characters(codec="utf-8")) | st.sampled_from(STATES)), max_size=MOST_ENTRIES
)


@given(ENTRIES)
def test_a_running_order_is_read_as_it_was_written_and_as_the_browser_puts_it_into_an_address(entries):
    written = running_order.written(entries)
    assert running_order.parsed(written) == (entries, [])
    encoded = quote(written, safe="!~*'()")  # as encodeURIComponent
    (order,) = parse_qs(f"order={encoded}&from=/").get("order", [""])
    assert running_order.parsed(order) == (entries, [])


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_read_as_a_running_order_that_is_written_again(text):
    entries, _ = running_order.parsed(text)
    assert running_order.parsed(running_order.written(entries)) == (entries, [])


def test_a_running_order_names_what_does_not_exist_and_stops_at_twenty():
    found, unknown = running_order.parsed("!".join(["nowhere~x", *["board"] * 30]))
    assert (len(found), unknown) == (MOST_ENTRIES, ["nowhere", *["board"] * 10])


@pytest.mark.parametrize("order", ["board!nowhere~x", "!".join(["board"] * 21)])
def test_what_a_running_order_does_not_get_is_said(catalogues, client, order):
    words = "1 chart left out of the running order, which takes at most 20 that exist"
    assert words in str(present.page(catalogues, View("/present", f"?order={order}")))
    answer = client.get(f"/export/view.html?order={order}")
    assert (answer.status_code, words in answer.text) == (400, True)


@pytest.mark.parametrize("address", ["setting=mrd&line=sideways", "setting=mrd&x=".ljust(5000, "1")])
def test_what_is_not_known_of_an_address_is_said_beside_its_chart(catalogues, address):
    words = "1 part of the address not recognised"
    shown = catalogues.show(catalogues.read(address))
    assert words in item(shown, "flow", day=DAY, link="").stamp.filters
    assert words in str(present.page(catalogues, View("/present", f"?order=flow~{quote(address, safe='')}")))
    assert "Not recognised, and left out of the address" in str(embed.page(shown, "flow", desk(None)))


@pytest.mark.parametrize(
    ("begun", "leave"),
    [
        ("/trials?setting=mrd", "/trials?setting=mrd"),
        ("//elsewhere.org", "/#chart-board"),
        ("/%09/elsewhere.org", "/#chart-board"),
        ("/%0A%5Celsewhere.org", "/#chart-board"),
        ("https://elsewhere.org", "/#chart-board"),
        ("", "/#chart-board"),
    ],
)
def test_leaving_goes_back_to_where_it_began_and_never_to_another_site(catalogues, begun, leave):
    screen = present.page(catalogues, View("/present", f"?order=board~&from={begun}", "http://here"))
    assert screen.children[-1].children[-1].children[0].href == leave


@pytest.mark.parametrize("key", CHARTS)
def test_the_code_on_a_screen_leads_to_the_chart(catalogues, key):
    screen = present.page(catalogues, View("/present", f"?order={key}~", "http://here"))
    address = screen.children[0].children[-1].alt
    assert address.endswith((f"#chart-{key}", f"/embed/{key}"))
