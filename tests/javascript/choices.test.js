// What a button or a click makes of what was chosen.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { loaded } = require("./scripts.js");

const { choices } = loaded("choices");
const SAME = Symbol("unchanged");
const FIELDS = [{ field: "setting" }, { field: "line" }];
const CHOSEN = [["mrd", "first_relapse"], ["frontline"]];

for (const [action, expected] of [
  [null, [SAME, SAME]],
  [{ at: 1, pin: "a" }, [SAME, SAME]],
  [{ at: 1, drop: "", option: "" }, [[], []]],
  [{ at: 1, drop: "" }, [[], []]],
  [{ at: 1, drop: "line", option: "" }, [SAME, []]],
  [{ at: 1, drop: "setting", option: "mrd" }, [["first_relapse"], SAME]],
  [{ at: 1, drop: "setting", option: "nobody" }, [["mrd", "first_relapse"], SAME]],
  [{ at: 1, drop: "nowhere", option: "" }, [SAME, SAME]],
]) {
  test("filters after " + JSON.stringify(action), () => assert.deepEqual(choices.filters(action, CHOSEN, FIELDS, SAME), expected));
}

test("the newest pin stands last, once, and the oldest makes room", () => {
  assert.deepEqual(choices.pinned([], "a"), ["a"]);
  assert.deepEqual(choices.pinned(["a", "b"], "a"), ["b", "a"]);
  assert.deepEqual(choices.pinned(["a", "b", "c"], "d"), ["b", "c", "d"]);
  assert.deepEqual(choices.unpinned(["a", "b"], "a"), ["b"]);
  assert.deepEqual(choices.unpinned(["a"], "b"), ["a"]);
});

test("a cell of the gap map opens a state, a mark a record", () => {
  assert.equal(choices.isState("setting=mrd&infant=included"), true);
  assert.equal(choices.isState("sutton-2021"), false);
});

test("tables that are switched on, in the order of the charts", () => {
  assert.deepEqual(choices.tables([true, false, true], [{ chart: "board" }, { chart: "contrast" }, { chart: "survival" }]), ["board", "survival"]);
});

test("a report names table, record, column, value and version", () => {
  assert.equal(
    choices.report("results", { rowId: "sutton-2021/5", colId: "events", value: null }, "0a1b2c3d"),
    "Table: results\nRecord: sutton-2021/5\nColumn: events\nValue shown: null\nWhat the source says, and where: \nData version: 0a1b2c3d",
  );
});
