// What a reader looks at is drawn first. A chart out of sight keeps its place and is drawn when it comes near, or when nothing else
// is to be done. Dash draws every chart of a page by Plotly.react, whatever is in sight, and waits for the promise.
(function () {
  "use strict";

  const NEAR = 0.1; // window heights beyond its edges
  const PATIENCE = 500; // milliseconds; a machine that is never idle draws all the same

  /** @type {Map<Element, Waiting>} */
  const waiting = new Map(); // chart -> what draws it as it was asked for last, and who waits for that
  let scheduled = false;

  /** @param {Element} chart */
  function inSight(chart) {
    const { top, bottom } = chart.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  }

  /** @param {Element} chart @param {Waiting} waited */
  function drawNow(chart, { draw, told }) {
    waiting.delete(chart);
    coming.unobserve(chart);
    const drawn = chart.isConnected ? Promise.resolve().then(draw) : Promise.resolve(chart); // a page that was left needs no chart
    drawn.then((result) => told.forEach(({ done }) => done(result)), (failure) => told.forEach(({ failed }) => failed(failure)));
  }

  const coming = new IntersectionObserver(function (entries) {
    entries.forEach(function ({ isIntersecting, target }) {
      const waited = waiting.get(target);
      if (isIntersecting && waited) { drawNow(target, waited); }
    });
  }, { rootMargin: 100 * NEAR + "% 0%" });

  // One chart at a time, so that a click in between is answered at once.
  function whenIdle() {
    if (scheduled || waiting.size === 0) { return; }
    scheduled = true;
    const idle = window.requestIdleCallback || ((/** @type {() => void} */ run) => window.setTimeout(run, 50));
    idle(function () {
      scheduled = false;
      const [next] = waiting;
      if (next) { drawNow(...next); }
      whenIdle();
    }, { timeout: PATIENCE });
  }

  /** @param {Element} chart @param {() => unknown} draw */
  function wait(chart, draw) {
    return new Promise(function (done, failed) {
      const told = waiting.get(chart)?.told || [];
      waiting.set(chart, { draw: draw, told: told.concat([{ done: done, failed: failed }]) });
      coming.observe(chart);
      window.requestAnimationFrame(() => window.setTimeout(whenIdle)); // what is in sight is painted before
    });
  }

  /** @param {PlotlyLibrary} plotly */
  function nearestFirst(plotly) {
    const react = plotly.react;
    plotly.react = function (chart, figure, ...others) {
      const draw = () => react.call(plotly, chart, figure, ...others);
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
