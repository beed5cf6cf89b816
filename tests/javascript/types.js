// That the check of the types checks: each line is wrong, and TypeScript must say so, or it fails here.
(function () {
  "use strict";

  /** @type {PageState} */
  const state = JSON.parse("{}");
  // @ts-expect-error  no such part: Python does not write it
  state.sentences;
  // @ts-expect-error  may be null
  state.question.words;
  // @ts-expect-error  no act of this name
  /** @type {Act} */ const act = "presents";
  // @ts-expect-error  an act that is left out
  /** @type {Record<Act, number>} */ const acts = { present: 1 };
  // @ts-expect-error  no such id
  window.blinaboard.settings.ids.nowhere;
  // @ts-expect-error  nothing that the scripts of a case have of each other
  window.blinaboardCase.fits;
  return [act, acts];
})();
