"""The landscape of registrations: every age bound as Table 2 prints it, every status, the double row once, and honest sentences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.charts.trials import CHARTS
from dashboard.charts.trials.ages import place
from dashboard.facets import FACETS
from dashboard.selection import Catalogue, Selection

OPTIONS = [f"{key}={option}" for key, facet in FACETS.items() for option in facet.options]
ENDS = {
    "lowest or highest age, as printed": "printed",
    "“under”: that age is outside": "hollow",
    "no upper age printed": "arrow",
}
AXIS_END = 75

# Table 2 by hand. What stands on the axis: the filled bar from and to (years), whether the first year is dashed, the marked ends
# with their kind, and the words; in the gutter: words alone.
AGES = {
    "NCT01471782": (1, 17, "dashed", {17: "printed"}, "up to 17 years"),
    "NCT02187354": (1, 17, "dashed", {17: "printed"}, "up to 17 years"),
    "NCT02783651": "“Child,<br>adult”",
    "NCT02879695": (16, AXIS_END, "", {16: "printed", AXIS_END: "arrow"}, "from 16 years"),
    "NCT02393859": (1, 17, "dashed", {17: "printed"}, "up to 17 years ⚠"),
    "NCT04546399": (1, 31, "", {1: "printed", 31: "printed"}, "1–31 years"),
    "NCT03914625": (1, 31, "", {1: "printed", 31: "printed"}, "1–31 years"),
    "NCT02101853": (1, 31, "", {1: "printed", 31: "printed"}, "1–31 years ⚠"),
    "NCT02877303-row-9": (14, AXIS_END, "", {14: "printed", AXIS_END: "arrow"}, "from 14 years"),
    "NCT02790515": (1, 21, "dashed", {21: "printed"}, "up to 21 years"),
    "NCT03849651": (1, 21, "dashed", {21: "printed"}, "up to 21 years"),
    "NCT04307576": (1, 45, "", {1: "printed", 45: "printed"}, "1–45 years"),
    "NCT03643276": (0, 17, "dashed", {17: "printed"}, "up to 17 years"),
    "NCT03117751": (1, 18, "", {1: "printed", 18: "printed"}, "1–18 years"),
    "2016-004674-17": (0, 1, "dashed", {1: "hollow"}, "infants ⚠, printed as “Up to 17 years”"),
    "NCT04604691": "no age<br>printed",
    "NCT03605589": (1, 40, "", {1: "printed", 40: "printed"}, "1–40 years"),
    "NCT04723342": (1, 18, "", {1: "printed", 18: "printed"}, "1–18 years"),
    "NCT04556084": (1, 25, "dashed", {25: "printed"}, "up to 25 years"),
    "NCT04746209": (1, 25, "dashed", {25: "printed"}, "up to 25 years"),
    "NCT02807883": (1, 70, "", {1: "printed", 70: "printed"}, "1–70 years"),
    "NCT02412306": (1, 18, "dashed", {18: "hollow"}, "under 18 years"),
    "NCT02877303-row-23": (14, AXIS_END, "", {14: "printed", AXIS_END: "arrow"}, "from 14 years"),
    "NCT04044560": (1, AXIS_END, "", {1: "printed", AXIS_END: "arrow"}, "from 1 year"),
    "NCT04785547": (0.5, 21, "", {0.5: "printed", 21: "printed"}, "6 months–21 years"),
}

# Top to bottom: by setting, then status, then place in Table 2.
ROWS = [
    ("NCT04546399", "Recruiting", "Down"),
    ("NCT04556084", "Recruiting", ""),
    ("NCT02393859", "Active, not recruiting", ""),
    ("NCT02101853", "Active, not recruiting", ""),
    ("NCT02879695", "Recruiting", ""),
    ("NCT02412306", "Recruiting", ""),
    ("NCT03605589", "Suspended", ""),
    ("NCT01471782", "Completed", ""),
    ("NCT02187354", "Completed", ""),
    ("NCT02783651", "Completed", "Ph+ not included"),
    ("NCT02790515", "Recruiting", "Earlier transplant"),
    ("NCT04604691", "Not yet recruiting ⚠", ""),
    ("NCT03849651", "Recruiting", ""),
    ("NCT04785547", "Recruiting", "Earlier transplant"),
    ("NCT04746209", "Not yet recruiting", "Earlier transplant"),
    ("NCT04044560", "Not yet recruiting", "Earlier transplant"),
    ("NCT02807883", "Active, not recruiting", "Earlier transplant"),
    ("NCT03914625", "Recruiting", "Ph+ conflicting ⚠, Down"),
    ("NCT02877303-row-9", "Recruiting", ""),
    ("NCT04307576", "Recruiting", "Down"),
    ("NCT03643276", "Recruiting", "Infants, Down"),
    ("NCT03117751", "Recruiting", "Ph+, Down"),
    ("2016-004674-17", "Recruiting", "Infants, KMT2A"),
    ("NCT04723342", "Recruiting", ""),
]
SHAPES = {
    "Recruiting": "circle",
    "Not yet recruiting": "circle-open",
    "Active, not recruiting": "square",
    "Suspended": "triangle-down-open",
    "Completed": "x-thin-open",
}


@pytest.fixture(scope="module")
def catalogue(evidence):
    return Catalogue(evidence)


@pytest.fixture
def draw(catalogue):
    def drawing(query="", only=None):
        selection = Selection.from_query(query, records=catalogue.records)
        shown = catalogue.show(selection)
        if only is not None:
            shown = replace(shown, trials=tuple(trial for trial in shown.trials if trial.trial_id in only))
        return CHARTS[0].draw(shown)

    return drawing


def traces(figure):
    return {trace["name"]: trace for trace in figure["data"] if "name" in trace}


def columns(figure):
    """The traces of words, left to right: names, what stands under them, status, populations."""
    return [trace for trace in figure["data"] if trace.get("mode") == "text"]


def years(position):
    return round(float(np.interp(position, [0, 0.15, 0.73, 1], [0, 1, 18, 75])), 6)


def test_every_row_of_table_2_is_listed_here(evidence):
    assert list(AGES) == [trial.trial_id for trial in evidence.trials]


@pytest.mark.parametrize("trial", AGES)
def test_each_age_bound_is_drawn_as_it_is_printed(draw, trial):
    figure = draw(only=[trial]).figure()
    by_name = traces(figure)
    bars, gutter, dashes = by_name["ages stated"], by_name["no age in years"], by_name["no lower age; filled: infants stated"]
    expected = AGES[trial]
    if isinstance(expected, str):
        assert gutter["text"] == [expected]
        assert gutter["marker"]["pattern"]["shape"] == "/"
        assert bars["x"] == dashes["x"] == []
        assert all(by_name[end]["x"] == [] for end in ENDS)
        return
    low, high, dashed, ends, words = expected
    assert gutter["x"] == []
    assert (years(bars["base"][0]), years(bars["base"][0] + bars["x"][0])) == (low, high)
    assert [years(x) for x in dashes["x"] if x is not None] == ([0, 1, 0, 1] if dashed else [])
    assert {years(x): kind for end, kind in ENDS.items() for x in by_name[end]["x"]} == ends
    assert [text.strip() for text in bars["text"]] == [words]


def test_the_first_year_has_room_and_the_ticks_say_so(draw):
    layout = draw().figure()["layout"]
    assert [place(age) for age in (0, 1, 18, 75)] == [0, 0.15, 0.73, 1]
    assert place(0.5) == pytest.approx(0.075)
    assert place(132) > 1
    for axis in ("xaxis2", "xaxis3"):
        assert dict(zip(layout[axis]["ticktext"], map(years, layout[axis]["tickvals"]), strict=True)) == {
            "0": 0, "6 mo": 0.5, "1": 1, "6": 6, "12": 12, "18": 18, "30": 30, "50": 50, "70": 70,
        }  # fmt: skip
    heads = [note["text"] for note in layout["annotations"]]
    assert {"first<br>year", "1 to 18 years", "over 18"} <= set(heads)


def test_rows_stand_by_setting_with_status_in_shape_and_dated_words(draw):
    figure = draw().figure()
    *_, status, badges = columns(figure)
    symbols = next(trace for trace in figure["data"] if trace.get("xaxis") == "x4" and trace["mode"] == "markers")
    found = zip(status["customdata"], status["text"], badges["text"], strict=True)
    assert [(key, text.replace("<br>(mid-March 2021)", ""), badge.replace("<br>", ", ")) for key, text, badge in found] == ROWS
    assert all("(mid-March 2021)" in text for text in status["text"])
    assert symbols["marker"]["symbol"] == [SHAPES[words.removesuffix(" ⚠")] for _, words, _ in ROWS]
    assert symbols["customdata"] == [key for key, *_ in ROWS]
    assert status["y"] == sorted(status["y"])


def test_only_completed_registrations_are_muted(draw):
    names = columns(draw().figure())[0]
    muted = {key for key, colour in zip(names["customdata"], names["textfont"]["color"], strict=True) if colour != "#16212e"}
    assert muted == {"NCT01471782", "NCT02187354", "NCT02783651"}


def test_headings_follow_the_order_of_the_settings(draw):
    headings = [note["text"] for note in draw().figure()["layout"]["annotations"] if note["text"].startswith("<b>")]
    assert headings == [
        "<b>First relapse</b>", "<b>Relapsed or refractory, line not stated</b>", "<b>Relapse after transplant</b>",
        "<b>Measurable residual disease (MRD)</b>", "<b>After transplant, no relapse</b>", "<b>Newly diagnosed</b>",
    ]  # fmt: skip


def test_the_double_row_is_one_registration_with_both_regimens(draw):
    drawing = draw("design=&line=frontline")
    names, details, *_ = columns(drawing.figure())
    at = names["customdata"].index("NCT02877303-row-9")
    assert "NCT02877303-row-23" not in names["customdata"]
    assert names["text"][at] == "<b>NCT02877303</b> ⚠"
    assert (
        details["text"][at].replace("<br>", " ") == "standard risk ⚠\u00a0· with chemotherapy; with inotuzumab ozogamicin and chemotherapy"
    )
    row = next(row for row in drawing.table.rows if row.record == "NCT02877303-row-9")
    assert row.cells[8] == "chemotherapy / inotuzumab ozogamicin and chemotherapy"
    assert "Inotuzumab Ozogamicin" in row.cells[2]
    assert any("NCT02877303" in caveat and "row 23" in caveat for caveat in drawing.caveats)


def test_the_rows_of_a_double_registration_agree_on_what_is_drawn_once(evidence):
    drawn = ["age_text", "age_min_years", "age_max_years", "age_max_exclusive", "status", "settings", "acronym", "study_type", "sponsor"]
    for _, rows in evidence.frame("trials").groupby("registration_id"):
        assert len(rows[drawn].drop_duplicates()) == 1


def test_contradictions_of_what_is_drawn_stand_under_the_chart_with_both_places(draw):
    caveats = [caveat for caveat in draw().caveats if caveat.startswith("⚠")]
    assert [caveat.split(":")[0] for caveat in sorted(caveats)] == [
        "⚠ 2016-004674-17", "⚠ AALL1331", "⚠ NCT02393859", "⚠ NCT02877303", "⚠ NCT02877303", "⚠ NCT03914625, TOT17", "⚠ NCT03914625",
        "⚠ NCT04604691",
    ]  # fmt: skip
    assert any("in infants (Table 2; 3.4 p4; 4 p7); Up to 17 years (Table 2)" in caveat for caveat in caveats)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "24 registrations are shown; 14 were recruiting in mid-March 2021; 2 state that infants may enter; "
            "10 others print no lower age.",
        ),
        ("infant=included", "2 registrations are shown; 2 were recruiting in mid-March 2021; 2 state that infants may enter."),
        (
            "setting=post_transplant",
            "6 registrations are shown; 3 were recruiting in mid-March 2021; none states that infants may enter; 3 print no lower age.",
        ),
        ("line=frontline", "7 registrations are shown; 7 were recruiting in mid-March 2021; 2 state that infants may enter."),
        (
            "setting=post_transplant_relapse",
            "One registration is shown, REF2HCT: recruiting in mid-March 2021. "
            "It does not state that infants may enter and prints no lower age.",
        ),
        ("kmt2a=included", "One registration is shown, 2016-004674-17: recruiting in mid-March 2021. It states that infants may enter."),
        (
            "setting=toxicity_driven",
            "No registration found up to mid-March 2021 is left by these filters (Relapse setting: chemotherapy intolerance). "
            "That is an absence of registrations found, not evidence that there is none.",
        ),
    ],
)
def test_the_sentence_counts_what_is_shown(draw, query, sentence):
    assert draw(query).sentence == sentence


def test_the_twin_says_everything_that_the_chart_shows(draw):
    table = draw().table
    assert table.heads == (
        "Registration", "Acronym", "Title", "Age as printed", "Status (mid-March 2021)", "Settings", "Risk group",
        "Populations", "Combination", "Sponsor", "Source",
    )  # fmt: skip
    assert [row.record for row in table.rows] == [key for key, *_ in ROWS]
    cells = {row.record: dict(zip(table.heads, row.cells, strict=True)) for row in table.rows}
    assert cells["NCT03605589"]["Status (mid-March 2021)"] == "Suspended, slow recruitment, amendment pending (mid-March 2021)"
    assert cells["NCT02412306"]["Age as printed"] == "<18 years for pediatric subjects"
    assert cells["NCT04604691"]["Age as printed"] == "no age printed"
    assert cells["NCT03914625"]["Populations"] == "Infants: not included; Ph-positive: conflicting statements; Down syndrome: included"
    assert cells["NCT03117751"]["Settings"] == "Newly diagnosed; measurable residual disease (MRD) (stated)"
    assert all(row.cells[-1] for row in table.rows)


def test_a_pinned_publication_highlights_its_registration(draw):
    def highlighted(query):
        drawing = draw(query)
        boxes = [shape for shape in drawing.figure()["layout"]["shapes"] if shape.get("fillcolor") == "#fff3cd"]
        middles = dict(zip(columns(drawing.figure())[2]["y"], [row.record for row in drawing.table.rows], strict=True))
        return [key for y, key in middles.items() for box in boxes if box["y0"] < y < box["y1"]]

    assert highlighted("pin=brown-2021,keating-2019") == ["NCT02101853"]
    assert highlighted("") == []


@pytest.mark.parametrize("query", ["", "infant=included&down=not_included", "kmt2a=included", *OPTIONS])
def test_it_draws_for_every_option_and_each_point_opens_a_registration(draw, catalogue, query):
    drawing = draw(query)
    go.Figure(drawing.figure())
    known = {trial.trial_id for trial in catalogue.evidence.trials}
    for trace in drawing.figure()["data"]:
        assert trace["type"] in ("scatter", "bar")
        assert len(trace["customdata"]) == len(trace["x"]) == len(trace["y"])
        assert set(trace["customdata"]) <= known
    shown = catalogue.counts(Selection.from_query(query)).registrations
    assert drawing.rows == len(drawing.table.rows) == len(columns(drawing.figure())[0]["text"]) == shown
    assert drawing.figure()["layout"]["xaxis2"]["ticktext"][0] == "0"


def test_an_age_beyond_the_scale_lengthens_it(draw, evidence):
    figure = draw_changed(evidence, "NCT02807883", age_max_years=90.0).figure()
    assert figure["layout"]["xaxis2"]["range"][1] == place(90) > 1


def draw_changed(evidence, trial, **changes):
    """The landscape with one row of the table changed."""
    trials = tuple(row._replace(**changes) if row.trial_id == trial else row for row in evidence.trials)
    return CHARTS[0].draw(Catalogue(replace(evidence, trials=trials)).show(Selection()))


def test_silence_on_the_lower_age_is_no_invitation(draw):
    assert CHARTS[0].question == "Which ages do the registrations state?"
    told = " ".join(draw().caveats)
    assert "whether infants may enter is then not stated, unless they are named" in told
    assert "open" not in told.split("⚠")[0]


def test_only_the_column_makes_a_trial_one_in_infants(evidence):
    title = draw_changed(evidence, "2016-004674-17", title="A pilot study in infants", infants_only=False)
    assert not any("infants ⚠" in text for text in traces(title.figure())["ages stated"]["text"])
    other = draw_changed(evidence, "NCT04556084", infants_only=True)
    assert any(text.strip().startswith("infants, printed as") for text in traces(other.figure())["ages stated"]["text"])


@pytest.mark.parametrize(
    ("trial", "risk", "marked"),
    [
        ("NCT03914625", "standard risk", True),
        ("NCT03117751", "standard risk with residual disease at the end of induction", True),
        ("NCT03643276", "intermediate and high risk", False),
        ("NCT02879695", "poor risk", False),
        ("NCT02393859", "high-risk first relapse", False),
        ("NCT04307576", "not stated", False),
    ],
)
def test_the_risk_group_stands_under_the_name_and_in_the_table_as_printed(draw, trial, risk, marked):
    drawing = draw(only=[trial])
    (row,) = drawing.table.rows
    assert dict(zip(drawing.table.heads, row.cells, strict=True))["Risk group"] == risk
    details = columns(drawing.figure())[1]["text"][0].replace("<br>", " ").replace("\u00a0", " ")
    assert (risk in details) == (risk != "not stated")
    assert (f"{risk} ⚠" in details) == marked


def test_no_table_text_is_taken_for_markup(evidence):
    figure = draw_changed(evidence, "NCT04556084", acronym="<i>A & B", risk_text="blasts < 5 %").figure()
    names, details, *_ = columns(figure)
    at = names["customdata"].index("NCT04556084")
    assert names["text"][at] == "<b>&lt;i&gt;A &amp; B</b>"
    assert "blasts &lt; 5 %" in details["text"][at].replace("<br>", " ")
    hovers = [text for trace in figure["data"] for text in trace.get("hovertext", ()) if "NCT04556084" in text]
    assert hovers
    assert all("blasts &lt; 5 %" in text for text in hovers)
