(function () {
  "use strict";
  var form = document.getElementById("ask"), box = document.getElementById("sql"), answer = document.getElementById("answer");
  var stop = document.getElementById("stop"), running = null;
  document.querySelectorAll(".keys, #find, #hint").forEach(function (part) { part.hidden = false; });

  function say(text) {
    var line = document.createElement("p");
    line.className = "note quiet";
    line.textContent = text;
    answer.replaceChildren(line);
  }
  function ask() {
    if (running) running.abort();
    var mine = running = new AbortController();
    var fields = new URLSearchParams(new FormData(form));
    fields.set("part", "answer");
    say(form.dataset.running);
    stop.hidden = false;
    // The server escapes every value of the answer, and its policy lets no script run but this file.
    fetch("/query", {method: "POST", body: fields, signal: mine.signal}).then(function (reply) {
      if (reply.status !== 200 && reply.status !== 400) throw new Error(reply.status);
      return reply.text();
    }).then(function (html) { if (running === mine) answer.innerHTML = html; }).catch(function (error) {
      if (running === mine) say(error.name === "AbortError" ? form.dataset.stopped : form.dataset.lost);
    }).finally(function () { if (running === mine) { running = null; stop.hidden = true; } });
  }
  function insert(word) {
    var start = box.selectionStart, before = box.value.slice(0, start);
    box.focus();
    box.setRangeText(before && !/[\s.(,]$/.test(before) ? " " + word : word, start, box.selectionEnd, "end");
  }
  form.addEventListener("submit", function (event) {
    if (event.submitter && event.submitter.value !== "table") return;
    event.preventDefault();
    ask();
  });
  stop.addEventListener("click", function () { if (running) running.abort(); });
  box.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(form.querySelector(".go")); }
  });
  document.addEventListener("click", function (event) {
    var name = event.target.closest("[data-insert]"), question = event.target.closest("[data-sql]");
    if (name) { event.preventDefault(); insert(name.dataset.insert); }
    if (question) { event.preventDefault(); box.value = question.dataset.sql; ask(); form.scrollIntoView({block: "nearest"}); }
  });
  document.querySelector("#find input").addEventListener("input", function (event) {
    var words = event.target.value.trim().toLowerCase().split(/\s+/), isAny = false;
    function fits(text) { return words.every(function (word) { return text.includes(word); }); }
    document.querySelectorAll(".words .table").forEach(function (table) {
      var own = table.dataset.words.toLowerCase(), isWhole = fits(own), isShown = isWhole;
      table.querySelectorAll("li").forEach(function (column) {
        column.hidden = !isWhole && !fits(own + " " + column.dataset.words.toLowerCase());
        isShown = isShown || !column.hidden;
      });
      table.hidden = !isShown;
      table.open = isShown && !isWhole;
      isAny = isAny || isShown;
    });
    document.getElementById("nothing").hidden = isAny;
  });
})();
