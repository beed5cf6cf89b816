// Where a keyboard goes on when the control on which it stood is no longer there, or when it opened what stands elsewhere.
(function () {
  "use strict";

  const { ids } = window.blinaboard.settings;
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

  function goOn() {
    const card = wanted && document.querySelector(CARD + " " + having("unpin", wanted));
    if (card instanceof HTMLElement) {
      wanted = "";
      card.focus({ preventScroll: true });
      card.closest(".study-card")?.scrollIntoView({ block: "start" });
    } else if (isLost()) {
      seen(next)?.focus({ preventScroll: true });
    }
  }

  const isLost = () => held !== null && !held.isConnected && document.activeElement === document.body;

  new MutationObserver(goOn).observe(document.body, { childList: true, subtree: true });

  // A card that a keyboard opens is gone to. A pointer stays where it is: it sees the card.
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
    strip.disconnect();
    const place = document.querySelector("main .strip");
    if (place) { strip.observe(place); } else { root.style.scrollPaddingTop = ""; }
    // another page stands there: what was on the one before has no follower on it but the page itself
    if (isLost()) { seen([...next, PAGE])?.focus({ preventScroll: true }); }
  });
})();
