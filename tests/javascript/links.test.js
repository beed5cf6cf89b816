// What leaves the page: addresses, a frame for another site, files.
"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { loaded } = require("./scripts.js");

const { links } = loaded("links");
const ORDER = ["board~setting%3Dmrd%2Cfirst_relapse", "survival~"];

test("entries of a running order are put together as they came", () => {
  const search = new URL(links.present(ORDER, 2, "/trials?setting=mrd&pin=a"), "http://here").searchParams;
  assert.deepEqual([...search], [["order", ORDER.join("!")], ["at", "2"], ["page", "0"], ["from", "/trials?setting=mrd&pin=a"]]);
  for (const address of [links.figures(ORDER, "paper"), links.offline(ORDER)]) {
    assert.equal(new URL(address, "http://here").searchParams.get("order"), ORDER.join("!"));
  }
  assert.equal(links.figures([], "slide"), "/export/figures?medium=slide&order=");
});

test("an address is too long one letter after the most", () => {
  assert.equal(links.isTooLong("x".repeat(80)), false);
  assert.equal(links.isTooLong("x".repeat(81)), true);
});

test("a shared link has the version of the data", () => {
  assert.equal(links.shared("/", ""), "/?v=0a1b2c3d");
  assert.equal(links.shared("/trials", "setting=mrd"), "/trials?setting=mrd&v=0a1b2c3d");
  assert.equal(links.shared("/", "v=00000000&setting=mrd&v=11111111"), "/?setting=mrd&v=0a1b2c3d");
});

test("what changed since a version stays that where it is shared", () => {
  assert.equal(links.shared("/changes", "v=00000000"), "/changes?v=00000000");
  assert.equal(links.shared("/changes", ""), "/changes");
});

test("rows come in the state of the page", () => {
  assert.equal(links.rows("board", "csv", "setting=mrd"), "/export/chart/board.csv?setting=mrd");
});

test("words and addresses stay words in a frame for another site", () => {
  assert.equal(
    links.frame("https://here", "board", "setting=mrd&line=frontline", 'Who "responded" <b>&?'),
    '<iframe src="https://here/embed/board?setting=mrd&amp;line=frontline&amp;v=0a1b2c3d" title="Who &quot;responded&quot; &lt;b>&amp;?" width="1100" height="720"></iframe>',
  );
  assert.match(links.frame("https://here", "board", "", ""), /src="https:\/\/here\/embed\/board\?v=0a1b2c3d"/);
});

for (const [address, type, text] of [
  ["data:image/svg+xml,%3Csvg%3E%C3%A9,%3C/svg%3E", "image/svg+xml", "<svg>é,</svg>"],
  ["data:image/png;base64," + btoa("\x89PNG"), "image/png", null],
  ["data:image/svg+xml;charset=utf-8,x", "image/svg+xml", "x"],
]) {
  test("a file out of " + address.slice(0, 30), async () => {
    const blob = links.asBlob(address);
    assert.equal(blob.type, type);
    if (text === null) { assert.deepEqual([...new Uint8Array(await blob.arrayBuffer())], [0x89, 0x50, 0x4e, 0x47]); } else { assert.equal(await blob.text(), text); }
  });
}

test("a file keeps the name that the server gives it, such as the one with the version of the tables", () => {
  assert.equal(links.fileName('attachment; filename="blinaboard-data-0a1b2c3d.zip"'), "blinaboard-data-0a1b2c3d.zip");
  assert.equal(links.fileName(null), "blinaboard");
});
