// Scripts of ours in node: each finds its settings and the others under `window.blinaboard`, as in the browser.
"use strict";

const path = require("node:path");

/** What the scripts of these tests are told; Python's own stands in the page (tests/test_contract.py). */
const addresses = {
  present: "/present", figures: "/export/figures", offline: "/export/view.html", rows: "/export/chart/", embed: "/embed/",
  what_changed: "/changes",
};
const settings = { most_pins: 3, most_address: 80, between: "!", version: "0a1b2c3d", name: "Board", ids: { banner: "banner" }, addresses };

/** `window.blinaboard` after scripts of assets/ have run. @param {...string} names */
function loaded(...names) {
  const page = {
    getElementById: (id) => (id === "settings" ? { textContent: JSON.stringify(settings) } : null),
    addEventListener: () => undefined,
  };
  Object.assign(globalThis, { window: {}, document: page });
  for (const name of ["blinaboard", ...names]) {
    const file = path.join(__dirname, "..", "..", "assets", name + ".js");
    delete require.cache[file];
    require(file);
  }
  return globalThis.window.blinaboard;
}

module.exports = { loaded };
