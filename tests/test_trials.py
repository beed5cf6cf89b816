"""The landscape of registrations: every age bound as Table 2 prints it, every status, the double row once, and honest sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.charts.trials import CHARTS
from dashboard.charts.trials.plot import STOPS, scale_of
from dashboard.facets import FACETS
from dashboard.selection import Catalogue, Selection
from dashboard.tableplot import Bar, Point, room
from dashboard.tableplot.text import plain, spans
from tests.drawing import drawn_rows, key_words, plot_of, table_rows

OPTIONS = [f"{key}={option}" for key, facet in FACETS.items() for option in facet.options]
AGE = "Age as printed"

# Table 2 by hand: the filled bar from and to (years, None: no upper age printed), whether the first year is dashed, an age that is
# itself outside, and the words beside; where no age in years is printed, words alone.
AGES = {
    "NCT01471782": (1, 17, "dashed", None, "up to 17"),
    "NCT02187354": (1, 17, "dashed", None, "up to 17"),
    "NCT02783651": "“Child, adult” · Ph+ not included",
    "NCT02879695": (16, None, "", None, "from 16"),
    "NCT02393859": (1, 17, "dashed", None, "up to 17 ⚠"),
    "NCT04546399": (1, 31, "", None, "1–31 · Down"),
    "NCT03914625": (1, 31, "", None, "1–31 · Down · Ph+ conflicting ⚠"),
    "NCT02101853": (1, 31, "", None, "1–31 ⚠"),
    "NCT02877303-row-9": (14, None, "", None, "from 14"),
    "NCT02790515": (1, 21, "dashed", None, "up to 21 · earlier transplant"),
    "NCT03849651": (1, 21, "dashed", None, "up to 21"),
    "NCT04307576": (1, 45, "", None, "1–45 · Down"),
    "NCT03643276": (0, 17, "dashed", None, "up to 17 · infants · Down"),
    "NCT03117751": (1, 18, "", None, "1–18 · Ph+ · Down"),
    "2016-004674-17": (0, 1, "dashed", 1, "infants ⚠ · infants · KMT2A"),
    "NCT04604691": "no age printed",
    "NCT03605589": (1, 40, "", None, "1–40"),
    "NCT04723342": (1, 18, "", None, "1–18"),
    "NCT04556084": (1, 25, "dashed", None, "up to 25"),
    "NCT04746209": (1, 25, "dashed", None, "up to 25 · earlier transplant"),
    "NCT02807883": (1, 70, "", None, "1–70 · earlier transplant"),
    "NCT02412306": (1, 18, "dashed", 18, "under 18"),
    "NCT02877303-row-23": (14, None, "", None, "from 14"),
    "NCT04044560": (1, None, "", None, "from 1 · earlier transplant"),
    "NCT04785547": (0.5, 21, "", None, "6 mo–21 · earlier transplant"),
}

# Top to bottom: by setting, then status, then place in Table 2.
ROWS = [
    ("First relapse", "NCT04546399", "● Recruiting"),
    ("First relapse", "NCT04556084", "● Recruiting"),
    ("First relapse", "NCT02393859", "■ Active, not recruiting"),
    ("First relapse", "NCT02101853", "■ Active, not recruiting"),
    ("Relapsed or refractory, line not stated", "NCT02879695", "● Recruiting"),
    ("Relapsed or refractory, line not stated", "NCT02412306", "● Recruiting"),
    ("Relapsed or refractory, line not stated", "NCT03605589", "▽ Suspended"),
    ("Relapsed or refractory, line not stated", "NCT01471782", "× Completed"),
    ("Relapsed or refractory, line not stated", "NCT02187354", "× Completed"),
    ("Relapsed or refractory, line not stated", "NCT02783651", "× Completed"),
    ("Relapse after transplant", "NCT02790515", "● Recruiting"),
    ("Measurable residual disease (MRD)", "NCT04604691", "○ Not yet recruiting ⚠"),
    ("After transplant, no relapse", "NCT03849651", "● Recruiting"),
    ("After transplant, no relapse", "NCT04785547", "● Recruiting"),
    ("After transplant, no relapse", "NCT04746209", "○ Not yet recruiting"),
    ("After transplant, no relapse", "NCT04044560", "○ Not yet recruiting"),
    ("After transplant, no relapse", "NCT02807883", "■ Active, not recruiting"),
    ("Newly diagnosed", "NCT03914625", "● Recruiting"),
    ("Newly diagnosed", "NCT02877303-row-9", "● Recruiting"),
    ("Newly diagnosed", "NCT04307576", "● Recruiting"),
    ("Newly diagnosed", "NCT03643276", "● Recruiting"),
    ("Newly diagnosed", "NCT03117751", "● Recruiting"),
    ("Newly diagnosed", "2016-004674-17", "● Recruiting"),
    ("Newly diagnosed", "NCT04723342", "● Recruiting"),
]
STATUS = "Status (mid-March 2021)"


@pytest.fixture(scope="module")
def catalogue(evidence):
    """What the source says alone; what registers showed since is asked in test_registry_states."""
    return Catalogue(replace(evidence, registry=()))


@pytest.fixture
def draw(catalogue):
    def drawing(query="", only=None):
        selection = Selection.from_query(query, records=catalogue.records)
        shown = catalogue.show(selection)
        if only is not None:
            shown = replace(shown, trials=tuple(trial for trial in shown.trials if trial.trial_id in only))
        return CHARTS[0].draw(shown)

    return drawing


def said(row, column):
    """What the figure says in a column of a row."""
    return plain(row.columns[column].words).replace("\u00a0", " ")


def test_every_row_of_table_2_is_listed_here(evidence):
    assert list(AGES) == [trial.trial_id for trial in evidence.trials]


@pytest.mark.parametrize("trial", AGES)
def test_each_age_bound_is_drawn_as_it_is_printed(draw, trial):
    drawing = draw(only=[trial])
    (row,) = drawn_rows(drawing)
    marks, expected = row.columns[AGE].marks, AGES[trial]
    if isinstance(expected, str):
        assert (said(row, AGE), marks) == (expected, ())
        assert row.columns[AGE].gap == (expected == "no age printed")
        return
    low, high, dashed, outside, words = expected
    (bar,) = [mark for mark in marks if isinstance(mark, Bar) and not mark.dashed]
    assert (bar.low, bar.high, said(row, AGE)) == (low, high, words)
    assert [(mark.low, mark.high) for mark in marks if isinstance(mark, Bar) and mark.dashed] == ([(0, 1)] if dashed else [])
    assert [(mark.x, mark.hollow) for mark in marks if isinstance(mark, Point)] == ([(outside, True)] if outside else [])


def test_an_age_that_is_not_printed_is_hatched(draw):
    assert "no age printed" in key_words(draw(only=["NCT04604691"]))
    assert "hatched" in [trace["name"] for trace in draw(only=["NCT04604691"]).figure()["data"]]


def test_the_first_year_has_room_and_the_ticks_say_so(draw):
    scale = plot_of(draw()).columns[3].scale
    assert [scale.place(age) for age in (0, 0.5, 1, 18, 75)] == pytest.approx([0, 0.075, 0.15, 0.73, 1])
    assert scale.labels == {0: "0", 0.5: "6 mo", 1: "1", 6: "6", 12: "12", 18: "18", 30: "30", 50: "50", 70: "70"}
    assert {key.replace("\u00a0", " "): span for key, span in scale.stretches.items()} == {
        "< 1": (0, 1),
        "1 to 18": (1, 18),
        "> 18": (18, 75),
    }


def test_rows_stand_by_setting_with_the_sign_and_the_date_of_their_status(draw):
    drawing = draw()
    assert [(row.headings, row.record, said(row, STATUS)) for row in drawn_rows(drawing)] == ROWS
    assert all(row[STATUS].endswith("(mid-March 2021)") for row in table_rows(drawing))
    assert "mid-March 2021" in str(drawing.figure()["data"])


def test_only_completed_registrations_are_muted(draw):
    names = {row.record: spans(row.columns["Registration"].words)[0].colour for row in drawn_rows(draw())}
    assert {key for key, colour in names.items() if colour != "#16212e"} == {"NCT01471782", "NCT02187354", "NCT02783651"}


def test_the_double_row_is_one_registration_with_both_regimens(draw):
    drawing = draw("design=&line=frontline")
    assert "NCT02877303-row-23" not in {row.record for row in drawing.table.rows}
    (row,) = drawn_rows(drawing, "NCT02877303-row-9")
    assert said(row, "Registration") == "NCT02877303 ⚠  standard risk ⚠"
    (row,) = table_rows(drawing, "NCT02877303-row-9")
    assert row["Combination"] == "chemotherapy / inotuzumab ozogamicin and chemotherapy"
    assert "Inotuzumab Ozogamicin" in row["Title"]
    assert any("NCT02877303" in caveat and "row 23" in caveat for caveat in drawing.caveats)


def test_the_rows_of_a_double_registration_agree_on_what_is_drawn_once(evidence):
    drawn = ["age_text", "age_min_years", "age_max_years", "age_max_exclusive", "status", "settings", "acronym", "study_type", "sponsor"]
    for _, rows in evidence.frame("trials").groupby("registration_id"):
        assert len(rows[drawn].drop_duplicates()) == 1


def test_contradictions_of_what_is_drawn_stand_under_the_chart_with_both_places(draw):
    caveats = [caveat for caveat in draw().caveats if caveat.startswith("⚠")]
    assert [caveat.split(":")[0] for caveat in sorted(caveats)] == [
        "⚠ 2016-004674-17", "⚠ 2016-004674-17", "⚠ AALL1331", "⚠ ALLTogether1", "⚠ NCT02393859", "⚠ NCT02877303", "⚠ NCT02877303",
        "⚠ NCT03914625, TOT17", "⚠ NCT03914625", "⚠ NCT04604691",
    ]  # fmt: skip
    assert any("in infants (Table 2; 3.4 p4; 4 p7) – Up to 17 years (Table 2)" in caveat for caveat in caveats)


@pytest.mark.parametrize(("trial", "name"), [("2016-004674-17", "2016-004674-17"), ("NCT04307576", "ALLTogether1")])
def test_a_trial_that_is_called_randomised_in_one_place_only_is_marked(draw, trial, name):
    (row,) = drawn_rows(draw("design=randomised_trial"), trial)
    assert row.words.startswith(f"{name} ⚠")
    assert any(caveat.startswith(f"⚠ {name}: ") and "Randomised as stated" in caveat for caveat in draw("design=randomised_trial").caveats)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "24 registrations are shown; 14 were recruiting in mid-March 2021; 2 name infants; "
            "1 prints a lowest age under one year; 10 others print no lower age.",
        ),
        ("infant=included", "2 registrations are shown; 2 were recruiting in mid-March 2021; 2 name infants."),
        (
            "setting=post_transplant",
            "6 registrations are shown; 3 were recruiting in mid-March 2021; none names infants; "
            "1 prints a lowest age under one year; 3 print no lower age.",
        ),
        (
            "age=under_1",
            "2 registrations are shown; 2 were recruiting in mid-March 2021; 1 names infants; 1 prints a lowest age under one year.",
        ),
        (
            "age=under_1&transplant=included",
            "One registration is shown, FORUM Add-on Blina post TX: recruiting in mid-March 2021. It prints a lowest age under one year.",
        ),
        ("line=frontline", "7 registrations are shown; 7 were recruiting in mid-March 2021; 2 name infants."),
        (
            "setting=post_transplant_relapse",
            "One registration is shown, REF2HCT: recruiting in mid-March 2021. It does not name infants and prints no lower age.",
        ),
        ("kmt2a=included", "One registration is shown, 2016-004674-17: recruiting in mid-March 2021. It names infants."),
        (
            "setting=toxicity_driven",
            "These filters leave no registration found up to mid-March 2021 (Relapse setting: chemotherapy intolerance). "
            "That is an absence of registrations found, not evidence that there is none.",
        ),
    ],
)
def test_the_sentence_counts_what_is_shown(draw, query, sentence):
    assert draw(query).sentence == sentence


def test_the_table_says_everything_that_the_chart_shows(draw):
    drawing = draw()
    assert drawing.table.heads == (
        "Registration", "Acronym", STATUS, AGE, "Register", "Populations", "Title", "Settings", "Risk group", "Combination", "Sponsor",
        "Source",
    )  # fmt: skip
    assert [row.record for row in drawing.table.rows] == [key for _, key, _ in ROWS]
    cells = {row["Registration"]: row for row in table_rows(drawing)}
    assert cells["NCT03605589"][STATUS] == "Suspended, slow recruitment, amendment pending (mid-March 2021)"
    assert cells["NCT02412306"][AGE] == "<18 years for pediatric subjects"
    assert cells["2016-004674-17"][AGE] == "Up to 17 years"
    assert cells["NCT04604691"][AGE] == "no age printed"
    assert cells["NCT03914625"]["Populations"] == "Infants: not included; Ph-positive: conflicting statements; Down syndrome: included"
    assert cells["NCT03117751"]["Settings"] == "Newly diagnosed; measurable residual disease (MRD) (stated)"
    assert all(row["Source"] for row in table_rows(drawing))


def test_a_pinned_publication_highlights_its_registration(draw):
    assert plot_of(draw("pin=brown-2021,keating-2019")).pinned == {"NCT02101853"}
    assert plot_of(draw("pin=NCT02877303-row-23")).pinned == {"NCT02877303-row-9"}
    assert plot_of(draw()).pinned == frozenset()


@pytest.mark.parametrize("query", ["", "infant=included&down=not_included", "kmt2a=included", *OPTIONS])
def test_it_draws_for_every_option_and_each_mark_opens_a_registration(draw, catalogue, query):
    drawing = draw(query)
    known = {trial.trial_id for trial in catalogue.evidence.trials} | {""}
    assert {record for trace in drawing.figure()["data"] for record in trace["customdata"]} <= known
    shown = catalogue.counts(Selection.from_query(query)).registrations
    assert drawing.rows == len(drawing.table.rows) == len(drawn_rows(drawing)) == shown


def test_a_room_gets_few_pages(draw, evidence):
    catalogue = Catalogue(evidence)
    states = CHARTS[0].draw(catalogue.show(Selection()))
    assert len(draw().pages(room(1248, 478, 720), 478)) <= 4
    assert len(states.pages(room(1248, 478, 720), 478)) <= 5


def test_an_age_beyond_the_scale_lengthens_it(evidence):
    scale = plot_of(draw_changed(evidence, "NCT02807883", age_max_years=90.0)).columns[3].scale
    assert scale.high == 90
    assert scale.place(90) == 1
    assert scale_of([]).high == STOPS[-1][0]


def test_a_highest_age_that_is_itself_outside_is_said_to_be_so_beside_a_lowest_one(evidence):
    (row,) = drawn_rows(draw_changed(evidence, "NCT03117751", age_max_exclusive=True), "NCT03117751")
    assert said(row, AGE) == "1 to under 18 · Ph+ · Down"
    assert [(mark.x, mark.hollow) for mark in row.columns[AGE].marks if isinstance(mark, Point)] == [(18, True)]


def draw_changed(evidence, trial, **changes):
    """The landscape with one row of the table changed."""
    trials = tuple(row._replace(**changes) if row.trial_id == trial else row for row in evidence.trials)
    return CHARTS[0].draw(Catalogue(replace(evidence, trials=trials, registry=())).show(Selection()))


def test_silence_on_the_lower_age_is_no_invitation(draw):
    assert CHARTS[0].question == "Which ages do the registrations state?"
    told = " ".join(draw().caveats)
    assert "whether infants may enter is not stated unless they are named" in told
    assert "open" not in told.split("⚠")[0]
    assert {"no lower age printed: infants not stated", "no lower age printed: infants named"} <= set(key_words(draw()))


def test_only_the_column_makes_a_trial_one_in_infants(evidence):
    title = draw_changed(evidence, "2016-004674-17", title="A pilot study in infants", infants_only=False)
    assert not said(*drawn_rows(title, "2016-004674-17"), AGE).startswith("infants")
    other = draw_changed(evidence, "NCT04556084", infants_only=True)
    assert said(*drawn_rows(other, "NCT04556084"), AGE).startswith("infants")


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
def test_the_risk_group_stands_with_the_name_and_in_the_table_as_printed(draw, trial, risk, marked):
    drawing = draw(only=[trial])
    assert table_rows(drawing)[0]["Risk group"] == risk
    label = said(*drawn_rows(drawing), "Registration")
    assert (risk in label) == (risk != "not stated")
    assert (f"{risk} ⚠" in label) == marked


def test_no_table_text_is_taken_for_markup(evidence):
    drawing = draw_changed(evidence, "NCT04556084", acronym="<i>A & B", risk_text="blasts < 5 %")
    words = next(trace for trace in drawing.figure()["data"] if trace["name"] == "words")["text"]
    assert any(text.startswith("<b>&lt;i&gt;A &amp; B</b>") for text in words)
    assert any("blasts &lt; 5 %" in text for text in words)
