// The case lens on its page. What is entered lives in the controls of this page alone: nothing here asks the network, writes
// to storage, to the address, to the title or to the console, and there is no <form> that could be sent.
(function () {
  "use strict";

  const { el, counted, criteriaUnknown, registrationSide, publicationSide, summary } = window.blinaboardCase;

  // ---- The form -----------------------------------------------------------------------------------------------------

  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;

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
    const box = ([code, name]) => el("div", { class: "case-box" }, ...control("checkbox", "case-setting-" + code, name, { value: code }));
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
    root.classList.toggle("presenting", on);
    byId("case-present").setAttribute("aria-pressed", String(on));
    byId("case-present").textContent = on ? "Leave (Esc)" : "Present case";
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
    if (!form) { shown = null; root.classList.remove("presenting"); } else if (!shown || shown.form !== form) { mount(form); }
  }
  document.addEventListener("page", follow);

  const buttons = {
    "case-reset": () => { clear(""); byId("case-years").focus(); },
    "case-print": () => window.print(),
    "case-present": () => present(!root.classList.contains("presenting")),
  };
  // the Present of the bar presents charts elsewhere, and here the case
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const name = button && (button.dataset.act === "present" ? "case-present" : button.id);
    if (!shown || !(name in buttons)) { return; }
    event.stopPropagation();
    buttons[name]();
  }, true);
  // and so does P
  document.addEventListener("keydown", (event) => {
    if (!shown || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "Escape") { present(false); }
    if (event.key.toLowerCase() === "p" && !event.target.closest("input[type=number]")) {
      event.stopPropagation();
      buttons["case-present"]();
    }
  }, true);

  // On paper what was tested stands with its place in the source; afterwards what was folded is folded again.
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
