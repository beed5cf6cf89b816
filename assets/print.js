// On paper every chart stands again, drawn for the width of a sheet and cut to its height: the screen's is too wide to be read there.
// A grid, which draws no more of its table than is in sight, is a list of its records; what is folded stands open; and every sheet says
// of which evidence, in which version, it is.
(function () {
  "use strict";

  const { links, settings } = window.blinaboard;
  const root = document.documentElement;
  /** What is taken back after the print. @type {(() => void)[]} */
  const undone = [];

  // A print does not wait for an answer, so the figures are asked for while the browser stands still.
  /** @param {string[]} order @returns {Made[][]} */
  function figures(order) {
    const request = new XMLHttpRequest();
    request.open("GET", links.figures(order, "paper"), false);
    try { request.send(); } catch (unreachable) { return []; }
    return request.status === 200 ? JSON.parse(request.responseText) : [];
  }

  /** @param {string} tag @param {string} name @param {(Node | string)[]} content */
  function element(tag, name, ...content) {
    const one = Object.assign(document.createElement(tag), { className: name });
    one.append(...content);
    return one;
  }

  /** What stands on paper only, until it is printed. @param {Element} place @param {HTMLElement} one */
  function added(place, one) {
    place.append(one);
    undone.push(() => one.remove());
  }

  /** @param {HTMLElement} shown */
  function replaced(shown) {
    shown.classList.add("on-paper");
    undone.push(() => shown.classList.remove("on-paper"));
  }

  /** @param {PlotlyLibrary} library @param {HTMLElement} panel @param {Made[]} drawn */
  function draw(library, panel, drawn) {
    const graph = panel.querySelector(".graph");
    if (!(graph instanceof HTMLElement) || !graph.parentElement) { return; }
    replaced(graph);
    for (const { figure } of drawn) {
      const sheet = element("div", "paper");
      added(graph.parentElement, sheet);
      undone.push(() => library.purge(sheet));
      library.newPlot(sheet, figure.data, figure.layout, { staticPlot: true });
    }
  }

  function charts() {
    /** @type {HTMLElement[]} */
    const panels = [...document.querySelectorAll("main [data-entry]")].filter((panel) => panel instanceof HTMLElement);
    const library = window.Plotly;
    if (!panels.length || !library) { return; }
    figures(panels.map((panel) => panel.dataset.entry || "")).forEach((drawn, index) => draw(library, panels[index], drawn));
  }

  /** A record of a grid in words: its key, then every column of which it says something. @param {GridApi} api @param {unknown} node */
  function record(api, node) {
    const [key, ...said] = api.getAllDisplayedColumns()
      .map((column) => [column.getColDef().headerName, api.getCellValue({ rowNode: node, colKey: column, useFormatter: true })])
      .filter(([, value]) => value !== "" && value !== null && value !== undefined);
    const words = said.flatMap(([head, value]) => [element("span", "head", " " + head + " "), String(value).replace(/\.$/, "") + "."]);
    return element("p", "record", element("strong", "", String(key[1]) + "."), ...words);
  }

  function grids() {
    for (const wrapper of document.querySelectorAll("main .ag-root-wrapper")) {
      const grid = wrapper.closest("[id]");
      const api = grid && window.dash_ag_grid?.getApi(grid.id);
      if (!(grid instanceof HTMLElement) || !grid.parentElement || !api) { continue; }
      /** @type {Node[]} */
      const records = [];
      api.forEachNodeAfterFilterAndSort((node) => records.push(record(api, node)));
      replaced(grid);
      added(grid.parentElement, element("div", "records", ...records));
    }
  }

  function folded() {
    for (const details of document.querySelectorAll("main details:is(.aside, .possible-matches):not([open])")) {
      details.setAttribute("open", "");
      undone.push(() => details.removeAttribute("open"));
    }
  }

  /** Evidence, version and number on every sheet, in its margin; a presented case has sheets of its own. */
  function stamped() {
    const stamp = document.querySelector(".strip .stamp")?.textContent, foot = document.querySelector(".foot");
    const sheet = document.styleSheets[0];
    if (!stamp || !foot || !sheet) { return; }
    const day = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    const words = [settings.name, stamp, "Data version " + settings.version, "printed " + day].join(" · ");
    added(foot, element("p", "printed", "This page: " + address()));
    const margins = "@bottom-left { content: " + JSON.stringify(words) + "; } @bottom-right { content: counter(page) ' of ' counter(pages); }";
    sheet.insertRule("@page { " + margins + " }", sheet.cssRules.length);
    undone.push(() => sheet.deleteRule(sheet.cssRules.length - 1));
  }

  const address = () => window.location.origin + links.shared(window.location.pathname, window.location.search.replace(/^\?/, ""));

  window.addEventListener("beforeprint", function () {
    const look = root.getAttribute("data-bs-theme");
    root.setAttribute("data-bs-theme", "light");
    undone.push(() => root.setAttribute("data-bs-theme", look || "light"));
    charts();
    grids();
    folded();
    stamped();
  });

  window.addEventListener("afterprint", function () {
    for (const undo of undone.splice(0).reverse()) { undo(); }
  });
})();
