// On paper every chart stands again, drawn for the width of a sheet and cut to its height: the screen's is too wide to be read there.
(function () {
  "use strict";

  const { links } = window.blinaboard;
  const root = document.documentElement;
  /** @type {HTMLElement[]} */
  const sheets = [];
  /** @type {string | null} */
  let look = null;

  // A print does not wait for an answer, so the figures are asked for while the browser stands still.
  /** @param {string[]} order @returns {Made[][]} */
  function figures(order) {
    const request = new XMLHttpRequest();
    request.open("GET", links.figures(order, "paper"), false);
    try { request.send(); } catch (unreachable) { return []; }
    return request.status === 200 ? JSON.parse(request.responseText) : [];
  }

  /** @param {PlotlyLibrary} library @param {HTMLElement} panel @param {Made[]} made */
  function draw(library, panel, made) {
    const place = panel.querySelector(".graph")?.parentElement;
    if (!place) { return; }
    panel.classList.add("on-paper");
    for (const { figure } of made) {
      const sheet = document.createElement("div");
      sheet.className = "paper";
      place.append(sheet);
      sheets.push(sheet);
      library.newPlot(sheet, figure.data, figure.layout, { staticPlot: true });
    }
  }

  window.addEventListener("beforeprint", function () {
    look = root.getAttribute("data-bs-theme");
    root.setAttribute("data-bs-theme", "light");
    /** @type {HTMLElement[]} */
    const panels = [...document.querySelectorAll("main [data-entry]")].filter((panel) => panel instanceof HTMLElement);
    const library = window.Plotly;
    if (!panels.length || !library) { return; }
    figures(panels.map((panel) => panel.dataset.entry || "")).forEach((made, index) => draw(library, panels[index], made));
  });

  window.addEventListener("afterprint", function () {
    root.setAttribute("data-bs-theme", look || "light");
    for (const sheet of sheets.splice(0)) {
      sheet.closest(".on-paper")?.classList.remove("on-paper");
      window.Plotly?.purge(sheet);
      sheet.remove();
    }
  });
})();
