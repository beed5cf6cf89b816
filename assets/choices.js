// What a button or a click makes of what was chosen before. Pure: no page, no server.
(function () {
  "use strict";

  const { settings } = window.blinaboard;

  /**
   * A filter taken back, or one option of it; no name means all of them.
   * @template Unchanged
   * @param {Action | null} action
   * @param {string[][]} values  what is chosen of each filter
   * @param {{ field: string }[]} fields  which filter each of them is
   * @param {Unchanged} unchanged
   */
  function filters(action, values, fields, unchanged) {
    return values.map(function (value, index) {
      if (!action || action.drop === undefined || (action.drop && action.drop !== fields[index].field)) { return unchanged; }
      return action.option ? value.filter((option) => option !== action.option) : [];
    });
  }

  /** With one pin more: the newest last, and as many as there is room for. @param {string[]} pins @param {string} record */
  const pinned = (pins, record) => pins.filter((pin) => pin !== record).concat([record]).slice(-settings.most_pins);

  /** @param {string[]} pins @param {string} record */
  const unpinned = (pins, record) => pins.filter((pin) => pin !== record);

  /** Whether what a mark opens is no record but a state: a cell of the gap map stands for filters. @param {string} opened */
  const isState = (opened) => opened.includes("=");

  /** The charts whose switch is on. @param {boolean[]} values @param {{ chart: string }[]} switches */
  const tables = (values, switches) => switches.filter((_, index) => values[index]).map((id) => id.chart);

  /**
   * The text of a report of a data error, filled in from the cell that was clicked.
   * @param {string} table @param {{ rowId: string, colId: string, value: unknown }} cell @param {string} version
   */
  function report(table, cell, version) {
    return [
      "Table: " + table, "Record: " + cell.rowId, "Column: " + cell.colId, "Value shown: " + cell.value,
      "What the source says, and where: ", "Data version: " + version,
    ].join("\n");
  }

  window.blinaboard.choices = { filters, pinned, unpinned, isState, tables, report };
})();
