// The answer of the case lens as nodes: rows of publications and cards of registrations, out of `evaluate`'s verdicts and the words
// of the page's data. Words become text nodes only; nothing here reads the form.

/** @typedef {[arm: string, brief: string, briefInterval: string, value: string, interval: string, place: string]} ArmFigure */
/** @typedef {{brief: string, what: string, arms: ArmFigure[], note: string, remark: string}} CaseLine what is said of a figure in few words, and all of it */
/**
 * @typedef {{
 *   name: string, later: boolean, ref: string, n: number, title: string, facts: string, efficacy: CaseLine[], toxicity: CaseLine[],
 *   in_words: {[side in LensSide]: string[]}, other_effects: {[side in LensSide]: boolean},
 * }} CasePublication
 */
/**
 * @typedef {{
 *   name: string, later: boolean, short: string, titles: string[], status: string, state: string, ended: string, facts: string, risk: string, since: string, with: string[],
 *   registry: [string, string],
 * }} CaseRegistration
 */
/** @typedef {{[code: string]: string}} LensNamed */
/**
 * @typedef {{
 *   question: LensNamed, criterion: LensNamed, answer: LensNamed, setting: LensNamed, verdict: LensNamed, mark: LensNamed, overall: LensNamed, tier: LensNamed,
 *   counted: LensNamed, meaning: LensNamed, phrase: LensNamed, title: string, ages: string, no_fit: string, none: string, states: string, stamp: string,
 *   citation: string, source: string, nothing_asked: string,
 * }} CaseWords
 */
/**
 * @typedef {{
 *   table: LensTable, words: CaseWords,
 *   records: {registrations: {[number: string]: CaseRegistration}, publications: {[study: string]: CasePublication},
 *     cohorts: {[cohort: string]: {label: string, note: string}}},
 * }} CaseData
 */
/** @typedef {{limit: number, full: boolean, live: boolean}} CaseLook how many figures a cell shows, whether reasons and places stand, whether it can be unfolded */

(function () {
  "use strict";

  /** @param {string} tag @param {Object<string, string | null>} attributes @param {...(Node | string | null)} children @returns {HTMLElement} */
  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => { if (value !== null) { node.setAttribute(name, value); } });
    children.forEach((child) => { if (child !== null) { node.append(child); } });
    return node;
  }

  /** @type {(count: number, noun: string) => string} */
  const counted = (count, noun) => count + " " + noun + (count === 1 ? "" : "s");
  /** '3', '3 + 1 later': how many, and apart from them what came since. @type {(data: CaseData, isLater: boolean[], noun?: string) => string} */
  function apart({ words }, isLater, noun = "") {
    const more = isLater.filter(Boolean).length;
    const own = isLater.length - more;
    return (noun ? counted(own, noun) : own) + (more ? " + " + more + " " + words.phrase.later : "");
  }

  /** Of groups of children, of which one came since where all of its publications did. @type {(data: CaseData, groups: string[][]) => string} */
  const groupsApart = (data, groups) => apart(data, groups.map((studies) => studies.every((study) => data.records.publications[study].later)), data.words.phrase.cohort);

  /** All that can be found. @type {(data: CaseData) => string} */
  const publicationsApart = (data) => apart(data, Object.values(data.records.publications).map(({ later }) => later), data.words.phrase.publication);

  /** @type {(data: CaseData, numbers: string[], noun?: string) => string} */
  const registrationsApart = (data, numbers, noun) => apart(data, numbers.map((number) => data.records.registrations[number].later), noun);

  /** @type {(words: string, address: string) => HTMLElement} */
  const link = (words, address) => el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words);

  /** A name that unfolds what belongs to it; on paper and on the wall a name alone. @type {(look: CaseLook, key: string, words: string) => HTMLElement} */
  function opener(look, key, words) {
    return look.live ? el("button", { type: "button", class: "case-open", "data-key": key, "aria-expanded": "false" }, words) : el("span", {}, words);
  }

  /** @type {(look: CaseLook, key: string, content: () => (Node | string | null)[]) => HTMLElement | null} */
  function folded(look, key, content) {
    return look.live ? el("div", { class: "case-fold", "data-fold": key, hidden: "" }, ...content()) : null;
  }

  // ---- Criteria -----------------------------------------------------------------------------------------------------

  /** @type {(words: CaseWords, verdict: LensVerdict) => HTMLElement} */
  function chip(words, [verdict, , , brief]) {
    return el("span", { class: "case-chip " + verdict },
      el("span", { class: "sign", "aria-hidden": "true" }, words.mark[verdict] + " "),
      el("span", { class: "visually-hidden" }, words.verdict[verdict] + ": "), brief);
  }

  /** What decides on this child, in few words: what matches in one run, all else as chips. That a record leaves out what the child has not is no news. */
  /** @param {CaseData} data @param {LensEvaluated} evaluated @param {LensVerdicts} verdicts @param {string} [more] a chip's words @returns {HTMLElement} */
  function chips(data, evaluated, verdicts, more = "") {
    const said = Object.entries(verdicts).map(([criterion, number]) => /** @type {[string, LensVerdict]} */ ([criterion, data.table.verdicts[number]]))
      .filter(([criterion, verdict]) => verdict[3] && !(evaluated.answers[criterion] === "no" && verdict[0] === "matches"))
      .map(([, verdict]) => verdict);
    const matching = said.filter((verdict) => verdict[0] === "matches").map((verdict) => verdict[3]).join(", ");
    return el("div", { class: "case-chips" },
      ...(matching ? [el("span", { class: "case-matching" }, el("span", { class: "sign", "aria-hidden": "true" }, data.words.mark.matches + " "),
        el("span", { class: "visually-hidden" }, data.words.verdict.matches + ": "), matching), " "] : []),
      ...said.filter((verdict) => verdict[0] !== "matches").flatMap((verdict) => [chip(data.words, verdict), " "]),
      more ? el("span", { class: "case-chip without" }, more) : null);
  }

  /** @type {(data: CaseData, criterion: string, verdict: LensVerdict) => HTMLElement} */
  function reason({ words }, criterion, [verdict, why, place]) {
    return el("li", { class: verdict },
      el("span", { class: "sign", "aria-hidden": "true" }, words.mark[verdict] + " "),
      el("b", {}, words.criterion[criterion]), " " + words.verdict[verdict] + ". " + why + " ",
      el("span", { class: "place" }, "(" + words.source + ": " + place + ")"));
  }

  /** Every criterion with its verdict, its reason and its place; those not tested by name alone where it is `short`. */
  /** @type {(data: CaseData, verdicts: LensVerdicts, short?: boolean) => HTMLElement} */
  function reasons(data, verdicts, short = false) {
    const all = Object.entries(verdicts).map(([criterion, number]) => /** @type {[string, LensVerdict]} */ ([criterion, data.table.verdicts[number]]));
    const shown = all.filter(([, verdict]) => !short || verdict[0] !== "not_tested");
    const untested = all.filter((pair) => !shown.includes(pair)).map(([criterion]) => data.words.criterion[criterion]);
    return el("ul", { class: "case-reasons" },
      ...shown.map(([criterion, verdict]) => reason(data, criterion, verdict)),
      untested.length ? el("li", { class: "not_tested" }, data.words.phrase.not_tested + ": " + untested.join(", ")) : null);
  }

  // ---- Publications -------------------------------------------------------------------------------------------------

  /** Sizes, percent signs and p values stay with their numbers. @type {(words: string) => string} */
  const tied = (words) => words.replace(/ (?=[%·‡])/g, "\u00a0").replace(/\bp ([=<]) /g, "p\u00a0$1\u00a0");

  /** Where the values of a figure stand. @type {(line: CaseLine) => string} */
  const placesOf = ({ arms }) => Array.from(new Set(arms.map((one) => one[5]))).join("; ");

  /** A figure in brief, with its place where that is given, and all that is said of it where it is `full`. @type {(line: CaseLine, place: string, ref: string, others: boolean, full: boolean) => HTMLElement} */
  function figure({ brief, arms, note, remark }, place, ref, others, full) {
    const values = arms.flatMap(([arm, value, interval], index) => [
      (index ? "; " : "") + (arm ? arm + " " : ""), el("b", {}, tied(value)), interval ? " (" + tied(interval) + ")" : "",
    ]);
    return el("p", { class: "case-figure" + (others ? " others" : "") }, ref ? ref + " " : "", brief + ": ", ...values,
      full && remark ? remarkOf(remark) : note ? ", " + note : "", place ? el("span", { class: "place" }, " " + place) : "");
  }

  /** @type {(remark: string) => HTMLElement} */
  const remarkOf = (remark) => el("span", {}, ". " + tied(remark) + ".");

  /** A figure with all that is said of it. @type {(line: CaseLine) => HTMLElement} */
  function figureInFull({ what, arms, remark }) {
    const values = arms.flatMap(([arm, , , value, interval, place], index) => [
      (index ? "; " : "") + (arm ? arm + " " : ""), el("b", {}, value), interval ? " (" + interval + ")" : "", el("span", { class: "place" }, " " + place),
    ]);
    return el("p", { class: "case-figure" }, what + ": ", ...values, remark ? remarkOf(remark) : "");
  }

  /** The figures of a card on one side, each with whether it counts others than just such children, and the reference of a second publication. */
  /** @param {CaseData} data @param {LensEvaluated} evaluated @param {string[]} studies @param {LensSide} side */
  function figures(data, evaluated, studies, side) {
    const asked = Object.values(evaluated.answers).includes("yes");
    return studies.flatMap((study, index) => {
      const { lines, just, tier } = evaluated.publications[study];
      const record = data.records.publications[study];
      const marks = asked && ["direct", "partial"].includes(tier);
      return lines[side].map((number, place) => ({
        line: record[side][number], ref: index ? record.ref : "", n: record.n, others: marks && place >= just[side],
      }));
    });
  }

  /** @type {(data: CaseData, studies: string[], side: LensSide) => string} */
  function silence(data, studies, side) {
    const { phrase } = data.words;
    const records = studies.map((study) => data.records.publications[study]);
    const words = records.flatMap((record) => record.in_words[side]);
    const said = [words.length ? phrase.in_words + ": " + words.join("; ") : "", records.some((record) => record.other_effects[side]) ? phrase.other_effects : ""];
    return said.filter(Boolean).join("; ") || phrase["no_" + side] + " " + phrase.within;
  }

  /** Figures under each other; over those that have one place in common it stands once, and over those of others whose they are. */
  /** @param {ReturnType<typeof figures>} shown @param {boolean} full @returns {HTMLElement[]} */
  function listed(shown, full) {
    const whose = shown.map(({ others, n }) => (others ? "of all " + n : ""));
    const places = shown.map(({ line }) => (full ? placesOf(line) : ""));
    /** @type {(index: number, other: number) => boolean} */
    const together = (index, other) => places[index] !== "" && places[other] === places[index] && whose[other] === whose[index];
    return shown.flatMap(({ line, ref, others }, index) => {
      const isShared = together(index, index - 1) || together(index, index + 1);
      const isFirst = isShared ? !together(index, index - 1) : whose[index] !== (whose[index - 1] || "");
      const over = isFirst ? [whose[index], isShared ? places[index] : ""].filter(Boolean).join(", ") : "";
      return [...(over ? [el("p", { class: "case-whom" }, over + ":")] : []), figure(line, isShared ? "" : places[index], ref, others, full)];
    });
  }

  /** @param {CaseData} data @param {LensEvaluated} evaluated @param {string[]} studies @param {LensSide} side @param {CaseLook} look @param {[number, number]} part */
  function cell(data, evaluated, studies, side, look, part) {
    const all = figures(data, evaluated, studies, side);
    const shown = all.slice(part[0], Math.min(part[1], part[0] + look.limit));
    const left = Math.min(all.length, part[1]) - part[0] - shown.length;
    const words = look.full && all.length ? studies.flatMap((study) => data.records.publications[study].in_words[side]) : [];
    return el("div", { class: "case-" + side },
      el("span", { class: "visually-hidden" }, data.words.phrase[side] + ": "),
      ...(all.length ? listed(shown, look.full) : [el("p", { class: "case-silent" }, silence(data, studies, side))]),
      left > 0 ? el("p", { class: "case-left" }, "+ " + left + " " + data.words.phrase.more) : null,
      part[1] < all.length ? el("p", { class: "case-left" }, "+ " + (all.length - part[1]) + " " + data.words.phrase.on_next) : null,
      words.length && part[1] >= all.length ? el("p", { class: "case-silent" }, data.words.phrase.in_words + ": " + words.join("; ")) : null);
  }

  /** @type {(data: CaseData, study: string, verdicts: LensVerdicts) => HTMLElement} */
  function everything(data, study, verdicts) {
    const record = data.records.publications[study];
    /** @type {LensSide[]} */
    const sides = ["efficacy", "toxicity"];
    const said = sides.map((side) => el("div", {}, el("h5", {}, data.words.phrase[side]),
      ...record[side].map(figureInFull),
      record[side].length && !record.in_words[side].length ? null : el("p", { class: "case-silent" }, silence(data, [study], side))));
    return el("section", { class: "case-all", "aria-label": record.name },
      el("p", { class: "case-title" }, el("b", {}, record.name + " "), record.title),
      el("p", { class: "case-facts" }, record.facts, " · ", link(data.words.phrase.everything, "/?pin=" + study)),
      reasons(data, verdicts), el("div", { class: "case-both" }, ...said));
  }

  /** @param {CaseData} data @param {LensEvaluated} evaluated @param {string[]} studies @param {CaseLook} look @param {boolean} isContinued */
  function whose(data, evaluated, studies, look, isContinued) {
    const [lead, ...mates] = studies;
    const { tier, verdicts } = evaluated.publications[lead];
    const record = data.records.publications[lead];
    const others = mates.map((study) => {
      const isWithout = evaluated.publications[study].tier === "without" && tier !== "without";
      return data.records.publications[study][look.full ? "name" : "ref"] + (isWithout ? " (" + data.words.tier.without.toLowerCase() + ")" : "");
    });
    return el("div", { class: "case-who" },
      el("h4", {}, opener(look, lead, record.name), el("span", { class: "case-n" }, " n\u00a0" + record.n + (isContinued ? ", " + data.words.phrase.continued : ""))), " ",
      chips(data, evaluated, verdicts, tier === "without" ? data.words.tier.without.toLowerCase() : ""), " ",
      others.length ? el("p", { class: "case-facts" }, data.words.phrase.same_children + ": " + others.join(", ")) : null);
  }

  /** One group of children: who, efficacy, toxicity; `part` of its figures where a page holds no more. */
  /** @param {CaseData} data @param {LensEvaluated} evaluated @param {string[]} studies @param {CaseLook} look @param {[number, number]} [part] */
  function publicationRow(data, evaluated, studies, look, part = [0, Infinity]) {
    const key = studies[0];
    const cohort = data.records.cohorts[evaluated.publications[key].cohort];
    return el("article", { class: "case-row", "data-record": key },
      whose(data, evaluated, studies, look, part[0] > 0),
      cell(data, evaluated, studies, "efficacy", look, part),
      cell(data, evaluated, studies, "toxicity", look, part),
      look.full && !part[0] ? el("div", { class: "case-why" }, reasons(data, evaluated.publications[key].verdicts, true)) : null,
      folded(look, key, () => [
        studies.length > 1 ? el("p", { class: "case-facts" }, data.words.phrase.same_children + ": " + cohort.label + ". " + cohort.note) : null,
        ...studies.map((study) => everything(data, study, evaluated.publications[study].verdicts)),
      ]));
  }

  /** The cards by the tier of their best publication, in the order in which a reader meets them. */
  /** @param {CaseData} data @param {LensEvaluated} evaluated @returns {[string, string[][]][]} */
  function publicationGroups(data, evaluated) {
    const of = (/** @type {number} */ group) => evaluated.cards.filter((card) => card.group === group).map((card) => card.studies);
    return Object.entries(data.table.groups).map(([tier, group]) => /** @type {[string, string[][]]} */ ([tier, of(group)]));
  }

  /** '1 publication directly · 2 + 1 later in part': publications, not cards. @type {(data: CaseData, evaluated: LensEvaluated) => string} */
  function publicationCounts(data, evaluated) {
    const found = Object.entries(evaluated.publications);
    const parts = Object.entries(data.words.counted).map(([tier, words]) => ({
      words, isLater: found.filter(([, one]) => one.tier === tier).map(([study]) => data.records.publications[study].later),
    })).filter(({ isLater }) => isLater.length);
    return parts.map(({ words, isLater }, index) => apart(data, isLater, index ? "" : data.words.phrase.publication) + " " + words).join(" · ");
  }

  // ---- Registrations ------------------------------------------------------------------------------------------------

  /** @type {(data: CaseData, evaluated: LensEvaluated, number: string, look: CaseLook) => HTMLElement | null} */
  function registrationFold(data, evaluated, number, look) {
    const record = data.records.registrations[number];
    const entry = evaluated.registrations[number];
    return folded(look, number, () => [
      ...record.titles.map((title) => el("p", { class: "case-title" }, title)),
      reasons(data, entry.verdicts),
      el("p", { class: "case-facts" }, record.facts, record.with.length ? " · With: " + record.with.join("; or: ") : null),
      el("p", {}, link(...record.registry), " · ", link(data.words.phrase.everything, "/?pin=" + entry.row)),
    ]);
  }

  /** What a card says beside its criteria: risk group as printed, and what came to be known later. @type {(record: CaseRegistration) => HTMLElement[]} */
  function remarks(record) {
    return [record.risk, record.since].filter(Boolean).map((words) => el("p", { class: "case-facts" }, words + "."));
  }

  /** @param {CaseData} data @param {LensEvaluated} evaluated @param {string} number @param {CaseLook} look */
  function registrationCard(data, evaluated, number, look) {
    const record = data.records.registrations[number];
    const { verdicts } = evaluated.registrations[number];
    return el("article", { class: "case-card", "data-record": number },
      el("h4", {}, opener(look, number, record.name)), " ", el("span", { class: "case-state" }, record.status), " ",
      chips(data, evaluated, verdicts), " ",
      ...remarks(record),
      look.full ? reasons(data, verdicts, true) : null,
      registrationFold(data, evaluated, number, look));
  }

  /** What rules a registration out, or what is not known of it: what it does not state first, since what is not answered stands at the head. Each in two: of 'age not given: 1–31 years' others may have the first in common. */
  /** @type {(data: CaseData, evaluated: LensEvaluated, number: string) => [string, string][]} */
  function doubts(data, evaluated, number) {
    const { verdicts, overall } = evaluated.registrations[number];
    const wanted = overall === "does_not_fit" ? ["mismatches"] : ["unknown", "borderline", "conflicting"];
    const found = Object.values(verdicts).map((one) => data.table.verdicts[one]).filter(([verdict]) => wanted.includes(verdict));
    /** @type {(verdict: LensVerdict) => boolean} */
    const isOfReader = (verdict) => verdict[4] === "answer";
    const ordered = [...found.filter((one) => !isOfReader(one)), ...found.filter(isOfReader)];
    return ordered.map((verdict) => {
      const [lead, ...stated] = isOfReader(verdict) ? verdict[3].split(": ") : [verdict[3]];
      return [lead, stated.join(": ")];
    });
  }

  /** What is said alike of all of several registrations. @type {(data: CaseData, evaluated: LensEvaluated, numbers: string[]) => string[]} */
  function inCommon(data, evaluated, numbers) {
    const said = numbers.map((number) => doubts(data, evaluated, number).map(([lead]) => lead));
    return numbers.length > 1 ? said[0].filter((lead) => said.every((own) => own.includes(lead))) : [];
  }

  /** In one line: the name, its last state, and what rules it out, or what is not known of it, but for what is said of all. */
  /** @type {(data: CaseData, evaluated: LensEvaluated, number: string, look: CaseLook, common?: string[], most?: number) => HTMLElement} */
  function registrationLine(data, evaluated, number, look, common = [], most = Infinity) {
    const record = data.records.registrations[number];
    const own = doubts(data, evaluated, number).map(([lead, stated]) => [common.includes(lead) ? "" : lead, stated].filter(Boolean).join(": ")).filter(Boolean);
    const left = own.length - most;
    const said = own.slice(0, most).join(", ") + (left > 0 ? " + " + left + " " + data.words.phrase.more : "");
    const fold = registrationFold(data, evaluated, number, look);
    if (fold) { fold.prepend(el("p", { class: "case-state" }, el("b", {}, record.name), " " + record.status), ...remarks(record)); }
    return el("div", { class: "case-line", "data-record": number },
      opener(look, number, look.full ? record.name : record.short), " ", el("span", { class: "case-state" }, record.state),
      said ? el("span", { class: "case-said" }, " · " + said) : null, fold);
  }

  /** @param {CaseData} data @param {LensEvaluated} evaluated @returns {[string, {running: string[], ended: string[]}][]} */
  function registrationGroups(data, evaluated) {
    const numbers = Object.keys(data.records.registrations);
    return data.table.overall.map((overall) => {
      const own = numbers.filter((number) => evaluated.registrations[number].overall === overall);
      const hasEnded = (/** @type {string} */ number) => data.records.registrations[number].ended !== "";
      return [overall, { running: own.filter((number) => !hasEnded(number)), ended: own.filter(hasEnded) }];
    });
  }

  /** @type {Partial<CaseLens>} */
  const own = {
    el, counted, groupsApart, publicationsApart, registrationsApart, opener, folded, publicationRow, publicationGroups, publicationCounts, registrationCard, registrationLine, registrationGroups, inCommon,
  };
  window.blinaboardCase = Object.assign(window.blinaboardCase || {}, own);
})();
