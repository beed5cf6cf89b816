"""The publications over the years and the search flow: the same children joined, our own subtractions marked as ours."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise, zip_longest

import pytest

from dashboard.charts import flow, timeline
from dashboard.charts.flow.plot import placed
from dashboard.charts.flow.rows import flow_steps
from dashboard.facets import FACETS
from dashboard.selection import Catalogue, Selection
from dashboard.tableplot import paper, room, screen, slide
from tests.drawing import drawn_rows, marks_of, plot_of

CHARTS = (*timeline.CHARTS, *flow.CHARTS)
TIMELINE, FLOW = CHARTS
ONE, NONE = "design=expanded_access", "line=peri_transplant"
QUERIES = ["", *(f"{key}={code}" for key, facet in FACETS.items() for code in facet.options)]
MT103 = ["von-stackelberg-2016", "mejstrikova-2017", "gore-2018", "brown-2019", "locatelli-2020-historical"]


@pytest.fixture(scope="module")
def catalogue(evidence):
    return Catalogue(evidence)


def drawn(chart, catalogue, query=""):
    selection = Selection.from_query(query, records=catalogue.records)
    return chart.draw(catalogue.show(selection))


def circles(drawing):
    """The circle of each publication."""
    return dict(marks_of(drawing))


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
@pytest.mark.parametrize("query", QUERIES)
def test_every_selection_is_drawn(catalogue, chart, query):
    drawing = drawn(chart, catalogue, query)
    assert drawing.sentence.endswith(".")
    assert {len(row.cells) for row in drawing.table.rows} <= {len(drawing.table.heads)}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "24 publications of 19 cohorts from 2011 to 2021; two and five of them report the same children. Patients are never added up "
            "across publications.",
        ),
        (ONE, "One publication of one cohort in 2020. Patients are never added up across publications."),
        (
            "setting=post_transplant_relapse",
            "Three publications of two cohorts from 2011 to 2017; two of them report the same children. Patients are never added up "
            "across publications.",
        ),
        (NONE, "No publication is shown."),
    ],
)
def test_the_years_in_a_sentence(catalogue, query, sentence):
    assert drawn(TIMELINE, catalogue, query).sentence == sentence


def test_publications_of_the_same_children_are_joined_in_the_order_of_their_years(catalogue):
    joined = {}
    for study, circle in circles(drawn(TIMELINE, catalogue)).items():
        joined.setdefault(circle.joined, []).append((study, circle.x))
    assert [studies for studies in joined.values() if len(studies) > 1] == [
        [("handgretinger-2011", 2011), ("schlegel-2014", 2014)],
        list(zip(MT103, range(2016, 2021), strict=True)),
    ]
    assert all(a[1] <= b[1] for studies in joined.values() for a, b in pairwise(studies))


def test_one_alone_says_where_the_others_are(catalogue):
    (row,) = drawn_rows(drawn(TIMELINE, catalogue, "design=historical_comparison"))
    assert "same children in [21] [22] [23] [40] (inferred), not shown" in row.words
    assert "not shown" not in str([row.words for row in drawn_rows(drawn(TIMELINE, catalogue))])


def test_the_area_of_a_circle_tells_n(catalogue):
    size = {study: circle.size for study, circle in circles(drawn(TIMELINE, catalogue)).items()}
    assert (size["brown-2021"] / size["contreras-2020"]) ** 2 == pytest.approx(208 / 27, rel=0.02)
    assert min(size.values()) == size["brethon-2021"] > 0.3


def test_the_colour_of_the_arm_is_for_publications_of_nobody_else(catalogue):
    colour = {study: circle.colour for study, circle in circles(drawn(TIMELINE, catalogue)).items()}
    grey = {study for study in colour if colour[study] == colour["brown-2021"]}
    assert grey == {"brown-2021", "locatelli-2021", "contreras-2020"}
    assert colour["gore-2018"] == "#1d5fa9"


def test_every_publication_is_a_row(catalogue):
    rows = drawn_rows(drawn(TIMELINE, catalogue))
    assert len({row.name for row in rows}) == len(rows) == 24
    assert sum("†" in row.words for row in rows) == 4


def test_the_years_do_not_move_with_the_filters(catalogue):
    scales = [plot_of(drawn(TIMELINE, catalogue, query)).columns[2].scale for query in ("", ONE, NONE)]
    assert {tuple(scale.labels) for scale in scales} == {tuple(range(2011, 2022))}


@pytest.mark.parametrize("look", [room(1232, 470, 720), room(990, 427, 768), room(1332, 468, 768), room(1872, 658, 1080)])
def test_a_room_gets_the_timeline_on_few_screens_and_the_flow_on_one(catalogue, look):
    assert len(drawn(TIMELINE, catalogue).pages(look, look.height)) <= 3
    assert drawn(FLOW, catalogue).figure(look)["layout"]["height"] <= look.height


def test_the_last_year_is_said_to_be_incomplete(catalogue):
    assert drawn(TIMELINE, catalogue).caveats[0] == "The search ended in mid-March 2021 (Review 2 p1): its last year is not complete."


def test_the_search_flow_by_hand(evidence):
    # 127 + 25 - 4 = 148; 148 - 87 = 61; 24 + 25 - 4 = 45; 61 - 45 = 16
    steps = flow_steps(evidence)
    assert {key: (step.figure, step.ours) for key, step in steps.items()} == {
        "publications_found": ("127", ""),
        "registrations_found": ("25", ""),
        "in_both_lists": ("4", ""),
        "screened": ("148 §", "127 + 25 − 4"),
        "excluded_at_screening": ("87", ""),
        "full_text_assessed": ("61", ""),
        "excluded_at_full_text": ("16 §", "61 − 45"),
        "included": ("45 §", "24 + 25 − 4"),
        "publications_included": ("24 §", "rows of Table 1, counted"),
        "registration_rows_included": ("25 §", "rows of Table 2, counted"),
    }


def traces(figure, name):
    return [trace for trace in figure["data"] if trace["name"] == name]


def test_what_we_work_out_is_marked_on_the_figure_and_in_the_table(catalogue):
    drawing = drawn(FLOW, catalogue)
    figure = drawing.figure()
    assert [trace["line"]["dash"] for trace in traces(figure, "ours")] == ["6px,4px"]
    assert sum(x is None for trace in traces(figure, "ours") for x in trace["x"]) == 5
    assert sum("§</b>" in text for trace in traces(figure, "words") for text in trace["text"]) == 5
    assert [row.cells[2] for row in drawing.table.rows if row.cells[1] in ("148", "16")] == [
        "calculated by us: 127 + 25 − 4",
        "calculated by us: 61 − 45",
    ]


LOOKS = [screen(374), screen(609), screen(1264), screen(1880), room(1232, 470, 720), room(976, 500, 768), slide(12.33, 5), paper()]


@pytest.mark.parametrize("look", LOOKS)
def test_boxes_do_not_overlap_and_hold_their_words(catalogue, look):
    figure = drawn(FLOW, catalogue).figure(look)
    (steps,), (words,) = traces(figure, "steps"), traces(figure, "words")
    boxes = [
        (left, y - height / 2, left + width, y + height / 2)
        for left, width, y, height in zip(steps["base"], steps["x"], steps["y"], steps["width"], strict=True)
    ]
    assert all(a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1] for a, b in combinations(boxes, 2))
    assert len(boxes) == 10
    outside = [y for x, y in zip(words["x"], words["y"], strict=True) if not any(a <= x <= c and b <= y <= d for a, b, c, d in boxes)]
    assert outside, "the key stands outside"
    assert min(outside) > max(d for _, _, _, d in boxes)
    assert all(a >= 0 and c <= look.width and b >= 0 and d <= figure["layout"]["height"] for a, b, c, d in boxes)


@pytest.mark.parametrize("width", [344, 374, 560, 609, 1264])
def test_no_word_of_the_flow_is_broken(evidence, width):
    steps = flow_steps(evidence)
    for box in (box for stage in placed(steps, screen(width), 0) for box in stage):
        words = {word for line in box.block.lines for span in line.spans for word in span.text.split()}
        assert words <= set(f"{box.step.figure} {box.step.words} {box.step.ours}".split())


@pytest.mark.parametrize("look", LOOKS)
def test_boxes_of_one_line_are_aligned_and_no_line_reaches_into_the_next(evidence, look):
    stages = placed(flow_steps(evidence), look, look.height or 0)
    beside = stages[0][0].top == stages[1][0].top
    lines = [[box for box in line if box] for line in (zip_longest(*stages) if beside else stages)]
    assert all(len({(box.top, box.bottom) for box in line}) == 1 for line in lines)
    assert all(before[0].bottom < after[0].top for before, after in pairwise(lines))


def test_a_narrow_flow_leads_downwards_and_what_is_taken_out_stands_beside_it(evidence):
    stages = placed(flow_steps(evidence), screen(374), 0)
    assert all(before[0].bottom < after[0].top for before, after in pairwise(stages))
    assert {stage[0].left for stage in stages} == {stages[0][0].left}
    assert all(one.right < other.left for stage in stages for one, other in pairwise(stage))


def test_the_flow_does_not_depend_on_the_filters(catalogue):
    whole = drawn(FLOW, catalogue)
    others = [drawn(FLOW, catalogue, query) for query in QUERIES]
    assert all(
        (own.figure(), own.table, own.sentence, own.caveats) == (whole.figure(), whole.table, whole.sentence, whole.caveats)
        for own in others
    )
    assert not FLOW.across_studies
    assert whole.sentence == (
        "Of 148 records screened 61 were assessed in full, and 45 were included: 24 publications and 25 rows of "
        "registrations, 4 of them in both lists."
    )
    assert whole.caveats[0] == "148, 16 and 45 are calculated by us; 148 less 87 agrees with the printed 61."


def test_counts_that_do_not_add_up_are_said_not_to(evidence):
    review = tuple(fact._replace(value="86") if fact.key == "excluded_at_screening" else fact for fact in evidence.review)
    assert "148 less 86 does not agree with the printed 61" in drawn(FLOW, Catalogue(replace(evidence, review=review))).caveats[0]


def test_doubts_of_the_flow_are_those_about_its_steps(catalogue):
    _, counted, *doubts = drawn(FLOW, catalogue).caveats
    assert counted == "24 publications of 19 cohorts (overlap not excluded for [36] with [19], [20], [42])."
    assert [doubt.split(" (2 p1)")[0] for doubt in doubts] == [
        "Four trials are completed and published",
        "61 full texts and studies were assessed, several case reports excluded",
    ]


def test_without_a_search_the_flow_says_so(evidence):
    chosen = replace(evidence, review=())
    assert drawn(FLOW, Catalogue(chosen)).sentence == "What is shown was chosen: no search is described."
    assert not any("search ended" in caveat for caveat in drawn(TIMELINE, Catalogue(chosen)).caveats)


def test_cohorts_that_may_overlap_are_explained_where_both_are_shown(catalogue):
    told = " ".join(drawn(TIMELINE, catalogue).caveats)
    assert "Tübingen, single centre: Whether these children include those of [19], [20]" in told
    assert "Tübingen" not in " ".join(drawn(TIMELINE, catalogue, "setting=first_relapse").caveats)
