// What must run in the browser: the page's title and the light or dark look.
(function () {
  "use strict";

  const root = document.documentElement;
  const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

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

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    board: {
      title: function (page) {
        document.title = page ? page + " · BlinaBoard" : "BlinaBoard";
        return page;
      },
      theme: function (clicks) {
        if (!clicks) { return show(look()); }
        const next = look() === "dark" ? "light" : "dark";
        try { localStorage.setItem("look", next); } catch (blocked) { /* the choice then lasts for this page only */ }
        return show(next);
      },
    },
  });
})();
