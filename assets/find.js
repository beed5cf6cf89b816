// Find a record: names and words come once, with the first use; what is typed is looked for here and goes nowhere.
(function () {
  "use strict";

  const { settings, choices, isShortcut } = window.blinaboard;
  const MOST = 12; // records in the list; of more, a reader is asked to type more
  const EVERYTHING = "all"; // the choice of evidence that leaves no record out

  /** @type {Map<string, Promise<Found[]>>} */
  const index = new Map(); // evidence chosen -> promise of the records

  const evidence = () => new URLSearchParams(window.location.search).get("evidence") || "";

  /** @param {string} chosen @returns {Promise<Found[]>} */
  function records(chosen) {
    const known = index.get(chosen);
    if (known) { return known; }
    const answer = fetch(settings.addresses.find + (chosen ? "?evidence=" + encodeURIComponent(chosen) : "")).then(function (response) {
      if (!response.ok) { throw new Error(String(response.status)); }
      return response.json();
    });
    index.set(chosen, answer);
    answer.catch(() => index.delete(chosen));
    return answer;
  }

  /** A text as it is compared: small letters without accents, so that 'muller' finds Müller. @param {string} text */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /**
   * Every word typed must stand in the name or in one of the texts; the text that says why is the first with all, else with any.
   * @param {Found} record @param {string[]} words
   * @returns {string | null}
   */
  function why(record, words) {
    /** @param {string} text */
    const has = (text) => (/** @type {string} */ word) => plain(text).includes(plain(word));
    const texts = [record.name, ...record.texts];
    if (!words.every((word) => texts.some((text) => has(text)(word)))) { return null; }
    const saying = texts.find((text) => words.every(has(text))) || texts.find((text) => words.some(has(text)));
    return saying === record.name ? record.texts[0] || "" : saying || "";
  }

  /** The records found, each with why; what only the whole evidence has stands after what is shown, marked as such. */
  /** @param {Found[]} shown @param {Found[]} whole @param {string[]} words @returns {{record: Found, reason: string, beyond: boolean}[]} */
  function matches(shown, whole, words) {
    const here = new Set(shown.map((one) => one.record));
    const all = [...shown, ...whole.filter((one) => !here.has(one.record))];
    return all.flatMap(function (record) {
      const reason = why(record, words);
      return reason === null ? [] : [{ record: record, reason: reason, beyond: !here.has(record.record) }];
    });
  }

  /** The page of a record with the record pinned, in the state that stands in an address, or beyond its choice of evidence. */
  /** @param {Found} record @param {string} search @param {boolean} [beyond] */
  function address(record, search, beyond = false) {
    const state = new URLSearchParams(search);
    if (beyond) { state.set("evidence", EVERYTHING); }
    state.set("pin", choices.pinned((state.get("pin") || "").split(",").filter(Boolean), record.record).join(","));
    return record.page + "?" + state.toString().replaceAll("%2C", ",");
  }

  /** @param {{record: Found, reason: string, beyond: boolean}} match */
  function hit({ record, reason, beyond }) {
    const link = Object.assign(document.createElement("a"), { href: address(record, window.location.search, beyond), textContent: record.name });
    const item = document.createElement("li");
    const where = beyond ? record.where + (reason ? " · " : "") : "";
    link.dataset.opens = record.record; // its card is what a reader wants to see next (focus.js)
    item.append(link, " ", Object.assign(document.createElement("span"), { textContent: where + reason }));
    return item;
  }

  /** 'No records in the review; 1 came since': what is not shown is not what there is not. `own` is where the records shown stand. */
  /** @param {{record: Found, beyond: boolean}[]} found @param {string} own */
  function counted(found, own) {
    const isBeyond = found.some((one) => one.beyond);
    const places = isBeyond ? [...new Set([...(found[0].beyond ? [own] : []), ...found.map((one) => one.record.where)])] : [""];
    const said = places.map(function (where, index) {
      const count = found.filter((one) => !where || one.record.where === where).length;
      return (count || "No") + (index ? "" : count === 1 ? " record" : " records") + (where && " " + where);
    });
    return said.join("; ") + (found.length > MOST ? "; type more to see the others" : "");
  }

  /** @param {Element} box @param {HTMLInputElement} field */
  async function look(box, field) {
    const typed = field.value;
    const words = typed.split(/\s+/).filter(Boolean);
    const [said, list] = [box.querySelector("[role=status]"), box.querySelector("ul")];
    if (!said || !list) { return; }
    /** @type {{record: Found, reason: string, beyond: boolean}[]} */
    let found = [];
    let own = "";
    try {
      const [shown, whole] = words.length ? await Promise.all([records(evidence()), records(EVERYTHING)]) : [[], []];
      found = matches(shown, whole, words);
      own = shown.length ? shown[0].where : "";
    } catch (unreachable) {
      if (field.value === typed) { said.textContent = "The list of records did not arrive. Try again."; }
      return;
    }
    if (field.value !== typed) { return; } // what stands there by now has an answer of its own
    list.replaceChildren(...found.slice(0, MOST).map(hit));
    const count = words.length ? counted(found, own) : "";
    if (said.textContent !== count) { said.textContent = count; } // what is written again is read aloud again
  }

  /** Of what is typed now, even where its list is still to come. @param {Element} box @param {HTMLInputElement} field */
  async function openFirst(box, field) {
    await look(box, field);
    const first = box.querySelector("li a");
    if (first instanceof HTMLElement) { first.click(); }
  }

  /** The field, made when it is first needed. @param {Element} box @returns {HTMLInputElement} */
  function ready(box) {
    const made = box.querySelector("input");
    if (made) { return made; }
    const field = document.createElement("input");
    Object.assign(field, { type: "search", className: "search", autocomplete: "off", spellcheck: false });
    field.addEventListener("input", () => look(box, field));
    field.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) { openFirst(box, field); } });
    box.querySelector("label div")?.append(field);
    return field;
  }

  document.addEventListener("toggle", function ({ target: box }) {
    if (!(box instanceof Element) || !box.matches(".find[open]")) { return; }
    const field = ready(box);
    field.focus();
    look(box, field);
  }, true);

  // "/" opens it from anywhere but a field.
  document.addEventListener("keydown", function (event) {
    const box = document.querySelector(".find");
    if (event.key !== "/" || !(box instanceof HTMLDetailsElement) || !isShortcut(event)) { return; }
    event.preventDefault();
    box.open = true;
  });

  window.blinaboard.find = { why, matches, counted, address, look };
})();
