// The two columns of the answer, evidence beside registrations: as they stand on the page, on the first presented screen and on paper.
/**
 * @typedef {{limit: number, most: number, tight: boolean, brief: boolean, counted: boolean}} CaseLayout how many figures a cell shows, how many rows stand,
 * whether they stand tight, whether figures stand in one run and what has the setting alone is only counted, and whether all else without a row is
 */
/**
 * @typedef {{cards: boolean, tight: boolean, reasons: number, most: number, folds: string[]}} CaseDetail whether registrations that may be for the child are
 * cards, how tight they stand, how many reasons a line has, how many lines that cannot be ruled out stand, and what is folded: "ended", "later_step", "fits"
 */

(function () {
  "use strict";

  const {
    el, counted, groupsApart, publicationsApart, registrationsApart, opener, folded,
    publicationRow, publicationGroups, publicationCounts, registrationCard, registrationLine, registrationGroups, inCommon,
  } = window.blinaboardCase;

  /** Whether there are registrations in the evidence chosen: none listed is not none found. @type {(data: CaseData) => boolean} */
  const isListing = (data) => Object.keys(data.records.registrations).length > 0;

  /** What stands at the head: what the reader left out and what the registrations leave out, apart, and what to check. */
  /** @type {(data: CaseData, evaluated: LensEvaluated) => Node[]} */
  function missing(data, evaluated) {
    const { phrase, criterion } = data.words;
    /** @type {(title: string, names: string[]) => (Node | string)[]} */
    const said = (title, names) => [el("b", {}, title + ": " + (names.length || phrase.none)), names.length ? " (" + names.join(", ") + ")" : ""];
    const answers = evaluated.not_answered.map((one) => criterion[one]);
    const statements = evaluated.not_stated.map(([one, count]) => criterion[one] + " in " + count);
    return [
      el("span", {}, ...said(phrase.not_answered, answers), ...(isListing(data) ? [" · ", ...said(phrase.not_stated, statements)] : []), "."),
      ...(evaluated.remarks.length ? [el("span", {}, " " + evaluated.remarks.join(" "))] : []),
    ];
  }

  // ---- Evidence -----------------------------------------------------------------------------------------------------

  /** @type {(data: CaseData) => HTMLElement} */
  const heads = ({ words: { phrase } }) =>
    el("div", { class: "case-row case-heads", "aria-hidden": "true" }, el("span", {}, phrase.publication), el("span", {}, phrase.efficacy), el("span", {}, phrase.toxicity));

  /** Publications by name alone. @type {(data: CaseData, groups: string[][]) => string} */
  function names(data, groups) {
    return groups.flat().map((study) => data.records.publications[study]).map((record) => record.name + " n\u00a0" + record.n).join(" · ");
  }

  /** So many rows at least are worth more than the names of the others. */
  const LEAST_ROWS = 3;

  /** From the fullest to the shortest way to show so many rows. @type {(rows: number) => CaseLayout[]} */
  function layouts(rows) {
    const fewer = Array.from({ length: rows + 1 }, (_, index) => rows - index);
    const all = { most: rows, tight: false, brief: false, counted: false };
    const brief = { limit: 2, tight: true, brief: true, counted: false };
    return [
      ...[8, 6, 5, 4, 3, 2].map((limit) => ({ ...all, limit: limit })),
      ...[3, 2].map((limit) => ({ ...all, limit: limit, tight: true })),
      ...fewer.filter((most) => most >= Math.min(LEAST_ROWS, rows)).map((most) => ({ ...brief, most: most })),
      ...[2, 1].flatMap((limit) => fewer.filter((most) => most >= LEAST_ROWS).map((most) => ({ ...brief, limit: limit, most: most, counted: true }))),
      ...fewer.filter((most) => most > 0 && most < LEAST_ROWS).map((most) => ({ ...brief, most: most, counted: true })),
      ...[1, 0].map((most) => ({ ...brief, most: Math.min(most, rows), limit: 1, counted: true })),
    ];
  }

  /** How many rows could stand: all but those that have the setting alone. @type {(data: CaseData, evaluated: LensEvaluated) => number} */
  const rowsOf = (data, evaluated) => evaluated.cards.filter((card) => card.group !== data.table.groups.setting_only).length;

  /** The rows that have room are drawn, the others named, and can be unfolded: from the end, so that what reports on such children stands longest. */
  /** @type {(data: CaseData, evaluated: LensEvaluated, look: CaseLook, layout: CaseLayout) => HTMLElement} */
  function evidence(data, evaluated, look, { most, limit, tight, brief, counted: isOnlyCounted }) {
    const { phrase, tier: titles, meaning, none, nothing_asked: nothingAsked } = data.words;
    let room = most;
    const groups = publicationGroups(data, evaluated).filter(([, cards]) => cards.length);
    // names would take the room of figures: they unfold, and on the wall stand on screens of their own
    /** @type {(tier: string) => boolean} */
    const isCounted = (tier) => isOnlyCounted || (brief && tier === "setting_only");
    const drawn = groups.map(([tier, cards]) => {
      // what is not of just such children has half the room
      const own = { ...look, limit: tier === "direct" ? limit : Math.ceil(limit / 2) };
      const row = (/** @type {string[]} */ studies) => publicationRow(data, evaluated, studies, own);
      const shown = tier === "setting_only" ? [] : cards.slice(0, Math.max(room, 0));
      const rest = cards.slice(shown.length);
      room -= shown.length;
      const follow = isCounted(tier) && !look.live; // on screens of their own
      const words = rest.length + " " + (shown.length ? phrase.more : counted(rest.length, phrase.cohort).slice(String(rest.length).length + 1));
      return el("section", { class: "case-tier", "data-tier": tier },
        el("h3", {}, titles[tier] + " " + groupsApart(data, cards), el("span", { class: "case-meaning" }, follow && !shown.length ? phrase.follows : " " + meaning[tier])),
        ...shown.map(row),
        rest.length && (!follow || shown.length) ? el("p", { class: "case-names" }, look.live ? opener(look, tier, words) : follow ? words + phrase.follows : null, isCounted(tier) ? null : " " + names(data, rest)) : null,
        rest.length ? folded(look, tier, () => rest.map(row)) : null);
    });
    return el("section", { class: "case-panel case-evidence" + (tight ? " tight" : "") + (brief ? " brief" : "") },
      el("h2", {}, phrase.evidence),
      drawn.length ? el("p", { class: "case-counts" }, publicationCounts(data, evaluated)) : el("p", { class: "case-notice" }, evaluated.asked ? none : nothingAsked),
      drawn.length && most ? heads(data) : null, ...drawn,
      drawn.length ? el("p", { class: "case-facts case-note" }, (evaluated.cards.some((card) => card.nearest) ? phrase.nearest + " " : "") + phrase.scale + " " + phrase.interval) : null);
  }

  // ---- Registrations ------------------------------------------------------------------------------------------------

  /** So many lines at least stand of what cannot be ruled out. */
  const LEAST_LINES = 3;

  /** From the fullest to the shortest way to show the registrations. @type {(data: CaseData, evaluated: LensEvaluated) => CaseDetail[]} */
  function details(data, evaluated) {
    const count = registrationGroups(data, evaluated).find(([overall]) => overall === "cannot_be_ruled_out")?.[1].running.length || 0;
    const lines = { cards: false, tight: true, reasons: Infinity, most: Infinity, folds: /** @type {string[]} */ ([]) };
    const all = ["ended", "later_step", "fits"];
    return [
      { ...lines, cards: true, tight: false }, { ...lines, cards: true }, lines, { ...lines, folds: ["ended"] },
      ...[1, 2, 3].map((many) => ({ ...lines, reasons: 1, folds: all.slice(0, many) })),
      ...Array.from({ length: Math.max(count - LEAST_LINES, 0) }, (_, index) => ({ ...lines, reasons: 1, most: count - 1 - index, folds: all })),
    ];
  }

  /** What is said of the lines of a group, once. @type {(data: CaseData, common: string[], count: number) => HTMLElement[]} */
  const saidOfAll = ({ words: { phrase } }, common, count) => (common.length ? [el("p", { class: "case-facts case-common" }, (count === 2 ? phrase.in_both : phrase.in_all + " " + count) + ": " + common.join(", "))] : []);

  /** 'Mar 2021 recruiting 3, Mar 2021 suspended 1': the states of what is folded. @type {(data: CaseData, numbers: string[]) => string} */
  function statesOf(data, numbers) {
    const found = numbers.map((number) => data.records.registrations[number].state);
    return Array.from(new Set(found), (state) => state + " " + found.filter((one) => one === state).length).join(", ");
  }

  /** A group of registrations line by line, as many as there is room for. */
  /** @type {(data: CaseData, evaluated: LensEvaluated, look: CaseLook, detail: CaseDetail, overall: string, running: string[]) => (HTMLElement | null)[]} */
  function linesOf(data, evaluated, look, detail, overall, running) {
    const { phrase } = data.words;
    const common = inCommon(data, evaluated, running);
    const line = (/** @type {string} */ number) => registrationLine(data, evaluated, number, look, common, detail.reasons);
    const most = overall === "cannot_be_ruled_out" ? detail.most : Infinity;
    const rest = running.slice(most);
    const key = overall + "-more";
    const words = "+ " + rest.length + " " + phrase.more;
    return [
      ...saidOfAll(data, common, running.length), ...running.slice(0, most).map(line),
      rest.length ? el("p", { class: "case-names" }, opener(look, key, words), (look.live ? "" : phrase.follows) + " (" + statesOf(data, rest) + ")") : null,
      rest.length ? folded(look, key, () => rest.map(line)) : null,
    ];
  }

  /** @type {(data: CaseData, evaluated: LensEvaluated, look: CaseLook, detail: CaseDetail, overall: string, own: {running: string[], ended: string[]}) => HTMLElement} */
  function registrationTier(data, evaluated, look, detail, overall, { running, ended }) {
    const { overall: titles, phrase } = data.words;
    const title = titles[overall];
    const numbers = [...running, ...ended];
    const count = el("span", { class: "case-count" }, " " + (numbers.length ? registrationsApart(data, numbers) : phrase.none));
    const isWhole = ["later_step", "does_not_fit"].includes(overall);
    const isFolded = overall === "does_not_fit" || (overall === "later_step" && detail.folds.includes(overall));
    if (isWhole) {
      const list = () => linesOf(data, evaluated, look, detail, overall, numbers);
      const heading = el("h3", {}, isFolded ? opener(look, overall, title) : title, count, isFolded && overall === "later_step" && !look.live ? el("span", { class: "case-meaning" }, phrase.follows) : null);
      return el("section", { class: "case-tier", "data-tier": overall }, heading, ...(!isFolded ? list() : look.live ? [folded(look, overall, list)] : look.full ? list() : []));
    }
    const isList = !detail.cards && (overall !== "fits" || detail.folds.includes("fits"));
    const key = overall + "-ended";
    const [isDone, isLeft] = [ended.length > 0 && (!isList || detail.folds.includes("ended")), !look.live && detail.folds.includes("ended")];
    const said = isList ? linesOf(data, evaluated, look, detail, overall, running) : running.map((number) => registrationCard(data, evaluated, number, look));
    const over = ended.map((number) => registrationLine(data, evaluated, number, look));
    return el("section", { class: "case-tier", "data-tier": overall }, el("h3", {}, title, count), ...said,
      isDone ? el("p", { class: "case-done" }, opener(look, key, ended.length + " " + phrase.ended), look.live ? null : isLeft ? phrase.follows : ":") : null,
      ...(isDone && look.live ? [folded(look, key, () => over)] : isDone && isLeft ? [] : over));
  }

  /** The fullest way of all. @type {CaseDetail} */
  const CARDS = { cards: true, tight: false, reasons: Infinity, most: Infinity, folds: [] };

  /** @type {(data: CaseData, evaluated: LensEvaluated, look: CaseLook, detail?: CaseDetail) => HTMLElement} */
  function registered(data, evaluated, look, detail = CARDS) {
    const { phrase, states, no_fit: noFit, ages } = data.words;
    if (!isListing(data)) { return noneListed(data); }
    const groups = registrationGroups(data, evaluated);
    const total = registrationsApart(data, Object.keys(data.records.registrations), "registration");
    const fitting = groups[0][1].running.length;
    const drawn = groups.filter(([overall, own]) => overall === "fits" || own.running.length || own.ended.length)
      .map(([overall, own]) => registrationTier(data, evaluated, look, detail, overall, own));
    return el("section", { class: "case-panel case-registered" + (detail.tight ? " tight" : "") },
      el("h2", {}, phrase.registered),
      el("p", { class: "case-counts" }, total + " · " + states),
      drawn[0], fitting ? null : el("p", { class: "case-notice" }, noFit), ...drawn.slice(1), el("p", { class: "case-facts" }, ages));
  }

  /** @type {(data: CaseData) => HTMLElement} */
  const noneListed = ({ words: { phrase } }) =>
    el("section", { class: "case-panel case-registered" }, el("h2", {}, phrase.registered), el("p", { class: "case-notice" }, phrase.none_listed));

  // ---- Before anything is entered -----------------------------------------------------------------------------------

  /** What the two columns will hold: their groups in the order of the answer, and the marks. @type {(data: CaseData) => HTMLElement[]} */
  function outline(data) {
    const { phrase, tier, meaning, overall, mark, verdict, states, ages } = data.words;
    /** @type {(title: string, said: string) => HTMLElement} */
    const group = (title, said) => el("li", {}, el("b", {}, title), said ? " " + said : "");
    const marks = Object.entries(mark).map(([code, sign]) => sign + "\u00a0" + verdict[code]).join(" · ");
    return [
      el("section", { class: "case-panel case-evidence" }, el("h2", {}, phrase.evidence), el("p", { class: "case-counts" }, publicationsApart(data)),
        el("p", {}, phrase.will_report), el("ol", { class: "case-outline" }, ...Object.keys(data.table.groups).map((code) => group(tier[code], meaning[code])))),
      !isListing(data) ? noneListed(data) : el("section", { class: "case-panel case-registered" }, el("h2", {}, phrase.registered),
        el("p", { class: "case-counts" }, registrationsApart(data, Object.keys(data.records.registrations), "registration") + " · " + states),
        el("p", {}, phrase.will_register), el("ol", { class: "case-outline" }, ...data.table.overall.map((code) => group(overall[code], ""))),
        el("p", {}, phrase.marks + " " + marks + "."), el("p", { class: "case-facts" }, ages)),
    ];
  }

  /** @type {Partial<CaseLens>} */
  const own = { missing, evidence, registered, layouts, details, rowsOf, isListing, outline };
  Object.assign(window.blinaboardCase, own);
})();
