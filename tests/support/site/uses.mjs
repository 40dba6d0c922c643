// The site as people use it: search, diagrams, colours, filters, and without scripts.
import { readFileSync } from "node:fs";
import { addressOf, open } from "./pages.mjs";

/** An answer of the search takes no longer. */
const QUICK = 50;

async function at(browser, folder, path, act, size = { width: 1400, height: 900 }) {
  const page = await browser.newPage();
  await page.setViewport(size);
  try {
    const faults = await open(page, folder, path);
    return faults.concat(await act(page));
  } finally {
    await page.close();
  }
}

/** Something of each kind is found by the whole and by a part of its name, with the keyboard, in time. */
export function search(browser, folder, note) {
  return at(browser, folder, "index.html", async (page) => {
    const faults = [];
    const all = await page.evaluate(() => window.pgspecPages || []);
    if (!all.length) return ["there is nothing to be searched"];
    const samples = ["table", "column", "view", "role", "query"].map((kind) => all.find((it) => it[0] === kind)).filter(Boolean);
    for (const [kind, name, , path] of samples) {
      const part = name.slice(name.lastIndexOf(".") + 1).slice(1, 7).toUpperCase();
      const found = await page.evaluate((text) => window.pgspecSearch(text).map((it) => it.path), part);
      if (!found.includes(path)) faults.push(`${kind} ${name} is not found by ${part}`);
      await page.focus("body");
      await page.keyboard.press("/");
      await page.keyboard.type(name);
      const first = await page.$eval("#found [aria-selected=true]", (item) => item.dataset.path).catch(() => "nothing");
      if (first !== path) faults.push(`${kind} ${name}: the first that is found is ${first}`);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowUp");
      await Promise.all([page.waitForNavigation({ timeout: 5000 }), page.keyboard.press("Enter")]).catch(() => {});
      if (page.url() !== addressOf(folder, "") + path) faults.push(`${kind} ${name}: Enter went to ${page.url()}`);
      await page.goto(addressOf(folder, "index.html"));
    }
    await page.type("#search", "zzzz nothing");
    if (!(await page.$eval("#found", (list) => list.textContent.includes("Nothing")))) faults.push("what is not there is not said to be missing");
    await page.keyboard.press("Escape");
    if (!(await page.$eval("#found", (list) => list.hidden))) faults.push("Escape does not close what was found");
    const words = ["e", "s", "id", samples[0][1], samples[0][1].slice(0, 3), "a b", "zzzz"];
    const { asked, drawn } = await page.evaluate(async (words) => {
      const took = async (act) => { const began = performance.now(); await act(); return performance.now() - began; };
      const input = document.getElementById("search");
      const painted = () => new Promise((done) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); }));
      const [asked, drawn] = [[], []];
      for (const word of [...words, ...words]) {
        asked.push(await took(() => window.pgspecSearch(word)));
        input.value = word;
        drawn.push(await took(() => { input.dispatchEvent(new Event("input")); return painted(); }));
      }
      return { asked: Math.max(...asked), drawn: Math.max(...drawn) };
    }, words);
    note(`${all.length} names: the slowest answer after ${asked.toFixed(1)} ms, on the screen after ${drawn.toFixed(1)} ms (limit ${QUICK})`);
    if (drawn > QUICK) faults.push(`an answer of the search took ${drawn.toFixed(1)} ms`);
    return faults;
  });
}

/** The first diagram that leads on is enlarged by button and key, moved by mouse and key, and followed. */
export async function diagrams(browser, folder, each, note) {
  const drawn = each.filter(({ path }) => /class="picture"/.test(readFileSync(`${folder}/${path}`, "utf8")));
  if (!drawn.length) return ["no page has a diagram"];
  const faults = [];
  for (const { path } of drawn) faults.push(...(await at(browser, folder, path, (page) => diagram(page, path))));
  note(`on ${drawn.map(({ path }) => path).join(", ")}`);
  return faults;
}

/** A diagram that is a map of others opens whole and in the middle, wide and narrow, at the size that Fit gives. */
export async function maps(browser, folder, pages, note) {
  const drawn = pages.filter((path) => /class="picture"[^>]* data-map/.test(readFileSync(`${folder}/${path}`, "utf8")));
  if (!drawn.length) return ["no page has a map of diagrams"];
  const faults = [];
  for (const path of drawn) for (const width of [1400, 390]) {
    faults.push(...(await at(browser, folder, path, (page) => map(page, `${path}, ${width} pixels`), { width, height: 900 })));
  }
  note(`on ${drawn.join(", ")}`);
  return faults;
}

async function map(page, where) {
  const seen = () => page.$eval(".picture[data-map]", (figure) => {
    const box = ({ left, right, top, bottom }) => ({ left, right, top, bottom });
    const parts = [...figure.querySelectorAll(".node, .group, .arrow, text")].map((it) => it.getBoundingClientRect()).filter(({ width }) => width);
    const least = (name) => Math.min(...parts.map((it) => it[name]));
    const most = (name) => Math.max(...parts.map((it) => it[name]));
    return { canvas: box(figure.querySelector(".canvas").getBoundingClientRect()), drawn: { left: least("left"), right: most("right"), top: least("top"), bottom: most("bottom") } };
  });
  const { canvas, drawn } = await seen();
  const faults = [];
  for (const [side, beyond] of [["left", canvas.left - drawn.left], ["top", canvas.top - drawn.top], ["right", drawn.right - canvas.right], ["bottom", drawn.bottom - canvas.bottom]]) {
    if (beyond > 1) faults.push(`${where}: the map is cut by ${beyond.toFixed(0)} pixels at its ${side}`);
  }
  const aside = (drawn.left - canvas.left) - (canvas.right - drawn.right);
  if (Math.abs(aside) > 30) faults.push(`${where}: the map is ${aside.toFixed(0)} pixels out of the middle`);
  await page.click('.picture[data-map] .tools [aria-label="Show all of it"]');
  const { drawn: fitted } = await seen();
  if (Math.abs(fitted.left - drawn.left) > 1 || Math.abs(fitted.right - drawn.right) > 1) faults.push(`${where}: Fit changes what the map shows`);
  return faults;
}

async function diagram(page, path) {
  const faults = [];
  const view = () => page.$eval(".picture svg", (svg) => svg.getAttribute("viewBox").split(" ").map(Number));
  const changes = async (what, act, expected) => {
    const before = await view();
    await act();
    const after = await view();
    if (!expected(before, after)) faults.push(`${path}: ${what}: from ${before} to ${after}`);
  };
  const button = (label) => page.click(`.picture .tools [aria-label="${label}"]`);
  const key = (name) => page.focus(".picture .canvas").then(() => page.keyboard.press(name));
  if (!(await page.$(".picture .tools"))) return [`${path}: the diagram has no buttons`];
  const smaller = ([, , before], [, , after]) => after < before;
  const larger = ([, , before], [, , after]) => after > before;
  await changes("Enlarge", () => button("Enlarge"), smaller);
  await changes("Shrink", () => button("Shrink"), larger);
  await changes("the key +", () => key("+"), smaller);
  await changes("the key -", () => key("-"), larger);
  await changes("the arrow to the right", () => key("ArrowRight"), ([before], [after]) => after > before);
  await changes("the arrow down", () => key("ArrowDown"), ([, before], [, after]) => after > before);
  const box = await (await page.$(".picture .canvas")).boundingBox();
  await changes("dragging", async () => {
    await page.mouse.move(box.x + 200, box.y + 150);
    await page.mouse.down();
    await page.mouse.move(box.x + 140, box.y + 120, { steps: 4 });
    await page.mouse.up();
  }, ([x, y], [to, down]) => to > x && down > y);
  const whole = await page.$eval(".picture svg", (svg) => ["width", "height"].map((name) => Number(svg.getAttribute(name))));
  await button("Show all of it");
  const fitted = await view();
  if (fitted[2] < whole[0] || fitted[3] < whole[1]) faults.push(`${path}: Fit shows ${fitted} of ${whole}`);
  const link = await page.$(".picture svg a");
  if (link) {
    const target = await link.evaluate((it) => new URL(it.href.baseVal, location.href).href);
    await Promise.all([page.waitForNavigation({ timeout: 5000 }), link.click()]).catch(() => {});
    if (page.url() !== target) faults.push(`${path}: a click on what leads to ${target} went to ${page.url()}`);
  }
  return faults;
}

/** The button changes the colours, and another page has them too. */
export async function theme(browser, folder) {
  const colour = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  return at(browser, folder, "index.html", async (page) => {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
    const light = await colour(page);
    await page.click("#theme");
    const dark = await colour(page);
    await page.goto(addressOf(folder, "tables.html"));
    const kept = await colour(page);
    await page.click("#theme");
    const back = await colour(page);
    await page.evaluate(() => localStorage.clear());
    const faults = [];
    if (light === dark) faults.push(`the button leaves ${light}`);
    if (kept !== dark) faults.push(`the next page has ${kept} in place of ${dark}`);
    if (back !== light) faults.push(`pressed again, the button gives ${back} in place of ${light}`);
    return faults;
  });
}

/** The filters of the matrix leave rows and columns that hold what was typed. */
export function matrix(browser, folder) {
  return at(browser, folder, "access.html", async (page) => {
    const faults = [];
    const table = (await page.$(".matrix")) && (await page.$("[data-filter=columns]"));
    if (!table) return (await page.$("#matrix")) ? ["there is no matrix with filters"] : []; // No role may do anything.
    const count = () => page.evaluate(() => {
      const matrix = document.querySelector(".matrix");
      const seen = (all) => [...all].filter((it) => it.getClientRects().length).map((it) => it.textContent);
      return { heads: seen(matrix.tHead.rows[0].cells), rows: seen(matrix.tBodies[0].rows), cells: seen(matrix.tBodies[0].querySelectorAll("tr:not([hidden]) > *")).length };
    });
    const all = await count();
    if (all.heads.length < 2) return ["the matrix has no roles"];
    const [role, object] = [all.heads.at(-1), all.rows.at(-1).trim().split(/\s+/).slice(0, 2).join(" ")];
    const field = (name) => page.evaluateHandle((name) => document.querySelector(".matrix").closest("section").querySelector(`[data-filter=${name}]`), name);
    await (await field("columns")).type(role);
    await (await field("rows")).type(object);
    const left = await count();
    if (left.heads.length < 2 || !left.heads.slice(1).every((head) => head.includes(role))) faults.push(`${role} leaves the columns ${left.heads}`);
    if (!left.rows.length || left.rows.length >= all.rows.length || !left.rows.every((row) => row.includes(object))) faults.push(`${object} leaves ${left.rows.length} of ${all.rows.length} rows`);
    if (left.cells !== left.rows.length * left.heads.length) faults.push(`${left.rows.length} rows of ${left.heads.length} columns show ${left.cells} cells`);
    return faults;
  });
}

/** With scripts switched off, what a page says is there. */
export async function scriptless(browser, folder, each) {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  const faults = [];
  for (const { path } of each) {
    await page.goto(addressOf(folder, path));
    const { text, pictures } = await page.evaluate(() => ({
      text: document.querySelector("main")?.innerText.trim().length || 0,
      pictures: [...document.querySelectorAll(".picture svg")].every((svg) => svg.getBoundingClientRect().height > 40),
    }));
    if (text < 40) faults.push(`${path}: shows ${text} letters without scripts`);
    if (!pictures) faults.push(`${path}: shows no picture without scripts`);
  }
  await page.close();
  return faults;
}
