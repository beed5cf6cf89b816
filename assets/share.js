// Present, share and export: everything that a button with data-act does. The server is asked for figures and files only.
(function () {
  "use strict";

  const { settings, place, links, isShortcut, askedInRoom } = window.blinaboard;
  const { ids, addresses } = settings;
  const ORDER = "running-order";
  const WORKING = "Working on it …";
  const TOO_LONG = "These charts with their filters are too long for one address. Make slides of them, which may be longer, or take fewer charts.";
  const NO_CHART = "There is no chart on this page.";

  const canonical = () => window.location.search.replace(/^\?/, "");
  /** @param {string} chart */
  const panel = (chart) => place(ids.chart + chart);
  /** @param {string} chart */
  const entry = (chart) => panel(chart).dataset.entry || "";

  /** @returns {string[]} */
  function entries() {
    const panels = [...document.querySelectorAll("main [data-entry]")];
    return panels.map((one) => one.getAttribute("data-entry") || "");
  }

  /** @returns {string[]} */
  function running() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(ORDER) || "[]");
      return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
    } catch (unreadable) { return []; }
  }

  /** @param {string[]} order */
  function keep(order) {
    try { sessionStorage.setItem(ORDER, JSON.stringify(order)); } catch (blocked) { /* then only this page knows it */ }
  }

  let stands = false; // whether there is a page yet
  const page = new Promise((done) => document.addEventListener("page", done, { once: true })).then(() => { stands = true; });

  let fading = 0;

  /** @param {string} words */
  function say(words) {
    const said = document.getElementById(ids.said);
    if (!said) { return; } // the page does not stand yet
    said.textContent = words;
    said.classList.toggle("visible", Boolean(words));
    window.clearTimeout(fading);
    if (words !== WORKING) { fading = window.setTimeout(() => say(""), 6000); }
  }

  /** @param {Blob} blob @param {string} name */
  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  /** @param {string} text @param {string} what */
  async function copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      say(what + " copied.");
    } catch (refused) { // over plain http, or without permission
      window.prompt(what + ": copy it from here", text);
    }
  }

  /** @param {Response} response */
  async function answered(response) {
    if (response.ok) { return response; }
    const words = (new DOMParser().parseFromString(await response.text(), "text/html").body.textContent || "").trim();
    throw new Error(words.slice(0, 300) || "The server answered " + response.status + ".");
  }

  /** A file of the server's, under the name that it gives. @param {string} address */
  async function download(address) {
    const response = await answered(await fetch(address));
    save(await response.blob(), links.fileName(response.headers.get("Content-Disposition")));
  }

  /** What the server drew of an entry for a medium. @param {string} one @param {Medium} medium @returns {Promise<Made[]>} */
  async function figures(one, medium) {
    const [made] = await (await answered(await fetch(links.figures([one], medium)))).json();
    return made;
  }

  /** @param {Made} made @param {"png" | "svg"} format */
  async function drawn({ figure, width, height, scale }, format) {
    if (!window.Plotly) { throw new Error("The charts are not drawn yet."); }
    return links.asBlob(await window.Plotly.toImage(figure, { format: format, width: width, height: height, scale: scale }));
  }

  /** @param {string} chart @param {"png" | "svg"} format */
  async function picture(chart, format) {
    const [made] = await figures(entry(chart), "picture");
    save(await drawn(made, format), "blinaboard-" + chart + "." + format);
  }

  /** @param {string} chart @param {RowForm} form */
  const rows = (chart, form) => download(links.rows(chart, form, canonical()));

  const shareLink = () => window.location.origin + links.shared(window.location.pathname, canonical());

  /** The chart in the middle of the window, or the last above it, by its number. */
  function inSight() {
    const panels = [...document.querySelectorAll("main [data-entry]")];
    return Math.max(panels.filter((one) => one.getBoundingClientRect().top < window.innerHeight / 2).length - 1, 0);
  }

  const address = () => window.location.pathname + window.location.search;
  const LEFT = "left-at";

  /** @param {string[]} order @param {number} at */
  function present(order, at = 0) {
    if (!order.length) { say(NO_CHART); return; }
    const shown = links.present(order, at, address());
    if (links.isTooLong(shown)) { say(TOO_LONG); return; }
    try { sessionStorage.setItem(LEFT, JSON.stringify([address(), window.scrollY])); } catch (blocked) { /* then Esc leads to the top of the page */ }
    window.location.assign(shown);
  }

  // Esc leads back to where presenting began; the charts above must have their heights first.
  document.addEventListener("page", function () {
    let left = ["", 0];
    try { left = JSON.parse(sessionStorage.getItem(LEFT) || "null") || left; } catch (unreadable) { /* as if nothing had been presented */ }
    if (left[0] !== address()) { return; }
    sessionStorage.removeItem(LEFT);
    const top = Number(left[1]), button = document.querySelector(".bar [data-act=present]");
    if (button instanceof HTMLElement) { button.focus({ preventScroll: true }); }
    new ResizeObserver(function (_, observer) {
      if (document.documentElement.scrollHeight < top + window.innerHeight) { return; }
      observer.disconnect();
      window.scrollTo(0, top);
    }).observe(document.body);
  });

  /** @param {string[]} order @param {string} name */
  async function slides(order, name) {
    if (!order.length) { say(NO_CHART); return; }
    const form = new FormData();
    form.append("order", order.join(settings.between));
    for (const [index, one] of order.entries()) { // each asked for by itself: all of them may be too long for one address
      for (const [page, figure] of (await figures(one, "slide")).entries()) {
        form.append("picture-" + index, await drawn(figure, "png"), index + "-" + page + ".png");
      }
    }
    const response = await answered(await fetch(addresses.slides, { method: "POST", body: form }));
    save(await response.blob(), name);
  }

  /** @type {Record<Act, (chart: string, button: HTMLElement) => unknown>} */
  const ACTS = {
    present: (chart) => {
      const first = chart ? [entry(chart)] : [];
      present(first.concat(entries().filter((one) => !first.includes(one))), chart ? 0 : inSight());
    },
    link: () => copy(shareLink(), "Link"),
    "title-link": (_, button) => copy(title(button) + "\n" + shareLink(), "Title and link"),
    iframe: (chart, button) => copy(links.frame(window.location.origin, chart, canonical(), title(button)), "Frame"),
    png: (chart) => picture(chart, "png"),
    svg: (chart) => picture(chart, "svg"),
    csv: (chart) => rows(chart, "csv"),
    json: (chart) => rows(chart, "json"),
    ris: (chart) => rows(chart, "ris"),
    bib: (chart) => rows(chart, "bib"),
    pptx: (chart) => slides([entry(chart)], "blinaboard-" + chart + ".pptx"),
    order: (chart) => {
      if (running().length >= settings.most_entries) { say("The running order is full: it has at most " + settings.most_entries + " charts."); return; }
      keep(running().concat([entry(chart)]));
      say("In the running order: " + running().length + ". Present or export it from Export, above.");
    },
    deck: () => slides(running().length ? running() : entries(), "blinaboard.pptx"),
    offline: async () => {
      if (!entries().length) { say(NO_CHART); return; }
      const address = links.offline(entries());
      if (links.isTooLong(address)) { say(TOO_LONG); return; }
      await download(address);
    },
    "records-ris": () => download(addresses.records + "ris?" + canonical()),
    "records-bib": () => download(addresses.records + "bib?" + canonical()),
    reproduce: () => download(addresses.reproduction + "?" + canonical()),
    package: () => download(addresses.data_package),
    "present-order": () => present(running()),
    "empty-order": () => { keep([]); say("The running order is empty."); },
  };

  /** @param {HTMLElement} button */
  const title = (button) => button.closest(".chart-panel")?.querySelector("h1, h2")?.textContent || settings.name;

  /** @param {HTMLElement} button */
  async function act(button) {
    const name = /** @type {Act} */ (button.dataset.act);
    button.setAttribute("aria-busy", "true");
    if (!stands) { // what is on the page is not known yet, nor whether it presents otherwise than by its charts, as a case does
      say(WORKING);
      await page;
      button.removeAttribute("aria-busy");
      button.click();
      return;
    }
    try {
      say(WORKING);
      await ACTS[name](button.closest("[data-chart]")?.getAttribute("data-chart") || "", button);
      if (place(ids.said).textContent === WORKING) { say("Done."); }
    } catch (failure) {
      say("That did not work: " + (failure instanceof Error ? failure.message : failure));
    } finally {
      button.removeAttribute("aria-busy");
      const menu = button.closest("details.menu");
      if (menu?.contains(document.activeElement)) { menu.querySelector("summary")?.focus(); }
      menu?.removeAttribute("open");
    }
  }

  document.addEventListener("click", function ({ target }) {
    if (!(target instanceof Element)) { return; }
    const button = target.closest("[data-act]");
    if (!(button instanceof HTMLElement)) {
      document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(target)) { menu.removeAttribute("open"); } });
    } else if (button.getAttribute("aria-busy") !== "true") { // a long export cannot be started twice
      act(button);
    }
  });

  /** @type {Record<string, string>} */
  const STEPS = { next: ids.present_next, back: ids.present_back, leave: ids.present_leave };

  // In the room a key does what a link under the screen does. At a desk P presents as the bar does; the frame of another site shows
  // embeds alone, and nothing could be presented in it.
  document.addEventListener("keydown", function (event) {
    const { room } = document.documentElement.dataset;
    if (room === "desk") {
      const isMeant = event.key.toLowerCase() === "p" && isShortcut(event), present = document.querySelector(".bar [data-act=present]");
      if (isMeant && present instanceof HTMLElement) { present.click(); }
    } else if (room === "present") { // not by what stands there: between two screens nothing does
      const step = STEPS[askedInRoom(event)];
      if (step) {
        event.preventDefault();
        document.getElementById(step)?.click();
      }
    }
  });

  // What has no bar and no footer says so before anything is drawn.
  function room() {
    const first = window.location.pathname.split("/")[1];
    document.documentElement.dataset.room = ["embed", "present"].includes(first) ? first : "desk";
  }
  room();
  window.addEventListener("popstate", room);
  window.addEventListener("_dashprivate_pushstate", room);
})();
