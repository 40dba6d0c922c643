// What a database said: charts with their figures, plans, and last runs.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { addressOf, open } from "./pages.mjs";

const SCHEMES = ["light", "dark"];
/** Words of a chart that stand on its ground, not on a mark, differ from it by at least that (WCAG 2, 1.4.11). */
const CONTRAST = 3;

/** The pages of queries, sources and transforms, with what is on paper. */
function pagesWith(folder, kind) {
  if (!existsSync(`${folder}/${kind}`)) return [];
  const paths = readdirSync(`${folder}/${kind}`).filter((name) => name.endsWith(".html")).sort();
  return paths.map((name) => ({ path: `${kind}/${name}`, text: readFileSync(`${folder}/${kind}/${name}`, "utf8") }));
}

/** Whether a page has a plan, rather than words why there is none. */
const hasPlan = (text) => /id="plan"(?:(?!<\/section>)[^])*<pre/.test(text);

/** Every query that is drawn as something has its chart and its figures, in both colours; every query has its plan. */
export async function charts(browser, folder, note) {
  const queries = pagesWith(folder, "queries");
  const faults = queries.filter(({ text }) => !hasPlan(text)).map(({ path }) => `${path}: there is no plan`);
  const page = await browser.newPage();
  await page.goto(addressOf(folder, "queries.html"));
  const declared = await page.evaluate(() => [...document.querySelectorAll("tbody tr")].filter((row) => row.lastElementChild.textContent.trim()).map((row) => row.querySelector("a").getAttribute("href")));
  if (!declared.length) faults.push("no query is drawn");
  for (const path of declared) {
    faults.push(...(await open(page, folder, path)));
    const grounds = new Set();
    for (const value of SCHEMES) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
      const { wrong, ground } = await page.evaluate(chart, CONTRAST);
      faults.push(...wrong.map((it) => `${path}, ${value}: ${it}`));
      grounds.add(ground);
    }
    if (grounds.size < SCHEMES.length) faults.push(`${path}: the chart has the same ground in both colours: ${[...grounds]}`);
  }
  await page.close();
  note(`${declared.length} charts, ${queries.filter(({ text }) => hasPlan(text)).length} plans of ${queries.length} queries`);
  return faults;
}

/** Runs in the page: what is wrong with its chart, and its ground. */
function chart(least) {
  const svg = document.querySelector(".chart svg");
  if (!svg) return { wrong: ["the chart is not drawn"], ground: "none" };
  const wrong = [];
  const box = svg.getBoundingClientRect();
  if (box.width < 200 || box.height < 60) wrong.push(`the chart is ${box.width} by ${box.height}`);
  const said = (svg.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent.trim());
  if (svg.getAttribute("role") !== "img" || !said.length || !said.every(Boolean)) wrong.push("the chart has no words in its place");
  const rows = document.querySelectorAll("#figures")[0]?.closest("section").querySelectorAll("tbody tr").length;
  if (!rows) wrong.push("the chart has no table of its figures");
  const parts = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const bright = (colour) => {
    const [red, green, blue] = parts(colour).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = getComputedStyle(svg.querySelector("rect")).fill;
  const marks = [...svg.querySelectorAll("rect:not(.surface)")].map((mark) => mark.getBoundingClientRect());
  const isUpon = (text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return marks.some((mark) => mark.left <= x && x <= mark.right && mark.top <= y && y <= mark.bottom);
  };
  for (const text of svg.querySelectorAll("text")) {
    if (isUpon(text)) continue;
    const [one, other] = [bright(getComputedStyle(text).fill), bright(ground)].sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) >= least) continue;
    wrong.push(`${text.textContent}: ${getComputedStyle(text).fill} on ${ground}`);
    break;
  }
  return { wrong, ground };
}

/** Sources and transforms say when they ran last; each that did has its runs on its page. */
export async function runs(browser, folder, note) {
  const faults = [];
  const page = await browser.newPage();
  await page.goto(addressOf(folder, "pipelines.html")).catch(() => {});
  const last = await page.evaluate(() => [...document.querySelectorAll("tbody tr")].map((row) => [row.querySelector("a")?.getAttribute("href"), row.lastElementChild.textContent.trim()]));
  const ran = last.filter(([, words]) => /^\d{4}-\d\d-\d\d/.test(words));
  if (!ran.length) faults.push("nothing is said to have run");
  for (const [path] of ran) {
    await page.goto(addressOf(folder, path));
    const count = await page.evaluate(() => document.querySelector("#runs")?.closest("section").querySelectorAll("tbody tr").length || 0);
    if (!count) faults.push(`${path}: there are no last runs`);
  }
  await page.close();
  note(`${ran.length} of ${last.length} ran`);
  return faults;
}

/** A page with a chart, one that has to have a plan, and one with last runs. */
export function liveOf(folder) {
  const first = (kind, mark, without = "\0") => pagesWith(folder, kind).find(({ text }) => text.includes(mark) && !text.includes(without))?.path;
  return { drawn: first("queries", '<figure class="chart"'), planned: first("queries", 'id="plan"', 'id="parameters"'), ran: first("transforms", 'id="runs"') };
}
