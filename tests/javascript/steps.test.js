// One step that fails stops no other, and leaves nothing old.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { loaded } = require("./scripts.js");

const { taken, place } = loaded();

/** A step that writes what it finds under its name, and says what became of it. */
function step(name, written, { fails = false, cannotClear = false } = {}) {
  return {
    name,
    write(state) {
      if (fails) { throw new Error(name + " cannot be written"); }
      written.push([name, state[name]]);
    },
    clear() {
      if (cannotClear) { throw new Error("nothing is there"); }
      written.push([name, "cleared"]);
    },
  };
}

test("every step is taken in its order", () => {
  const written = [];
  assert.deepEqual(taken([step("counts", written), step("chips", written)], { counts: 3, chips: "x" }), []);
  assert.deepEqual(written, [["counts", 3], ["chips", "x"]]);
});

test("a step that fails clears its place, is named and said in the console, and the others are taken", (context) => {
  const said = context.mock.method(console, "error", () => undefined);
  const written = [];
  const steps = [step("address", written), step("counts", written, { fails: true }), step("chips", written), step("words", written, { fails: true, cannotClear: true })];
  assert.deepEqual(taken(steps, { address: "/", chips: 2 }), ["counts", "words"]);
  assert.deepEqual(written, [["address", "/"], ["counts", "cleared"], ["chips", 2]]);
  assert.deepEqual(said.mock.calls.map((call) => call.arguments[0]), ["counts", "words"]);
});

test("without a state every step fails that reads one", (context) => {
  context.mock.method(console, "error", () => undefined);
  const written = [];
  assert.deepEqual(taken([step("counts", written), step("chips", written)], null), ["counts", "chips"]);
  assert.deepEqual(written, [["counts", "cleared"], ["chips", "cleared"]]);
});

test("what is looked for and missing is named", () => {
  assert.throws(() => place("counts"), /Nothing on the page has the id counts/);
});
