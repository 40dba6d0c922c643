// {{ generated }}
"use strict";
(() => {
  const root = document.body.dataset.root;

  // Colours: the reader's scheme, or the one that was chosen last.
  const theme = document.getElementById("theme");
  theme.addEventListener("click", () => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = document.documentElement.dataset.theme || (dark ? "dark" : "light");
    const next = now === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    try { localStorage.setItem("theme", next); } catch (e) { /* only for this page then */ }
  });

  // Search: every word has to be somewhere; names before what they are for, tables before columns.
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  const most = 30;
  const order = { table: 0, view: 0, "materialized view": 0, query: 1, role: 1, transform: 1, source: 1, diagram: 1 };
  const pages = (window.pgspecPages || []).map(([kind, name, words, path]) =>
    ({ kind, name, words, path, low: name.toLowerCase(), all: `${kind} ${name} ${words}`.toLowerCase() }));
  let chosen = -1;

  function weigh(page, words, whole) {
    if (!words.every((word) => page.all.includes(word))) return -1;
    const short = page.low.slice(page.low.lastIndexOf(".") + 1);
    let weight = order[page.kind] === undefined ? 3 : order[page.kind];
    if (page.low !== whole && short !== whole) weight += 4;
    if (!short.startsWith(whole)) weight += 4;
    if (!page.low.includes(words[0])) weight += 8;
    return weight;
  }

  function search(text) {
    const whole = text.trim().toLowerCase();
    const words = whole.split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const found = [];
    for (const page of pages) {
      const weight = weigh(page, words, whole);
      if (weight >= 0) found.push([weight, page]);
    }
    found.sort((one, other) => one[0] - other[0] || one[1].low.length - other[1].low.length || (one[1].low < other[1].low ? -1 : 1));
    return found.map(([, page]) => page);
  }
  window.pgspecSearch = search;

  function part(parent, name, text) {
    const element = document.createElement("span");
    element.className = name;
    element.textContent = text;
    parent.append(element);
  }

  function show() {
    const all = search(input.value);
    list.replaceChildren();
    chosen = all.length ? 0 : -1;
    all.slice(0, most).forEach((page, index) => {
      const item = document.createElement("li");
      item.id = `found-${index}`;
      item.setAttribute("role", "option");
      item.dataset.path = page.path;
      part(item, "is", page.kind);
      part(item, "what", page.name);
      if (page.words) part(item, "for", page.words);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); go(item); });
      list.append(item);
    });
    if (input.value.trim() && !all.length) {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.setAttribute("aria-disabled", "true");
      item.textContent = "Nothing is called that.";
      list.append(item);
    }
    open(Boolean(input.value.trim()));
    mark();
  }

  function open(is) {
    list.hidden = !is;
    input.setAttribute("aria-expanded", String(is));
    if (!is) input.removeAttribute("aria-activedescendant");
  }

  function mark() {
    [...list.children].forEach((item, index) => {
      item.setAttribute("aria-selected", String(index === chosen));
      if (index === chosen) {
        input.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      }
    });
  }

  function go(item) {
    if (item && item.dataset.path) location.href = root + item.dataset.path;
  }

  input.addEventListener("input", show);
  input.addEventListener("focus", () => { if (input.value.trim()) show(); });
  input.addEventListener("blur", () => open(false));
  input.form.addEventListener("submit", (event) => { event.preventDefault(); go(list.children[chosen]); });
  input.addEventListener("keydown", (event) => {
    const count = list.querySelectorAll("[data-path]").length;
    if (event.key === "ArrowDown" && count) chosen = (chosen + 1) % count;
    else if (event.key === "ArrowUp" && count) chosen = (chosen + count - 1) % count;
    else if (event.key === "Escape") { open(false); return; }
    else return;
    event.preventDefault();
    mark();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      input.focus();
    }
  });

  // Filters of long tables: rows by what is in them, columns of the matrix by their heads.
  for (const filters of document.querySelectorAll(".filters")) {
    const table = filters.nextElementSibling.querySelector("table");
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells];
    const count = filters.querySelector(".filter-count");
    filters.hidden = false;
    const [byRow, byColumn] = ["rows", "columns"].map((name) => filters.querySelector(`[data-filter=${name}]`));
    const apply = () => {
      const shown = heads.map((head, index) =>
        index === 0 || !byColumn || head.textContent.toLowerCase().includes(byColumn.value.trim().toLowerCase()));
      const wanted = byRow.value.trim().toLowerCase();
      let left = 0;
      for (const row of rows) {
        const fits = row.textContent.toLowerCase().includes(wanted);
        row.hidden = !fits;
        if (fits) left += 1;
        if (byColumn) [...row.cells].forEach((cell, index) => { cell.hidden = !shown[index]; });
      }
      if (byColumn) heads.forEach((head, index) => { head.hidden = !shown[index]; });
      count.textContent = `${left} of ${rows.length}`;
    };
    [byRow, byColumn].forEach((field) => field && field.addEventListener("input", apply));
    apply();
  }

  // Pictures: moved by dragging and arrow keys, enlarged by wheel, buttons, plus and minus.
  for (const figure of document.querySelectorAll(".picture")) {
    const canvas = figure.querySelector(".canvas");
    const svg = canvas.querySelector("svg");
    const [, , wide, high] = svg.getAttribute("viewBox").split(" ").map(Number);
    // What is smaller than that cannot be read: then a part of it is shown first, but for a map of other diagrams.
    const isMap = "map" in figure.dataset;
    const least = isMap ? 0 : canvas.clientWidth < 600 ? 0.7 : 0.45;
    const first = Math.min(1, Math.max(canvas.clientWidth / wide, least));
    canvas.style.setProperty("--high", `${Math.round(Math.max(220, Math.min(innerHeight * 0.75, high * first + 8)))}px`);
    canvas.classList.add("moves");
    let view = { x: 0, y: 0, wide, high };
    const draw = () => svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.wide} ${view.high}`);
    // All of it, but no larger than it was drawn.
    const fit = () => {
      const [w, h] = [Math.max(wide, canvas.clientWidth), Math.max(high, canvas.clientHeight)];
      view = { x: (wide - w) / 2, y: (high - h) / 2, wide: w, high: h };
      draw();
    };
    const place = (element) => {
      const [box, at] = [element.getBBox(), svg.getScreenCTM().inverse().multiply(element.getScreenCTM())];
      return { x: box.x * at.a + at.e, y: box.y * at.d + at.f, wide: box.width, high: box.height };
    };
    // Begins with what it is about, or with its upper left corner.
    const begin = () => {
      fit();
      if (isMap) return;
      const [w, h] = [canvas.clientWidth / first, canvas.clientHeight / first];
      if (w >= wide - 1 && h >= high - 1) return;
      const about = svg.querySelector(".border.on");
      let [x, y] = [0, 0];
      if (about) {
        const box = place(about);
        [x, y] = [Math.min(box.x - 16, box.x + box.wide / 2 - w / 2), Math.min(box.y - 30, box.y + box.high / 2 - h / 2)];
      } else if (w < wide - 1) {
        const boxes = [...svg.querySelectorAll(".border, .node")].map(place);
        const box = boxes.reduce((one, other) => (other.x + other.y < one.x + one.y ? other : one), boxes[0] || { x: 0, y: 0 });
        [x, y] = [box.x - 24, box.y - 70];
      }
      const within = (value, most) => (most < 0 ? most / 2 : Math.min(Math.max(value, 0), most));
      view = { x: within(x, wide - w), y: within(y, high - h), wide: w, high: h };
      draw();
    };
    const zoom = (factor, x = 0.5, y = 0.5) => {
      const next = Math.min(Math.max(view.wide * factor, 60), wide * 4);
      const by = next / view.wide;
      view = { x: view.x + view.wide * (1 - by) * x, y: view.y + view.high * (1 - by) * y, wide: view.wide * by, high: view.high * by };
      draw();
    };
    const scale = () => Math.max(view.wide / canvas.clientWidth, view.high / canvas.clientHeight);
    const tools = document.createElement("div");
    tools.className = "tools";
    const button = (text, label, act) => {
      const element = document.createElement("button");
      element.type = "button";
      element.textContent = text;
      element.title = label;
      element.setAttribute("aria-label", label);
      element.addEventListener("click", act);
      tools.append(element);
    };
    button("+", "Enlarge", () => zoom(0.8));
    button("−", "Shrink", () => zoom(1.25));
    button("Fit", "Show all of it", fit);
    button("⤓", "Save as SVG", () => save(svg, figure.dataset.file));
    figure.append(tools);
    canvas.addEventListener("wheel", (event) => {
      // Without a key the page scrolls, as people expect of a page.
      if (!event.ctrlKey && !event.metaKey && !figure.matches(":focus-within")) return;
      event.preventDefault();
      const box = canvas.getBoundingClientRect();
      zoom(event.deltaY > 0 ? 1.12 : 0.89, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    }, { passive: false });
    let from = null;
    let moved = 0;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = { x: event.clientX, y: event.clientY, view: { ...view } };
      moved = 0;
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!from) return;
      const [x, y] = [event.clientX - from.x, event.clientY - from.y];
      moved = Math.max(moved, Math.abs(x) + Math.abs(y));
      if (moved < 5) return;
      if (!canvas.hasPointerCapture(event.pointerId)) canvas.setPointerCapture(event.pointerId);
      canvas.classList.add("drags");
      view = { ...view, x: from.view.x - x * scale(), y: from.view.y - y * scale() };
      draw();
    });
    const end = () => { from = null; canvas.classList.remove("drags"); };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("dragstart", (event) => event.preventDefault());
    canvas.addEventListener("click", (event) => { if (moved >= 5) event.preventDefault(); }, true);
    canvas.addEventListener("keydown", (event) => {
      if (event.target !== canvas) return;
      const step = 0.1;
      const keys = {
        ArrowLeft: () => { view.x -= view.wide * step; draw(); },
        ArrowRight: () => { view.x += view.wide * step; draw(); },
        ArrowUp: () => { view.y -= view.high * step; draw(); },
        ArrowDown: () => { view.y += view.high * step; draw(); },
        "+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25), 0: fit,
      };
      if (keys[event.key] && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        keys[event.key]();
      }
    });
    begin();
    let before = null;
    addEventListener("beforeprint", () => {
      before = view;
      view = { x: 0, y: 0, wide, high };
      draw();
    });
    addEventListener("afterprint", () => { view = before || view; draw(); });
  }

  // Paper is light.
  let chosenTheme = "";
  addEventListener("beforeprint", () => {
    chosenTheme = document.documentElement.dataset.theme || "";
    document.documentElement.dataset.theme = "light";
  });
  addEventListener("afterprint", () => { document.documentElement.dataset.theme = chosenTheme; });

  // On a narrow screen the parts are a row: the one that is open is shown.
  const row = document.querySelector(".parts ul");
  const here = row.querySelector("[aria-current]");
  if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;

  // A picture as a file of its own has its colours with it.
  function save(svg, name) {
    const copy = svg.cloneNode(true);
    const [wide, high] = [svg.getAttribute("width"), svg.getAttribute("height")];
    copy.setAttribute("viewBox", `0 0 ${wide} ${high}`);
    const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
    const rules = [...document.styleSheets].flatMap((sheet) => { try { return [...sheet.cssRules]; } catch (e) { return []; } });
    style.textContent = rules.map((rule) => rule.cssText).filter((text) => text.startsWith(".pgspec")).join("\n");
    copy.prepend(style);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
    link.download = `${name}.svg`;
    link.click();
    URL.revokeObjectURL(link.href);
  }
})();
