"""The codes that the tables may carry and the words that a reader sees for them.

Every mapping goes from a code, as it is in a table, to British English for the screen. Codes never reach a reader; words never reach a
table. Options are offered, and rows grouped, in the order of these mappings.
"""

from __future__ import annotations

from collections.abc import Mapping

DESIGN: Mapping[str, str] = {
    "randomised_trial": "Randomised trial",
    "single_arm_trial": "Single-arm trial",
    "expanded_access": "Expanded access",
    "secondary_analysis": "Secondary analysis",
    "historical_comparison": "Historical comparison",
    "case_series": "Case series",
    "immunophenotype_study": "Immunophenotype study",
    "case_report": "Case report",
}

LINE: Mapping[str, str] = {
    "frontline": "Frontline",
    "relapsed_refractory": "Relapsed or refractory",
    "peri_transplant": "Peri-transplant",
    "not_reported": "Line not reported",
}

SETTING: Mapping[str, str] = {
    "first_relapse": "First relapse",
    "relapsed_refractory": "Relapsed or refractory, line not stated",
    "later_relapse": "Refractory, or second and later relapse",
    "post_transplant_relapse": "Relapse after transplant",
    "mrd": "Measurable residual disease (MRD)",
    "bridge": "Bridge to transplant",
    "post_transplant": "After transplant, no relapse",
    "toxicity_driven": "Chemotherapy intolerance",
    "newly_diagnosed": "Newly diagnosed",
    "not_reported": "Setting not reported",
}

POPULATION: Mapping[str, str] = {
    "infant": "Infants",
    "ph_positive": "Ph-positive",
    "down_syndrome": "Down syndrome",
    "kmt2a_rearranged": "KMT2A-rearranged",
    "prior_transplant": "Earlier transplant",
    "tcf3_hlf": "TCF3-HLF",
    "ph_like": "Ph-like",
    "mixed_phenotype": "Mixed phenotype",
}
ASKED: Mapping[str, str] = {
    "infant": "infant",
    "kmt2a": "kmt2a_rearranged",
    "ph": "ph_positive",
    "down": "down_syndrome",
    "transplant": "prior_transplant",
}
"""The populations that filters and the case lens ask about, by their key there, in the order of the form."""
EVERY_RECORD_SAYS = tuple(ASKED.values())
"""Populations for which every record must have a row: silence is not an answer."""

POPULATION_CODE: Mapping[str, str] = {
    "included": "Included",
    "not_included": "Not included",
    "age_allows": "Age range would allow",
    "conflicting": "Conflicting statements",
    "general_statement": "General statement only",
    "not_reported": "Not reported",
}

QUESTION: Mapping[str, str] = {
    "overt": "Overt relapsed or refractory disease: what chance of remission?",
    "toxicity": "First relapse: is it less toxic than chemotherapy?",
    "survival": "First relapse: does it prolong survival?",
    "mrd": "First relapse: MRD clearance before transplant?",
    "infant_kmt2a": "Infant with KMT2A rearrangement and MRD before transplant?",
    "infants": "Infants: which trials name them?",
    "ph_positive": "Ph-positive leukaemia?",
    "down_syndrome": "Down syndrome?",
    "post_transplant_relapse": "Relapse after transplant: what chance of remission?",
    "post_transplant": "After transplant, without relapse: what is known?",
    "intolerance": "Chemotherapy too toxic, or TCF3-HLF: what is there?",
    "phenotype": "Risk of CD19-negative relapse, and of lineage switch?",
    "transplant": "Will she reach transplant?",
    "necessity": "Can transplant be omitted?",
    "frontline": "Frontline: what is there?",
}
"""The questions that tumour boards ask, by their key in an address."""

LAYER_KIND: Mapping[str, str] = {"review": "Review", "later": "Later results", "local": "Local results"}
SCOPE: Mapping[str, str] = {"every_publication_found": "every publication found", "chosen": "chosen, not a systematic search"}
SHOWN: Mapping[str, str] = {"always": "always", "on_request": "when asked for"}
READ: Mapping[str, str] = {
    "full_text": "full text",
    "abstract": "abstract",
    "report": "report",
    "register": "register entry",
    "regulator": "regulator's notice",
}
STANDING: Mapping[str, str] = {"primary": "primary source", "secondary": "secondary report"}

ARM_ROLE: Mapping[str, str] = {
    "experimental": "experimental arm",
    "control": "control arm",
    "historical_control": "historical control",
    "mixed": "experimental and other treatment, not separated",
    "both": "both arms together",
    "before": "before the treatment in question",
    "after": "another treatment, after the one in question",
}

DOMAIN: Mapping[str, str] = {
    "response": "Response",
    "mrd": "MRD",
    "survival": "Survival",
    "transplant": "Transplant",
    "relapse": "Relapse",
    "phenotype": "CD19 and lineage",
    "toxicity": "Toxicity",
    "conduct": "Conduct of the study",
}

ENDPOINT: Mapping[str, Mapping[str, str]] = {
    "response": {
        "response": "Response",
        "cr_two_cycles": "Complete remission within two cycles",
        "cr_best_two_cycles": "Complete remission as best response in two cycles, reached or maintained",
        "cr_one_cycle": "Complete remission after one cycle",
        "cr_time_not_stated": "Complete remission, time not stated",
        "cr_or_crh": "Complete remission, including with partial recovery of blood counts",
        "cr_induction": "Complete remission after induction or reinduction",
        "cr_cell_therapy": "Complete remission after CAR T cells",
        "early_failure": "Early treatment failure",
        "response_not_defined": "Response, not defined",
        "no_response": "No response",
    },
    "mrd": {
        "mrd": "MRD",
        "mrd_complete_response": "Complete MRD response",
        "mrd_negative": "MRD-negative",
        "mrd_remission": "MRD remission",
        "mrd_response": "MRD response, not defined",
        "mrd_log_reduction": "MRD reduced, not negative",
        "mrd_undetectable": "MRD undetectable",
        "mrd_negative_or_low": "MRD-negative, or low",
        "mrd_negative_course": "MRD-negative, of courses",
        "mrd_positive": "MRD-positive",
    },
    "survival": {
        "survival": "Survival",
        "overall_survival": "Overall survival",
        "event_free_survival": "Event-free survival",
        "disease_free_survival": "Disease-free survival",
        "relapse_free_survival": "Relapse-free survival",
        "progression_free_survival": "Progression-free survival",
        "leukaemia_free_survival": "Leukaemia-free survival",
        "alive_in_remission": "Alive in remission",
        "alive": "Alive at last follow-up",
        "event": "Event",
        "death": "Death",
        "transplant_death": "Death from transplant complications",
    },
    "transplant": {"transplant": "Transplant", "proceeded_to_transplant": "Proceeded to transplant"},
    "relapse": {
        "relapse": "Relapse",
        "relapse_mrd_positive_before_transplant": "Relapse, MRD-positive before transplant",
        "relapse_cumulative_incidence": "Cumulative incidence of relapse",
    },
    "phenotype": {
        "phenotype": "CD19 and lineage",
        "cd19_positive_relapse": "CD19-positive relapse",
        "cd19_negative_relapse": "CD19-negative relapse",
        "cd19_negative_progression": "CD19-negative progression",
        "cd19_negative_before_treatment": "CD19-negative before treatment",
        "cd19_loss_reversible": "Reversible CD19 loss",
        "lineage_switch": "Lineage switch",
        "lineage_switch_reversed": "Lineage switch, reversed",
    },
    "toxicity": {
        "toxicity": "Toxicity",
        "crs": "Cytokine release syndrome (CRS)",
        "crs_severe": "CRS of grade 3 or higher",
        "crs_grade_2": "CRS of grade 2 or higher",
        "crs_severe_stratum": "CRS of grade 3 or higher, by risk group",
        "crs_severe_course": "CRS of grade 3 or higher, of courses",
        "neurological": "Neurological event",
        "neurological_severe": "Neurological event of grade 3 or higher",
        "seizure": "Seizure",
        "seizure_severe": "Seizure of grade 3 or higher",
        "seizure_course": "Seizure, of courses",
        "encephalopathy": "Encephalopathy",
        "encephalopathy_severe": "Encephalopathy of higher grade",
        "treatment_interrupted": "Treatment interrupted",
        "treatment_discontinued": "Treatment stopped",
        "infection": "Infection",
        "infection_death": "Death from infection",
        "febrile_neutropenia": "Febrile neutropenia",
        "febrile_neutropenia_stratum": "Febrile neutropenia, by risk group",
        "sepsis": "Sepsis",
        "sepsis_stratum": "Sepsis, by risk group",
        "mucositis": "Mucositis",
        "any_event": "Adverse event",
        "serious_event": "Serious adverse event",
        "serious_event_number": "Serious adverse events, number of events",
        "severe_event": "Adverse event of grade 3 or higher",
        "severe_among_events": "Grade 3 among patients with an adverse event",
        "life_threatening": "Life-threatening serious reaction",
        "fatal_event": "Fatal adverse event",
        "special_interest": "Adverse reaction of special interest",
        "relevant_event": "Clinically relevant adverse event",
        "primary_toxicity": "Toxicity as the primary end point",
        "dose_limiting": "Dose-limiting toxicity",
        "cytopenia": "Cytopenia",
        "transaminases": "Raised transaminases",
        "febrile_reaction": "Febrile reaction",
    },
    "conduct": {
        "conduct": "Conduct of the study",
        "enrolled": "Enrolled",
        "treated": "Treated",
        "randomised": "Randomised",
        "for_intolerance": "Given for chemotherapy intolerance",
        "earlier_treatment": "Previously given the treatment in question",
        "switched": "Switched to the other treatment",
        "censored": "Censored when offered the other treatment",
        "not_continued": "Did not proceed to the next therapy",
        "immunoglobulin": "Immunoglobulin given",
        "growth_factor": "Growth factor given",
        "data_cut": "Data cut-off",
        "age": "Age",
        "female": "Female",
        "centres": "Centres",
        "cycles": "Treatment given",
        "completed_therapy": "Completed therapy",
        "follow_up": "Follow-up",
    },
}
ENDPOINT_WORDS: Mapping[str, str] = {code: words for codes in ENDPOINT.values() for code, words in codes.items()}

STATE: Mapping[str, str] = {
    "count": "Count",
    "percent_only": "Percentage without a denominator",
    "estimate": "Estimate",
    "approximate": "Approximate",
    "implied_zero": "Implied zero",
    "qualitative": "In words only",
    "not_reported": "Not reported",
}

GRADE: Mapping[str, str] = {
    "any": "any grade",
    "lt3": "below grade 3",
    "ge3": "grade 3 or higher",
    "1-2": "grade 1-2",
    "2": "grade 2",
    "2-4": "grade 2-4",
    "3": "grade 3",
    "3-4": "grade 3-4",
    "4": "grade 4",
    "5": "grade 5, fatal",
    "special_or_ge4": "of special interest, or grade 4 or higher",
    "higher": "'higher' grade, as stated",
    "not_stated": "grade not stated",
}

STOPS: Mapping[str, str] = {"treatment_interrupted": "interrupted", "treatment_discontinued": "stopped"}
"""The endpoints that count interruptions and stops of the treatment, in a word each, since one column takes both."""
CAUSE: Mapping[str, str] = {
    "toxicity": "toxicity",
    "crs": "cytokine release syndrome",
    "neurological": "a neurological event",
    "seizure": "a seizure",
    "infection": "an infection",
}
"""What treatment was stopped or interrupted for, in the words that follow "for"."""
SERIOUS: Mapping[str, str] = {"yes": "yes", "no": "no", "probable": "probably serious", "not_stated": "not stated"}
COMPARES: Mapping[str, str] = {
    "transplant": "with versus without transplant",
    "historical": "with historical controls",
    "subgroups": "subgroups with each other",
}
TIME_FROM: Mapping[str, str] = {
    "start": "from the start of treatment",
    "transplant": "from transplant",
    "randomisation": "from randomisation",
    "not_stated": "starting point not stated",
}
INCLUSION: Mapping[str, str] = {"included": "included", "not_included": "not included", "not_stated": "not stated"}

YES_NO: Mapping[str, str] = {"yes": "yes", "no": "no", "not_stated": "not stated"}

N_BASIS: Mapping[str, str] = {
    "stated": "printed with the figure",
    "cohort": "the group's size, printed elsewhere",
    "reconstructed": "worked out from printed percentages",
}

DENOMINATOR: Mapping[str, str] = {
    "treated": "all treated",
    "enrolled": "enrolled",
    "responders": "responders",
    "evaluable": "evaluable",
    "randomised": "randomised",
    "relapses": "relapses",
    "survivors": "survivors",
    "with_event": "with an adverse event",
    "courses": "courses",
    "not_stated": "denominator not stated",
}

SPREAD: Mapping[str, str] = {"iqr": "interquartile range", "range": "range", "not_stated": "kind not stated"}

BASIS: Mapping[str, str] = {"stated": "stated", "inferred": "inferred"}
AGE_BASIS: Mapping[str, str] = {
    "entry": "ages that could enter",
    "patients": "youngest to oldest patient",
    "not_stated": "whether those that could enter or those of the patients is not stated",
    "not_reported": "not reported",
}
PATIENTS_BASIS: Mapping[str, str] = {"stated": "stated", "implied": "implied", "inferred": "inferred"}

STATUS: Mapping[str, str] = {
    "recruiting": "Recruiting",
    "not_yet_recruiting": "Not yet recruiting",
    "active_not_recruiting": "Active, not recruiting",
    "suspended": "Suspended",
    "completed": "Completed",
}

REGISTER_STATUS: Mapping[str, str] = {
    "RECRUITING": "recruiting",
    "NOT_YET_RECRUITING": "not yet recruiting",
    "ENROLLING_BY_INVITATION": "enrolling by invitation",
    "ACTIVE_NOT_RECRUITING": "active, not recruiting",
    "SUSPENDED": "suspended",
    "COMPLETED": "completed",
    "TERMINATED": "terminated",
    "WITHDRAWN": "withdrawn",
    "AVAILABLE": "available",
    "TEMPORARILY_NOT_AVAILABLE": "temporarily not available",
    "NO_LONGER_AVAILABLE": "no longer available",
    "APPROVED_FOR_MARKETING": "approved for marketing",
    "WITHHELD": "withheld",
    "UNKNOWN": "unknown",
}
"""The fourteen statuses of ClinicalTrials.gov, in its own words."""
FINAL_STATUS = ("COMPLETED", "TERMINATED", "WITHDRAWN", "NO_LONGER_AVAILABLE", "APPROVED_FOR_MARKETING")
"""The statuses that do not become doubtful with time."""
STOPPED_STATUS = ("SUSPENDED", "TERMINATED", "WITHDRAWN")
ENROLMENT_BASIS: Mapping[str, str] = {"ACTUAL": "actual", "ESTIMATED": "planned"}

STUDY_TYPE: Mapping[str, str] = {
    "interventional": "Interventional",
    "observational": "Observational",
    "expanded_access": "Expanded access",
}

PHASE: Mapping[str, str] = {**{phase: phase for phase in ("1", "1/2", "2", "2/3", "3", "4")}, "not_stated": "not stated"}

MEASURE_NAME: Mapping[str, str] = {
    "hazard_ratio": "Hazard ratio",
    "odds_ratio": "Odds ratio",
    "risk_ratio": "Risk ratio",
    "rmst_difference": "Difference in restricted mean survival time",
    "not_stated": "No measure in the source",
}
"""The measures of effect, without their unit."""
MEASURE: Mapping[str, str] = {**MEASURE_NAME, "rmst_difference": f"{MEASURE_NAME['rmst_difference']} (days)"}
COMPARISON: Mapping[str, str] = {
    "randomised_arms": "Randomised arms",
    "randomised_subgroup": "Randomised arms, in some of the patients",
    "historical": "Against historical controls",
    "subgroups": "Subgroups of the same patients",
}
P_OPERATOR: Mapping[str, str] = {"=": "=", "<": "<"}
P_SIDED: Mapping[str, str] = {"1": "one-sided", "2": "two-sided", "not_stated": "sides not stated"}

ANOMALY_KIND: Mapping[str, str] = {
    "ambiguity": "Ambiguity",
    "contradiction": "Contradiction",
    "denominator": "Denominator",
    "misprint": "Misprint",
    "list": "List",
    "counts": "Counts",
    "citation": "Citation",
    "age": "Age",
    "figure": "Figure",
    "overstatement": "Overstatement",
    "omission": "Omission",
    "duplicate": "Duplicate",
    "definition": "Definition",
    "time_point": "Time point",
    "status": "Status",
    "risk_group": "Risk group",
    "design": "Design",
}

STEP: Mapping[str, str] = {
    "search": "Search",
    "screening": "Screening",
    "assessment": "Assessment",
    "inclusion": "Inclusion",
    "not_found": "Not found",
}
CHANGE: Mapping[str, str] = {
    "added": "Added",
    "not_found": "Looked for and not found",
    "corrected": "Corrected",
    "superseded": "Superseded by a later report",
    "removed": "Rows removed",
    "new_column": "New columns",
    "gone_column": "Columns removed",
}
"""What can happen to a row, a cell or a column from one version of the tables to the next."""
STANDARD: Mapping[str, str] = {
    "prisma_2020": "PRISMA 2020, item 27: data, code and other materials (BMJ 2021; 372: n71)",
    "prisma_lsr": "PRISMA for living systematic reviews (BMJ 2024; 387: e079183)",
    "consort_harms": "CONSORT Harms 2022 (BMJ 2023; 381: e073725)",
}
"""Reporting standards against which the dashboard and its source are checked."""
COMPARED: Mapping[str, str] = {
    "wording": "with the published wording",
    "summary": "with a summary by the authors of the standard",
    "later": "with the item of CONSORT 2025 that asks the same",
    "nothing": "with nothing, since the text could not be obtained",
}
"""What our words for an item of a standard were compared with."""
MET: Mapping[str, str] = {"met": "Met", "partly": "Partly met", "not_met": "Not met", "not_applicable": "Not applicable"}
APPROVAL_KIND: Mapping[str, str] = {"approval": "Approval", "opinion": "Opinion, no approval", "statement": "Statement, no approval"}
COUNTED_FACTS = (
    *("publications_found", "registrations_found", "in_both_lists", "excluded_at_screening", "full_text_assessed"),
    *("publications_included", "registration_rows_included"),
)
"""Whole-number counts that the chart of the search needs; a layer of every publication found must have each."""
