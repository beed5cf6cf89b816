"""How the settings of a record stand to those of a child: the line of treatment first, and all else within it.

MRD, a bridge and intolerance occur in every line. Beside a line that a record states and a child has, they make no match; where
the child's line is not given, they rule out none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard import wording
from dashboard.lens.case import LINES, RELAPSES
from dashboard.lens.rules import BEST, IN_BRIEF, Record, Verdict
from dashboard.schema import Study, Trial

UNSAID = "whether that is meant is not stated"
WHICH = "it is not known which relapse this is"
NOT_THE_SAME: Mapping[tuple[str, str], tuple[str, str, str]] = {
    ("later_relapse", "relapsed_refractory"): ("matches", "a later relapse is one", ""),
    ("first_relapse", "relapsed_refractory"): ("unknown", f"a first relapse: {UNSAID}", "statement"),
    ("post_transplant_relapse", "relapsed_refractory"): ("unknown", f"a relapse after transplant: {UNSAID}", "statement"),
    # A relapse after transplant may count among the later ones: the review names it beside them where it states the European
    # approval (1 p2). Nowhere does it stand beside the first, so that a trial for the first relapse alone mismatches.
    ("post_transplant_relapse", "later_relapse"): ("unknown", f"a relapse after transplant: {UNSAID}", "statement"),
    ("later_relapse", "post_transplant_relapse"): ("unknown", "whether this relapse came after a transplant is not known", "answer"),
    ("relapsed_refractory", "first_relapse"): ("unknown", WHICH, "answer"),
    ("relapsed_refractory", "later_relapse"): ("unknown", WHICH, "answer"),
    ("relapsed_refractory", "post_transplant_relapse"): ("unknown", WHICH, "answer"),
    ("bridge", "mrd"): ("unknown", "whether MRD is the reason for the bridge is not known", "answer"),
}
"""(the child's setting, an entry setting) -> verdict, why, what is missing, where they differ; any other pair does not match."""
LINE_NOT_GIVEN = ("unknown", "how far treatment has got is not given", "answer")
"""Of MRD, a bridge or intolerance, as long as no other setting of the child says the line: each occurs in every one."""
LINE_OF: Mapping[str, str] = {"newly_diagnosed": "frontline", **dict.fromkeys(RELAPSES, "relapsed_refractory")}
"""The line of therapy that a setting belongs to. A record of either line states how far treatment has come."""
LEAST_OF_LINE: Mapping[str, str] = {"frontline": "newly_diagnosed", "relapsed_refractory": "relapsed_refractory"}
"""The setting that says no more than the line."""
BEYOND_FIRST_LINE = (*RELAPSES, "mrd", "bridge")
"""From here a trial that only concerns the time after a transplant is a later step."""


def decided_by_line(row: Study | Trial, own: Sequence[str]) -> tuple[str, ...]:
    """The lines of a child beside which none of its other settings counts, for a record with `own` settings.

    All of them, where the record states its line and a setting of one: its MRD is MRD in that line. Where it states its line and no
    such setting, those of any other line.
    """
    if not _states_line(row):
        return ()
    return LINES if _of_a_line(own) else tuple(code for code in LINES if LINE_OF.get(code) != row.line)


def _states_line(row: Study | Trial) -> bool:
    return row.line in LINE_OF.values()


def _of_a_line(settings: Iterable[str]) -> tuple[str, ...]:
    return tuple(code for code in settings if code in LINES)


def counting(settings: Sequence[str], by_line: Sequence[str]) -> Sequence[str]:
    """Those of the child's settings that count against a record: its lines alone, where nothing else counts beside them."""
    lines = _of_a_line(settings)
    return lines if lines and all(code in by_line for code in lines) else settings


def settings_verdict(trial: Record[Trial], settings: Sequence[str]) -> Verdict:
    """The best verdict that any of the child's settings that count has."""
    if not settings:
        brief = f"setting not given: {_in_brief(trial.row.entry_settings)}"
        return Verdict("unknown", f"Setting not given. {_entry(trial)}", trial.row.settings_source, brief, "answer")
    line_known = bool(_of_a_line(settings))
    counted = counting(settings, decided_by_line(trial.row, trial.row.entry_settings))
    return min((setting_verdict(trial, code, line_known) for code in counted), key=_place)


def _place(found: Verdict) -> int:
    return BEST.index(found.verdict)


def setting_verdict(trial: Record[Trial], code: str, line_known: bool) -> Verdict:
    """One of the child's settings against the entry settings; `line_known` where any of the child's settings says the line."""
    row, entries = trial.row, _line_or_all(trial.row)
    found = {entry: _beside(code, entry, line_known) for entry in entries}
    verdict, why, missing = min(found.values(), key=lambda one: BEST.index(one[0]))
    decisive = [entry for entry, (one, *_) in found.items() if one == verdict]
    is_without_line = code not in LINES and not line_known
    if verdict == "matches" and is_without_line and _states_line(row):
        (verdict, why, missing), decisive = LINE_NOT_GIVEN, [LEAST_OF_LINE[row.line]]
    if entries == ("post_transplant",) and code in BEYOND_FIRST_LINE and (code in LINES or is_without_line):
        verdict, why, missing = "later_step", "it only concerns the time after a transplant", ""
    brief = {
        "matches": _in_brief(decisive[:1]),
        "unknown": f"{IN_BRIEF[code]} not stated" if missing == "statement" else f"setting incomplete: {_in_brief(decisive)}",
        "later_step": "after transplant only",
    }.get(verdict, f"{_in_brief(entries)} only")
    return Verdict(verdict, "; ".join(part for part in (_entry(trial), why) if part), row.settings_source, brief, missing)


def _line_or_all(row: Trial) -> tuple[str, ...]:
    """The entry settings of a line, where a registration states its line: any others are within it. Else all of them."""
    lines = _of_a_line(row.entry_settings)
    return lines if lines and _states_line(row) else row.entry_settings


def _beside(code: str, entry: str, line_known: bool) -> tuple[str, str, str]:
    if code == entry:
        return "matches", "", ""
    if code not in LINES and entry in LINES and not line_known:
        return LINE_NOT_GIVEN
    return NOT_THE_SAME.get((code, entry), ("mismatches", "", ""))


def _in_brief(settings: Iterable[str]) -> str:
    return ", ".join(IN_BRIEF[code] for code in settings)


def _entry(trial: Record[Trial]) -> str:
    return f"Entry setting: {_in_words(trial.row.entry_settings, trial.row.settings_basis)}"


def _in_words(settings: Iterable[str], basis: str) -> str:
    return f"{wording.lowered(wording.settings(settings))}{' (inferred)' if basis == 'inferred' else ''}"


RELATIONS: Mapping[str, str] = {
    "overlaps": "matches",
    "related": "unknown",
    "unknown": "unknown",
    "another_line": "mismatches",
    "other": "mismatches",
}
"""How the settings of a publication stand to the child's, and the verdict for each; of several the first counts."""
IN_SETTING = ("overlaps", "related", "another_line")
"""With these a publication is at least evidence in the setting: in another line it shares MRD, a bridge or intolerance."""
ELSEWHERE = ("another_line", "other")
"""With these it says nothing against a child by those whom it leaves out."""


def relation(publication: Record[Study], settings: Sequence[str]) -> str:
    """How a publication's settings stand to those of the child that count."""
    row = publication.row
    counted = counting(settings, decided_by_line(row, row.settings))
    found = min((relation_to(publication, code) for code in counted), key=list(RELATIONS).index, default="unknown")
    return "another_line" if found == "other" and any(code in row.settings for code in settings) else found


def relation_to(publication: Record[Study], code: str) -> str:
    """How a publication's settings stand to one of the child's."""
    own = publication.row.settings
    if code in own:
        return "overlaps"
    if any({code, one} == {"relapsed_refractory", relapse} for one in own for relapse in RELAPSES):
        return "related"
    return "unknown" if own == ("not_reported",) else "other"


def reported_settings(publication: Record[Study], settings: Sequence[str]) -> Verdict:
    """Whether a publication reports on one of the child's settings that count."""
    row = publication.row
    if not settings:
        words = f"Setting not given. {_reported_in(row)}"
        return Verdict("unknown", words, row.settings_source, _in_brief(row.settings), "answer")
    line_known = bool(_of_a_line(settings))
    counted = counting(settings, decided_by_line(row, row.settings))
    return min((reported_setting(publication, code, line_known) for code in counted), key=_place)


def reported_setting(publication: Record[Study], code: str, line_known: bool) -> Verdict:
    """Whether a publication reports on one setting; `line_known` where any of the child's settings says the line."""
    row, found = publication.row, relation_to(publication, code)
    lines = _of_a_line(row.settings)

    def says(verdict: str, why: str, brief: Iterable[str], missing: str = "") -> Verdict:
        words = "; ".join(part for part in (_reported_in(row), why) if part)
        return Verdict(verdict, words, row.settings_source, _in_brief(brief), missing)

    if found == "overlaps":
        return says("matches", "", (code,))
    if found in ("related", "unknown"):
        return says("unknown", "related" if found == "related" else "", row.settings, "statement")
    if code not in LINES and lines and not line_known:
        verdict, why, missing = LINE_NOT_GIVEN
        return says(verdict, why, row.settings, missing)
    is_another = _states_line(row) and LINE_OF.get(code, row.line) != row.line
    return says("mismatches", "another line of treatment" if is_another else "", (_states_line(row) and lines) or row.settings)


def _reported_in(row: Study) -> str:
    return f"Reported in: {_in_words(row.settings, row.settings_basis)}"
