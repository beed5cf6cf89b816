"""What came since the review, as shipped: what the layer is, and that no reader is led into any of its ten traps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pytest

from dashboard import wording
from dashboard.adverse_events import EVENTS
from dashboard.charts import CHARTS, draw
from dashboard.charts.outcomes.rows import outcomes_of
from dashboard.evidence import Evidence
from dashboard.schema import TABLES, Contrast, Result
from dashboard.selection import Catalogues
from dashboard.tableplot import Plot
from tests.drawing import drawn_rows, drawn_texts
from tests.opened import page_of, texts_in

CHART = pytest.mark.parametrize("key", CHARTS)
IN_A_COLUMN = {endpoint for event in EVENTS for endpoint in event.endpoints}


@pytest.fixture(scope="module")
def catalogues(shipped: Evidence) -> Catalogues:
    return Catalogues(shipped)


@pytest.fixture(scope="module")
def since(shipped: Evidence) -> Evidence:
    return shipped.of(["since"])


def row(evidence: Evidence, result_id: str) -> Result:
    return next(result for result in evidence.results if result.result_id == result_id)


def effect(evidence: Evidence, contrast_id: str) -> Contrast:
    return next(contrast for contrast in evidence.contrasts if contrast.contrast_id == contrast_id)


def counts(results: Iterable[Result]) -> list[tuple[int | None, int | None]]:
    return [(result.events, result.n) for result in results]


# What the layer is


def test_the_layer_says_that_it_was_chosen_and_is_shown_on_request(since: Evidence) -> None:
    [layer] = since.layers
    assert (layer.kind, layer.scope, layer.shown, layer.gap_words) == ("later", "chosen", "on_request", "not in the text read")
    assert (layer.evidence_date, layer.evidence_date_words) == ("2026-11-24", "24 November 2026")


def test_every_publication_has_a_number_of_its_own_and_none_of_the_review(shipped: Evidence) -> None:
    refs = Counter(study.ref for study in shipped.studies)
    assert [ref for ref, count in refs.items() if count > 1] == []
    assert {study.ref > 100 for study in shipped.studies if study.layer == "since"} == {True}
    assert [study.label for study in shipped.studies if not study.label.endswith(f"[{study.ref}]")] == []


def test_a_year_that_no_text_states_is_not_in_a_label(since: Evidence) -> None:
    for study in since.studies:
        said = "undated" in study.label
        assert (study.year_basis == "inferred") is said, study.label
        assert said or str(study.year) in study.label


def test_every_row_says_where_it_was_read_and_how_near_that_is(shipped: Evidence, since: Evidence) -> None:
    for table in ("studies", "populations", "results", "contrasts", "anomalies", "approvals", "review"):
        for record in since.table(table):
            source = shipped.source_of(record)
            assert source.layer == "since", record[0]
            assert source.read
            assert source.standing
            where = record.source_a if table == "anomalies" else record.source
            words = {"primary": "primary source", "secondary": "secondary report"}[source.standing]
            assert wording.place_at(shipped, record, where).endswith(f", {where}, {words}")


def test_the_same_words_stand_beside_no_figure_of_the_review(shipped: Evidence) -> None:
    review = [result for result in shipped.results if result.layer == "review"]
    assert {wording.standing(shipped, result) for result in review} == {""}


def test_every_source_is_used(since: Evidence) -> None:
    used = {record.source_id for table in TABLES if table != "sources" for record in since.table(table)}
    assert {source.source_id for source in since.sources if source.layer == "since"} - used == set()


# Trap 1: a standard error is no interval; a difference of means, and a ratio of the sponsor


def test_plus_minus_is_a_standard_error_and_never_an_interval(since: Evidence) -> None:
    errors = {result.result_id: result for result in since.results if result.se is not None}
    gupta = {key: found for key, found in errors.items() if key.startswith("gupta-2025")}
    assert {key: (found.percent, found.se) for key, found in gupta.items()} == {
        "gupta-2025-dfs-3y-blina": (96.0, 1.2),
        "gupta-2025-dfs-3y-chemo": (87.9, 2.1),
        "gupta-2025-dfs-3y-avg-blina": (97.5, 1.3),
        "gupta-2025-dfs-3y-avg-chemo": (90.2, 2.3),
        "gupta-2025-dfs-3y-high-blina": (94.1, 2.5),
        "gupta-2025-dfs-3y-high-chemo": (84.8, 3.8),
    }
    for found in errors.values():
        assert (found.ci_low, found.ci_high, wording.limits(found)) == (None, None, None)
        assert wording.interval(found) == f"± {found.se:g}, a standard error, no interval"


def test_the_effect_of_the_standard_risk_trial_is_a_difference_of_means(since: Evidence) -> None:
    rmst, ratio = effect(since, "gupta-2025-dfs-rmst"), effect(since, "gupta-2025-dfs-hr")
    assert (rmst.measure, rmst.estimate, rmst.ci_low, rmst.ci_high, rmst.ci_level) == ("rmst_difference", 72, 36, 108, 95)
    assert (rmst.p_operator, rmst.p_value) == ("<", 0.001)
    assert "log-rank" in rmst.note
    assert (ratio.measure, ratio.estimate, ratio.ci_low, ratio.ci_high, ratio.p_value) == ("hazard_ratio", 0.39, None, None, None)
    assert since.source_of(ratio).standing == "secondary"
    assert "sponsor" in ratio.note


# Trap 2: courses and patients never share a column


def test_courses_and_patients_never_share_a_column(since: Evidence) -> None:
    of_courses = [result for result in since.results if wording.of_courses(result)]
    assert {result.result_id for result in of_courses} == {
        "gupta-2025-crs-g3-first-course",
        "gupta-2025-seizures-first-course",
        "zhang-n-2025-mrd-neg-courses",
    }
    patients = {result.endpoint for result in since.results if not wording.of_courses(result)}
    assert {result.endpoint for result in of_courses} & (patients | IN_A_COLUMN) == set()
    assert not any(result.main for result in of_courses)
    assert [wording.value(result) for result in of_courses] == [
        "0.3 % of courses, n not stated",
        "0.7 % of courses, n not stated",
        "73/74 courses",
    ]
    assert {wording.limits(result) for result in of_courses} == {None}


def test_sepsis_of_the_standard_risk_trial_stands_by_risk_group_and_beside_the_first_courses(since: Evidence) -> None:
    own = [result for result in since.results_of("gupta-2025") if result.endpoint.startswith("sepsis")]
    by_group = {(result.arm, result.subgroup): (result.events, result.n) for result in own if result.events is not None}
    both = "both risk groups, added up by the transcribers"
    assert by_group == {
        ("blinatumomab", "average risk"): (52, 351),
        ("chemotherapy", "average risk"): (19, 376),
        ("blinatumomab", "higher risk"): (57, 273),
        ("chemotherapy", "higher risk"): (47, 277),
        ("blinatumomab", both): (109, 624),
        ("chemotherapy", both): (66, 653),
    }
    in_the_column = [result for result in own if result.endpoint in IN_A_COLUMN]
    assert [result.state for result in in_the_column] == ["qualitative", "qualitative"]
    for result in in_the_column:
        assert all(words in result.note for words in ("52 of 351", "19 of 376", "57 of 273", "47 of 277"))
    assert all("0.3%" in result.note and "0.7%" in result.note for result in own)
    first = [result for result in since.results_of("gupta-2025") if wording.of_courses(result)]
    assert all("52 of 351 against 19 of 376" in result.note and "57 of 273 against 47 of 277" in result.note for result in first)


@pytest.mark.parametrize("choice", ["all", "later"])
@CHART
def test_no_chart_draws_the_sum_of_the_risk_groups(catalogues: Catalogues, choice: str, key: str) -> None:
    said = "\n".join(drawn_texts(catalogues, f"evidence={choice}", key))
    assert re.findall(r".*\b(?:109/624|66/653)\b.*", said) == []


# Trap 3: thirty infants


def test_two_reports_of_thirty_infants_are_one_cohort(shipped: Evidence) -> None:
    earlier, later = shipped.studies_of("interfant-pilot")
    assert (earlier.study_id, later.study_id, later.updates) == ("van-der-sluis-2023", "van-der-sluis-2026", "van-der-sluis-2023")
    assert (earlier.patients, later.patients) == (30, 30)
    two, four = row(shipped, "van-der-sluis-2023-dfs-2y-blina"), row(shipped, "van-der-sluis-2026-dfs-4y-blina-ci")
    assert [(found.percent, found.timepoint, found.n) for found in (two, four)] == [(81.6, "2 years", 30), (83.3, "4 years", 30)]


@CHART
def test_the_two_estimates_of_the_infants_are_never_drawn_together(catalogues: Catalogues, key: str) -> None:
    said = "\n".join(drawn_texts(catalogues, "evidence=all", key))
    assert not ("81.6" in said and "83.3" in said)
    assert ("83.3" in said) is (key == "survival")
    assert "60 infants" not in said


# Trap 4: low risk in first relapse


def test_neither_effect_of_the_whole_low_risk_trial_is_significant(since: Evidence) -> None:
    survival = {key: effect(since, f"hogan-2023-{key}-hr") for key in ("dfs", "os")}
    assert [(found.estimate, found.ci_low, found.ci_high) for found in survival.values()] == [(0.76, 0.51, 1.14), (0.65, 0.32, 1.3)]
    for found in survival.values():
        assert (found.p_sided, found.stated_significant, found.comparison) == ("1", "no", "randomised_arms")
    assert [found.p_value for found in survival.values()] == [0.089, 0.11]


def test_the_marrow_subgroup_stands_only_with_the_whole_trial(since: Evidence) -> None:
    parts = [found for found in since.contrasts if found.comparison == "randomised_subgroup"]
    assert {found.contrast_id for found in parts} == {"hogan-2023-bm-dfs-hr", "hogan-2023-bm-os-p"}
    [ratio] = [found for found in parts if found.estimate is not None]
    [inverse] = [anomaly for anomaly in since.anomalies if anomaly.anomaly_id in ratio.anomaly_ids]
    assert "1.89" in inverse.statement_b
    assert all("not significant" in found.note and found.p_sided == "1" for found in parts)
    marrow = [result for result in since.results_of("hogan-2023") if result.subgroup == "marrow relapse"]
    assert len(marrow) == 4
    assert all("Not significant in the whole trial." in result.note for result in marrow)


@pytest.mark.parametrize("choice", ["all", "later"])
def test_the_marrow_subgroup_is_not_drawn_as_the_trial(catalogues: Catalogues, choice: str) -> None:
    said = drawn_texts(catalogues, f"evidence={choice}", "contrast")
    assert [text for text in said if "0.30–0.99" in text or text == "0.55"] == []


# Trap 5: what replaces what, and what is no effect of treatment


def test_later_reports_of_the_same_children_replace_the_earlier(shipped: Evidence) -> None:
    updates = {study.study_id: study.updates for study in shipped.studies if study.updates}
    assert updates == {
        "van-der-sluis-2026": "van-der-sluis-2023",
        "fda-summary-2025": "locatelli-2021",
        "rialto-2022": "locatelli-2020-rialto",
        "hodder-2024": "hodder-2022",
    }
    ratio = effect(shipped, "fda-summary-2025-os-hr")
    assert (ratio.endpoint, ratio.estimate, ratio.ci_low, ratio.ci_high) == ("overall_survival", 0.35, 0.17, 0.7)
    assert effect(shipped, "locatelli-2021-overall-survival").estimate == 0.43
    assert {study.study_id for study in shipped.studies_of("nct02393859")} == {"locatelli-2021", "locatelli-2022", "fda-summary-2025"}
    assert {study.study_id for study in shipped.studies_of("rialto")} == {"locatelli-2020-rialto", "rialto-2022"}


def test_survival_of_the_expanded_access_is_drawn_from_the_final_report(catalogues: Catalogues) -> None:
    said = "\n".join(drawn_texts(catalogues, "evidence=all", "survival"))
    assert "14.6" in said
    assert "13.1" not in said


@pytest.mark.parametrize(
    ("key", "earlier", "stays"),
    [
        ("survival", "locatelli-2020-rialto", ["8.5"]),
        ("survival", "hodder-2022", ["4/4", "8/8"]),
        ("survival", "van-der-sluis-2023", []),
        ("transplant", "locatelli-2020-rialto", []),
    ],
)
def test_a_figure_that_the_later_report_does_not_give_again_stays(catalogues: Catalogues, key: str, earlier: str, stays: list[str]) -> None:
    drawing = draw(CHARTS[key], catalogues.show(catalogues.read("evidence=all")))
    rows = [row for row in drawn_rows(drawing) if row.record == earlier]
    assert sorted(row.columns["Value"].said.split()[0] for row in rows) == stays
    [under] = [[record for record, _ in aside.records] for aside in drawing.asides if "same children" in aside.words]
    assert (earlier in under) is not bool(stays)


def test_a_figure_that_is_replaced_beside_one_that_stays_is_named(catalogues: Catalogues) -> None:
    drawing = draw(CHARTS["survival"], catalogues.show(catalogues.read("evidence=all")))
    words = "replaced by the later report of the same children, [117]: Median overall survival, all children: 13.1 months."
    assert [caveat for caveat in drawing.caveats if "replaced" in caveat] == [f"Locatelli 2020 (RIALTO) [25], {words}"]


@pytest.mark.parametrize("key", ["survival", "transplant"])
def test_no_outcome_of_the_same_children_stands_twice(catalogues: Catalogues, key: str) -> None:
    outcomes = outcomes_of(catalogues.show(catalogues.read("evidence=all")), key)
    held = [
        (each.study.cohort_id, each.result.arm, each.result.endpoint, each.result.state == "estimate", each.study.study_id)
        for each in outcomes.numbers
        if not each.result.subgroup or each.arm.role == "historical_control"
    ]
    studies = {figure: {study for *other, study in held if tuple(other) == figure} for figure in {tuple(other) for *other, _ in held}}
    assert [figure for figure, found in studies.items() if len(found) > 1] == []


@pytest.mark.parametrize("key", ["board", "efficacy", "toxicity", "survival", "transplant", "phenotype"])
def test_a_later_row_says_how_near_to_its_figures_the_text_is(catalogues: Catalogues, key: str) -> None:
    shown = catalogues.show(catalogues.read("evidence=all"))
    drawing = draw(CHARTS[key], shown)
    cells = [(row.record, row.cells[0]) for row in drawing.table.rows if any(map(str.isdigit, "".join(row.cells[4:])))]
    later = [cell for record, cell in cells if shown.evidence.study(record).layer == "since"]
    assert later or key == "phenotype"
    assert [cell for cell in later if not re.search(r"; later, (primary|secondary)", cell)] == []
    assert [cell for _, cell in cells if cell not in later and "later" in cell] == []


def test_a_trial_whose_toxicity_was_read_elsewhere_says_so_over_its_columns(catalogues: Catalogues) -> None:
    drawing = draw(CHARTS["dumbbell"], catalogues.show(catalogues.read("evidence=all")))
    assert isinstance(drawing.content, Plot)
    titles = [column.title for column in drawing.content.columns if not column.title.endswith("difference")]
    assert [title for title in titles if "[101]" in title] == ["Gupta 2025 [101], later, secondary report"]
    assert [title for title in titles if "[39]" in title] == ["Locatelli 2021 [39]"]


def test_a_later_report_says_whose_children_are_drawn_already_and_historical_controls_are_none_of_them(catalogues: Catalogues) -> None:
    rows = drawn_rows(draw(CHARTS["survival"], catalogues.show(catalogues.read("evidence=all"))))
    said = [row.words.replace("\n", " ") for row in rows if row.record == "hodder-2024"]
    assert ["includes the children of [114]" in words for words in said] == ["historical controls" not in words for words in said]
    assert True in ["includes the children of [114]" in words for words in said]


def test_what_compares_responders_or_the_transplanted_is_no_effect_of_treatment(since: Evidence) -> None:
    ratio = effect(since, "rialto-2022-os-mrd-hr")
    assert (ratio.estimate, ratio.comparison) == (0.18, "subgroups")
    pair = [result for result in since.results if result.compares == "transplant"]
    assert [(result.percent, result.subgroup) for result in pair] == [
        (87, "with a transplant afterwards"),
        (29, "without a transplant afterwards"),
    ]
    assert all("Not randomised" in result.note for result in pair)
    assert not {contrast.estimate for contrast in since.contrasts if contrast.comparison == "randomised_arms"} & {0.18, 0.87, 0.29}


@pytest.mark.parametrize("choice", ["all", "later"])
def test_no_contrast_is_drawn_but_of_randomised_arms(catalogues: Catalogues, choice: str) -> None:
    shown = catalogues.show(catalogues.read(f"evidence={choice}"))
    others = {f"{found.estimate:.2f}" for found in shown.contrasts if found.comparison != "randomised_arms" and found.estimate is not None}
    assert others >= {"0.18", "12.50"}
    said = drawn_texts(catalogues, f"evidence={choice}", "contrast")
    assert [text for text in said if any(text == number or f"{number} (" in text for number in others)] == []


# Trap 6: counted twice, and before the drug


def test_two_counts_of_the_russian_pilot_are_one_cohort(shipped: Evidence) -> None:
    assert {study.study_id: study.patients for study in shipped.studies_of("all-mb-2019")} == {
        "mikhailova-2024": 177,
        "karachunskiy-2024": 165,
    }


def test_a_remission_before_the_drug_is_not_drawn_as_one_under_it(catalogues: Catalogues) -> None:
    """80 % after chemotherapy stood under Response like all others, of a row that named no arm."""
    drawing = draw(CHARTS["board"], catalogues.show(catalogues.read("evidence=all&setting=first_relapse")))
    [row] = [row for row in drawn_rows(drawing) if "531/661" in row.words]
    assert "80.3 % chemotherapy before" in row.words.replace("\u00a0", " ").replace("\n", " ")
    assert row.name.startswith("AALL1331 reinduction 2025 [108], chemotherapy before")
    assert "No cohort shown here reports a response with blinatumomab as a number in the sources." in drawing.sentence


def test_what_came_before_the_drug_is_not_of_the_drug(shipped: Evidence) -> None:
    before = [result for result in shipped.results_of("mikhailova-2024") if shipped.arm(result.arm).role == "before"]
    assert counts(before) == [(177, 177), (143, 174)]
    after = row(shipped, "mikhailova-2024-mrd-after")
    assert (after.arm, after.events, after.n) == ("blinatumomab", 175, 176)
    assert "negative before" in after.note
    assert {result.arm for result in shipped.results_of("aall1331-reinduction-2025")} == {"before"}


def test_children_who_are_among_others_are_not_counted_again(shipped: Evidence) -> None:
    assert {study.study_id: study.patients for study in shipped.studies_of("hodder")} == {"hodder-2024": 105, "hodder-2022": 60}
    assert (shipped.cohort("liu-2026").may_overlap, shipped.cohort("zhang-n-2025").may_overlap) == (("zhang-n-2025",), ("liu-2026",))
    assert shipped.cohort("aall1331-enrolled").may_overlap == ("aall1331", "aall1331-low-risk")


# Trap 7: historical controls


def test_historical_controls_are_an_arm_of_their_own_and_of_no_randomised_trial(shipped: Evidence) -> None:
    roles = {arm.arm: arm.role for arm in shipped.arms}
    historical = {result.study_id for result in shipped.results if roles[result.arm] == "historical_control"}
    assert historical == {"van-der-sluis-2023", "van-der-sluis-2026", "hodder-2024", "alltogether-ds-2024"}
    assert not any(shipped.study(study).randomised for study in historical)
    randomised = {found.study_id for found in shipped.contrasts if found.comparison in ("randomised_arms", "randomised_subgroup")}
    assert historical & randomised == set()
    control = [result for result in shipped.results if roles[result.arm] == "control"]
    assert all(shipped.study(result.study_id).randomised for result in control if result.layer == "since")
    own = [result for result in shipped.results if roles[result.arm] == "historical_control"]
    assert {result.subgroup.partition(",")[0] for result in own} == {"historical controls"}


@pytest.mark.parametrize("choice", ["all", "later"])
def test_a_row_of_historical_controls_says_so(catalogues: Catalogues, choice: str) -> None:
    said = [text.replace("\u00a0", " ") for text in drawn_texts(catalogues, f"evidence={choice}", "survival")]
    for value in ("44.0 %", "60.2 %", "90 %, n 192", "94 %, n 192"):
        rows = [text for text in said if value in text]
        assert rows, value
        assert all("historical controls" in text for text in rows), value


@pytest.mark.parametrize("choice", ["all", "later"])
@pytest.mark.parametrize("key", ["contrast", "dumbbell"])
def test_no_publication_with_historical_controls_stands_on_a_randomised_chart(catalogues: Catalogues, choice: str, key: str) -> None:
    shown = catalogues.show(catalogues.read(f"evidence={choice}"))
    records = {table_row.record for table_row in CHARTS[key].draw(shown).table.rows}
    assert records <= {study.study_id for study in shown.studies if study.randomised}


# Trap 8: approvals


def test_approvals_say_for_whom_and_on_what_they_rest(since: Evidence) -> None:
    approvals = {approval.approval_id: approval for approval in since.approvals}
    assert {key for key, approval in approvals.items() if approval.kind == "approval"} == {"reg-fda-2024", "reg-ec-2025-adults"}
    american, european = approvals["reg-fda-2024"], approvals["reg-ec-2025-adults"]
    assert (american.date, american.age_min_years, american.ph_positive) == ("2024-06-14", 0.083, "not_included")
    assert "adult trial" in american.note
    assert "first relapse" in american.note
    assert "not its basis" in american.note
    assert european.population.startswith("Adults")
    assert "Adults only" in european.note


# Trap 9: registry states are history


def test_no_state_of_a_register_is_in_this_layer(shipped: Evidence, since: Evidence) -> None:
    """Table 2 of the review is never overwritten; what registers said later has a table of its own."""
    assert since.trials == ()
    assert [trial.layer for trial in shipped.trials if trial.layer != "review"] == []


# Trap 10: what was looked for and not found


def test_what_was_not_found_is_said(since: Evidence, catalogues: Catalogues) -> None:
    facts = [fact for fact in since.review if fact.step == "not_found"]
    assert facts == list(since.review)
    assert all(fact.value.endswith("in the sources read, 24 November 2026") for fact in facts)
    said = "\n".join(texts_in(page_of(catalogues, "/evidence", "evidence=all")))
    assert "Looked for and not found" in said
    assert said.count("in the sources read, 24 November 2026") == len(facts) == 11
    assert "Looked for and not found" not in "\n".join(texts_in(page_of(catalogues, "/evidence", "")))


@pytest.mark.parametrize(
    ("study", "domain"),
    [
        ("gupta-2025", "toxicity"),
        ("aall1731-ash-longer", "survival"),
        ("locatelli-2022", "survival"),
        ("schrappe-2023", "survival"),
        ("poland-2025", "survival"),
    ],
)
def test_a_gap_that_was_looked_for_is_a_row_an_arm(since: Evidence, study: str, domain: str) -> None:
    gaps = [result for result in since.results_of(study) if result.state == "not_reported" and result.domain == domain]
    assert [gap.arm for gap in gaps] == ["blinatumomab", "chemotherapy"]
    assert all(gap.note for gap in gaps)
