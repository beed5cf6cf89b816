// Which records are found by what is typed, why, and where they open.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { loaded } = require("./scripts.js");

const { find } = loaded("choices", "find");
const RECORD = { record: "mouttet-2019", page: "/", name: "Mouttet 2019 [26]", where: "in the review", texts: ["Immunotherapy in TCF3-HLF", "31109957", "TCF3-HLF only"] };

for (const [typed, expected] of [
  ["mouttet", "Immunotherapy in TCF3-HLF"],
  ["tcf3", "Immunotherapy in TCF3-HLF"],
  ["tcf3 only", "TCF3-HLF only"],
  ["mouttet 3110", "Immunotherapy in TCF3-HLF"],
  ["3110 immunotherapy", "Immunotherapy in TCF3-HLF"],
  ["31109957", "31109957"],
  ["mouttet zzz", null],
]) {
  test("found by " + typed + ": " + expected, () => assert.equal(find.why(RECORD, typed.split(" ")), expected));
}

for (const typed of ["wolfl", "Wölfl", "WÖLFL", "wo\u0308lfl", "tubingen", "Tübingen", "mejstrikova"]) {
  const accented = { ...RECORD, name: "Wölfl 2018 [42]", texts: ["With Mejst\u0159i\u0301kova\u0301", "Tübingen cohort"] };
  test("accents and capitals make no difference: " + typed, () => assert.notEqual(find.why(accented, [typed]), null));
}

test("a record without a text is found by its name", () => assert.equal(find.why({ ...RECORD, texts: [] }, ["2019"]), ""));

test("it opens in the state of the page, as the newest pin", () => {
  assert.equal(find.address(RECORD, ""), "/?pin=mouttet-2019");
  assert.equal(find.address(RECORD, "?setting=mrd,first_relapse&pin=a,mouttet-2019"), "/?setting=mrd,first_relapse&pin=a,mouttet-2019");
  assert.equal(find.address({ ...RECORD, page: "/trials" }, "?pin=a,b,c"), "/trials?pin=b,c,mouttet-2019");
});

const LATER = { record: "inventor-2099", page: "/", name: "Inventor 2099 [903]", where: "came since", texts: ["TCF3-HLF later"] };

test("what came since is found after what is shown, and is said not to be of it", () => {
  const found = find.matches([RECORD], [LATER, RECORD], ["tcf3"]);
  assert.deepEqual(found.map(({ record, beyond }) => [record.record, beyond]), [["mouttet-2019", false], ["inventor-2099", true]]);
  assert.equal(find.counted(found, "in the review"), "1 record in the review; 1 came since");
  assert.equal(find.counted(find.matches([RECORD], [LATER, RECORD], ["inventor"]), "in the review"), "No records in the review; 1 came since");
  assert.equal(find.counted(find.matches([LATER], [LATER, RECORD], ["tcf3"]), "came since"), "1 record came since; 1 in the review");
  assert.equal(find.counted(find.matches([LATER, RECORD], [LATER, RECORD], ["zzz"]), "came since"), "No records");
  assert.equal(find.counted(find.matches([LATER, RECORD], [LATER, RECORD], ["tcf3"]), "in the review"), "2 records");
});

test("a hospital's own record did not come since", () => {
  const own = { ...LATER, record: "ward-2026", where: "local" };
  const found = find.matches([RECORD], [RECORD, LATER, own], ["tcf3"]);
  assert.equal(find.counted(found, "in the review"), "1 record in the review; 1 came since; 1 local");
});

test("a record beyond the evidence chosen opens with all of it", () => {
  assert.equal(find.address(LATER, "?setting=mrd", true), "/?setting=mrd&evidence=all&pin=inventor-2099");
});

/** A field with `typed` in it and its list, which node has no elements for. @param {string} typed */
function box(typed) {
  const said = { textContent: "" };
  const list = { hits: [], replaceChildren: (...hits) => { list.hits = hits; } };
  return { said, list, field: { value: typed }, querySelector: (css) => (css === "ul" ? list : said) };
}

for (const arrives of [true, false]) {
  test("a field emptied before the records " + (arrives ? "came" : "failed to come") + " stays without an answer", async () => {
    const own = loaded("choices", "find").find;
    window.location = { search: "" };
    document.createElement = () => ({ dataset: {}, append: () => undefined });
    const lists = [];
    globalThis.fetch = () => new Promise((done, failed) => lists.push(() => (arrives ? done({ ok: true, json: async () => [RECORD] }) : failed(new Error()))));
    const { said, list, field, querySelector } = box("mouttet");
    const first = own.look({ querySelector }, field);
    field.value = "";
    await own.look({ querySelector }, field);
    lists.forEach((finish) => finish());
    await first;
    assert.deepEqual([said.textContent, list.hits.length], ["", 0]);
  });
}
