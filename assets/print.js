// On paper every chart stands again, drawn for the width of a sheet and cut to its height: the screen's is too wide to be read there.
(function () {
  "use strict";

  const root = document.documentElement;
  const sheets = [];
  let look = null;

  // A print does not wait for an answer, so the figures are asked for while the browser stands still.
  function figures(order) {
    const request = new XMLHttpRequest();
    request.open("GET", "/export/figures?medium=paper&order=" + encodeURIComponent(order.join("!")), false);
    try { request.send(); } catch (unreachable) { return []; }
    return request.status === 200 ? JSON.parse(request.responseText) : [];
  }

  function draw(panel, made) {
    const place = panel.querySelector(".graph").parentElement;
    panel.classList.add("on-paper");
    for (const { figure } of made) {
      const sheet = document.createElement("div");
      sheet.className = "paper";
      place.append(sheet);
      sheets.push(sheet);
      window.Plotly.newPlot(sheet, figure.data, figure.layout, { staticPlot: true });
    }
  }

  window.addEventListener("beforeprint", function () {
    look = root.getAttribute("data-bs-theme");
    root.setAttribute("data-bs-theme", "light");
    const panels = [...document.querySelectorAll("main [data-entry]")];
    if (!panels.length || !window.Plotly) { return; }
    figures(panels.map((panel) => panel.dataset.entry)).forEach((made, index) => draw(panels[index], made));
  });

  window.addEventListener("afterprint", function () {
    root.setAttribute("data-bs-theme", look);
    for (const sheet of sheets.splice(0)) {
      sheet.closest(".on-paper")?.classList.remove("on-paper");
      window.Plotly.purge(sheet);
      sheet.remove();
    }
  });
})();
