// The answer of the case lens as nodes: tiers, cards and chips, out of `evaluate`'s verdicts and the words of the page's data.
// Words become text nodes only; nothing here reads the form.
(function () {
  "use strict";

  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => { if (value !== null) { node.setAttribute(name, value); } });
    node.append(...children.filter((child) => child !== null));
    return node;
  }

  const counted = (count, noun) => count + " " + noun + (count === 1 ? "" : "s");
  const link = (words, address) => el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words);
  const criteriaUnknown = (count) => (count === 1 ? "1 criterion" : count + " criteria") + " unknown: check the protocol.";

  function folded(key, summary, ...children) {
    return el("details", { "data-key": key, class: "case-fold" }, el("summary", {}, summary), ...children);
  }

  function chip(words, criterion, [verdict, reason, source], key) {
    const summary = el("summary", {},
      el("span", { class: "sign", "aria-hidden": "true" }, words.mark[verdict]), " ",
      el("span", {}, el("b", {}, words.question[criterion]), " " + words.verdict[verdict],
        verdict === "not_tested" ? null : el("span", { class: "reason" }, " · " + reason)));
    const place = el("p", { class: "place" }, (verdict === "not_tested" ? reason + ". " : "") + words.source + ": " + source);
    return el("details", { "data-key": key + criterion, class: "case-chip " + verdict }, summary, place);
  }

  function chips(data, verdicts, key) {
    const all = Object.entries(verdicts).map(([criterion, number]) => [criterion, data.table.verdicts[number]]);
    const draw = (pairs) => pairs.map(([criterion, verdict]) => chip(data.words, criterion, verdict, key));
    const untested = draw(all.filter((pair) => pair[1][0] === "not_tested"));
    return [
      el("div", { class: "case-chips" }, ...draw(all.filter((pair) => pair[1][0] !== "not_tested"))),
      untested.length ? el("div", { class: "case-chips untested" }, ...untested) : null,
    ];
  }

  function registrationCard(data, number, entry) {
    const record = data.records.registrations[number];
    const unknown = Object.values(entry.verdicts).filter((one) => ["unknown", "borderline"].includes(data.table.verdicts[one][0])).length;
    return el("article", { class: "case-card", "data-record": number },
      el("div", { class: "case-card-head" }, el("h4", {}, record.name), " ", el("span", { class: "case-status-now" }, record.status)),
      unknown ? el("p", { class: "case-unknown" }, criteriaUnknown(unknown)) : null,
      ...record.titles.map((title) => el("p", { class: "case-title" }, title)),
      ...chips(data, entry.verdicts, number),
      el("p", { class: "case-facts" }, record.facts, record.with.length ? " · With: " + record.with.join("; or: ") : null),
      record.risk ? el("p", { class: "case-facts" }, record.risk + ".") : null,
      el("p", { class: "case-links" }, link(...record.registry), " · ", link(data.words.everything, "/?pin=" + entry.row)));
  }

  function registrationTier(data, overall, numbers, evaluated) {
    const cards = numbers.map((number) => registrationCard(data, number, evaluated.registrations[number]));
    const isCompleted = (_, index) => data.records.registrations[numbers[index]].completed;
    const completed = cards.filter(isCompleted);
    const running = cards.filter((card, index) => !isCompleted(card, index));
    const title = data.words.overall[overall] + ": " + numbers.length;
    const rest = [
      ...running,
      completed.length ? folded(overall + "-completed", "Of these " + completed.length + " completed " + data.words.status_date, ...completed) : null,
    ];
    const attributes = { class: "case-tier", "data-tier": overall };
    if (overall === "does_not_fit") { return el("section", attributes, folded(overall, el("h3", {}, title), ...rest)); }
    return el("section", attributes, el("h3", {}, title), ...rest);
  }

  function registrationSide(data, evaluated) {
    const numbers = Object.keys(data.records.registrations);
    const tiers = data.table.overall.map((overall) => [overall, numbers.filter((number) => evaluated.registrations[number].overall === overall)]);
    const fitting = tiers[0][1].filter((number) => !data.records.registrations[number].completed);
    return el("section", { class: "case-side" }, el("h2", {}, "Registrations"),
      fitting.length ? null : el("p", { class: "notice" }, data.words.no_fit),
      ...tiers.filter((pair) => pair[1].length).map((pair) => registrationTier(data, ...pair, evaluated)));
  }

  function outcomes(lines) {
    const line = ([what, value, interval, source]) =>
      el("li", {}, what + ": ", el("b", {}, value), interval ? " (" + interval + ")" : null, " ", el("span", { class: "place" }, source));
    return el("ul", { class: "case-outcomes" }, ...lines.map(line));
  }

  function found(record, tier, key) {
    const figures = record.outcomes.length + record.toxicity.length;
    return [
      !figures ? el("p", { class: "case-unknown" }, (tier === "direct" ? "Direct, but no" : "No") + " extractable outcome: in words only.") : null,
      record.outcomes.length ? outcomes(record.outcomes) : null,
      record.in_words.length ? el("p", { class: "case-facts" }, "In words only: " + record.in_words.join("; ") + ".") : null,
      record.toxicity.length ? folded(key + "toxicity", counted(record.toxicity.length, "figure") + " on toxicity", outcomes(record.toxicity)) : null,
    ];
  }

  function publication(data, evaluated, study) {
    const [record, entry] = [data.records.publications[study], evaluated.publications[study]];
    return [
      el("p", { class: "case-title" }, record.title),
      el("p", { class: "case-facts" }, record.facts),
      ...chips(data, entry.verdicts, study),
      ...found(record, entry.tier, study),
      el("p", { class: "case-links" }, link(data.words.everything, "/?pin=" + study)),
    ];
  }

  const label = (data, evaluated, study) => el("span", { class: "case-tier-name" }, data.words.tier[evaluated.publications[study].tier]);

  function cohortCard(data, evaluated, { studies }) {
    const [lead, ...mates] = studies;
    const cohort = data.records.cohorts[evaluated.publications[lead].cohort];
    const mate = (study) => {
      const name = el("span", {}, data.records.publications[study].name + " ", label(data, evaluated, study));
      const contrary = evaluated.publications[study].tier === "contrary";   // never behind a fold
      return contrary ? el("section", {}, el("h5", {}, name), ...publication(data, evaluated, study)) : folded("mate" + study, name, ...publication(data, evaluated, study));
    };
    return el("article", { class: "case-card", "data-record": lead },
      el("div", { class: "case-card-head" }, el("h4", {}, data.records.publications[lead].name), " ", label(data, evaluated, lead)),
      ...publication(data, evaluated, lead),
      mates.length ? el("p", { class: "case-facts" }, "The same children, " + cohort.label + ", also in " + counted(mates.length, "publication") + ": ") : null,
      ...mates.map(mate));
  }

  function publicationSide(data, evaluated) {
    const groups = data.words.groups.map((title, index) => [title, evaluated.cards.filter((card) => card.group === index)]);
    const drawn = groups.filter((pair) => pair[1].length).map(([[title, meaning], cards]) => el("section", { class: "case-tier" },
      el("h3", {}, title + ": " + counted(cards.length, "cohort")), el("p", { class: "case-facts" }, meaning),
      ...cards.map((card) => cohortCard(data, evaluated, card))));
    return el("section", { class: "case-side" }, el("h2", {}, "Publications"),
      drawn.length ? null : el("p", { class: "notice" }, data.words.none), ...drawn);
  }

  function summary(data, evaluated) {
    const tally = (names, of) => Object.entries(names).map(([code, name]) => [of.filter((one) => one === code).length, name])
      .filter((pair) => pair[0]).map((pair) => pair.join(" ")).join(", ");
    const overall = tally(data.words.tally, Object.values(evaluated.registrations).map((entry) => entry.overall));
    const tiers = tally(data.words.tier, Object.values(evaluated.publications).map((entry) => entry.tier)).toLowerCase();
    const names = evaluated.unknown.map((criterion) => data.words.question[criterion]).join(", ");
    return [
      el("strong", {}, criteriaUnknown(evaluated.unknown.length)), names ? " " + names + "." : null,
      el("span", { class: "case-tally" }, "Registrations: " + overall + ". Publications: " + (tiers || "none") + "."),
    ];
  }

  window.blinaboardCase = Object.assign(window.blinaboardCase || {}, { el, counted, criteriaUnknown, registrationSide, publicationSide, summary });
})();
