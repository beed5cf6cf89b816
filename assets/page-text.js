// What stands on the page as data (pages/contract.py, `PageState`) becomes words and buttons here.
(function () {
  "use strict";

  const { settings, taken, warn, whenIdle } = window.blinaboard;
  const { ids } = settings;
  const MOST_OPEN = 8; // records under a chart that stand open; more are folded, with their number

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {object} properties
   * @param {(Node | string)[]} children
   * @returns {HTMLElementTagNameMap[Tag]}
   */
  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  /** With a blank before each: two texts must not run together, neither where they are copied nor where they are read aloud. @param {Node[]} elements */
  const apart = (elements) => elements.flatMap((element) => [" ", element]);

  /** @param {Opener} opener */
  function opener([record, words]) {
    const button = make("button", { type: "button", className: "btn btn-link" }, words);
    button.dataset.pin = record;
    return button;
  }

  /** @param {Aside} aside */
  function aside({ words, records }) {
    const buttons = apart(records.map(opener));
    if (records.length <= MOST_OPEN) { return make("p", { className: "aside" }, words + ":", ...buttons); }
    return make("details", { className: "aside" }, make("summary", {}, words + ": " + records.length), ...buttons);
  }

  /** @param {Caption} caption */
  function caption({ sentence, caveats, asides }) {
    return [make("p", { className: "sentence" }, sentence), ...caveats.map((words) => make("p", { className: "caveat" }, words)), ...asides.map(aside)];
  }

  /** @param {PossibleMatches["items"][number]} item */
  function possibleMatch([record, name, unsaid]) {
    const badges = unsaid.map(([code, words]) => make("span", { className: "badge-said " + code }, words));
    return make("li", {}, opener([record, name]), ...apart(badges));
  }

  /** @param {PossibleMatches} matches */
  function possibleMatches({ summary, why, items, more }) {
    const list = make("ul", {}, ...items.map(possibleMatch), ...(more ? [make("li", {}, "and " + more + " more")] : []));
    return make("details", { className: "possible-matches" }, make("summary", {}, summary), make("p", {}, why), list);
  }

  /** @param {PageState["chips"][number]} chip */
  function chip([field, option, title, words]) {
    const cross = make("span", { ariaHidden: "true" }, "×");
    const button = make("button", { type: "button", className: "chip", ariaLabel: "Remove filter " + title + ": " + words }, title + ": " + words, ...apart([cross]));
    Object.assign(button.dataset, { drop: field, option: option });
    return button;
  }

  /** What each option would leave, behind its words; the words themselves are Dash's. @param {Element} facet @param {PageState["beside"][string]} beside */
  function count(facet, beside) {
    const labels = facet.querySelectorAll("label");
    if (labels.length !== beside.length) { throw new Error(labels.length + " options, " + beside.length + " counts."); }
    labels.forEach(function (label, index) {
      const [short, long] = beside[index];
      const place = label.querySelector("span.beside") || make("span", { className: "beside" });
      if (!place.parentElement) { label.append(" ", place); }
      label.classList.toggle("none", !long);
      place.setAttribute("title", long || short);
      place.setAttribute("aria-hidden", "true"); // "2 (2) · 7" is for the eye
      place.textContent = short;
      label.previousElementSibling?.setAttribute("aria-label", label.firstChild?.textContent + ": " + (long || short));
    });
  }

  // The address is the state: Back undoes a change of it. A page that has just been opened stands in its canonical form.
  let opened = true;

  /** @param {string} query */
  function address(query) {
    const search = query ? "?" + query : "";
    document.querySelectorAll("a.nav-link").forEach((link) => { /** @type {HTMLAnchorElement} */ (link).search = search; });
    const change = opened ? "replaceState" : "pushState";
    opened = false;
    if (search !== window.location.search) { window.history[change](window.history.state, "", window.location.pathname + search); }
  }

  /** The question in force, on the page that answers it. @param {QuestionInForce} question */
  function asked(question) {
    const cross = make("a", { className: "close-question", href: question.close, ariaLabel: "Close the question" }, "×");
    const elsewhere = question.links.map(([words, link]) => make("a", { href: link }, words));
    return [
      make("h2", {}, question.words), " ", cross, " ",
      make("p", { className: "answer" }, question.answer),
      ...(question.detail ? [" ", make("p", { className: "detail" }, question.detail)] : []),
      ...(question.since ? [" ", make("p", { className: "since" }, question.since)] : []), " ",
      make("p", { className: "limits" }, "What this does not say: " + question.limits + " See also:", ...apart(elsewhere)),
    ];
  }

  // ---- The page, part by part: one that cannot be written is cleared, and the others are written all the same ------------

  /**
   * The step that writes one place.
   * @param {string} name @param {() => Element | null} find @param {(place: Element, state: PageState) => void} write
   * @returns {Step<PageState>}
   */
  function step(name, find, write) {
    const place = function () {
      const found = find();
      if (!found) { throw new Error("Its place is not on the page."); }
      return found;
    };
    return { name: name, write: (state) => write(place(), state), clear: () => place().replaceChildren() };
  }

  /** @param {string} id */
  const byId = (id) => () => document.getElementById(id);

  /** @param {Element} facet @returns {Step<PageState>} */
  function ofFacet(facet) {
    return {
      name: "the counts beside the filters",
      write: ({ beside }) => count(facet, beside[facet.getAttribute("data-facet") || ""]),
      clear: () => facet.querySelectorAll("span.beside").forEach((one) => one.remove()),
    };
  }

  /** @param {Element} figcaption @returns {Step<PageState>} */
  function ofCaption(figcaption) {
    return step("the words under a chart", () => figcaption, function (place, { captions }) {
      const words = captions[place.id.slice(ids.caption.length)];
      if (!words) { return; } // another tab was opened: this chart stays as it is
      place.closest(".chart-panel")?.setAttribute("data-entry", words.entry);
      place.replaceChildren(...caption(words));
    });
  }

  /** @returns {Step<PageState>[]} */
  function steps() {
    return [
      { name: "the address", write: ({ query }) => address(query), clear: () => undefined },
      step("the question", byId(ids.asked), function (place, { question }) {
        // a question that fell with its filters must not come back with them
        if (!question) { window.dash_clientside.set_props(ids.question, { data: "" }); }
        place.replaceChildren(...(question && question.path === window.location.pathname ? asked(question) : []));
      }),
      step("the counts", byId(ids.counts), function (place, { counts }) {
        if (place.textContent !== counts) { place.textContent = counts; } // what is written again is read aloud again
      }),
      step("the filters in force", byId(ids.chips), (place, { chips }) => place.replaceChildren(...chips.map(chip))),
      step("the date of the evidence", () => document.querySelector(".strip .stamp"), (place, { stamp }) => { place.textContent = stamp; }),
      step("what cannot be ruled out", byId(ids.possible_matches), function (place, state) {
        place.replaceChildren(...(state.possible_matches ? [possibleMatches(state.possible_matches)] : []));
      }),
      { name: "the cards", write: ({ pinned }) => { document.documentElement.classList.toggle("pinned", pinned); }, clear: () => undefined },
      ...[...document.querySelectorAll("[data-facet]")].map(ofFacet),
      ...[...document.querySelectorAll("figcaption[id^=" + ids.caption + "]")].map(ofCaption),
    ];
  }

  /** @param {HTMLElement} place */
  function tell(place) {
    let state = null;
    try { state = JSON.parse(place.dataset.pageText || ""); } catch (failure) { console.error("page state", failure); }
    const failed = new Set(taken(steps(), state));
    warn("page", failed.size ? "Could not be updated: " + [...failed].join(", ") + ". Reload the page." : "");
  }

  // The charts come first: a reader looks at them. The words follow when the chart in sight has been painted.
  const PATIENCE = 100; // milliseconds
  const listening = new MutationObserver(() => window.requestAnimationFrame(() => whenIdle(tellAgain, PATIENCE)));

  function tellAgain() {
    const place = document.getElementById(ids.page_text);
    if (place) { tell(place); } else { warn("page", ""); }
  }

  document.addEventListener("page", function () {
    const place = document.getElementById(ids.page_text);
    listening.disconnect();
    opened = true;
    if (place) { listening.observe(place, { attributeFilter: ["data-page-text"] }); }
    tellAgain();
  });

  // ---- What is folded is made when it is first opened ---------------------------------------------------------------

  /** @param {[string, string]} question */
  function question([words, link]) {
    const layers = new URLSearchParams(window.location.search).get("evidence");
    return make("li", {}, make("a", { href: link + (layers ? "&evidence=" + layers : "") }, words));
  }

  /** @param {[string, string]} act */
  function act([name, words]) {
    const button = make("button", { type: "button", className: "btn btn-sm act" }, words);
    button.dataset.act = name;
    return button;
  }

  document.addEventListener("toggle", function ({ target: place }) {
    if (!(place instanceof HTMLElement)) { return; }
    const { questions, acts } = place.dataset;
    if (questions) { place.querySelector("ul")?.remove(); } // which layers are shown may have changed
    if (place.childElementCount > 1) { return; }
    if (questions) { place.append(make("ul", {}, ...JSON.parse(questions).map(question))); }
    if (acts) { place.append(make("div", { className: "acts" }, ...Object.entries(JSON.parse(acts)).map(act))); }
  }, true);
})();
