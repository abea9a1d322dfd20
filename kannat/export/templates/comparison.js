"use strict";
const table = document.querySelector("table.matrix");
if (table) {
  document.documentElement.classList.add("scripted");
  const heads = [...table.querySelectorAll("th.who")];
  const groups = [...table.querySelectorAll("th.type")];
  const rows = [...table.querySelectorAll("tbody tr.proposal")].map((row) => ({
    row,
    cells: [...row.querySelectorAll("td.cell")],
    text: row.querySelector("th").textContent.toLocaleLowerCase(),
  }));
  const boxes = [...document.querySelectorAll("input[data-type]")];
  const search = document.querySelector("#search");
  const taken = document.querySelector("#taken");
  const bar = (row, side, from, count, all) => {
    const rectangle = row.querySelector(`.bar .${side}`);
    rectangle.setAttribute("x", all ? (60 * from) / all : 0);
    rectangle.setAttribute("width", all ? (60 * count) / all : 0);
  };
  const show = () => {
    const types = new Set(boxes.filter((box) => box.checked).map((box) => box.dataset.type));
    const shown = heads.map((head) => types.has(head.dataset.type));
    heads.forEach((head, column) => { head.hidden = !shown[column]; });
    groups.forEach((group) => { group.hidden = !types.has(group.dataset.type); });
    const answered = heads.filter((head, column) => shown[column] && head.dataset.answered).length;
    const words = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    for (const { row, cells, text } of rows) {
      const sides = { for: 0, against: 0, both: 0, neutral: 0 };
      cells.forEach((cell, column) => {
        cell.hidden = !shown[column];
        if (shown[column] && cell.dataset.side) sides[cell.dataset.side] += 1;
      });
      const takers = sides.for + sides.against + sides.both + sides.neutral;
      const numbers = { for: sides.for + sides.both, against: sides.against + sides.both, both: sides.both, takers, answered };
      for (const place of row.querySelectorAll("[data-count]")) place.textContent = numbers[place.dataset.count];
      row.querySelector("small").hidden = !sides.both;
      bar(row, "for", 0, sides.for + sides.both / 2, answered);
      bar(row, "against", sides.for + sides.both / 2, sides.against + sides.both / 2, answered);
      row.hidden = (taken.checked && !row.dataset.taken) || !words.every((word) => text.includes(word));
    }
    for (const body of table.tBodies) {
      body.hidden = [...body.querySelectorAll("tr.proposal")].every((row) => row.hidden);
    }
  };
  for (const input of [...boxes, search, taken]) input.addEventListener("input", show);
  show();
}
