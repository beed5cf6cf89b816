// What a reader looks at is drawn first. A chart out of sight keeps its place and is drawn when it comes near, or when nothing else
// is to be done. Dash draws every chart of a page by Plotly.react, whatever is in sight, and waits for the promise.
// And each is drawn once: plotly.js gives marks and words their look when it draws them, and again when all are drawn.
(function () {
  "use strict";

  const { whenIdle } = window.blinaboard;
  const NEAR = 0.1; // window heights beyond its edges
  const PATIENCE = 500; // milliseconds; a machine that is never idle draws all the same

  /** @type {Map<Element, Waiting>} */
  const waiting = new Map(); // chart -> what draws it as it was asked for last, and who waits for that
  /** @type {WeakMap<Element, boolean>} */
  const near = new WeakMap(); // asked of the page in a change, it would have to be laid out before the next chart is drawn
  let scheduled = false;

  /** @param {Element} chart */
  function inSight(chart) {
    const known = near.get(chart);
    if (known !== undefined) { return known; }
    coming.observe(chart);
    const { top, bottom } = chart.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  }

  /** @param {Element} chart @param {Waiting} waited */
  function drawNow(chart, { draw, promised }) {
    waiting.delete(chart);
    if (!chart.isConnected) { return; } // its page was left, and an answer would let Dash draw its next figure where nothing is
    Promise.resolve().then(draw).then((result) => promised.forEach(({ done }) => done(result)), (failure) => promised.forEach(({ failed }) => failed(failure)));
  }

  const coming = new IntersectionObserver(function (entries) {
    entries.forEach(function ({ isIntersecting, target }) {
      const waited = waiting.get(target);
      near.set(target, isIntersecting);
      if (isIntersecting && waited) { drawNow(target, waited); }
      if (!target.isConnected) { coming.unobserve(target); }
    });
  }, { rootMargin: 100 * NEAR + "% 0%" });

  // One chart at a time, so that a click in between is answered at once.
  function drawNext() {
    if (scheduled || waiting.size === 0) { return; }
    scheduled = true;
    whenIdle(function () {
      scheduled = false;
      const [next] = waiting;
      if (next) { drawNow(...next); }
      drawNext();
    }, PATIENCE);
  }

  /** @param {Element} chart @param {() => unknown} draw */
  function wait(chart, draw) {
    return new Promise(function (done, failed) {
      const promised = waiting.get(chart)?.promised || [];
      waiting.set(chart, { draw: draw, promised: promised.concat([{ done: done, failed: failed }]) });
      window.requestAnimationFrame(() => window.setTimeout(drawNext)); // what is in sight is painted before
    });
  }

  /** @type {WeakSet<PlotlyKind>} */
  const once = new WeakSet();

  /** @param {PlotlyKind} kind */
  function styledOnce(kind) {
    if (kind.name !== "scatter" || once.has(kind)) { return; } // bars have their look from `style` alone
    const { plot, style } = kind;
    /** @type {WeakSet<PlotlyChart>} */
    const drawn = new WeakSet();
    kind.plot = (chart, ...others) => { plot(chart, ...others); drawn.add(chart); };
    kind.style = (chart) => { if (!drawn.delete(chart)) { style(chart); } };
    once.add(kind);
  }

  /** @param {PlotlyLibrary} plotly */
  function nearestFirst(plotly) {
    const react = plotly.react;
    plotly.react = function (chart, figure, ...others) {
      const draw = function () {
        const drawn = react.call(plotly, chart, figure, ...others);
        (chart._fullData || []).forEach((trace) => styledOnce(trace._module));
        return drawn;
      };
      const height = figure && figure.layout && figure.layout.height;
      if (height) { chart.style.minHeight = height + "px"; } // places below do not move when it is drawn
      if (inSight(chart) && !waiting.has(chart)) { return draw(); }
      return wait(chart, draw);
    };
    return plotly;
  }

  /** @type {PlotlyLibrary | undefined} */
  let served;
  Object.defineProperty(window, "Plotly", { configurable: true, get: () => served, set: (plotly) => { served = plotly && nearestFirst(plotly); } });
})();
