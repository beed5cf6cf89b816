// The case lens on its page. What is entered lives in the controls of this page alone: nothing here asks the network, writes
// to storage, to the address, to the title or to the console, and there is no <form> that could be sent.
(function () {
  "use strict";

  const lens = window.blinaboardCase;
  const { el, counted } = lens;

  // ---- The form -----------------------------------------------------------------------------------------------------

  /** @type {(id: string) => any} */
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;

  /** @param {string} type @param {string} id @param {string} words @param {Object<string, any>} attributes @returns {HTMLElement[]} */
  function control(type, id, words, attributes) {
    const input = el("input", Object.assign({ type: type, id: id, autocomplete: "off" }, attributes));
    return [input, el("label", { for: id }, words)];
  }

  /** @param {CaseWords} words @param {string} question @param {...HTMLElement} controls @returns {HTMLElement} */
  function group(words, question, ...controls) {
    return el("fieldset", { class: "case-question" }, el("legend", {}, words.question[question]), ...controls);
  }

  /** @param {CaseWords} words @returns {HTMLElement} */
  function ageQuestion(words) {
    /** @type {(id: string, unit: string, most: number) => HTMLElement} */
    const box = (id, unit, most) => el("span", { class: "case-number" }, ...control("number", id, unit, { min: 0, max: most, step: 1, inputmode: "numeric" }));
    const problem = el("p", { id: "case-age-problem", class: "case-problem", role: "alert" });
    return group(words, "age", box("case-years", "years", 99), box("case-months", "months", 11), problem);
  }

  /** @param {CaseWords} words @returns {HTMLElement} */
  function settingQuestion(words) {
    /** @type {(pair: string[]) => HTMLElement} */
    const box = ([code, name]) => el("span", { class: "case-option" }, ...control("checkbox", "case-setting-" + code, name, { value: code }));
    return group(words, "setting", el("div", { class: "case-settings" }, ...Object.entries(words.setting).map(box)));
  }

  /** @param {CaseWords} words @param {string} question @returns {HTMLElement} */
  function populationQuestion(words, question) {
    /** @type {(pair: string[]) => HTMLElement} */
    const radio = ([code, name]) => {
      const id = "case-" + question + "-" + code;
      return el("span", { class: "case-option" }, ...control("radio", id, name, { name: "case-" + question, value: code, checked: code === "unknown" ? "" : null }));
    };
    return group(words, question, el("div", { class: "case-answers" }, ...Object.entries(words.answer).map(radio)));
  }

  /** @param {CaseWords} words @returns {HTMLElement[]} */
  function buildForm(words) {
    /** @type {{[question: string]: (words: CaseWords) => HTMLElement}} */
    const build = { age: ageQuestion, setting: settingQuestion };
    return [
      el("h2", {}, words.phrase.child),
      ...Object.keys(words.question).map((question) => (build[question] ? build[question](words) : populationQuestion(words, question))),
    ];
  }

  // ---- Reading it ---------------------------------------------------------------------------------------------------

  // Completed months; a bad entry counts as unknown, and so does a year of nought without its months, which would decide.
  /** @param {CaseWords} words @returns {[number | null, string]} */
  function readAge({ phrase }) {
    const [years, months] = [byId("case-years"), byId("case-months")];
    if (!years.validity.valid || !months.validity.valid) { return [null, phrase.age_invalid]; }
    if (years.value === "" && months.value === "") { return [null, ""]; }
    if (Number(years.value) === 0 && months.value === "") { return [null, phrase.age_months_needed]; }
    return [12 * Number(years.value) + Number(months.value), ""];
  }

  /** @param {CaseData} data @param {HTMLElement} form @returns {LensAnswers} */
  function readAnswers({ table, words }, form) {
    const [age, problem] = readAge(words);
    byId("case-age-problem").textContent = problem;
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[type=checkbox]:checked"));
    /** @type {LensAnswers} */
    const answers = { age: age, settings: Array.from(boxes, (box) => box.value) };
    table.populations.forEach((question) => {
      answers[question] = /** @type {HTMLInputElement} */ (form.querySelector("input[name=case-" + question + "]:checked")).value;
    });
    return answers;
  }

  /** @param {CaseData} data @param {LensAnswers} answers @returns {string[]} */
  function inWords({ table, words }, answers) {
    const months = (answers.age || 0) % 12;
    const years = Math.floor((answers.age || 0) / 12);
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
  const NOTICE = 60 * 1000; // so long before, it is said, and any touch keeps what is entered
  /** The form that stands on the page, with its data; nothing else outlives a page. @type {{form: HTMLElement, data: CaseData, unfolded: Set<string>} | null} */
  let shown = null;
  let touched = 0;
  /** Which screen of the presented case stands; none where nothing is presented. @type {number | null} */
  let step = null;

  /** @param {{form: HTMLElement, data: CaseData}} own @returns {CaseShown} */
  function child({ form, data }) {
    const answers = readAnswers(data, form);
    return { data: data, evaluated: lens.evaluate(data.table, answers), given: inWords(data, answers) };
  }

  // In a narrow window, where the columns stand under each other.
  const NARROW = { limit: 3, most: 3, tight: false, brief: false, counted: false };

  // Each column as full as the window holds without scrolling.
  /** @param {CaseShown} answer */
  function fill({ data, evaluated }) {
    const result = byId("case-result");
    const look = { limit: Infinity, full: false, live: true };
    const focused = document.activeElement?.closest("#case-result :is([data-key], [data-fold])");
    const key = focused instanceof HTMLElement && (focused.dataset.key || focused.dataset.fold);
    result.replaceChildren(); // what stands there sets the columns, too (case.css)
    const isNarrow = getComputedStyle(result).gridTemplateColumns.split(" ").length < 2;
    const holds = () => isNarrow || result.lastElementChild.getBoundingClientRect().bottom + window.scrollY < window.innerHeight - 4;
    /** @type {(choices: any[], draw: (choice: any) => HTMLElement) => void} */
    const add = (choices, draw) => {
      const before = Array.from(result.children);
      for (const choice of choices) {
        result.replaceChildren(...before, draw(choice));
        if (holds()) { return; }
      }
    };
    const rows = lens.rowsOf(data, evaluated);
    add(isNarrow ? [NARROW] : lens.layouts(rows).filter(({ most }) => most || !rows), (layout) => lens.evidence(data, evaluated, look, layout));
    add(isNarrow ? [undefined] : lens.details(data, evaluated), (detail) => lens.registered(data, evaluated, look, detail));
    unfold();
    if (key) { result.querySelector("[data-key=" + CSS.escape(key) + "]")?.focus({ preventScroll: true }); }
  }

  /** @param {boolean} [isNews] whether another answer stands there, which is announced; in another window the same one does */
  function show(isNews = true) {
    if (!shown) { return; }
    const answer = child(shown);
    byId("case-status").replaceChildren(...(answer.given.length ? lens.missing(answer.data, answer.evaluated) : [el("b", {}, answer.data.words.phrase.nothing_given)]));
    if (answer.given.length) { fill(answer); } else { byId("case-result").replaceChildren(...lens.outline(answer.data)); }
    if (step !== null) {
      present();
    } else if (isNews && answer.given.length) {
      window.blinaboard.announce(lens.publicationCounts(answer.data, answer.evaluated));
    }
  }

  function unfold() {
    const unfolded = shown ? shown.unfolded : new Set();
    document.querySelectorAll("#case-result [data-fold]").forEach((one) => {
      /** @type {HTMLElement} */ (one).hidden = !unfolded.has(/** @type {HTMLElement} */ (one).dataset.fold);
    });
    document.querySelectorAll("#case-result [data-key]").forEach((one) => {
      one.setAttribute("aria-expanded", String(unfolded.has(/** @type {HTMLElement} */ (one).dataset.key)));
    });
  }

  /** @param {string} words */
  function clear(words) {
    if (!shown) { return; }
    shown.unfolded.clear();
    shown.form.replaceChildren(...buildForm(shown.data.words));
    leave();
    byId("case-paper").replaceChildren();
    show();
    if (words) { byId("case-status").append(" " + words); }
  }

  /** @param {number} now */
  function clearIfIdle(now) {
    const left = IDLE - (now - touched);
    if (shown && left <= 0) {
      touched = now;
      clear(shown.data.words.phrase.cleared);
    }
    const isNear = shown && left > 0 && left <= NOTICE && child(shown).given.length;
    window.blinaboard.warn("idle", shown && isNear ? shown.data.words.phrase.clears_soon : "");
  }

  // ---- On the wall and on paper -------------------------------------------------------------------------------------

  // `go` is by how many screens; what does not exist is not gone to
  function present(go = 0) {
    if (!shown) { return; }
    const room = byId("case-room");
    root.classList.add("presenting-case");
    if (step === null || !go) { lens.present(room, child(shown)); }
    step = Math.min(Math.max((step || 0) + go, 0), room.children.length - 1);
    lens.show(room, step);
    followSpacing(room);
    byId("case-present").textContent = shown.data.words.phrase.leave;
  }

  // A reader's own text spacing or size changes what a screen holds, and the window says nothing of it: the screens are made anew.
  let headSize = "";
  const spacing = new ResizeObserver(([{ target }]) => {
    if (target.isConnected && sizeOf(target) !== headSize) { present(); }
  });
  /** @type {(one: Element) => string} */
  const sizeOf = (one) => one.getBoundingClientRect().width + " " + one.getBoundingClientRect().height;
  /** @param {HTMLElement} room */
  function followSpacing(room) {
    const head = /** @type {Element} */ (room.querySelector(".case-screen:not([hidden]) .case-given"));
    headSize = sizeOf(head);
    spacing.disconnect();
    spacing.observe(head);
  }

  // A chart that is presented may be blank, too, and stays so.
  function light() {
    if (root.classList.contains("presenting-case")) { root.classList.remove("presenting-case", "blank"); }
  }

  function leave() {
    light();
    if (!shown || step === null) { return; }
    step = null;
    const room = byId("case-room");
    room.replaceChildren();
    room.hidden = true;
    byId("case-present").textContent = shown.data.words.phrase.present;
    show(false); // what could not be measured behind the screens
    byId("case-present").focus();
  }

  const toggle = () => { if (step === null) { present(); } else { leave(); } };

  /** @type {Record<string, number>} */
  const STEPS = { next: 1, back: -1, first: -Infinity, last: Infinity };

  window.addEventListener("resize", () => show(false));
  window.addEventListener("beforeprint", () => { if (shown) { lens.print(byId("case-paper"), child(shown)); } });
  window.addEventListener("afterprint", () => { if (shown) { byId("case-paper").replaceChildren(); } });

  // ---- Events -------------------------------------------------------------------------------------------------------

  /** The answers that stand in the controls of one form into those of another. @param {HTMLElement} from @param {HTMLElement} to */
  function carry(from, to) {
    from.querySelectorAll("input").forEach((/** @type {HTMLInputElement} */ { id, value, checked, type }) => {
      const input = to.querySelector("#" + id);
      if (input instanceof HTMLInputElement) { Object.assign(input, type === "number" ? { value: value } : { checked: checked }); }
    });
  }

  /** @param {HTMLElement} form @param {HTMLElement} [before] the form of the same page with other evidence */
  function mount(form, before) {
    shown = { form: form, data: JSON.parse(form.dataset.case || "{}"), unfolded: new Set() };
    touched = Date.now();
    form.replaceChildren(...buildForm(shown.data.words));
    if (before) { carry(before, form); }
    form.addEventListener("input", () => show());
    show();
  }

  // Pages come and go without a load: the form is filled when it appears, and forgotten when it is gone. With other evidence
  // the page is the same one, and so is the child.
  function follow() {
    const form = byId("case-form");
    if (!form) {
      light();
      [shown, step] = [null, null];
      window.blinaboard.warn("idle", "");
    } else if (!shown || shown.form !== form) {
      mount(form, shown ? shown.form : undefined);
    }
  }
  document.addEventListener("page", follow);

  /** @type {{[id: string]: () => void}} */
  const buttons = {
    "case-reset": () => { clear(""); byId("case-years").focus(); },
    "case-print": () => window.print(),
    "case-present": toggle,
  };
  // the Present of the bar presents charts elsewhere, and here the case
  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!shown || !button) { return; }
    const { key, step: go } = button.dataset;
    if (go) {
      if (Number(go)) { present(Number(go)); } else { leave(); }
      return;
    }
    if (key) {
      if (!shown.unfolded.delete(key)) { shown.unfolded.add(key); }
      unfold();
      return;
    }
    const name = button.dataset.act === "present" ? "case-present" : button.id;
    if (!(name in buttons)) { return; }
    event.stopPropagation();
    buttons[name]();
  }, true);
  // and so does P; the other keys step through what is presented
  document.addEventListener("keydown", (event) => {
    if (!shown) { return; }
    const isToggle = event.key.toLowerCase() === "p" && window.blinaboard.isShortcut(event);
    const asked = isToggle || step === null ? "" : window.blinaboard.askedInRoom(event);
    if (!isToggle && !asked) { return; }
    event.stopPropagation();
    event.preventDefault();
    if (isToggle) { toggle(); } else if (asked === "leave") { leave(); } else if (asked in STEPS) { present(STEPS[asked]); }
  }, true);

  // A computer that slept first clears, and only then takes the touch that woke it.
  function touch() {
    clearIfIdle(Date.now());
    touched = Date.now();
    window.blinaboard.warn("idle", "");
  }
  // Before any other listener, of which some let nobody hear after them.
  const TOUCHES = ["pointerdown", "keydown", "input", "wheel", "touchstart"];
  TOUCHES.forEach((name) => window.addEventListener(name, touch, { passive: true, capture: true }));
  document.addEventListener("visibilitychange", () => clearIfIdle(Date.now()));
  window.setInterval(() => clearIfIdle(Date.now()), 5000);
  // a page that the browser keeps for Back must not come back with a child in it
  window.addEventListener("pagehide", () => clear(""));

  lens.clearIfIdle = clearIfIdle;
})();
