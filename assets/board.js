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

  // A chart follows the width of its place and nothing else; its height is that of its rows.
  const widths = new WeakMap();
  const places = new ResizeObserver(function (changed) {
    for (const { target, contentRect } of changed) {
      const before = widths.get(target);
      widths.set(target, contentRect.width);
      if (before && contentRect.width && before !== contentRect.width && target.querySelector(".main-svg")) { window.Plotly.Plots.resize(target); }
    }
  });
  new MutationObserver(() => document.querySelectorAll(".js-plotly-plot").forEach((chart) => places.observe(chart)))
    .observe(document, { childList: true, subtree: true });

  // Esc takes the last pinned publication back, by the same button that a pointer uses.
  document.addEventListener("keydown", function (event) {
    const unpin = document.querySelector(".study-card .unpin");
    if (event.key === "Escape" && unpin) { unpin.click(); }
  });

  // A button that has just been drawn also calls back; only a click counts.
  function clicked() {
    const context = window.dash_clientside.callback_context;
    const first = context.triggered.find((trigger) => trigger.value);
    return first ? context.triggered_id : null;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    board: {
      title: function (page) {
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

      // The address is the state. It is replaced, not added to, so that Back leaves the page as a reader expects.
      address: function (query, ...links) {
        const search = query ? "?" + query : "";
        window.history.replaceState(window.history.state, "", window.location.pathname + search);
        return links.map((link) => link.split("?")[0] + search);
      },

      changeFilters: function (drops, reset, values, fields) {
        const chosen = clicked();
        if (!chosen) { return values.map(NOTHING); }
        if (chosen === "reset") { return values.map(() => []); }
        return values.map(function (value, index) {
          if (fields[index].field !== chosen.field) { return NOTHING(); }
          return chosen.option ? value.filter((option) => option !== chosen.option) : [];
        });
      },

      // Choosing pins: the newest last, at most three; closing takes one back.
      choose: function (clicks, opened, closed, pins) {
        const unchanged = [NOTHING(), clicks.map(NOTHING)];
        const chosen = clicked();
        if (!chosen) { return unchanged; }
        if (chosen.type === "unpin") { return [pins.filter((pin) => pin !== chosen.record), clicks.map(NOTHING)]; }
        const point = clicks.find(Boolean);
        const record = chosen.type === "chart" ? point && point.points[0].customdata : chosen.record;
        const cleared = clicks.map(() => null);
        if (!record) { return [NOTHING(), cleared]; }
        if (record.includes("=")) { // a cell of the gap map: not a record but the filters that it stands for
          window.location.assign("/?" + record);
          return [NOTHING(), cleared];
        }
        return [pins.filter((pin) => pin !== record).concat([record]).slice(-MOST_PINS), cleared];
      },

      twinsOpen: function (values, switches, before) {
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
          "What the review says, and where: ", "Data version: " + version,
        ].join("\n");
      },

      toggleFilters: function (clicks) {
        if (clicks) { root.classList.toggle("filters-toggled"); }
        const wide = window.matchMedia("(min-width: 100rem)").matches;
        return String(wide !== root.classList.contains("filters-toggled"));
      },
    },
  });
})();
