// Addresses and texts that leave the page. Pure: no page, no server. Entries of a running order are written by the server
// (pages/running_order.py); here they are only put one after the other.
(function () {
  "use strict";

  const { settings } = window.blinaboard;
  const { addresses } = settings;

  /** @param {string[]} order */
  const joined = (order) => encodeURIComponent(order.join(settings.between));

  /** Whether an address is longer than the server reads. @param {string} address */
  const isTooLong = (address) => address.length > settings.most_address;

  /** Where a running order is presented, from which entry on, and where Esc leads. @param {string[]} order @param {number} at @param {string} begun */
  const present = (order, at, begun) => addresses.present + "?order=" + joined(order) + "&at=" + at + "&page=0&from=" + encodeURIComponent(begun);

  /** The figures of a running order, drawn for a medium. @param {string[]} order @param {Medium} medium */
  const figures = (order, medium) => addresses.figures + "?medium=" + medium + "&order=" + joined(order);

  /** @param {string[]} order */
  const offline = (order) => addresses.offline + "?order=" + joined(order);

  /** The rows of a chart in a state. @param {string} chart @param {RowForm} form @param {string} query */
  const rows = (chart, form, query) => addresses.rows + chart + "." + form + "?" + query;

  /**
   * The state with the version of the data, in place of an older one, so that whoever opens it later learns what changed since; but
   * what changed since an older one stays the page of that.
   * @param {string} page @param {string} query
   */
  function shared(page, query) {
    if (page === addresses.what_changed) { return query ? page + "?" + query : page; }
    const state = query.split("&").filter((part) => part && !part.startsWith("v="));
    return page + "?" + [...state, "v=" + settings.version].join("&");
  }

  /** @param {string} text */
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

  /** A chart for another site's frame, as HTML. @param {string} origin @param {string} chart @param {string} query @param {string} title */
  function frame(origin, chart, query, title) {
    const address = origin + shared(addresses.embed + chart, query);
    return '<iframe src="' + escaped(address) + '" title="' + escaped(title) + '" width="1100" height="720"></iframe>';
  }

  /** What stands in a data address, which the security policy does not let us fetch. @param {string} address */
  function asBlob(address) {
    const [head, body] = [address.slice(5, address.indexOf(",")), address.slice(address.indexOf(",") + 1)];
    const content = head.endsWith("base64") ? Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0)) : decodeURIComponent(body);
    return new Blob([content], { type: head.split(";")[0].split(",")[0] });
  }

  /** The name that an answer gives its file. @param {string | null} disposition its header */
  function fileName(disposition) {
    const named = /filename="([^"]+)"/.exec(disposition || "");
    return named ? named[1] : "blinaboard";
  }

  window.blinaboard.links = { isTooLong, present, figures, offline, rows, shared, frame, asBlob, fileName };
})();
