// From answers to verdicts, out of the table that `verdict_table` in dashboard/lens/table.py wrote. Pure. Its reference, with which
// the tests compare it, is `assess` in tests/lens_reference.py.

/** @typedef {"efficacy" | "toxicity"} LensSide */
/** @typedef {{age: number | null, settings: string[], [question: string]: any}} LensAnswers */
/** @typedef {[verdict: string, reason: string, place: string, brief: string, missing: string]} LensVerdict */
/** @typedef {{[criterion: string]: number}} LensVerdicts each by its number in the table */
/** @typedef {{question: string, answer: string, settings: string[], ages: [number, number], follows: string, contradicted: string}} LensImplied */
/** @typedef {{words: string, ticked: string[], also: string[], unticked: string[], transplant: string}} LensRemark */
/** @typedef {{[key: string]: any, setting: {[code: string]: number}, beside_line: {[code: string]: number}, by_line: string[], age?: [number, number][], age_unknown?: number}} LensRow */
/**
 * @typedef {{
 *   criteria: string[], populations: string[], lines: string[], best: string[], decides: [string, string][], overall: string[],
 *   relations: string[], in_setting: string[], elsewhere: string[], groups: {[tier: string]: number}, implied: LensImplied[], remarks: LensRemark[], verdicts: LensVerdict[],
 *   registrations: LensRow[], publications: LensRow[],
 * }} LensTable
 */
/** @typedef {{row: string, overall: string, verdicts: LensVerdicts}} LensEntry */
/** @typedef {{group: number, nearest: number, studies: string[]}} LensCard one group of children; `nearest` is of how many populations asked for a figure counts nobody else */
/** @typedef {{study: string, cohort: string, tier: string, nearest: number, verdicts: LensVerdicts, lines: {[side in LensSide]: number[]}, just: {[side in LensSide]: number}}} LensReport */
/**
 * @typedef {{
 *   answers: {[question: string]: string}, asked: boolean, remarks: string[], registrations: {[number: string]: LensEntry},
 *   publications: {[study: string]: LensReport}, cards: LensCard[],
 *   not_answered: string[], not_stated: [string, number][],
 * }} LensEvaluated
 */
(function () {
  "use strict";

  /** @type {(codes: string[], settings: string[]) => boolean} */
  const anyOf = (codes, settings) => codes.some((code) => settings.includes(code));
  /** @type {(order: string[], found: string[]) => string} */
  const firstOf = (order, found) => order.find((code) => found.includes(code)) || "";

  /** @param {LensTable} table @param {LensAnswers} answers */
  function holding(table, answers) {
    /** @param {LensImplied} rule */
    const holds = (rule) => {
      const [low, high] = rule.ages;
      const aged = high === 0 || (answers.age !== null && low <= answers.age && answers.age < high);
      return aged && (!rule.settings.length || anyOf(rule.settings, answers.settings));
    };
    const held = table.implied.filter(holds);
    return held.filter((rule, index) => held.findIndex((other) => other.question === rule.question) === index);
  }

  /** @param {LensTable} table @param {LensAnswers} answers @param {LensImplied[]} held */
  function remarks(table, answers, held) {
    /** @param {LensImplied} rule */
    const given = (rule) => answers[rule.question] !== "unknown";
    /** @param {LensRemark} remark */
    const holds = (remark) =>
      [remark.ticked, remark.also].every((codes) => !codes.length || anyOf(codes, answers.settings)) &&
      !anyOf(remark.unticked, answers.settings) &&
      ["", answers.transplant].includes(remark.transplant);
    return [
      ...held.filter((rule) => given(rule) && answers[rule.question] !== rule.answer).map((rule) => rule.contradicted),
      ...held.filter((rule) => !given(rule)).map((rule) => rule.follows),
      ...table.remarks.filter(holds).map((remark) => remark.words),
    ];
  }

  /** @param {LensAnswers} answers @param {LensImplied[]} held @returns {LensAnswers} */
  function withImpliedAnswers(answers, held) {
    const child = Object.assign({}, answers);
    held.filter((rule) => answers[rule.question] === "unknown").forEach((rule) => { child[rule.question] = rule.answer; });
    return child;
  }

  /** The line of treatment alone, where nothing else counts beside it. */
  /** @param {LensTable} table @param {LensRow} record @param {string[]} settings @returns {string[]} */
  function counting(table, record, settings) {
    const lines = settings.filter((code) => table.lines.includes(code));
    return lines.length && lines.every((code) => record.by_line.includes(code)) ? lines : settings;
  }

  /** @param {LensTable} table @param {LensRow} record @param {string[]} settings @returns {number} */
  function settingOf(table, record, settings) {
    if (!settings.length) { return record.setting[""]; }
    const row = anyOf(table.lines, settings) ? Object.assign({}, record.setting, record.beside_line) : record.setting;
    /** @param {string} code */
    const verdict = (code) => table.verdicts[row[code]][0];
    const counted = counting(table, record, settings);
    const best = firstOf(table.best, counted.map(verdict));
    return row[counted.find((code) => verdict(code) === best) || ""];
  }

  /** @param {LensTable} table @param {LensRow} record @param {LensAnswers} child @returns {LensVerdicts} */
  function verdictsOf(table, record, child) {
    /** @type {LensVerdicts} */
    const found = { setting: settingOf(table, record, child.settings) };
    const age = child.age;
    if (record.age && record.age_unknown !== undefined) {
      const bands = age === null ? [] : record.age.filter((band) => band[0] <= age);
      found.age = bands.length ? bands[bands.length - 1][1] : record.age_unknown;
    }
    table.populations.forEach((question) => { found[question] = record[question][child[question]]; });
    return Object.fromEntries(table.criteria.filter((criterion) => criterion in found).map((criterion) => [criterion, found[criterion]]));
  }

  /** @param {LensTable} table @param {LensRow} record @param {string[]} settings @returns {string} */
  function relationOf(table, record, settings) {
    const counted = settings.length ? counting(table, record, settings) : [""];
    const found = firstOf(table.relations, counted.map((code) => record.relation[code]));
    return found === "other" && settings.some((code) => record.relation[code] === "overlaps") ? "another_line" : found;
  }

  /** @param {LensTable} table @param {string} relation @param {string[]} requested @param {boolean} ofOthers all of a population that the child is not of @returns {string} */
  function tierOf(table, relation, requested, ofOthers) {
    const inSetting = table.in_setting.includes(relation) ? "setting_only" : "";
    if (requested.includes("mismatches") || requested.includes("conflicting")) { return table.elsewhere.includes(relation) ? "" : "without"; }
    if (ofOthers) { return inSetting; }
    if (relation === "overlaps" && requested.every((verdict) => verdict === "matches")) { return "direct"; }
    if (requested.includes("matches")) { return "partial"; }
    return inSetting;
  }

  /** @param {LensTable} table @param {LensAnswers} child */
  function registrationsOf(table, child) {
    /** @type {{[number: string]: LensEntry}} */
    const best = {};
    table.registrations.forEach((record) => {
      const verdicts = verdictsOf(table, record, child);
      const found = Object.values(verdicts).map((number) => table.verdicts[number][0]);
      const decided = table.decides.find((pair) => found.includes(pair[0]));
      const overall = decided ? decided[1] : "fits";
      const known = best[record.registration];
      if (!known || table.overall.indexOf(overall) < table.overall.indexOf(known.overall)) {
        best[record.registration] = { row: record.row, overall: overall, verdicts: verdicts };
      }
    });
    return best;
  }

  /** @param {[string[], number]} line of which populations it counts nobody else, and its weight @param {string[]} asked */
  const shared = ([questions], asked) => questions.filter((question) => asked.includes(question)).length;

  /** @param {[string[], number][]} own @param {string[]} asked @returns {number[]} */
  function ordered(own, asked) {
    const rank = own.map((line, place) => ({ place: place, just: shared(line, asked), weight: line[1] }));
    return rank.sort((one, other) => other.just - one.just || other.weight - one.weight).map((line) => line.place);
  }

  /** @param {LensTable} table @param {LensAnswers} child @returns {LensReport[]} */
  function publicationsOf(table, child) {
    /** @param {string} answer */
    const answered = (answer) => table.populations.filter((question) => child[question] === answer);
    const [asked, denied] = [answered("yes"), answered("no")];
    return table.publications.map((record) => {
      const verdicts = verdictsOf(table, record, child);
      const requested = asked.map((question) => table.verdicts[verdicts[question]][0]);
      const ofOthers = denied.some((question) => table.verdicts[verdicts[question]][0] === "mismatches");
      const { efficacy, toxicity } = record.lines;
      /** @param {[string[], number][]} own */
      const just = (own) => own.filter((line) => shared(line, asked) > 0).length;
      return {
        study: record.study,
        cohort: record.cohort,
        nearest: Math.max(0, ...[...efficacy, ...toxicity].map((line) => shared(line, asked))),
        tier: tierOf(table, relationOf(table, record, child.settings), requested, ofOthers),
        verdicts: verdicts,
        lines: { efficacy: ordered(efficacy, asked), toxicity: ordered(toxicity, asked) },
        just: { efficacy: just(efficacy), toxicity: just(toxicity) },
      };
    });
  }

  /** One for each group of children, by its best publication; within a group those with figures of such children alone first. */
  /** @param {LensTable} table @param {LensReport[]} publications @returns {LensCard[]} */
  function cardsOf(table, publications) {
    const listed = publications.filter((one) => one.tier).map((one) => ({ group: table.groups[one.tier], nearest: one.nearest, study: one.study, cohort: one.cohort }));
    const cards = new Map();
    listed.sort((one, other) => one.group - other.group || other.nearest - one.nearest).forEach((one) => {
      const card = cards.get(one.cohort) || { group: one.group, nearest: one.nearest, studies: [] };
      card.studies.push(one.study);
      cards.set(one.cohort, card);
    });
    return Array.from(cards.values());
  }

  /** What the reader left out, and what the registrations that still stand do not say. */
  /** @param {LensTable} table @param {LensAnswers} child @param {LensEntry[]} standing */
  function missing(table, child, standing) {
    /** @type {(criterion: string, what: string) => number} */
    const count = (criterion, what) => standing.filter((entry) => table.verdicts[entry.verdicts[criterion]][4] === what).length;
    /** @param {string} criterion */
    const isBlank = (criterion) =>
      criterion === "age" ? child.age === null : criterion === "setting" ? !child.settings.length : child[criterion] === "unknown";
    /** @type {[string, number][]} */
    const notStated = table.criteria.map((criterion) => [criterion, count(criterion, "statement")]);
    return {
      not_answered: table.criteria.filter((criterion) => isBlank(criterion) || count(criterion, "answer")),
      not_stated: notStated.filter((pair) => pair[1]),
    };
  }

  /** @param {LensTable} table @param {LensAnswers} answers @returns {LensEvaluated} */
  function evaluate(table, answers) {
    const held = holding(table, answers);
    const child = withImpliedAnswers(answers, held);
    const registrations = registrationsOf(table, child);
    const publications = publicationsOf(table, child);
    return {
      answers: Object.fromEntries(table.populations.map((question) => [question, child[question]])),
      asked: child.settings.length > 0 || table.populations.some((question) => child[question] === "yes"),
      remarks: remarks(table, answers, held),
      registrations: registrations,
      publications: Object.fromEntries(publications.map((one) => [one.study, one])),
      cards: cardsOf(table, publications),
      ...missing(table, child, Object.values(registrations).filter((entry) => entry.overall !== "does_not_fit")),
    };
  }

  /** @type {Partial<CaseLens>} */
  const own = { evaluate };
  window.blinaboardCase = Object.assign(window.blinaboardCase || {}, own);
})();
