// From answers to verdicts: what `assess` in dashboard/lens/table.py says, out of the table that `verdict_table` wrote. Pure.
(function () {
  "use strict";

  const anyOf = (codes, settings) => codes.some((code) => settings.includes(code));
  const firstOf = (order, found) => order.find((code) => found.includes(code));

  function holding(table, answers) {
    const holds = (rule) => {
      const [low, high] = rule.ages;
      const aged = high === 0 || (answers.age !== null && low <= answers.age && answers.age < high);
      return aged && (!rule.settings.length || anyOf(rule.settings, answers.settings));
    };
    const held = table.implied.filter(holds);
    return held.filter((rule, index) => held.findIndex((other) => other.question === rule.question) === index);
  }

  function remarks(table, answers, held) {
    const given = (rule) => answers[rule.question] !== "unknown";
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

  function withImpliedAnswers(table, answers, held) {
    const child = Object.assign({}, answers);
    held.filter((rule) => answers[rule.question] === "unknown").forEach((rule) => { child[rule.question] = rule.answer; });
    return child;
  }

  function settingOf(table, record, settings) {
    if (!settings.length) { return record.setting[""]; }
    const row = anyOf(table.lines, settings) ? Object.assign({}, record.setting, record.beside_line) : record.setting;
    const verdict = (code) => table.verdicts[row[code]][0];
    const best = firstOf(table.best, settings.map(verdict));
    return row[settings.find((code) => verdict(code) === best)];
  }

  function verdictsOf(table, record, child) {
    const found = { setting: settingOf(table, record, child.settings) };
    if (record.age) {
      found.age = child.age === null ? record.age_unknown : record.age.filter((band) => band[0] <= child.age).pop()[1];
    }
    table.populations.forEach((question) => { found[question] = record[question][child[question]]; });
    return Object.fromEntries(table.criteria.filter((criterion) => criterion in found).map((criterion) => [criterion, found[criterion]]));
  }

  function tierOf(relation, requested) {
    if (requested.includes("mismatches") || requested.includes("conflicting")) { return relation === "other" ? "" : "contrary"; }
    if (relation === "overlaps" && requested.every((verdict) => verdict === "matches")) { return "direct"; }
    if (requested.includes("matches")) { return "partial"; }
    return relation === "overlaps" || relation === "related" ? "setting_only" : "";
  }

  function registrationsOf(table, child) {
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

  function publicationsOf(table, child) {
    return table.publications.map((record) => {
      const verdicts = verdictsOf(table, record, child);
      const relations = (child.settings.length ? child.settings : [""]).map((code) => record.relation[code]);
      const requested = table.populations.filter((question) => child[question] === "yes").map((question) => table.verdicts[verdicts[question]][0]);
      return { study: record.study, cohort: record.cohort, tier: tierOf(firstOf(table.relations, relations), requested), verdicts: verdicts };
    });
  }

  function cardsOf(table, publications) {
    const listed = publications.filter((one) => one.tier).map((one) => ({ group: table.groups[one.tier], study: one.study, cohort: one.cohort }));
    const cards = new Map();
    listed.sort((one, other) => one.group - other.group).forEach((one) => {
      if (!cards.has(one.cohort)) { cards.set(one.cohort, { group: one.group, studies: [] }); }
      cards.get(one.cohort).studies.push(one.study);
    });
    return Array.from(cards.values());
  }

  function evaluate(table, answers) {
    const held = holding(table, answers);
    const child = withImpliedAnswers(table, answers, held);
    const registrations = registrationsOf(table, child);
    const publications = publicationsOf(table, child);
    const standing = Object.values(registrations).filter((entry) => entry.overall !== "does_not_fit");
    const isUnknown = (number) => ["unknown", "borderline"].includes(table.verdicts[number][0]);
    return {
      answers: Object.fromEntries(table.populations.map((question) => [question, child[question]])),
      remarks: remarks(table, answers, held),
      registrations: registrations,
      publications: Object.fromEntries(publications.map((one) => [one.study, one])),
      cards: cardsOf(table, publications),
      unknown: table.criteria.filter((criterion) => standing.some((entry) => isUnknown(entry.verdicts[criterion]))),
    };
  }

  window.blinaboardCase = Object.assign(window.blinaboardCase || {}, { evaluate });
})();
