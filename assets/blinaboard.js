// What all scripts share: the settings that Python wrote into the page, the one banner, steps that do not stop each other, and which
// keys are nobody's but a field's.
(function () {
  "use strict";

  /** @type {BrowserSettings} */
  const settings = JSON.parse(document.getElementById("settings")?.textContent || "");

  /** The element that must be there. @param {string} id */
  function place(id) {
    const found = document.getElementById(id);
    if (!found) { throw new Error("Nothing on the page has the id " + id + "."); }
    return found;
  }

  /** @type {Map<string, string>} */
  const warnings = new Map();

  /** What stands in the banner, each source with its own words; none takes those of another back. @param {string} source @param {string} words */
  function warn(source, words) {
    warnings.set(source, words);
    let banner = document.getElementById(settings.ids.banner);
    if (!banner && words) {
      banner = document.body.appendChild(document.createElement("div"));
      banner.id = settings.ids.banner;
      banner.setAttribute("role", "alert");
    }
    const all = [...warnings.values()].filter(Boolean).join(" ");
    if (banner && banner.textContent !== all) { banner.textContent = all; } // what is written again is read aloud again
  }

  /**
   * Takes every step, whatever becomes of the others, and gives the names of those that failed. A step that failed clears its
   * place: no old words may stand beside new charts.
   * @template State
   * @param {Step<State>[]} steps
   * @param {State} state
   */
  function taken(steps, state) {
    return steps.filter(function (step) {
      try {
        step.write(state);
        return false;
      } catch (failure) {
        console.error(step.name, failure);
        try { step.clear(); } catch (missing) { /* nothing is there that could say what is old */ }
        return true;
      }
    }).map((step) => step.name);
  }

  const TYPED_IN = "input:not([type=checkbox], [type=radio]), textarea, select, .ag-root";

  /** Whether a key is meant for the field in which it is pressed, and for nothing else. @param {Event} event */
  const isTyped = ({ target }) => target instanceof Element && target.closest(TYPED_IN) !== null;

  // Keys of one character can be turned off: speech input sets them off.
  const KEYS = "keys";
  let areKeysOn = true;
  try { areKeysOn = localStorage.getItem(KEYS) !== "off"; } catch (blocked) { /* private windows may refuse storage */ }

  /** Whether a key of one character is meant for the page: not for a field, not with another key, and not turned off. @param {KeyboardEvent} event */
  const isShortcut = (event) => areKeysOn && !isTyped(event) && !event.ctrlKey && !event.metaKey && !event.altKey;

  // What keys ask of what is presented, charts or a case; remote controls send PageUp, PageDown and a full stop.
  /** @type {Record<string, string>} */
  const ROOM_KEYS = {
    arrowright: "next", pagedown: "next", " ": "next", arrowleft: "back", pageup: "back", home: "first", end: "last",
    escape: "leave", b: "blank", ".": "blank",
  };

  /**
   * 'next', 'back', 'first', 'last' or 'leave'; 'blank' and 'shown' are done already; empty where a key asks for nothing.
   * @param {KeyboardEvent} event
   */
  function askedInRoom(event) {
    const room = document.documentElement.classList, asked = ROOM_KEYS[event.key.toLowerCase()] || "";
    const isPress = event.key === " " && event.target instanceof HTMLButtonElement;
    if (!asked || isPress || event.ctrlKey || event.metaKey || event.altKey) { return ""; }
    if (asked === "blank") {
      if (!isShortcut(event)) { return ""; }
      room.toggle("blank");
    } else if (asked !== "leave" && room.contains("blank")) {
      room.remove("blank"); // nobody steps on without seeing where
      return "shown";
    }
    return asked;
  }

  function showKeys() {
    const button = document.getElementById(settings.ids.keys_switch);
    if (button) { button.textContent = areKeysOn ? "Turn these keys off" : "Turn these keys on"; }
  }

  document.addEventListener("page", showKeys);
  document.addEventListener("click", function ({ target }) {
    if (!(target instanceof Element) || target.id !== settings.ids.keys_switch) { return; }
    areKeysOn = !areKeysOn;
    try { localStorage.setItem(KEYS, areKeysOn ? "on" : "off"); } catch (blocked) { /* the choice then lasts for this page only */ }
    showKeys();
  });

  /** Says to who listens what others see; the same words again are said again. @param {string} words */
  function announce(words) {
    const heard = document.getElementById(settings.ids.heard);
    if (heard) { heard.textContent = words; }
  }

  /**
   * Runs what can wait, once nothing else is to be done; a machine that is never idle runs it all the same.
   * @param {() => void} run @param {number} patience in milliseconds
   */
  function whenIdle(run, patience) {
    if (window.requestIdleCallback) { window.requestIdleCallback(run, { timeout: patience }); } else { window.setTimeout(run, 50); }
  }

  window.blinaboard = Object.assign(window.blinaboard || {}, { settings, place, warn, taken, isTyped, isShortcut, askedInRoom, announce, whenIdle });
})();
