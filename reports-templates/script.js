// The page is complete without this: it adds sorting by column and a filter for long tables, and opens the folded numbers for printing.
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
  // A box above a long table keeps the rows that hold what is typed.
  document.querySelectorAll("table[data-filter]").forEach(function (table, place) {
    var rows = Array.from(table.tBodies[0].rows);
    if (rows.length < 12) { return; }
    var label = document.createElement("label");
    var input = document.createElement("input");
    var count = document.createElement("output");
    label.className = "filter";
    input.type = "search";
    input.id = "filter-" + place;
    label.htmlFor = input.id;
    label.appendChild(document.createTextNode(table.getAttribute("data-filter")));
    label.appendChild(input);
    label.appendChild(count);
    table.closest("figure").insertBefore(label, table.closest(".scroll"));
    input.addEventListener("input", function () {
      var wanted = input.value.trim().toLocaleLowerCase();
      var kept = 0;
      rows.forEach(function (row) {
        row.hidden = wanted !== "" && row.textContent.toLocaleLowerCase().indexOf(wanted) < 0;
        kept += row.hidden ? 0 : 1;
      });
      count.textContent = kept + " / " + rows.length;
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
