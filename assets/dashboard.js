// What must run in the browser: the look, the address, and choices that need no server.
(function () {
  "use strict";

  const { settings, place, choices, isTyped, announce } = window.blinaboard;
  const { ids } = settings;
  const NOTHING = () => window.dash_clientside.no_update;
  const root = document.documentElement;
  const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

  function look() {
    let chosen = null;
    try { chosen = localStorage.getItem("look"); } catch (blocked) { /* private windows may refuse storage */ }
    return chosen || (systemIsDark.matches ? "dark" : "light");
  }

  /** @param {string} name */
  function show(name) {
    root.setAttribute("data-bs-theme", name);
    return name === "dark" ? "Light" : "Dark";
  }

  show(look());
  systemIsDark.addEventListener("change", () => window.dash_clientside.set_props(ids.theme_switch, { children: show(look()) }));

  // The server draws a chart for the width of its place; here it is guessed before there is one (style.css), then measured.
  const isWide = () => window.getComputedStyle(root).getPropertyValue("--filters-beside").trim() === "yes";

  function chartWidth() {
    const scroller = document.querySelector("main .chart-panel .scroller");
    const beside = settings.with_filters.includes(window.location.pathname) && isWide() && !root.classList.contains("filters-toggled");
    return scroller && scroller.clientWidth || document.body.clientWidth - settings.edges - (beside ? settings.filters_width : 0);
  }

  /** @returns {SentView} */
  function view() {
    const { pathname, search, origin } = window.location;
    return { path: pathname, query: search, origin: origin, width: window.innerWidth, height: window.innerHeight };
  }

  const areFiltersOver = () => !isWide() && root.classList.contains("filters-toggled") && document.getElementById(ids.filters) !== null;
  const foldFilters = () => place(ids.filters_button).click();

  let before = false; // whether another page stood there: the title of the first is read by itself

  /** What a screen of a presentation is: its question, and which of how many it is. */
  const screen = () => [document.querySelector("main h1"), document.querySelector(".present-steps span")].map((one) => one?.textContent || "").join(" ");

  let drawn = 0; // the width that the server was told last
  let asked = ""; // the address that Dash opened last: of those that page-text.js wrote since, it does not know

  // Back and Forward to an address that Dash takes for the one it has open.
  window.addEventListener("popstate", function () {
    const { pathname, search } = window.location;
    if (pathname + search === asked && !lacksGrid(pathname)) { window.dash_clientside.set_props(ids.view, { data: view() }); }
  });

  function measure() {
    const width = chartWidth();
    if (Math.abs(width - drawn) < 4) { return; }
    drawn = width;
    window.dash_clientside.set_props(ids.width, { data: width });
  }

  let resized = 0;
  window.addEventListener("resize", function () {
    window.clearTimeout(resized);
    const again = () => window.dash_clientside.set_props(ids.view, { data: view() });
    resized = window.setTimeout(root.dataset.room === "present" ? again : measure, 200);
  });

  // A chart is as large as it was drawn: Dash need not draw it again when something around it changes.
  new MutationObserver(function (_, observer) {
    if (!window.Plotly || !window.Plotly.Plots) { return; }
    observer.disconnect();
    window.Plotly.Plots.resize = (chart) => Promise.resolve(chart);
  }).observe(document, { childList: true, subtree: true });

  /** What was clicked, or what of that kind it stands in. @param {Event} event @param {string} css @returns {HTMLElement | null} */
  const closest = (event, css) => (event.target instanceof Element ? event.target.closest(css) : null);

  // What the buttons of pages/buttons.py ask for.
  document.addEventListener("click", function (event) {
    const button = closest(event, "[data-pin], [data-unpin], [data-drop]");
    if (button) { window.dash_clientside.set_props(ids.action, { data: Object.assign({ at: event.timeStamp }, button.dataset) }); }
  });

  // The links of the bar change pages without a load, and take along what is chosen. The script of the grid is the exception:
  // it comes with the first page that needs it.
  /** @param {string} path */
  const lacksGrid = (path) => !window.dash_ag_grid && settings.with_grids.includes(path);
  document.addEventListener("click", function (event) {
    const link = closest(event, ".bar .nav-link, .questions a, .asked a, .find a, .case-layers a");
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || lacksGrid(link.pathname)) { return; }
    event.preventDefault();
    window.dash_clientside.set_props(ids.url, { href: link.href });
    window.scrollTo(0, 0);
    document.querySelectorAll(".questions[open], .find[open]").forEach((menu) => menu.removeAttribute("open"));
  });
  window.addEventListener("popstate", function () { if (lacksGrid(window.location.pathname)) { window.location.reload(); } });

  // Esc takes away what a pointer opened over a mark, and folds what is open over the page, else it takes the last pinned record back, by the same buttons that a pointer uses.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    document.querySelectorAll(".hoverlayer:not(:empty)").forEach((box) => window.Plotly?.Fx.unhover(box.closest(".js-plotly-plot")));
    const open = document.querySelector(".menu[open], .questions[open]");
    const unpin = document.querySelector("[data-unpin]");
    if (open) {
      open.removeAttribute("open");
      open.querySelector("summary")?.focus();
    } else if (areFiltersOver()) {
      foldFilters();
      place(ids.filters_button).focus();
    } else if (unpin instanceof HTMLElement && !isTyped(event)) { unpin.click(); }
  });

  // What lies over the page is folded when the keyboard goes on behind it: nobody has to guess where it is. A press on words inside it
  // gives the focus to what it stands in, the page, and folds nothing.
  document.addEventListener("focusin", function ({ target }) {
    if (!(target instanceof Element)) { return; }
    /** @param {Element | null} over */
    const isBehind = (over) => over !== null && !over.contains(target) && !target.contains(over);
    document.querySelectorAll(".menu[open], .questions[open]").forEach((menu) => { if (isBehind(menu)) { menu.removeAttribute("open"); } });
    if (areFiltersOver() && !target.closest(".strip") && isBehind(document.getElementById(ids.filters))) { foldFilters(); } // the strip lies before them
  });

  const acted = () => window.dash_clientside.callback_context.triggered_id === ids.action;

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    dashboard: {
      /** Another address is open. @param {string} path @param {string} query @param {number | null} before */
      view: function (path, query, before) {
        const width = chartWidth();
        drawn = width;
        asked = window.location.pathname + window.location.search;
        return [view(), width === before ? NOTHING() : width];
      },

      /** Another page stands there. @param {string | null} page */
      title: function (page) {
        document.dispatchEvent(new Event("page"));
        if (root.dataset.room !== "present") { window.requestAnimationFrame(measure); }
        const title = page ? page + " · " + settings.name : settings.name;
        announce(root.dataset.room === "present" ? screen() : before && document.title !== title ? title : "");
        before = true;
        document.title = title;
        // of a page without filters the address is all that is known of a state; others write theirs (page-text.js)
        const carried = document.getElementById(ids.page_text) ? "" : window.location.search;
        document.querySelectorAll("a.nav-link").forEach(function (link) {
          if (carried) { /** @type {HTMLAnchorElement} */ (link).search = carried; }
          if (/** @type {HTMLAnchorElement} */ (link).pathname === window.location.pathname) { link.setAttribute("aria-current", "page"); } else { link.removeAttribute("aria-current"); }
        });
        return page;
      },

      /** @param {number | null} clicks */
      theme: function (clicks) {
        if (!clicks) { return show(look()); }
        const next = look() === "dark" ? "light" : "dark";
        try { localStorage.setItem("look", next); } catch (blocked) { /* the choice then lasts for this page only */ }
        return show(next);
      },

      /** @param {Action | null} action @param {string[][]} values @param {{ field: string }[]} fields */
      changeFilters: (action, values, fields) => choices.filters(action, values, fields, NOTHING()),

      /**
       * Choosing pins; closing takes one back.
       * @param {(Click | null)[]} clicks @param {Action} action @param {string[]} pins
       */
      choose: function (clicks, action, pins) {
        const kept = clicks.map(NOTHING), cleared = clicks.map(() => null);
        if (acted() && action.unpin) { return [choices.unpinned(pins, action.unpin), kept]; }
        const opened = acted() ? action.pin : clicks.find(Boolean)?.points[0].customdata;
        if (!opened) { return [NOTHING(), acted() ? kept : cleared]; }
        if (choices.isState(opened)) {
          window.location.assign("/?" + opened);
          return [NOTHING(), cleared];
        }
        return [choices.pinned(pins, opened), cleared];
      },

      /** @param {boolean[]} values @param {{ chart: string }[]} switches @param {string[]} before */
      tablesOpen: function (values, switches, before) {
        const open = choices.tables(values, switches);
        return JSON.stringify(open) === JSON.stringify(before) ? NOTHING() : open;
      },

      /** @param {string | null | undefined} words @param {object} options */
      search: function (words, options) {
        return words === undefined ? NOTHING() : Object.assign({}, options, { quickFilterText: words || "" });
      },

      /** @param {(Cell | null)[]} cells @param {{ table: string }[]} grids */
      report: function (cells, grids) {
        const cell = cells.find(Boolean);
        return cell ? choices.report(grids[cells.indexOf(cell)].table, cell, place(ids.report_text).dataset.version || "") : NOTHING();
      },

      /** @param {number | null} clicks */
      toggleFilters: function (clicks) {
        if (clicks) { root.classList.toggle("filters-toggled"); window.requestAnimationFrame(measure); }
        return String(isWide() !== root.classList.contains("filters-toggled"));
      },
    },
  });
})();
