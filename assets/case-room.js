// The case on the wall and on paper. On the wall: one screen that sums it up, then everything on screens that fit, stepped through with
// the arrows. On paper: evidence on one sheet, registrations on the other. What fits is measured, not guessed.
(function () {
  "use strict";

  const page = /** @type {any} */ (window);
  const { el, missing, evidence, registered, publicationRow, publicationGroups, registrationCard, registrationLine, registrationGroups } = page.blinaboardCase;

  /** @type {(box: Element) => boolean} */
  const fits = (box) => box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1;

  /** The first of ever shorter contents that fits the box; the last in any case. */
  /** @param {HTMLElement} box @param {(() => Node[])[]} contents */
  function fill(box, contents) {
    for (const content of contents) {
      box.replaceChildren(...content());
      if (fits(box)) { return; }
    }
  }

  /** What the screens and sheets say of the child. @typedef {{data: CaseData, evaluated: Evaluated, given: string[]}} CaseShown */

  /** @type {(shown: CaseShown) => HTMLElement} */
  function head({ data, given }) {
    return el("header", { class: "case-head" },
      el("p", { class: "case-given" }, el("b", {}, data.words.phrase.child + ": "), given.join(" · ") || data.words.phrase.nothing_given),
      el("span", { class: "stamp" }, data.words.stamp));
  }

  // ---- On the wall --------------------------------------------------------------------------------------------------

  const SUMMARY = { full: false, live: false };
  const FULL = { limit: Infinity, full: true, live: false };

  /** @param {HTMLElement} room @param {CaseShown} shown @returns {HTMLElement} the place of one screen's content */
  function screen(room, shown) {
    const body = el("div", { class: "case-screen-body" });
    room.append(el("section", { class: "case-screen" }, head(shown), body, el("footer", { class: "case-foot" }, el("span", {}, shown.data.words.citation), el("span", { class: "case-step" }))));
    return body;
  }

  /** @param {HTMLElement} room @param {CaseShown} shown */
  function summary(room, shown) {
    const { data, evaluated, given } = shown;
    const body = screen(room, shown);
    if (!given.length) { return; }
    const [left, right] = [el("div", { class: "case-column" }), el("div", { class: "case-column" })];
    body.append(el("p", { class: "case-status" }, ...missing(data, evaluated)), el("div", { class: "case-summary" }, left, right));
    const rows = publicationGroups(data, evaluated).filter((/** @type {any} */ [tier]) => tier !== "setting_only").flatMap((/** @type {any} */ [, cards]) => cards).length;
    fill(left, [
      ...[8, 6, 5, 4, 3, 2, 1].map((limit) => () => [evidence(data, evaluated, { ...SUMMARY, limit: limit }, rows)]),
      ...Array.from({ length: rows }, (_, index) => () => [evidence(data, evaluated, { ...SUMMARY, limit: 1 }, rows - 1 - index)]),
    ]);
    fill(right, [
      () => [registered(data, evaluated, { ...SUMMARY, limit: 0 })],
      () => [registered(data, evaluated, { ...SUMMARY, limit: 0 }, true)],
    ]);
  }

  /** @typedef {{make: (part: [number, number]) => HTMLElement, figures: number}} CaseBlock something that stands whole on a screen, or in parts of its figures */

  /** Blocks under a title on as many screens as they need, and in as many columns as the screen has. */
  /** @param {HTMLElement} room @param {CaseShown} shown @param {string} title @param {CaseBlock[]} blocks @param {string} kind */
  function flow(room, shown, title, blocks, kind) {
    /** @type {HTMLElement | null} */
    let place = null;
    const fresh = () => {
      const body = screen(room, shown);
      const isFirst = !room.querySelector("[data-title='" + title + "']");
      place = el("div", { class: "case-flow " + kind });
      body.append(el("h2", { "data-title": title }, title + (isFirst ? "" : ", " + shown.data.words.phrase.continued)), place);
      return place;
    };
    /** @type {(block: CaseBlock, part: [number, number]) => void} */
    const put = (block, part) => {
      const node = block.make(part);
      const here = place || fresh();
      here.append(node);
      if (fits(here)) { return; }
      if (here.children.length > 1) {
        node.remove();
        fresh();
        put(block, part);
        return;
      }
      const middle = Math.ceil((part[0] + Math.min(part[1], block.figures)) / 2);
      if (middle <= part[0] || middle >= Math.min(part[1], block.figures)) { return; }
      node.remove();
      put(block, [part[0], middle]);
      put(block, [middle, part[1]]);
    };
    blocks.forEach((block) => put(block, [0, Infinity]));
  }

  /** @param {CaseShown} shown @returns {[string, CaseBlock[]][]} */
  function evidenceBlocks({ data, evaluated }) {
    return publicationGroups(data, evaluated).filter((/** @type {any} */ [, cards]) => cards.length).map((/** @type {any} */ [tier, cards]) => [
      data.words.phrase.evidence + ": " + data.words.tier[tier].toLowerCase(),
      cards.map((/** @type {string[]} */ studies) => ({
        make: (/** @type {[number, number]} */ part) => publicationRow(data, evaluated, studies, FULL, part),
        figures: Math.max(...["efficacy", "toxicity"].map((side) => studies.reduce((sum, study) => sum + /** @type {any} */ (data.records.publications[study])[side].length, 0))),
      })),
    ]);
  }

  /** @param {CaseShown} shown @returns {[string, CaseBlock[]][]} */
  function registrationBlocks({ data, evaluated }) {
    return registrationGroups(data, evaluated).map((/** @type {any} */ [overall, { running, completed }]) => {
      const isShort = ["later_step", "does_not_fit"].includes(overall);
      const numbers = [...running, ...completed];
      return [
        data.words.phrase.registered + ": " + data.words.overall[overall].toLowerCase(),
        numbers.map((number) => ({ make: () => (isShort ? registrationLine : registrationCard)(data, evaluated, number, FULL), figures: 0 })),
      ];
    });
  }

  /** Builds all screens; how many there are. @param {HTMLElement} room @param {CaseShown} shown @returns {number} */
  function present(room, shown) {
    room.replaceChildren();
    room.hidden = false;
    summary(room, shown);
    if (shown.given.length) {
      evidenceBlocks(shown).forEach(([title, blocks]) => flow(room, shown, title, blocks, "rows"));
      registrationBlocks(shown).forEach(([title, blocks]) => flow(room, shown, title, blocks, "cards"));
    }
    return room.children.length;
  }

  /** Shows one screen and says which. @param {HTMLElement} room @param {number} step */
  function show(room, step) {
    const screens = /** @type {HTMLElement[]} */ (Array.from(room.children));
    screens.forEach((one, index) => {
      one.hidden = index !== step;
      /** @type {HTMLElement} */ (one.querySelector(".case-step")).textContent = "← " + (step + 1) + " of " + screens.length + " →";
    });
  }

  // ---- On paper -----------------------------------------------------------------------------------------------------

  /** @param {HTMLElement} paper @param {CaseShown} shown */
  function print(paper, shown) {
    const { data, evaluated } = shown;
    const sheets = [0, 1].map(() => el("div", { class: "case-sheet-body" }));
    paper.replaceChildren(...sheets.map((body) => el("section", { class: "case-sheet" }, head(shown), body, el("footer", { class: "case-foot" }, data.words.citation))));
    const looks = [[9, Infinity], [8, Infinity], [8, 10], [7.5, 8], [7.5, 6], [7.5, 4], [7.5, 3], [7.5, 2], [7.5, 1]];
    const status = () => el("p", { class: "case-status" }, ...missing(data, evaluated));
    fill(sheets[0], looks.map(([size, limit]) => () => {
      sheets[0].style.fontSize = size + "pt";
      return [status(), evidence(data, evaluated, { limit: limit, full: limit === Infinity, live: false }, Infinity)];
    }));
    fill(sheets[1], looks.map(([size, limit]) => () => {
      sheets[1].style.fontSize = size + "pt";
      return [registered(data, evaluated, { limit: 0, full: limit > 3, live: false })];
    }));
  }

  Object.assign(page.blinaboardCase, { present, show, print });
})();
