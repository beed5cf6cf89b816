// What stands on a presented screen: texts outside of the window, the smallest sizes, texts that lie on each other, boxes that hide.
const within = 0.15;  // of a text's height is air above and below its letters
const corners = (text) => {
  const m = text.getScreenCTM(), b = text.getBBox(), top = b.y + within * b.height, bottom = b.y + (1 - within) * b.height;
  return [[b.x, top], [b.x + b.width, top], [b.x + b.width, bottom], [b.x, bottom]].map(([x, y]) => [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f]);
};
const ranges = (node) => { const range = document.createRange(); range.selectNodeContents(node); return [...range.getClientRects()]; };
const words = document.createTreeWalker(document.querySelector(".present"), NodeFilter.SHOW_TEXT);
const found = [];
for (let node; (node = words.nextNode());) {
  const parent = node.parentElement;
  if (!node.textContent.trim() || parent.ownerSVGElement || parent.closest("style, script")) { continue; }
  const size = parseFloat(getComputedStyle(parent).fontSize);
  for (const r of ranges(node)) {
    const top = r.top + within * r.height, bottom = r.bottom - within * r.height;
    found.push({ text: node.textContent.trim(), drawn: false, size: size, at: [[r.left, top], [r.right, top], [r.right, bottom], [r.left, bottom]] });
  }
}
for (const text of document.querySelectorAll(".present .main-svg text")) {
  if (!text.textContent.trim()) { continue; }
  const sizes = [text, ...text.querySelectorAll("tspan")].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
  const size = Math.min(...sizes.map((e) => parseFloat(getComputedStyle(e).fontSize)));
  found.push({ text: text.textContent.trim(), drawn: true, size: size, at: corners(text) });
}
// pixels by which two quadrilaterals reach into each other; none where a line parts them
const overlap = (p, q) => Math.min(...[[p, q], [q, p]].flatMap(([a]) => a.map(([x, y], i) => {
  const [u, v] = a[(i + 1) % 4], n = Math.hypot(u - x, v - y) || 1, across = ([s, t]) => (s * (v - y) - t * (u - x)) / n;
  const [P, Q] = [p.map(across), q.map(across)];
  return Math.min(Math.max(...P), Math.max(...Q)) - Math.max(Math.min(...P), Math.min(...Q));
})));
const over = [];
found.forEach((one, i) => found.slice(i + 1).forEach((two) => { if (overlap(one.at, two.at) > 3) { over.push(one.text + " / " + two.text); } }));
const ends = found.flatMap((text) => text.at);
return {
  outside: found.filter((text) => text.at.some(([x, y]) => x < -2 || y < -2 || x > innerWidth + 2 || y > innerHeight + 2)).map((text) => text.text),
  drawn: Math.min(...found.filter((text) => text.drawn).map((text) => text.size), 1e9), words: Math.min(...found.filter((text) => !text.drawn).map((text) => text.size)),
  over: over, scrolls: [...document.querySelectorAll(".present, .present *")].filter((e) => !e.ownerSVGElement && e.clientHeight > 20 && e.scrollHeight > e.clientHeight + 2 && getComputedStyle(e).overflowY !== "visible").map((e) => e.className),
};
