(function () {
  "use strict";
  function reveal() {
    var place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var node = place; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (place) place.scrollIntoView();
  }
  function key(row, column) {
    var cell = row.cells[column];
    var value = cell.dataset.v === undefined ? cell.textContent.trim() : cell.dataset.v;
    return value !== "" && !isNaN(value) ? Number(value) : value;
  }
  function sortBy(table, head, column) {
    var down = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("thead th").forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    Array.from(table.tBodies[0].rows).sort(function (a, b) {
      var x = key(a, column), y = key(b, column);
      var order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), document.documentElement.lang);
      return down ? -order : order;
    }).forEach(function (row) { table.tBodies[0].appendChild(row); });
  }
  document.querySelectorAll("table[data-sort]").forEach(function (table) {
    table.querySelectorAll("thead th").forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () { sortBy(table, head, column); });
    });
  });
  document.querySelectorAll("[data-filter]").forEach(function (box) {
    var rows = document.getElementById(box.dataset.filter).querySelectorAll("[data-row]");
    box.hidden = false;
    box.querySelector("input").addEventListener("input", function (event) {
      var words = event.target.value.trim().toLowerCase().split(/\s+/);
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase();
        row.hidden = !words.every(function (word) { return text.includes(word); });
      });
    });
  });
  document.querySelectorAll(".heat").forEach(function (map) { map.parentElement.scrollLeft = map.scrollWidth; });
  window.addEventListener("hashchange", reveal);
  reveal();
})();
