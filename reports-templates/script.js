// The page is complete without this: it adds sorting by column, and opens the folded numbers for printing.
(function () {
  "use strict";
  function key(row, at) {
    var cell = row.cells[at];
    var sort = cell.getAttribute("data-sort");
    return sort === null ? cell.textContent : Number(sort);
  }
  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") { return a - b; }
    if (typeof a === typeof b) { return a.localeCompare(b, document.documentElement.lang, { numeric: true }); }
    return typeof a === "number" ? -1 : 1;
  }
  function sortBy(table, at, head) {
    var body = table.tBodies[0];
    var down = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("th[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    Array.from(body.rows)
      .map(function (row, place) { return { row: row, key: key(row, at), place: place }; })
      .sort(function (a, b) { return (down ? -1 : 1) * compare(a.key, b.key) || a.place - b.place; })
      .forEach(function (item) { body.appendChild(item.row); });
  }
  document.querySelectorAll("table.sortable").forEach(function (table) {
    if (table.tBodies[0].rows.length < 3) { return; }
    Array.from(table.tHead.rows[0].cells).forEach(function (head, at) {
      var button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) { button.appendChild(head.firstChild); }
      button.addEventListener("click", function () { sortBy(table, at, head); });
      head.appendChild(button);
    });
  });
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
  });
})();
