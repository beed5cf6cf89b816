// Present, share and export: everything that a button with data-act does. The server is asked for figures and files only.
(function () {
  "use strict";

  const ORDER = "running-order";
  const LONGEST = 8000; // letters of an address: a little less than gunicorn.conf.py lets in, since the steps make it longer
  const TOO_LONG = "These charts with their filters are too long for one address. Make slides of them, which may be longer, or take fewer charts.";

  const canonical = () => window.location.search.replace(/^\?/, "");
  // Entries of a running order are written by the server (pages/running_order.py); here they are only put one after the other.
  const panel = (chart) => document.getElementById("chart-" + chart);
  const entries = () => [...document.querySelectorAll("main [data-entry]")].map((place) => place.dataset.entry);
  const joined = (order) => encodeURIComponent(order.join("!"));

  function running() {
    try { return JSON.parse(sessionStorage.getItem(ORDER)) || []; } catch (unreadable) { return []; }
  }

  function keep(entries) {
    try { sessionStorage.setItem(ORDER, JSON.stringify(entries)); } catch (blocked) { /* then only this page knows it */ }
  }

  function say(words) {
    const place = document.getElementById("said");
    place.textContent = words;
    place.classList.toggle("visible", Boolean(words));
    window.clearTimeout(say.timer);
    say.timer = window.setTimeout(() => place.classList.remove("visible"), 6000);
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async function copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      say(what + " copied.");
    } catch (refused) { // over plain http, or without permission
      window.prompt(what + ": copy it from here", text);
    }
  }

  async function answered(response) {
    if (response.ok) { return response; }
    const words = new DOMParser().parseFromString(await response.text(), "text/html").body.textContent.trim();
    throw new Error(words.slice(0, 300) || "The server answered " + response.status + ".");
  }

  async function fetched(address, name) {
    save(await (await answered(await fetch(address))).blob(), name);
  }

  const rows = (chart, form) => fetched("/export/chart/" + chart + "." + form + "?" + canonical(), "blinaboard-" + chart + "." + form);

  // What the server drew for a medium: for each entry its figures.
  async function figures(order, medium) {
    return (await answered(await fetch("/export/figures?medium=" + medium + "&order=" + joined(order)))).json();
  }

  const drawn = ({ figure, width, height, scale }, format) => window.Plotly.toImage(figure, { format: format, width: width, height: height, scale: scale });

  async function picture(chart, format) {
    const [[made]] = await figures([panel(chart).dataset.entry], "picture");
    save(asBlob(await drawn(made, format)), "blinaboard-" + chart + "." + format);
  }

  // A picture arrives as a data address, which the security policy does not let us fetch.
  function asBlob(address) {
    const [head, body] = [address.slice(5, address.indexOf(",")), address.slice(address.indexOf(",") + 1)];
    const bytes = head.endsWith("base64") ? Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0)) : decodeURIComponent(body);
    return new Blob([bytes], { type: head.split(";")[0].split(",")[0] });
  }

  // With the data version, so that what is opened later says what changed since.
  function dated(path) {
    const query = canonical().replace(/(^|&)v=[^&]*/g, "").replace(/^&/, "");
    return window.location.origin + path + "?" + (query ? query + "&" : "") + "v=" + document.querySelector("main").dataset.version;
  }

  const shareLink = () => dated(window.location.pathname);

  function present(order) {
    if (!order.length) { say("There is no chart on this page."); return; }
    const begun = window.location.pathname + window.location.search;
    const address = "/present?order=" + joined(order) + "&at=0&page=0&from=" + encodeURIComponent(begun);
    if (address.length > LONGEST) { say(TOO_LONG); return; }
    window.location.assign(address);
  }

  async function slides(order) {
    const form = new FormData();
    form.append("order", order.join("!"));
    for (const [index, made] of (await figures(order, "slide")).entries()) {
      for (const [page, figure] of made.entries()) {
        form.append("picture-" + index, asBlob(await drawn(figure, "png")), index + "-" + page + ".png");
      }
    }
    const response = await answered(await fetch("/export/slides", { method: "POST", body: form }));
    save(await response.blob(), "blinaboard.pptx");
  }

  const ACTS = {
    present: (chart) => {
      const first = chart ? [panel(chart).dataset.entry] : [];
      present(first.concat(entries().filter((entry) => !first.includes(entry))));
    },
    link: () => copy(shareLink(), "Link"),
    "title-link": (chart, button) => copy(title(button) + "\n" + shareLink(), "Title and link"),
    iframe: (chart, button) => copy(
      '<iframe src="' + dated("/embed/" + chart).replace(/&/g, "&amp;") +
      '" title="' + title(button).replace(/"/g, "&quot;") + '" width="1100" height="720"></iframe>', "Frame"),
    png: (chart) => picture(chart, "png"),
    svg: (chart) => picture(chart, "svg"),
    csv: (chart) => rows(chart, "csv"),
    json: (chart) => rows(chart, "json"),
    ris: (chart) => rows(chart, "ris"),
    bib: (chart) => rows(chart, "bib"),
    pptx: (chart) => slides([panel(chart).dataset.entry]),
    order: (chart) => {
      keep(running().concat([panel(chart).dataset.entry]));
      say("In the running order: " + running().length + ". Present or export it from Export, above.");
    },
    deck: () => slides(running().length ? running() : entries()),
    offline: async () => {
      const address = "/export/view.html?order=" + joined(entries());
      if (address.length > LONGEST) { say(TOO_LONG); return; }
      await fetched(address, "blinaboard.html");
    },
    "records-ris": () => fetched("/export/records.ris?" + canonical(), "blinaboard-records.ris"),
    "records-bib": () => fetched("/export/records.bib?" + canonical(), "blinaboard-records.bib"),
    reproduce: () => fetched("/export/reproduce.zip?" + canonical(), "blinaboard-reproduce.zip"),
    package: () => fetched("/export/data-package.zip", "blinaboard-data.zip"),
    "present-order": () => present(running()),
    "empty-order": () => { keep([]); say("The running order is empty."); },
  };

  const title = (button) => button.closest(".chart-panel").querySelector("h1, h2").textContent;

  document.addEventListener("click", async function (event) {
    const button = event.target.closest("[data-act]");
    if (!button) {
      document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) { menu.open = false; } });
      return;
    }
    if (button.getAttribute("aria-busy") === "true") { return; } // a long export cannot be started twice
    button.setAttribute("aria-busy", "true");
    try {
      if (["png", "svg", "pptx", "deck", "offline", "reproduce", "package"].includes(button.dataset.act)) { say("Working on it …"); }
      const menu = button.closest("[data-chart]");
      await ACTS[button.dataset.act](menu && menu.dataset.chart, button);
      if (document.getElementById("said").textContent === "Working on it …") { say("Done."); }
    } catch (failure) {
      say("That did not work: " + failure.message);
    } finally {
      button.removeAttribute("aria-busy");
      const menu = button.closest("details.menu");
      if (menu) { menu.open = false; }
    }
  });

  // In the room: arrows step, B blanks, Esc leaves. Anywhere else P presents.
  document.addEventListener("keydown", function (event) {
    if (event.target.closest("input, textarea, select, .ag-root") || event.ctrlKey || event.metaKey || event.altKey) { return; }
    const press = (id) => { const link = document.getElementById(id); if (link) { link.click(); } };
    if (!document.querySelector(".present")) {
      if (event.key.toLowerCase() === "p") { present(entries()); }
      return;
    }
    if (["ArrowRight", "PageDown", " "].includes(event.key)) { event.preventDefault(); press("present-next"); }
    if (["ArrowLeft", "PageUp"].includes(event.key)) { press("present-back"); }
    if (event.key === "Escape") { press("present-leave"); }
    if (event.key.toLowerCase() === "b") { document.documentElement.classList.toggle("blank"); }
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
