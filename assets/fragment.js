// The place that an address names after its # stands at the top, below the strip, and stays there while what is above it is still drawn:
// until the reader moves.
(function () {
  "use strict";

  let place = ""; // what the address names when a page comes: its canonical address, which is written then, leaves it out
  let kept = 0; // how far the window was scrolled for it

  function go() {
    document.getElementById(place)?.scrollIntoView({ behavior: "instant" });
    kept = window.scrollY;
  }

  const grown = new ResizeObserver(go);
  const letGo = () => grown.disconnect();

  document.addEventListener("page", function () {
    letGo();
    place = window.location.hash.slice(1);
    if (place) { grown.observe(document.body); } // which goes there, too, once the height of the strip is known
  });
  ["wheel", "touchstart", "pointerdown", "keydown"].forEach((name) => window.addEventListener(name, letGo, { passive: true, capture: true }));
  window.addEventListener("scroll", function () {
    if (Math.abs(window.scrollY - kept) > 4) { letGo(); } // by the bar of the window
  }, { passive: true });
})();
