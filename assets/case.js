// The case lens on its page. What is entered lives in the controls of this page alone: nothing here asks the network, writes
// to storage, to the address, to the title or to the console, and there is no <form> that could be sent.
(function () {
  "use strict";

  // ---- The form -----------------------------------------------------------------------------------------------------

  const counted = (count, noun) => count + " " + noun + (count === 1 ? "" : "s");
  const byId = (id) => document.getElementById(id);

  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => { if (value !== null) { node.setAttribute(name, value); } });
    node.append(...children.filter((child) => child !== null));
    return node;
  }

  function control(type, id, words, attributes) {
    const input = el("input", Object.assign({ type: type, id: id, autocomplete: "off" }, attributes));
    return [input, el("label", { for: id }, words)];
  }

  function group(words, question, ...controls) {
    const hint = words.hint[question];
    const legend = el("legend", {}, words.question[question]);
    return el("fieldset", { class: "case-question" }, legend, hint ? el("p", { class: "case-hint" }, hint) : null, ...controls);
  }

  function ageQuestion(words) {
    const box = (id, unit, most) => el("span", { class: "case-number" }, ...control("number", id, unit, { min: 0, max: most, step: 1, inputmode: "numeric" }));
    const problem = el("p", { id: "case-age-problem", class: "case-problem", role: "alert" });
    return group(words, "age", box("case-years", "years", 99), box("case-months", "months", 11), problem);
  }

  function settingQuestion(words) {
    const box = ([code, name]) => el("div", {}, ...control("checkbox", "case-setting-" + code, name, { value: code }));
    return group(words, "setting", ...Object.entries(words.setting).map(box));
  }

  function populationQuestion(words, question) {
    const radio = ([code, name]) => {
      const id = "case-" + question + "-" + code;
      return el("span", {}, ...control("radio", id, name, { name: "case-" + question, value: code, checked: code === "unknown" ? "" : null }));
    };
    return group(words, question, el("div", { class: "case-answers" }, ...Object.entries(words.answer).map(radio)));
  }

  function buildForm(words) {
    const build = { age: ageQuestion, setting: settingQuestion };
    return Object.keys(words.question).map((question) => (build[question] || populationQuestion)(words, question));
  }

  // ---- Reading it ---------------------------------------------------------------------------------------------------

  // Completed months; a bad entry counts as unknown, and so does a year of nought without its months, which would decide.
  function readAge() {
    const [years, months] = [byId("case-years"), byId("case-months")];
    if (!years.validity.valid || !months.validity.valid) { return [null, "Whole years from 0 to 99 and months from 0 to 11; until then the age counts as unknown."]; }
    if (years.value === "" && months.value === "") { return [null, ""]; }
    if (Number(years.value) === 0 && months.value === "") { return [null, "Under one year the months are needed; until then the age counts as unknown."]; }
    return [12 * Number(years.value) + Number(months.value), ""];
  }

  function readAnswers(table, form) {
    const [age, problem] = readAge();
    byId("case-age-problem").textContent = problem;
    const settings = Array.from(form.querySelectorAll("input[type=checkbox]:checked"), (box) => box.value);
    const answers = { age: age, settings: settings };
    table.populations.forEach((question) => { answers[question] = form.querySelector("input[name=case-" + question + "]:checked").value; });
    return answers;
  }

  function inWords(table, words, answers) {
    const [years, months] = [Math.floor(answers.age / 12), answers.age % 12];
    const age = [years ? counted(years, "year") : "", months || !years ? counted(months, "month") : ""].filter(Boolean).join(" ");
    const said = table.populations.filter((question) => answers[question] !== "unknown");
    return [
      ...(answers.age === null ? [] : [age]),
      ...answers.settings.map((code) => words.setting[code]),
      ...said.map((question) => words.question[question] + ": " + words.answer[answers[question]].toLowerCase()),
    ];
  }

  // ---- The answer ---------------------------------------------------------------------------------------------------

  const link = (words, address) => el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words);
  const criteriaUnknown = (count) => (count === 1 ? "1 criterion" : count + " criteria") + " unknown: check the protocol.";

  function folded(key, summary, ...children) {
    return el("details", { "data-key": key, class: "case-fold" }, el("summary", {}, summary), ...children);
  }

  function chip(words, criterion, [verdict, reason, source], key) {
    const summary = el("summary", {},
      el("span", { class: "sign", "aria-hidden": "true" }, words.mark[verdict]),
      el("span", {}, el("b", {}, words.question[criterion]), " " + words.verdict[verdict],
        verdict === "not_tested" ? null : el("span", { class: "reason" }, " · " + reason)));
    const place = el("p", { class: "place" }, (verdict === "not_tested" ? reason + ". " : "") + "Review: " + source);
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
      el("div", { class: "case-card-head" }, el("h4", {}, record.name), el("span", { class: "case-status-now" }, record.status)),
      unknown ? el("p", { class: "case-unknown" }, criteriaUnknown(unknown)) : null,
      ...record.titles.map((title) => el("p", { class: "case-title" }, title)),
      ...chips(data, entry.verdicts, number),
      el("p", { class: "case-facts" }, record.facts, record.with.length ? " · With: " + record.with.join("; or: ") : null),
      el("p", { class: "case-links" }, link(...record.registry), " · ", link("Everything the review says", "/?pin=" + entry.row)));
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
      el("p", { class: "case-links" }, link("Everything the review says", "/?pin=" + study)),
    ];
  }

  const label = (data, evaluated, study) => el("span", { class: "case-tier-name" }, data.words.tier[evaluated.publications[study].tier]);

  function cohortCard(data, evaluated, { studies }) {
    const [lead, ...mates] = studies;
    const cohort = data.records.cohorts[evaluated.publications[lead].cohort];
    const mate = (study) => folded("mate" + study,
      el("span", {}, data.records.publications[study].name + " ", label(data, evaluated, study)), ...publication(data, evaluated, study));
    return el("article", { class: "case-card", "data-record": lead },
      el("div", { class: "case-card-head" }, el("h4", {}, data.records.publications[lead].name), label(data, evaluated, lead)),
      ...publication(data, evaluated, lead),
      mates.length ? el("p", { class: "case-facts" }, "The same children, " + cohort.label + ", also in " + counted(mates.length, "publication") + ": ") : null,
      ...mates.map(mate));
  }

  function publicationSide(data, evaluated) {
    const groups = data.words.groups.map((title, index) => [title, evaluated.cards.filter((card) => card.group === index)]);
    const drawn = groups.filter((pair) => pair[1].length).map(([[title, meaning], cards]) => el("section", { class: "case-tier" },
      el("h3", {}, title + ": " + counted(cards.length, "cohort")), el("p", { class: "case-facts" }, meaning),
      ...cards.map((card) => cohortCard(data, evaluated, card))));
    const none = "No publication of the review says anything to what is given. That is an absence of reports, not evidence of no effect.";
    return el("section", { class: "case-side" }, el("h2", {}, "Publications"),
      drawn.length ? null : el("p", { class: "notice" }, none), ...drawn);
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

  // ---- Life of the page ---------------------------------------------------------------------------------------------

  const IDLE = 15 * 60 * 1000;
  let shown = null;       // the form that stands on the page, with its data; nothing else outlives a page
  let touched = 0;

  function show() {
    const { data, form } = shown;
    const answers = readAnswers(data.table, form);
    const evaluated = window.blinaboardCase.evaluate(data.table, answers);
    const given = inWords(data.table, data.words, answers);
    const status = byId("case-status");
    const result = byId("case-result");
    const empty = "Answer what is known; the rest stays unknown.";
    status.replaceChildren(...(given.length ? summary(data, evaluated) : [el("strong", {}, criteriaUnknown(data.table.criteria.length)), " " + empty]).filter(Boolean));
    result.replaceChildren(...(given.length ? [
      el("p", { class: "case-given" }, el("b", {}, "Given: "), given.join(" · ")),
      evaluated.remarks.length ? el("p", { class: "case-remark" }, evaluated.remarks.join(" ")) : "",
      el("div", { class: "case-sides" }, registrationSide(data, evaluated), publicationSide(data, evaluated)),
    ] : []));
    result.querySelectorAll("details").forEach((one) => { one.open = shown.unfolded.has(one.dataset.key); });
  }

  function clear(words) {
    if (!shown) { return; }
    shown.unfolded.clear();
    shown.form.replaceChildren(...buildForm(shown.data.words));
    present(false);
    show();
    if (words) { byId("case-status").append(" " + words); }
  }

  function clearIfIdle(now) {
    if (shown && now - touched >= IDLE) {
      touched = now;
      clear("Cleared after fifteen minutes without a touch.");
    }
  }

  function present(on) {
    byId("case").classList.toggle("presenting", on);
    byId("case-present").setAttribute("aria-pressed", String(on));
    byId("case-present").textContent = on ? "Leave (Esc)" : "Present";
  }

  function mount(form) {
    shown = { form: form, data: JSON.parse(form.dataset.case), unfolded: new Set() };
    touched = Date.now();
    form.replaceChildren(...buildForm(shown.data.words));
    form.addEventListener("input", show);
    byId("case-result").addEventListener("toggle", (event) => {
      const key = event.target.dataset.key;
      if (event.target.open) { shown.unfolded.add(key); } else { shown.unfolded.delete(key); }
    }, true);
    show();
  }

  // Pages come and go without a load: the form is filled when it appears, and forgotten when it is gone.
  function follow() {
    const form = byId("case-form");
    if (!form) { shown = null; } else if (!shown || shown.form !== form) { mount(form); }
  }
  new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true });

  const buttons = {
    "case-reset": () => { clear(""); byId("case-years").focus(); },
    "case-print": () => window.print(),
    "case-present": () => present(!byId("case").classList.contains("presenting")),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (shown && button && button.id in buttons) { buttons[button.id](); }
  });
  // P presents, as on every page; here no chart but the case, so that nobody else gets the key.
  document.addEventListener("keydown", (event) => {
    if (!shown || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "Escape") { present(false); }
    if (event.key.toLowerCase() === "p" && !event.target.closest("input[type=number]")) {
      event.stopPropagation();
      buttons["case-present"]();
    }
  }, true);

  // On paper what was tested stands with its place in the review; afterwards what was folded is folded again.
  let before = new Set();
  window.addEventListener("beforeprint", () => {
    before = new Set(shown ? shown.unfolded : []);
    document.querySelectorAll(".case-chip:not(.not_tested)").forEach((one) => { one.open = true; });
  });
  window.addEventListener("afterprint", () => {
    if (shown) { shown.unfolded = before; show(); }
  });

  // A computer that slept first clears, and only then takes the touch that woke it.
  function touch() {
    clearIfIdle(Date.now());
    touched = Date.now();
  }
  ["pointerdown", "keydown", "input", "wheel", "touchstart"].forEach((name) => document.addEventListener(name, touch, { passive: true }));
  document.addEventListener("visibilitychange", () => clearIfIdle(Date.now()));
  window.setInterval(() => clearIfIdle(Date.now()), 5000);
  // a page that the browser keeps for Back must not come back with a child in it
  window.addEventListener("pagehide", () => clear(""));

  window.blinaboardCase.clearIfIdle = clearIfIdle;
})();
