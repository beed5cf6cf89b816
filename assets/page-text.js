// What stands on the page as data (pages/page_text.py, pages/buttons.py) becomes words and buttons here.
(function () {
  "use strict";

  const MOST_OPEN = 8; // records under a chart that stand open; more are folded, with their number

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  // With a blank before each: two texts must not run together, neither where they are copied nor where they are read aloud.
  function apart(elements) {
    return elements.flatMap((element) => [" ", element]);
  }

  function opener([record, words]) {
    const button = make("button", { type: "button", className: "btn btn-link" }, words);
    button.dataset.pin = record;
    return button;
  }

  function aside({ words, records }) {
    const buttons = apart(records.map(opener));
    if (records.length <= MOST_OPEN) { return make("p", { className: "aside" }, words + ":", ...buttons); }
    return make("details", { className: "aside" }, make("summary", {}, words + ": " + records.length), ...buttons);
  }

  function caption({ sentence, caveats, asides }) {
    return [make("p", { className: "sentence" }, sentence), ...caveats.map((words) => make("p", { className: "caveat" }, words)), ...asides.map(aside)];
  }

  function possibleMatch([record, name, unsaid]) {
    const badges = unsaid.map(([code, words]) => make("span", { className: "badge-said " + code }, words));
    return make("li", {}, record ? opener([record, name]) : name, ...apart(badges));
  }

  function possibleMatches({ summary, why, items, more }) {
    const list = make("ul", {}, ...items.map(possibleMatch), ...(more ? [make("li", {}, "and " + more + " more")] : []));
    return make("details", { className: "possible-matches" }, make("summary", {}, summary), make("p", {}, why), list);
  }

  function chip([field, option, title, words]) {
    const cross = make("span", { ariaHidden: "true" }, "×");
    const button = make("button", { type: "button", className: "chip", ariaLabel: "Remove filter " + title + ": " + words }, title + ": " + words, ...apart([cross]));
    Object.assign(button.dataset, { drop: field, option: option });
    return button;
  }

  // What each option would leave, behind its words; the words themselves are Dash's.
  function count(facet, beside) {
    facet.querySelectorAll("label").forEach(function (label, index) {
      const [short, long] = beside[index];
      if (!label.querySelector(".beside")) { label.append(" ", make("span", { className: "beside" })); }
      const place = label.querySelector(".beside");
      label.classList.toggle("none", !long);
      place.title = long || short;
      place.textContent = short;
    });
  }

  // The address is the state: Back undoes a change of it. A page that has just been opened stands in its canonical form.
  let opened = true;

  function address(query) {
    const search = query ? "?" + query : "";
    document.querySelectorAll(".bar .nav-link").forEach((link) => { link.search = search; });
    const change = opened ? "replaceState" : "pushState";
    opened = false;
    if (search !== window.location.search) { window.history[change](window.history.state, "", window.location.pathname + search); }
  }

  // The question in force, on the page that answers it; a question that fell with its filters must not come back with them.
  function asked(question) {
    const place = document.getElementById("asked");
    if (!question) { window.dash_clientside.set_props("question", { data: "" }); }
    if (!question || question.path !== window.location.pathname) { place.replaceChildren(); return; }
    const cross = make("a", { className: "close-question", href: question.close, ariaLabel: "Close the question" }, "×");
    const elsewhere = question.links.map(([words, address]) => make("a", { href: address }, words));
    place.replaceChildren(
      make("h2", {}, question.words), " ", cross, " ",
      make("p", { className: "answer" }, question.answer),
      ...(question.since ? [" ", make("p", { className: "since" }, question.since)] : []), " ",
      make("p", { className: "limits" }, "What this does not say: " + question.limits + " Look also:", ...apart(elsewhere)),
    );
  }

  function tell(place) {
    const text = JSON.parse(place.dataset.pageText);
    address(text.query);
    asked(text.question);
    document.documentElement.classList.toggle("pinned", text.pinned);
    document.getElementById("counts").textContent = text.counts;
    document.getElementById("chips").replaceChildren(...text.chips.map(chip));
    document.querySelector(".strip .stamp").textContent = text.stamp;
    document.getElementById("possible-matches").replaceChildren(...(text.possible_matches ? [possibleMatches(text.possible_matches)] : []));
    document.querySelectorAll("[data-facet]").forEach((facet) => count(facet, text.beside[facet.dataset.facet]));
    for (const [chart, words] of Object.entries(text.captions)) {
      const figcaption = document.getElementById("caption-" + chart);
      if (!figcaption) { continue; }
      figcaption.replaceChildren(...caption(words));
      figcaption.closest(".chart-panel").dataset.entry = words.entry;
    }
  }

  // The charts come first: a reader looks at them.
  const listening = new MutationObserver(() => window.requestAnimationFrame(() => window.setTimeout(tellAgain)));

  function tellAgain() {
    const place = document.getElementById("page-text");
    if (place) { tell(place); }
  }

  document.addEventListener("page", function () {
    const place = document.getElementById("page-text");
    listening.disconnect();
    opened = true;
    if (place) { listening.observe(place, { attributeFilter: ["data-page-text"] }); }
    tellAgain();
  });

  // ---- What is folded is made when it is first opened ---------------------------------------------------------------

  function question([words, address]) {
    const layers = new URLSearchParams(window.location.search).get("evidence");
    return make("li", {}, make("a", { href: address + (layers ? "&evidence=" + layers : "") }, words));
  }

  function act([name, words]) {
    const button = make("button", { type: "button", className: "btn btn-sm act" }, words);
    button.dataset.act = name;
    return button;
  }

  document.addEventListener("toggle", function ({ target: place }) {
    if (place.dataset.questions) { place.querySelector("ul")?.remove(); } // which layers are shown may have changed
    if (place.childElementCount > 1) { return; }
    if (place.dataset.questions) { place.append(make("ul", {}, ...JSON.parse(place.dataset.questions).map(question))); }
    if (place.dataset.acts) { place.append(make("div", { className: "acts" }, ...Object.entries(JSON.parse(place.dataset.acts)).map(act))); }
  }, true);
})();
