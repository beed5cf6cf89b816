// Find a record: names and words come once, with the first use; what is typed is looked for here and goes nowhere.
(function () {
  "use strict";

  const MOST = 12; // records in the list; of more, a reader is asked to type more

  const index = new Map(); // evidence chosen -> promise of the records

  const evidence = () => new URLSearchParams(window.location.search).get("evidence") || "";

  function records(address) {
    const chosen = evidence();
    if (!index.has(chosen)) {
      const answer = fetch(address + (chosen ? "?evidence=" + encodeURIComponent(chosen) : "")).then(function (response) {
        if (!response.ok) { throw new Error(String(response.status)); }
        return response.json();
      });
      index.set(chosen, answer);
      answer.catch(() => index.delete(chosen));
    }
    return index.get(chosen);
  }

  // Every word typed must stand in the name or in one of the texts; the text that says why is the first with all, else with any.
  function why(record, words) {
    const has = (text) => (word) => text.toLowerCase().includes(word);
    const texts = [record.name, ...record.texts];
    if (!words.every((word) => texts.some((text) => has(text)(word)))) { return null; }
    const saying = texts.find((text) => words.every(has(text))) || texts.find((text) => words.some(has(text)));
    return saying === record.name ? record.texts[0] || "" : saying;
  }

  function address(record) {
    const state = new URLSearchParams(window.location.search);
    const pins = (state.get("pin") || "").split(",").filter((pin) => pin && pin !== record.record);
    state.set("pin", [...pins, record.record].slice(-3).join(","));
    return record.page + "?" + state.toString().replaceAll("%2C", ",");
  }

  function hit([record, reason]) {
    const link = Object.assign(document.createElement("a"), { href: address(record), textContent: record.name });
    const item = document.createElement("li");
    item.append(link, " ", Object.assign(document.createElement("span"), { textContent: reason }));
    return item;
  }

  async function look(box, field) {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const [said, list] = [box.querySelector("[role=status]"), box.querySelector("ul")];
    let found = [];
    try {
      found = words.length ? (await records(box.querySelector("[data-find]").dataset.find)).map((record) => [record, why(record, words)]) : [];
    } catch (unreachable) {
      said.textContent = "The list of records did not come. Try again.";
      return;
    }
    found = found.filter(([, reason]) => reason !== null);
    list.replaceChildren(...found.slice(0, MOST).map(hit));
    const more = found.length > MOST ? "; type more to see the others" : "";
    said.textContent = words.length ? (found.length || "No") + (found.length === 1 ? " record" : " records") + more : "";
  }

  function ready(box) {
    const place = box.querySelector("[data-find]");
    if (place.firstChild) { return place.firstChild; }
    const field = Object.assign(document.createElement("input"), { type: "search", className: "search", autocomplete: "off", spellcheck: false });
    field.addEventListener("input", () => look(box, field));
    place.append(field);
    return field;
  }

  document.addEventListener("toggle", function (event) {
    if (!event.target.matches(".find[open]")) { return; }
    const field = ready(event.target);
    field.focus();
    look(event.target, field);
  }, true);

  // The card of what was found is what a reader wants to see next.
  let wanted = false;
  document.addEventListener("click", (event) => { if (event.target.closest(".find-box a")) { wanted = true; } });
  document.addEventListener("page", function () {
    if (!wanted) { return; }
    wanted = false;
    window.requestAnimationFrame(function () {
      const card = document.querySelector("#card .study-card");
      if (!card) { return; }
      card.querySelector("[data-unpin]").focus({ preventScroll: true });
      card.scrollIntoView({ block: "start" });
    });
  });

  // "/" opens it from anywhere but a field.
  document.addEventListener("keydown", function (event) {
    const box = document.querySelector(".find");
    if (event.key !== "/" || !box || event.target.closest("input, textarea, select")) { return; }
    event.preventDefault();
    box.open = true;
  });
})();
