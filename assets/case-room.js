// The case on the wall and on paper. On the wall: one screen that sums it up, then everything on screens that fit, stepped through with
// the arrows. On paper: evidence on one sheet, registrations on the other. What fits is measured, not guessed.
/** @typedef {{data: CaseData, evaluated: LensEvaluated, given: string[]}} CaseShown the answer for one child, with its description */
/** @typedef {{make: (part: [number, number]) => HTMLElement, figures: number, heading: string}} CaseBlock something that stands whole on a screen, or in parts of its figures */

(function () {
  "use strict";

  const {
    el, groupsApart, registrationsApart, missing, evidence, registered, layouts, details, rowsOf, isListing, outline,
    publicationRow, publicationGroups, registrationCard, registrationLine, registrationGroups,
  } = window.blinaboardCase;

  /** @type {(box: Element) => boolean} */
  const fits = (box) => box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1;

  /** The first of ever shorter contents that fits the box; the last in any case. */
  /** @param {HTMLElement} box @param {(() => Node[])[]} contents */
  function firstThatFits(box, contents) {
    for (const content of contents) {
      box.replaceChildren(...content());
      if (fits(box)) { return; }
    }
  }

  /** @type {(shown: CaseShown) => HTMLElement} */
  function head({ data, given }) {
    return el("header", { class: "case-head" },
      el("p", { class: "case-given" }, el("b", {}, data.words.phrase.child + ": "), given.join(" · ") || data.words.phrase.nothing_given),
      el("span", { class: "stamp" }, data.words.stamp));
  }

  // ---- On the wall --------------------------------------------------------------------------------------------------

  const SUMMARY = { limit: Infinity, full: false, live: false };
  const FULL = { limit: Infinity, full: true, live: false };

  /** Back, forward and out, with the room that the number of the screen takes before it is known, for those without a keyboard; the arrow keys and Esc do the same. @param {CaseWords} words @returns {HTMLElement} */
  function steps({ phrase }) {
    /** @type {(go: string, words: string) => HTMLElement} */
    const button = (go, words) => el("button", { type: "button", class: "btn btn-link", "data-step": go }, words);
    return el("nav", { class: "case-steps", "aria-label": "Steps" },
      button("0", phrase.leave), " ", button("-1", phrase.back), " ", el("span", { class: "case-step" }, "00 of 00"), " ", button("1", phrase.next));
  }

  /** @param {HTMLElement} room @param {CaseShown} shown @returns {HTMLElement} the place of one screen's content */
  function screen(room, shown) {
    const body = el("div", { class: "case-screen-body" });
    room.append(el("section", { class: "case-screen" }, head(shown), body, el("footer", { class: "case-foot" }, el("span", {}, shown.data.words.citation), steps(shown.data.words))));
    return body;
  }

  /** @param {HTMLElement} room @param {CaseShown} shown */
  function summary(room, shown) {
    const { data, evaluated, given } = shown;
    const body = screen(room, shown);
    if (!given.length) {
      body.append(el("div", { class: "case-summary" }, ...outline(data)));
      return;
    }
    const [left, right] = [el("div", { class: "case-column" }), el("div", { class: "case-column" })];
    const both = el("div", { class: "case-summary" }, left, right);
    body.append(el("p", { class: "case-status" }, ...missing(data, evaluated)), both);
    const draw = () => {
      firstThatFits(left, layouts(rowsOf(data, evaluated)).map((layout) => () => [evidence(data, evaluated, SUMMARY, layout)]));
      firstThatFits(right, details(data, evaluated).map((detail) => () => [registered(data, evaluated, SUMMARY, detail)]));
    };
    // the evidence is no wider than the registrations leave it
    for (const shape of ["", " even"]) {
      both.className = "case-summary" + shape;
      draw();
      if (fits(right)) { return; }
    }
  }

  /** So many figures at least stand together where a row is parted. */
  const LEAST_FIGURES = 2;

  /** Blocks under a title on as many screens as they need, each under the heading of its group. */
  /** @param {HTMLElement} room @param {CaseShown} shown @param {string} title @param {CaseBlock[]} blocks @param {string} kind */
  function flow(room, shown, title, blocks, kind) {
    const { continued } = shown.data.words.phrase;
    let place = el("div", {});
    let [last, screens] = ["", 0];
    const fresh = () => {
      const body = screen(room, shown);
      place = el("div", { class: "case-flow" + (kind === "cards" ? " case-flow-cards" : "") });
      const sides = kind === "rows" ? el("span", { class: "case-sides" }, shown.data.words.phrase.sides) : null;
      body.append(el("h2", {}, title + (screens ? ", " + continued : ""), sides), place);
      screens += 1;
    };
    /** Adds a part of a block, under its heading where that is new; takes it off again where it does not fit. */
    /** @type {(block: CaseBlock, part: [number, number], force: boolean) => boolean} */
    const add = (block, part, force) => {
      const isNew = !place.children.length || block.heading !== last;
      const heading = isNew ? [el("h3", {}, block.heading + (block.heading === last ? ", " + continued : ""))] : [];
      const nodes = [...heading, block.make(part)];
      place.append(...nodes);
      const done = force || fits(place);
      if (done) { last = block.heading; } else { nodes.forEach((node) => node.remove()); }
      return done;
    };
    /** As many figures as the screen holds, from `most` down to `least`; where the next part begins, or 0 where not even those fit. */
    /** @type {(block: CaseBlock, from: number, most: number, least: number, force: boolean) => number} */
    const begin = (block, from, most, least, force) => {
      for (let end = most; end >= least; end -= 1) {
        if (add(block, [from, end === block.figures ? Infinity : end], force && end === least)) { return end; }
      }
      return 0;
    };
    // whole where it fits, else begun where several of its figures have room and several are left, else on a fresh screen
    /** @type {(block: CaseBlock, from: number) => void} */
    const put = (block, from) => {
      if (screens && add(block, [from, Infinity], false)) { return; }
      let end = screens && place.children.length ? begin(block, from, block.figures - LEAST_FIGURES, from + LEAST_FIGURES, false) : 0;
      if (!end) {
        if (!screens || place.children.length) { fresh(); }
        end = begin(block, from, block.figures, Math.min(from + 1, block.figures), true);
      }
      if (end < block.figures) {
        fresh();
        put(block, end);
      }
    };
    blocks.forEach((block) => put(block, 0));
  }

  /** @param {CaseShown} shown @returns {CaseBlock[]} */
  function evidenceBlocks({ data, evaluated }) {
    /** @type {(studies: string[], side: LensSide) => number} */
    const count = (studies, side) => studies.reduce((sum, study) => sum + data.records.publications[study][side].length, 0);
    return publicationGroups(data, evaluated).flatMap(([tier, cards]) => cards.map((studies) => ({
      heading: data.words.tier[tier] + " " + groupsApart(data, cards) + ": " + data.words.meaning[tier],
      make: (/** @type {[number, number]} */ part) => publicationRow(data, evaluated, studies, FULL, part),
      figures: Math.max(count(studies, "efficacy"), count(studies, "toxicity")),
    })));
  }

  /** @param {CaseShown} shown @returns {CaseBlock[]} */
  function registrationBlocks({ data, evaluated }) {
    return registrationGroups(data, evaluated).flatMap(([overall, { running, ended }]) => {
      const make = ["later_step", "does_not_fit"].includes(overall) ? registrationLine : registrationCard;
      const numbers = [...running, ...ended];
      return numbers.map((number) => ({ heading: data.words.overall[overall] + " " + registrationsApart(data, numbers), make: () => make(data, evaluated, number, FULL), figures: 0 }));
    });
  }

  /** Builds all screens. @param {HTMLElement} room @param {CaseShown} shown */
  function present(room, shown) {
    room.replaceChildren();
    room.hidden = false;
    summary(room, shown);
    if (shown.given.length) {
      const { phrase } = shown.data.words;
      flow(room, shown, phrase.evidence, evidenceBlocks(shown), "rows");
      flow(room, shown, phrase.registered, registrationBlocks(shown), "cards");
    }
  }

  /** Shows one screen and says which; what has the keyboard keeps it. @param {HTMLElement} room @param {number} step */
  function show(room, step) {
    const screens = /** @type {HTMLElement[]} */ (Array.from(room.children));
    const go = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.step : undefined;
    screens.forEach((one, index) => {
      one.hidden = index !== step;
      /** @type {HTMLElement} */ (one.querySelector(".case-step")).textContent = (index + 1) + " of " + screens.length;
      /** @type {NodeListOf<HTMLButtonElement>} */ (one.querySelectorAll("[data-step]")).forEach((button) => {
        const to = index + Number(button.dataset.step);
        button.disabled = to < 0 || to >= screens.length;
      });
    });
    const same = go && screens[step].querySelector("[data-step='" + go + "']:enabled");
    (same instanceof HTMLElement ? same : room).focus();
    const said = [screens[step].querySelector("h2"), screens[step].querySelector(".case-step")];
    window.blinaboard.announce(said.map((one) => one?.textContent || "").join(" "));
  }

  // ---- On paper -----------------------------------------------------------------------------------------------------

  /** @param {HTMLElement} paper @param {CaseShown} shown */
  function print(paper, shown) {
    const { data, evaluated, given } = shown;
    const sheets = (given.length && isListing(data) ? [0, 1] : [0]).map(() => el("div", { class: "case-sheet-body" }));
    paper.replaceChildren(...sheets.map((body) => el("section", { class: "case-sheet" }, el("p", { class: "case-counts" }, data.words.title), head(shown), body, el("footer", { class: "case-foot" }, data.words.citation))));
    if (!given.length) {
      sheets[0].append(...outline(data));
      return;
    }
    const status = () => el("p", { class: "case-status" }, ...missing(data, evaluated));
    const rows = rowsOf(data, evaluated);
    // reasons and places are worth smaller letters, further figures are not
    /** @type {[size: number, limit: number, most: number][]} */
    const looks = [
      [9, Infinity, rows], [8.5, Infinity, rows], [8, Infinity, rows], [9, 10, rows], [9, 8, rows], [9, 6, rows], [9, 4, rows], [9, 3, rows], [9, 2, rows],
      [8.5, 2, rows], [8, 2, rows], [7.5, 2, rows], ...Array.from({ length: rows }, (_, index) => /** @type {[number, number, number]} */ ([7.5, 2, rows - 1 - index])),
    ];
    firstThatFits(sheets[0], looks.map(([size, limit, most]) => () => {
      sheets[0].style.fontSize = size + "pt";
      const look = { limit: limit, full: limit === Infinity, live: false };
      const found = [status(), evidence(data, evaluated, look, { limit: limit, most: most, tight: limit < Infinity, brief: false, counted: false })];
      return isListing(data) ? found : [...found, registered(data, evaluated, look)];
    }));
    if (sheets.length > 1) {
      /** @type {(full: boolean) => (size: number) => () => Node[]} */
      const sheet = (full) => (size) => () => {
        sheets[1].style.fontSize = size + "pt";
        return [registered(data, evaluated, { limit: Infinity, full: full, live: false })];
      };
      firstThatFits(sheets[1], [...[9, 8.5, 8].map(sheet(true)), ...[9, 8.5, 8, 7.5].map(sheet(false))]);
    }
    // what fits on no sheet goes on to the next, and is never cut
    sheets.forEach((body) => { /** @type {HTMLElement} */ (body.parentElement).classList.toggle("long", !fits(body)); });
  }

  /** @type {Partial<CaseLens>} */
  const own = { present, show, print };
  Object.assign(window.blinaboardCase, own);
})();
