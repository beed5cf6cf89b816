"""What no chart may say or show, for every filter state of one choice; and every contrast on the screen, worked out again."""

import json
import re
from dataclasses import replace
from functools import cache
from itertools import chain

import plotly.graph_objects as go
import pytest
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep

from dashboard import wording
from dashboard.adverse_events import EVENTS
from dashboard.charts import CHARTS
from dashboard.effects import published
from dashboard.facets import FACETS
from dashboard.pages import methods
from dashboard.questions import QUESTIONS
from dashboard.selection import Catalogue, Selection
from dashboard.tableplot import Axis
from dashboard.vocabulary import DOMAIN, QUESTION
from tests.drawing import marks_of, plot_of, points_of, without_markup

STATES = ["", *(f"{key}={code}" for key, facet in FACETS.items() for code in facet.options)]
CHART = pytest.mark.parametrize("key", CHARTS)

REFUSED = re.compile(r"\b(?:superior|inferior|better|worse|eligible|recommended|pooled|overall effect)\b", re.IGNORECASE)
OF_THE_REVIEW = (
    "recommended dose",  # of the phase I/II study: a term
    "One of five publications cited for better survival, or a trend, with transplant.",  # 4 p1, as said there
)


@pytest.fixture(scope="module")
def catalogue(evidence):
    return Catalogue(evidence)


@pytest.fixture(scope="module")
def shown(catalogue):
    states = {state: catalogue.show(Selection.from_query(state, records=catalogue.records)) for state in STATES}
    return states.__getitem__


@pytest.fixture(scope="module")
def drawn(shown):
    """Each chart in each state, drawn once for all tests of this file."""
    return cache(lambda key, state: CHARTS[key].draw(shown(state)))


@pytest.fixture(scope="module")
def figures(drawn):
    """The figures of a chart in each state, each made once: they are looked at, not changed."""
    made = cache(lambda key, state: drawn(key, state).figure())
    return lambda key: [(state, made(key, state)) for state in STATES]


@pytest.fixture(scope="module")
def drawings(drawn):
    return lambda key: [(state, drawn(key, state)) for state in STATES]


@pytest.fixture(scope="module")
def said(drawings, figures):
    """All that a reader can read of a chart in each state, a text a line."""

    @cache
    def lines(key):
        return [
            (state, "\n".join(said_in(drawing, figure))) for (state, drawing), (_, figure) in zip(drawings(key), figures(key), strict=True)
        ]

    return lines


def texts_of(value):
    """Every string within a figure."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_of(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in texts_of(part)]
    return [value] if isinstance(value, str) else []


def said_in(drawing, figure):
    """The texts of a drawing: of its figure with its hovers, sentence, table, asides, caveats."""
    cells = chain(drawing.table.heads, *(row.cells for row in drawing.table.rows))
    asides = chain(*((aside.words, *(name for _, name in aside.records)) for aside in drawing.asides))
    drawn = (text.replace("<br>", " ") for text in texts_of(figure))
    return [without_markup(text) for text in (*drawn, drawing.sentence, *cells, *asides, *drawing.caveats)]


def lines_with(pattern, text):
    """The lines in which `pattern` is found, for a failure that can be read."""
    return [line for line in text.split("\n") if re.search(pattern, line)] if re.search(pattern, text) else []


@CHART
def test_every_figure_is_one_that_plotly_accepts(figures, key):
    for figure in {json.dumps(figure): figure for _, figure in figures(key)}.values():
        go.Figure(figure)


@pytest.mark.parametrize("key", [key for key in CHARTS if key != "flow"])  # which names no record
def test_no_name_from_a_table_is_taken_for_markup(evidence, key):
    studies = tuple(study._replace(label=f"<s>{study.label}") for study in evidence.studies)
    trials = tuple(trial._replace(acronym=f"<s>{trial.acronym}") for trial in evidence.trials)
    figure = CHARTS[key].draw(Catalogue(replace(evidence, studies=studies, trials=trials)).show(Selection())).figure()
    axes = [axis.get("ticktext") for name, axis in figure["layout"].items() if "axis" in name]
    words = [trace.get(name) for trace in figure["data"] for name in ("text", "hovertext")]
    shown = "\n".join(texts_of([*words, *axes, figure["layout"].get("annotations")]))
    assert "&lt;s&gt;" in shown
    assert "<s>" not in shown


@CHART
def test_no_chart_ranks_recommends_or_pools(said, evidence, key):
    exempt = re.compile("|".join(map(re.escape, [*(record.title for record in (*evidence.studies, *evidence.trials)), *OF_THE_REVIEW])))
    assert [(state, line) for state, text in said(key) for line in lines_with(REFUSED, exempt.sub("", text))] == []


# What an audit found to say more than the sources do

MISSAID = re.compile(
    r"\bindependent|\bopen to\b|\b(?:are|is) open\b|\bmight take\b|\blets? enter\b|\bhow much less\b|every criterion that", re.IGNORECASE
)


@CHART
def test_no_chart_calls_cohorts_independent_or_trials_open(said, key):
    assert [(state, line) for state, text in said(key) for line in lines_with(MISSAID, text)] == []
    assert not MISSAID.search(f"{CHARTS[key].title} {CHARTS[key].question}")


def test_neither_do_questions_anomalies_and_methods(evidence, catalogue):
    pages = [*methods.METHODS, *methods.CANNOT_TELL, *QUESTION.values(), *(f"{own.answer(catalogue)} {own.limits}" for own in QUESTIONS)]
    assert [
        text for text in [*pages, *(row.shown_as + row.statement_a + row.statement_b for row in evidence.anomalies)] if MISSAID.search(text)
    ] == []
    assert CHARTS["landscape"].question == "Which ages do the registrations state?"
    assert QUESTION["post_transplant"] == "After transplant, without relapse: what is known?"
    assert next(row for row in evidence.anomalies if row.anomaly_id == "down-syndrome-lists").statement_a.startswith(
        "Named as giving access"
    )


# Patients and results are never added up over publications


def sums_of_patients(shown):
    """The patients of all publications shown, and of those of each cohort, where some of them are counted twice."""
    by_cohort = {}
    for study in shown.studies:
        by_cohort.setdefault(study.cohort_id, []).append(study.patients)
    several = [sum(patients) for patients in by_cohort.values() if len(patients) > 1]
    return {*several, sum(study.patients for study in shown.studies)} if several else set()


def counts_patients(totals):
    """A number of patients in the ways in which one is printed: 'n = 12', 'n 12', '/12', '≤ 12', '12 patients', or '12' alone."""
    number = f"(?:{'|'.join(map(str, sorted(totals)))})"
    before, after = rf"\bn(?: =)? {number}\b|/{number}\b|≤ {number}\b", rf"\b{number} (?:patients|children|treated|randomised|in)\b"
    return re.compile(rf"{before}|^{number}$|{after}", re.MULTILINE)


def test_the_sums_that_are_looked_for(shown):
    assert sums_of_patients(shown("")) == {93 + 70 + 59 + 70 + 18, 3 + 9, 995}
    assert sums_of_patients(shown("setting=post_transplant_relapse")) == {3 + 9, 3 + 9 + 1}
    assert sums_of_patients(shown("design=case_report")) == set()
    assert [
        bool(counts_patients({12, 995}).search(text)) for text in ("n 12", "n = 995", "7/12", "a\n12\nb", "112", "aged 12 or 9/95")
    ] == [
        *[True] * 4,
        *[False] * 2,
    ]


@CHART
def test_no_sum_of_patients_over_publications_of_the_same_children(said, shown, key):
    # small numbers are ages on the landscape, months on the axis of survival, and on the gap map independent cohorts, which test_gaps
    # counts cell by cell
    least = {"landscape": 100, "gaps": 100, "survival": 13}.get(key, 0)
    sums = {state: {total for total in sums_of_patients(shown(state)) if total >= least} for state in STATES}
    assert any(sums.values())
    assert [(state, line) for state, text in said(key) if sums[state] for line in lines_with(counts_patients(sums[state]), text)] == []


def pooled(shown):
    """Events and patients of each outcome added up, over publications and over cohorts: what a pooled rate would be made of."""
    results = [
        result
        for result in shown.results
        if result.state == "count"
        and wording.is_counted(result)
        and result.subgroup in ("", "recommended dose")
        and result.domain != "conduct"
    ]
    groups = [[result for result in results if result.domain == domain] for domain in DOMAIN if domain != "toxicity"]
    groups += [[result for result in results if result.endpoint == endpoint] for endpoint in {result.endpoint for result in results}]
    groups += [[result for result in results if result.endpoint in event.endpoints] for event in EVENTS]
    largest = {study.cohort_id: study.study_id for study in sorted(shown.studies, key=lambda study: study.patients)}.values()
    sums = set()
    for group in groups:
        for arms in (["blinatumomab"], ["blinatumomab", "chemotherapy"]):
            first = {(result.study_id, result.arm): result for result in reversed(group) if result.arm in arms}.values()
            for rows in (first, [result for result in first if result.study_id in largest]):
                if len({result.study_id for result in rows}) > 1:
                    sums.add((sum(result.events for result in rows), sum(result.n for result in rows)))
    return sums


def test_the_pooled_rates_that_are_looked_for(shown):
    # 6 + 27 + 69 + 5 + 6 + 13 of 9 + 70 + 110 + 9 + 9 + 38
    assert (126, 245) in pooled(shown(""))
    assert (120, 236) in pooled(shown("setting=relapsed_refractory"))
    assert (1 + 1, 1 + 1) in pooled(shown("design=case_report"))
    assert pooled(shown("design=expanded_access")) == set()


@pytest.fixture(scope="module")
def pooled_rates(shown):
    return {state: pooled(shown(state)) for state in STATES}


@CHART
def test_no_pooled_rate(said, pooled_rates, key):
    def rates(state):
        return "|".join(rf"(?<!\d){events}(?:/| of (?:the )?|, of ){n}(?!\d)" for events, n in pooled_rates[state])

    assert [(state, line) for state, text in said(key) if pooled_rates[state] for line in lines_with(rates(state), text)] == []


MEANS = {  # state -> the mean of the shares of the cohorts drawn, and the share of all their patients together, in response and in MRD
    "": (
        *((34.2 + 38.6 + 55.6 + 62.7 + 66.7 + 66.7) / 6, 100 * 126 / 245),
        *((75 + 89.8 + 51.9 + 58 + 81.8) / 5, 100 * (44 + 14 + 9) / (49 + 27 + 11)),
    ),
    "setting=relapsed_refractory": ((34.2 + 38.6 + 55.6 + 62.7 + 66.7) / 5, 100 * 120 / 236),
    "design=single_arm_trial": ((38.6 + 55.6) / 2, 100 * 32 / 79),
}


@pytest.mark.parametrize("state", MEANS)
@pytest.mark.parametrize("key", ["board", "efficacy"])
def test_no_mean_of_the_responses_shown(drawn, shown, key, state):
    drawing = drawn(key, state)
    printed = [*texts_of([trace.get("text") for trace in drawing.figure()["data"]]), drawing.sentence, *drawing.caveats]
    shares = {float(share) for text in printed for share in re.findall(r"(?<![\d.])(\d+(?:\.\d+)?)(?=\s?%|–\d+ %)", text)}
    assert shares
    own = {round(wording.share(result)) for result in shown(state).results if result.main and wording.share(result) is not None}
    assert not (shares - own) & {round(mean, digits) for mean in MEANS[state] for digits in (0, 1)}
    axes = [column for column in plot_of(drawing).columns if isinstance(column, Axis)]
    assert [(list(axis.scale.labels), axis.scale.zero, axis.scale.shaded) for axis in axes] == [([0, 50, 100], None, None)] * 2


# No interval without a denominator


def shares_without_n(evidence):
    """Publication -> the percentages that the review prints for it without a denominator."""
    found = {}
    for result in evidence.results:
        if result.state == "percent_only":
            found.setdefault(result.study_id, set()).add(result.percent)
    return found


def test_the_percentages_that_are_looked_for(evidence):
    assert {study: len(found) for study, found in shares_without_n(evidence).items()} == {
        "brown-2021": 17,
        "clesham-2020": 2,
        "sutton-2021": 3,
    }


@pytest.mark.parametrize("key", ["board", "efficacy", "survival", "transplant", "phenotype", "dumbbell"])
def test_no_interval_is_drawn_at_a_percentage_without_a_denominator(drawings, evidence, key):
    without_n, looked_at = shares_without_n(evidence), 0
    for state, drawing in drawings(key):
        for record, x, limits, hollow in points_of(drawing):
            if x in without_n.get(record, ()):
                looked_at += 1
                assert not limits, (state, record, x)
                assert hollow, (state, record, x)
    assert looked_at or key == "phenotype"


@CHART
def test_no_interval_is_printed_beside_a_percentage_without_a_denominator(drawings, said, key):
    span = re.compile(r"\d ?(?:–|to) ?[−+]?\d")
    for state, drawing in drawings(key):
        for row in drawing.table.rows:
            intervals = [cell for cell, column in zip(row.cells, drawing.table.heads, strict=True) if "nterval" in column]
            if any("%, n not stated" in cell for cell in row.cells):
                assert not any(span.search(cell) for cell in intervals), (state, row)
    beside = r"%,? (?:n not stated|no n)[,;:( ]+(?:95 % CI|\d+(?:\.\d+)?–\d)"
    assert [(state, line) for state, text in said(key) for line in lines_with(beside, text)] == []


# Every mark leads somewhere, every letter can be read


def clickable(trace):
    return trace.get("hoverinfo") != "skip" and len(trace.get("x") or ())


def in_a_row(figure, height):
    """Whether a row is at this height; the key, which opens nothing, is at none."""
    return any(row["top"] <= height <= row["bottom"] for row in figure["layout"]["meta"]["rows"])


@CHART
def test_every_mark_opens_a_known_record_or_a_known_selection(drawings, figures, catalogue, key):
    for (state, drawing), (_, figure) in zip(drawings(key), figures(key), strict=True):
        for trace in figure["data"]:
            records = trace.get("customdata", ())
            assert not clickable(trace) or len(records) == len(trace["x"]), (state, trace.get("name"))
            for record in {*records} - {""}:
                selection = Selection.from_query(record, records=catalogue.records)
                assert record in catalogue.records or (selection.filters and selection.dropped == () and selection.to_query() == record)
            mute = [y for y, record in zip(trace.get("y", ()), records, strict=False) if not record] if clickable(trace) else []
            assert not any(in_a_row(figure, y) for y in mute), (state, trace.get("name"))
        for row in drawing.table.rows:
            assert not row.record or row.record in catalogue.records or key == "gaps"


def sizes_of(value, key=""):
    """Every size of letters within a figure: of fonts, and within its texts."""
    if isinstance(value, dict):
        own = [value["size"]] if "size" in value and key.endswith("font") else []
        own = chain.from_iterable(size if isinstance(size, list | tuple) else [size] for size in own)
        return [*own, *(size for name, part in value.items() for size in sizes_of(part, name))]
    if isinstance(value, list | tuple):
        return [size for part in value for size in sizes_of(part, key)]
    return [float(size) for size in re.findall(r"font-size:\s*([\d.]+)px", value)] if isinstance(value, str) else []


@CHART
def test_no_letter_is_smaller_than_eleven_pixels(figures, key):
    found = {size for _, figure in figures(key) for size in sizes_of(figure)}
    assert found & {13, 14, 15}
    assert min(found) >= 11


@CHART
def test_no_text_is_a_code_of_the_tables_or_a_missing_value(drawings, figures, evidence, key):
    codes = {code for result in evidence.results for code in (result.endpoint, result.denominator, result.state) if "_" in code}
    leak = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(codes))}|nan|<NA>|None)(?![\w-])")
    for (state, drawing), (_, figure) in zip(drawings(key), figures(key), strict=True):
        cells = chain(drawing.table.heads, *(row.cells for row in drawing.table.rows))
        printed = [text for trace in figure["data"] for name in ("text", "hovertext") for text in trace.get(name) or ()]
        notes = [note["text"] for note in figure["layout"].get("annotations", ())]
        for text in (drawing.sentence, *cells, *printed, *notes, *drawing.caveats):
            assert not leak.search(str(text)), (state, text)


# Contrasts, read off the tables of the charts


def counts_in(cell):
    found = re.match(r"(\d+)/(\d+)", cell)
    return (int(found[1]), int(found[2])) if found else None


def in_points(text):
    return [float(number.replace("−", "-")) for number in re.findall(r"[−+]?\d+(?:\.\d+)?", text)]


def rows_of(drawing):
    return [dict(zip(drawing.table.heads, row.cells, strict=True)) for row in drawing.table.rows]


def newcombe(one, other):
    low, high = confint_proportions_2indep(*one, *other, method="newcomb")
    return [100 * (one[0] / one[1] - other[0] / other[1]), 100 * low, 100 * high]


def needed(text):
    """The numbers of a number needed to treat, with those to harm negative: the reciprocals of the difference and its limits."""
    point, _, rest = text.partition(" (95 % CI ")
    sides = rest.rstrip(")").split(", through infinity, ")
    if len(sides) == 1:
        low, high = in_points(rest)
        return [in_points(point)[0], low, high]
    return [in_points(point)[0], in_points(sides[0])[0], -in_points(sides[1])[0]]


def test_every_counted_difference_on_the_contrast_chart_is_worked_out_again(drawings):
    (drawing,) = [drawing for state, drawing in drawings("contrast") if state == ""]
    checked = []
    for row in rows_of(drawing):
        one, other = counts_in(row["Blinatumomab"]), counts_in(row["Chemotherapy"])
        if not one or not row["Measure"].startswith(("Difference", "Sensitivity")):
            continue
        difference, low, high = newcombe(one, other)
        assert in_points(row["Effect"]) == [pytest.approx(difference, abs=0.051)]
        assert in_points(row["95 % interval"].split(", Newcombe")[0]) == [pytest.approx(limit, abs=0.051) for limit in (low, high)]
        said, _, limit = row["In words"].partition(", nearest limit ")
        assert said == f"interval {'includes' if low <= 0 <= high else 'does not include'} 0"
        assert in_points(limit) == [pytest.approx(min(low, high, key=abs), abs=0.051)]
        benefit = 1 if difference > 0 and "MRD" in row["Endpoint"] else -1
        reciprocals = [100 * benefit / value for value in (difference, *sorted((low, high), key=lambda limit: -benefit * limit))]
        assert needed(row["Number needed to treat"].removesuffix("; trial ended early")) == [
            pytest.approx(value, rel=0.06) for value in reciprocals
        ]
        checked.append(row["Measure"].split(",")[0])
    assert checked == [*["Difference in events", "Difference in deaths", "Difference in MRD remission"], *["Sensitivity"] * 3]


def test_every_ratio_on_the_contrast_chart_is_worked_out_again(drawings):
    (drawing,) = [drawing for state, drawing in drawings("contrast") if state == ""]
    ratios = [row for row in rows_of(drawing) if row["Measure"] == "Risk ratio"]
    assert len(ratios) == 3
    for row in ratios:
        (events_1, n_1), (events_2, n_2) = counts_in(row["Blinatumomab"]), counts_in(row["Chemotherapy"])
        oracle = Table2x2([[events_1, n_1 - events_1], [events_2, n_2 - events_2]])
        low, high = oracle.riskratio_confint()
        assert [row["Effect"], row["95 % interval"]] == [f"{oracle.riskratio:.2f}", f"{low:.2f}–{high:.2f}, log method, computed"]
        assert row["In words"] == ("interval includes 1" if low <= 1 <= high else "interval does not include 1")


@pytest.mark.parametrize("change", [{"at_least": True}, {"state": "approximate"}], ids=["lower bound", "about"])
@pytest.mark.parametrize(
    ("result", "key"),
    [("locatelli-2020-rialto-cr-best-two-cycles", "board"), ("locatelli-2020-rialto-proceeded-to-transplant", "transplant")],
    ids=["board", "transplant"],
)
def test_a_lower_bound_and_an_approximate_share_are_no_points(evidence, result, key, change):
    results = tuple(row._replace(**change) if row.result_id == result else row for row in evidence.results)
    assert results != tuple(evidence.results)
    before, after = (marks_of(CHARTS[key].draw(Catalogue(one).show(Selection()))) for one in (evidence, replace(evidence, results=results)))
    assert len(before) - len(after) == 2  # the point and its interval


def test_an_effect_of_another_level_names_it(evidence):
    effect = next(one for one in evidence.contrasts if one.contrast_id == "locatelli-2021-overall-survival")
    assert (published(effect), published(effect._replace(ci_level=90.0))) == ("0.43 (0.18–1.01)", "0.43 (0.18–1.01, 90 % CI)")
