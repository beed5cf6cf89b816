"""The codes that the tables may carry and the words that a reader sees for them.

Every mapping goes from a code, as it stands in a table, to British English for the screen. Codes never reach a reader;
words never reach a table. Order is the order in which options are offered and rows are grouped.
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
    "peri_transplant": "Around a transplant only",
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
    "toxicity_driven": "Because of chemotherapy's toxicity",
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
EVERY_RECORD_SAYS = ("infant", "ph_positive", "down_syndrome", "kmt2a_rearranged", "prior_transplant")
"""Populations for which every record must have a row: silence is not an answer."""

POPULATION_CODE: Mapping[str, str] = {
    "included": "Included",
    "not_included": "Not included",
    "age_allows": "Age range would allow",
    "conflicting": "Conflicting statements",
    "general_statement": "General statement only",
    "not_reported": "Not reported",
}

ARM: Mapping[str, str] = {
    "blinatumomab": "Blinatumomab",
    "chemotherapy": "Chemotherapy",
    "blinatumomab_or_inotuzumab": "Blinatumomab or inotuzumab",
    "both": "Both arms",
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
        "cr_best_two_cycles": "Complete remission as best response in two cycles, reached or kept",
        "cr_one_cycle": "Complete remission after one cycle",
        "cr_time_not_stated": "Complete remission, time not stated",
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
        "event": "Event",
        "death": "Death",
    },
    "transplant": {"transplant": "Transplant", "proceeded_to_transplant": "Proceeded to transplant"},
    "relapse": {
        "relapse": "Relapse",
        "relapse_mrd_positive_before_transplant": "Relapse, MRD-positive before transplant",
    },
    "phenotype": {
        "phenotype": "CD19 and lineage",
        "cd19_positive_relapse": "CD19-positive relapse",
        "cd19_negative_relapse": "CD19-negative relapse",
        "cd19_negative_progression": "CD19-negative progression",
        "cd19_negative_before_treatment": "CD19-negative before treatment",
        "cd19_loss_reversible": "CD19 lost and regained",
        "lineage_switch": "Lineage switch",
        "lineage_switch_reversed": "Lineage switch, reversed",
    },
    "toxicity": {
        "toxicity": "Toxicity",
        "crs": "Cytokine release syndrome (CRS)",
        "crs_severe": "CRS of grade 3 or higher",
        "neurological": "Neurological event",
        "seizure": "Seizure",
        "seizure_severe": "Seizure of grade 3 or higher",
        "encephalopathy": "Encephalopathy",
        "encephalopathy_severe": "Encephalopathy of higher grade",
        "treatment_interrupted": "Treatment interrupted",
        "treatment_discontinued": "Treatment stopped",
        "infection": "Infection",
        "febrile_neutropenia": "Febrile neutropenia",
        "sepsis": "Sepsis",
        "mucositis": "Mucositis",
        "serious_event": "Serious adverse event",
        "severe_event": "Adverse event of grade 3 or higher",
        "dose_limiting": "Dose-limiting toxicity",
        "cytopenia": "Cytopenia",
        "febrile_reaction": "Febrile reaction",
    },
    "conduct": {
        "conduct": "Conduct of the study",
        "enrolled": "Enrolled",
        "randomised": "Randomised",
        "age": "Age",
        "female": "Female",
        "centres": "Centres",
        "cycles": "Treatment given",
        "completed_therapy": "Completed the therapy",
        "follow_up": "Follow-up",
    },
}
ENDPOINT_WORDS: Mapping[str, str] = {code: words for codes in ENDPOINT.values() for code, words in codes.items()}

TOXICITY_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "CRS any": ("crs",),
    "CRS ≥ 3": ("crs_severe",),
    "Neuro any": ("neurological",),
    "Seizure": ("seizure",),
    "Encephal.": ("encephalopathy",),
    "Stopped": ("treatment_interrupted", "treatment_discontinued"),
    "Infection": ("infection",),
    "Febrile neutr.": ("febrile_neutropenia",),
    "Sepsis": ("sepsis",),
    "Mucositis": ("mucositis",),
    "Serious": ("serious_event",),
    "Any ≥ 3": ("severe_event",),
    "Dose-limiting": ("dose_limiting",),
}
"""The columns of the toxicity matrix and the endpoints that fill them; every publication has a row for each."""

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
    "higher": "'higher' grade, as stated",
    "not_stated": "grade not stated",
}

YES_NO: Mapping[str, str] = {"yes": "yes", "no": "no", "not_stated": "not stated"}

N_BASIS: Mapping[str, str] = {
    "stated": "printed with the count",
    "cohort": "the group's size, printed elsewhere",
    "reconstructed": "count worked out from printed percentages",
}

DENOMINATOR: Mapping[str, str] = {
    "treated": "all treated",
    "responders": "responders",
    "evaluable": "evaluable",
    "randomised": "randomised",
    "relapses": "relapses",
    "survivors": "survivors",
    "not_stated": "denominator not stated",
}

SPREAD: Mapping[str, str] = {"iqr": "interquartile range", "range": "range", "not_stated": "kind not stated"}

BASIS: Mapping[str, str] = {"stated": "stated", "inferred": "inferred"}
PATIENTS_BASIS: Mapping[str, str] = {"stated": "stated", "implied": "implied"}

STATUS: Mapping[str, str] = {
    "recruiting": "Recruiting",
    "not_yet_recruiting": "Not yet recruiting",
    "active_not_recruiting": "Active, not recruiting",
    "suspended": "Suspended",
    "completed": "Completed",
}

STUDY_TYPE: Mapping[str, str] = {
    "interventional": "Interventional",
    "observational": "Observational",
    "expanded_access": "Expanded access",
}

MEASURE: Mapping[str, str] = {"hazard_ratio": "Hazard ratio", "not_stated": "No measure in the review"}
P_OPERATOR: Mapping[str, str] = {"=": "=", "<": "<"}
P_SIDED: Mapping[str, str] = {"1": "one-sided", "2": "two-sided", "not_stated": "sides not stated"}
