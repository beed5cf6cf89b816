// A change that the server could not be asked is kept and asked again, and a banner says so meanwhile.
// A change carries everything that its answer needs and alters nothing, so that it may be asked twice and of any server.
(function () {
  "use strict";

  const { settings } = window.blinaboard;
  const { addresses } = settings;
  const PAUSE = 2000;
  const TRIES = 5;
  const GATEWAY = [502, 503, 504]; // what a proxy says while the server behind it is away
  const LOST = "No connection: what you see stays as it was.";
  const KEPT = " Your last change follows as soon as the connection is back.";
  const REFUSED = "This change could not be answered.";
  const MISSING = "Part of this page did not arrive, so not everything is drawn. With a connection, reload the page: what you chose is in its address.";
  const OTHER = "Since this page was opened, its tables have changed: what you see may come from both versions. Reload the page: what you chose is in its address.";

  const ask = window.fetch.bind(window);
  /** @type {Map<string, object>} */
  const newest = new Map(); // the last change asked of each callback
  let waiting = 0;
  let away = false;
  /** @type {Promise<void> | null} */
  let back = null; // while the server is looked for: the promise that it is there

  /** @param {string} words */
  const say = (words) => window.blinaboard.warn("connection", words);

  /** @returns {Promise<unknown>} */
  function pause() {
    return new Promise(function (go) {
      setTimeout(go, PAUSE);
      window.addEventListener("online", go, { once: true });
    });
  }

  async function reached() {
    try { return (await ask(addresses.health, { cache: "no-store" })).ok; } catch (failed) { return false; }
  }

  // A browser that calls itself offline may still reach a server on the same laptop: only an answer tells.
  async function look() {
    while (!await reached()) {
      away = true;
      tell();
      await pause();
    }
    if (away) { say(""); }
    away = false;
    back = null;
  }

  function tell() {
    if (away) { say(LOST + (waiting ? KEPT : "")); }
  }

  function connection() {
    back = back || look();
    tell();
    return back;
  }

  /** @param {Response} answer */
  async function reason(answer) {
    const words = answer.headers.get("Content-Type") || "";
    return words.startsWith("text/plain") ? answer.clone().text() : REFUSED;
  }

  /** Of what the page is made, and what changes it. */
  const ASKED_AGAIN = [addresses.change, addresses.layout, addresses.dependencies];

  /** @param {RequestInfo | URL} address @param {RequestInit} options */
  async function answered(address, options) {
    const output = options.body ? JSON.parse(String(options.body)).output : String(address);
    const mine = {};
    newest.set(output, mine);
    for (let tries = 1; ; tries += 1) {
      let failure = null;
      try {
        const answer = await ask(address, options);
        if (!GATEWAY.includes(answer.status) || tries === TRIES) { return answer; }
      } catch (failed) { failure = failed; }
      if (failure && (tries === TRIES || (options.signal && options.signal.aborted))) { throw failure; }
      waiting += 1;
      await connection();
      if (tries > 1) { await pause(); }
      waiting -= 1;
      // a later change of the same kind stands for this one, too: "nothing to update" ends it for Dash
      if (newest.get(output) !== mine) { return new Response(null, { status: 204 }); }
    }
  }

  window.fetch = async function (address, options) {
    const asked = String(address instanceof Request ? address.url : address);
    if (!ASKED_AGAIN.some((one) => asked.includes(one))) { return ask(address, options); }
    let answer = new Response();
    try {
      answer = await answered(address, options || {});
    } catch (failure) {
      if (!options?.signal?.aborted) { say(REFUSED); }
      throw failure;
    }
    say(answer.ok ? "" : await reason(answer));
    // several servers behind one address may change one after the other: once is enough
    if (answer.ok && (answer.headers.get(settings.version_header) || settings.version) !== settings.version) { window.blinaboard.warn("version", OTHER); }
    return answer;
  };

  window.addEventListener("offline", connection);

  // Dash asks for the script of a component when it is first shown, and never again where it did not come.
  document.addEventListener("error", function ({ target }) {
    if (target instanceof HTMLScriptElement) { window.blinaboard.warn("script", MISSING); }
  }, true);
})();
