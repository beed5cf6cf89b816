// What must run in the browser: the look, the address, and choices that need no server.
(function () {
  "use strict";

  const NOTHING = () => window.dash_clientside.no_update;
  const root = document.documentElement;
  const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");
  const MOST_PINS = 3;

  function look() {
    let chosen = null;
    try { chosen = localStorage.getItem("look"); } catch (blocked) { /* private windows may refuse storage */ }
    return chosen || (systemIsDark.matches ? "dark" : "light");
  }

  function show(name) {
    root.setAttribute("data-bs-theme", name);
    return name === "dark" ? "Light" : "Dark";
  }

  show(look());
  systemIsDark.addEventListener("change", () => show(look()));

  // The server draws a chart for the width of its place; here it is guessed before there is one (style.css), then measured.
  const EDGES = 16, BESIDE = 356; // pixels: at the sides of a chart, and of the filters where they stand beside it

  function chartWidth() {
    const place = document.querySelector("main .chart-panel .scroller");
    const beside = window.matchMedia("(min-width: 100rem)").matches && !root.classList.contains("filters-toggled");
    const filters = beside && ["/", "/trials"].includes(window.location.pathname) ? BESIDE : 0;
    return place && place.clientWidth || document.body.clientWidth - EDGES - filters;
  }

  function view() {
    const { pathname, search, origin } = window.location;
    return { path: pathname, query: search, origin: origin, width: window.innerWidth, height: window.innerHeight };
  }

  let drawn = 0; // the width that the server was told last
  let asked = ""; // the address that Dash opened last: of those that page-text.js wrote since, it does not know

  // Back and Forward to an address that Dash takes for the one it has open.
  window.addEventListener("popstate", function () {
    const { pathname, search } = window.location;
    if (pathname + search === asked && !lacksGrid(pathname)) { window.dash_clientside.set_props("view", { data: view() }); }
  });

  function measure() {
    const width = chartWidth();
    if (Math.abs(width - drawn) < 4) { return; }
    drawn = width;
    window.dash_clientside.set_props("width", { data: width });
  }

  let resized;
  window.addEventListener("resize", function () {
    window.clearTimeout(resized);
    const again = () => window.dash_clientside.set_props("view", { data: view() });
    resized = window.setTimeout(root.dataset.room === "present" ? again : measure, 200);
  });

  // A chart is as large as it was drawn: Dash need not draw it again when something around it changes.
  new MutationObserver(function (_, observer) {
    if (!window.Plotly || !window.Plotly.Plots) { return; }
    observer.disconnect();
    window.Plotly.Plots.resize = (chart) => Promise.resolve(chart);
  }).observe(document, { childList: true, subtree: true });

  // What the buttons of pages/buttons.py ask for.
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-pin], [data-unpin], [data-drop]");
    if (button) { window.dash_clientside.set_props("action", { data: Object.assign({ at: event.timeStamp }, button.dataset) }); }
  });

  // The links of the bar change pages without a load, and take along what is chosen. The script of the grid is the exception:
  // it comes with the first page that needs it.
  const lacksGrid = (path) => !window.dash_ag_grid && document.querySelector("main").dataset.grids.split(" ").includes(path);
  document.addEventListener("click", function (event) {
    const link = event.target.closest(".bar .nav-link, .questions a, .asked a, .find a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || lacksGrid(link.pathname)) { return; }
    event.preventDefault();
    window.dash_clientside.set_props("url", { href: link.href });
    window.scrollTo(0, 0);
    document.querySelectorAll(".questions[open], .find[open]").forEach((menu) => menu.removeAttribute("open"));
  });
  window.addEventListener("popstate", function () { if (lacksGrid(window.location.pathname)) { window.location.reload(); } });

  // Esc takes the last pinned publication back, by the same button that a pointer uses.
  document.addEventListener("keydown", function (event) {
    const unpin = document.querySelector("[data-unpin]");
    if (event.key === "Escape" && unpin) { unpin.click(); }
  });

  const acted = () => window.dash_clientside.callback_context.triggered_id === "action";

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    dashboard: {
      // Another address is open.
      view: function (path, query, before) {
        const width = chartWidth();
        drawn = width;
        asked = window.location.pathname + window.location.search;
        return [view(), width === before ? NOTHING() : width];
      },

      // Another page stands there.
      title: function (page) {
        document.dispatchEvent(new Event("page"));
        if (root.dataset.room !== "present") { window.requestAnimationFrame(measure); }
        document.title = page ? page + " · BlinaBoard" : "BlinaBoard";
        document.querySelectorAll(".bar .nav-link").forEach(function (link) {
          if (link.pathname === window.location.pathname) { link.setAttribute("aria-current", "page"); } else { link.removeAttribute("aria-current"); }
        });
        return page;
      },

      theme: function (clicks) {
        if (!clicks) { return show(look()); }
        const next = look() === "dark" ? "light" : "dark";
        try { localStorage.setItem("look", next); } catch (blocked) { /* the choice then lasts for this page only */ }
        return show(next);
      },

      // A filter taken back, or one option of it; no name means all of them.
      changeFilters: function (action, values, fields) {
        return values.map(function (value, index) {
          if (!action || action.drop === undefined || (action.drop && action.drop !== fields[index].field)) { return NOTHING(); }
          return action.option ? value.filter((option) => option !== action.option) : [];
        });
      },

      // Choosing pins: the newest last, at most three; closing takes one back.
      choose: function (clicks, action, pins) {
        const kept = clicks.map(NOTHING), cleared = clicks.map(() => null);
        if (acted() && action.unpin) { return [pins.filter((pin) => pin !== action.unpin), kept]; }
        const point = clicks.find(Boolean);
        const record = acted() ? action.pin : point && point.points[0].customdata;
        if (!record) { return [NOTHING(), acted() ? kept : cleared]; }
        if (record.includes("=")) { // a cell of the gap map: not a record but the filters that it stands for
          window.location.assign("/?" + record);
          return [NOTHING(), cleared];
        }
        return [pins.filter((pin) => pin !== record).concat([record]).slice(-MOST_PINS), cleared];
      },

      tablesOpen: function (values, switches, before) {
        const open = switches.filter((_, index) => values[index]).map((id) => id.chart);
        return JSON.stringify(open) === JSON.stringify(before) ? NOTHING() : open;
      },

      search: function (words, options) {
        return words === undefined ? NOTHING() : Object.assign({}, options, { quickFilterText: words || "" });
      },

      report: function (cells, grids) {
        const at = cells.findIndex(Boolean);
        if (at < 0) { return NOTHING(); }
        const version = document.getElementById("report-text").dataset.version;
        return [
          "Table: " + grids[at].table, "Record: " + cells[at].rowId, "Column: " + cells[at].colId, "Value shown: " + cells[at].value,
          "What the source says, and where: ", "Data version: " + version,
        ].join("\n");
      },

      toggleFilters: function (clicks) {
        if (clicks) { root.classList.toggle("filters-toggled"); window.requestAnimationFrame(measure); }
        const wide = window.matchMedia("(min-width: 100rem)").matches;
        return String(wide !== root.classList.contains("filters-toggled"));
      },
    },
  });
})();
