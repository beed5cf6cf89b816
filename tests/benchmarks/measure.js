// From a click to the frame after the last change of any mark or text of so many charts `within` an element; they have settled when
// half a second brings no more.
const [words, charts, within, finish] = arguments;
const QUIET = 500, PATIENCE = 20000;

function control() {
  const label = [...document.querySelectorAll("label, button")].find((element) => element.textContent.trim().startsWith(words));
  return label.control || label.querySelector("input") || label;
}

const changed = new Set(), seen = new Set();
let last = 0;
const painted = new MessageChannel();
painted.port1.onmessage = () => { last = performance.now(); };

const observer = new MutationObserver(function (records) {
  let any = false;
  for (const record of records) {
    any = any || seen.has(record.target);
    if (seen.has(record.target)) { continue; }
    const element = record.target.nodeType === 1 ? record.target : record.target.parentElement;
    const drawing = element && element.closest(within + " .svg-container");
    if (drawing) { changed.add(drawing.closest(".js-plotly-plot")); seen.add(record.target); any = true; }
  }
  if (any) { requestAnimationFrame(() => painted.port2.postMessage(0)); }
});
observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });

const started = performance.now();
control().click();
const timer = window.setInterval(function () {
  const now = performance.now();
  const settled = last && changed.size >= charts && now - last > QUIET;
  if (!settled && now - started < PATIENCE) { return; }
  window.clearInterval(timer);
  observer.disconnect();
  finish({ ms: last - started, charts: changed.size, settled: Boolean(settled) });
}, 50);
