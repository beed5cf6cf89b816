// Where a keyboard goes on when the control on which it stood is no longer there, or when it opened what stands elsewhere.
(function () {
  "use strict";

  const { settings: { ids }, announce } = window.blinaboard;
  const CARD = "#" + ids.card;
  const PAGE = "#" + ids.page;
  const root = document.documentElement;

  /** @param {string} name @param {string} value */
  const having = (name, value) => "[data-" + name + "=" + CSS.escape(value) + "]";

  /** Places that may follow on a control, the best first. @param {HTMLElement} control @returns {string[]} */
  function followers(control) {
    const { pin, unpin, drop } = control.dataset;
    const panel = control.closest(".chart-panel");
    if (pin) { return [...(panel ? ["#" + panel.id + " " + having("pin", pin)] : []), having("pin", pin), having("unpin", pin)]; }
    if (unpin) { return [having("unpin", unpin), ...(openedBy.get(unpin) || []), having("pin", unpin), CARD + " [data-unpin]", ".charts"]; }
    if (drop !== undefined) { return [".chip", "#" + ids.filters_button]; }
    return control.id ? ["#" + CSS.escape(control.id)] : [];
  }

  /** The first that can be seen. @param {string[]} places @returns {HTMLElement | undefined} */
  function seen(places) {
    const found = places.flatMap((place) => [...document.querySelectorAll(place)]).find((one) => one.getClientRects().length);
    return found instanceof HTMLElement ? found : undefined;
  }

  /** @type {Map<string, string[]>} */
  const openedBy = new Map(); // a card's record -> what opened it, and so where a keyboard goes on when it is closed
  /** @type {string[]} */
  let next = []; // where it goes on if the control that has it goes
  /** @type {HTMLElement | null} */
  let held = null; // the control that has it, or had it until it went
  let wanted = ""; // the record whose card is to get it

  document.addEventListener("focusin", function ({ target }) {
    if (!(target instanceof HTMLElement)) { return; }
    held = target.closest(PAGE) && target.id !== ids.page ? target : null;
    next = held ? followers(held) : [];
  });

  /** @param {string} record */
  const closerOf = (record) => seen([CARD + " " + having("unpin", record)]);

  /** @param {HTMLElement} closer the button that closes the card */
  function goTo(closer) {
    closer.focus({ preventScroll: true });
    closer.closest(".study-card")?.scrollIntoView({ block: "start" });
  }

  function goOn() {
    const closer = wanted ? closerOf(wanted) : undefined;
    if (closer) {
      wanted = "";
      goTo(closer);
    } else if (isLost()) {
      const follower = seen(next);
      follower?.focus({ preventScroll: true });
      if (follower?.id !== ids.page) { follower?.scrollIntoView({ block: "nearest" }); }
    }
    pointTo(news());
    const table = unfolded && document.querySelector("#" + CSS.escape(unfolded) + " .data-table table");
    if (table) {
      unfolded = "";
      table.scrollIntoView({ block: "start" });
    }
  }

  const isLost = () => held !== null && document.activeElement === document.body && !(held.isConnected && held.getClientRects().length);

  // ---- What a pointer opens may stand below the window: a button then leads to it ----------------------------------------

  let unfolded = ""; // the chart whose table is to come on screen
  let known = new Set(); // the records whose cards stood there before
  const way = document.createElement("button");
  way.type = "button";
  way.className = "btn btn-primary way-to-card";
  const inSight = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) { way.remove(); } });

  /** The button that closes the card that has come, if one has. */
  function news() {
    const closers = [...document.querySelectorAll(CARD + " [data-unpin]")];
    const come = closers.find((closer) => !known.has(/** @type {HTMLElement} */ (closer).dataset.unpin));
    known = new Set(closers.map((closer) => /** @type {HTMLElement} */ (closer).dataset.unpin));
    if (!known.has(way.dataset.to)) { way.remove(); }
    return come;
  }

  /** @param {Element | undefined} closer */
  function pointTo(closer) {
    const card = closer?.closest(".study-card");
    if (!(closer instanceof HTMLElement) || !card || closer === document.activeElement) { return; }
    const name = card.querySelector("h2")?.textContent || "";
    announce("Card opened: " + name);
    way.textContent = name + ": card below ↓";
    way.dataset.to = closer.dataset.unpin;
    way.onclick = () => goTo(closer);
    document.body.append(way);
    inSight.disconnect();
    inSight.observe(card);
  }

  document.addEventListener("change", function ({ target }) {
    const panel = target instanceof HTMLInputElement && target.checked && target.closest(".table-switch") && target.closest(".chart-panel");
    unfolded = panel ? panel.id : "";
  });

  new MutationObserver(goOn).observe(document.body, { childList: true, subtree: true });

  // A card that a keyboard opens is gone to. A pointer stays where it is.
  document.addEventListener("click", function (event) {
    const { target, detail } = event;
    const opener = target instanceof Element ? target.closest("[data-pin], [data-opens]") : null;
    if (!(opener instanceof HTMLElement)) { return; }
    const { pin, opens } = opener.dataset;
    if (pin) { openedBy.set(pin, followers(opener)); }
    wanted = opens || (detail === 0 && pin) || "";
  });

  // The first stop of a page leads past its filters.
  document.addEventListener("click", function (event) {
    const link = event.target instanceof Element && event.target.closest(".skip-link");
    const evidence = seen([".charts", "main h1", PAGE]);
    if (!link || !evidence) { return; }
    event.preventDefault();
    evidence.tabIndex = -1;
    evidence.focus();
  });

  // A cell of a grid is chosen by Enter as by a click.
  document.addEventListener("keydown", function ({ key, target }) {
    if (key === "Enter" && target instanceof HTMLElement && target.matches(".ag-cell")) { target.click(); }
  });

  // What the keyboard comes to is not under the strip that stays on screen, however high that is.
  const strip = new ResizeObserver(function ([{ target }]) {
    const isKept = window.getComputedStyle(target).position === "sticky";
    root.style.scrollPaddingTop = isKept ? target.getBoundingClientRect().height + 4 + "px" : "";
  });
  document.addEventListener("page", function () {
    news(); // cards that came with the page are no news
    way.remove();
    strip.disconnect();
    const place = document.querySelector("main .strip");
    if (place) { strip.observe(place); } else { root.style.scrollPaddingTop = ""; }
    // another page stands there: what was on the one before has no follower on it but the page itself
    if (isLost()) { seen([...next, PAGE])?.focus({ preventScroll: true }); }
  });
})();
