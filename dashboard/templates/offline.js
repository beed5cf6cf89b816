// The one script of the page without a network: unpacks the library where it is packed, and draws.
(function () {
  "use strict";

  async function library() {
    const packed = document.getElementById("library");
    if (!packed) { return; }
    const bytes = Uint8Array.from(atob(packed.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.append(script);
  }

  /** @param {string} id */
  const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "");

  /** On paper every chart stands drawn for the width of a sheet and cut to its height. @param {PlotlyLibrary} plotly */
  function print(plotly) {
    /** @type {Made["figure"][][]} */
    const papers = read("papers");
    papers.forEach(function (sheets, index) {
      for (const figure of sheets) {
        const sheet = Object.assign(document.createElement("div"), { className: "paper" });
        document.getElementById("papers-" + index)?.append(sheet);
        plotly.newPlot(sheet, figure.data, figure.layout, { staticPlot: true });
      }
    });
  }

  async function draw() {
    /** @type {Made["figure"][]} */
    const figures = read("figures");
    const plotly = window.Plotly;
    if (!plotly) { throw new Error("There is no library."); }
    // A chart is drawn in pixels, heads over their columns: it cannot be zoomed but by the browser, all of it together.
    const config = { displaylogo: false, showSendToCloud: false, doubleClick: false, modeBarButtons: [["toImage"]] };
    const drawn = await Promise.all(figures.map((figure, index) => plotly.newPlot("chart-" + index, figure.data, figure.layout, config)));
    // to those who hear the page a drawing is hundreds of bare words; its table says them in their rows
    document.querySelectorAll(".chart .main-svg").forEach((drawing) => drawing.setAttribute("aria-hidden", "true"));
    window.addEventListener("beforeprint", () => print(plotly));
    window.addEventListener("afterprint", () => document.querySelectorAll(".paper").forEach((sheet) => sheet.remove()));
    return drawn;
  }

  function sayWhy() {
    for (const place of document.querySelectorAll(".chart")) {
      place.textContent = "This browser is too old to draw the chart. The table holds the same facts.";
    }
    for (const table of document.querySelectorAll("details")) { table.open = true; }
  }

  library().then(draw).then((drawn) => document.documentElement.setAttribute("data-drawn", String(drawn.length))).catch(sayWhy);
})();
