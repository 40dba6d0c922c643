// Every check is able to fail: a copy of the site is broken in one way after the other, and each has to be noticed.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { charts, liveOf, runs } from "./live.mjs";
import { accessible, paper } from "./looks.mjs";
import { opened } from "./pages.mjs";
import { diagrams, maps, matrix, scriptless, search, theme } from "./uses.mjs";

const PAGE = "index.html";
const SCRIPT = "assets/site.js";
const page = [{ path: PAGE, kind: "project" }];
const adds = (text) => (before) => before.replace("</main>", `${text}</main>`);
const opens = (browser, folder) => opened(browser, folder, [PAGE]);
const looks = (browser, folder) => accessible(browser, folder, page);
const quiet = () => {};

/** What is broken, in which file, how, and which check sees it by which word. */
const FAULTS = [
  ["a message of error", PAGE, adds('<script>console.error("lost")</script>'), opens, "console: lost"],
  ["a script that throws", PAGE, adds('<script>throw new Error("thrown")</script>'), opens, "thrown"],
  ["a picture of another machine", PAGE, adds('<img src="http://127.0.0.1:9/a.png" alt="">'), opens, "asks for http:"],
  ["a style sheet that is not there", PAGE, adds('<link rel="stylesheet" href="assets/none.css">'), opens, "none.css"],
  ["a link to no page", PAGE, adds('<a href="tables/nowhere.html">x</a>'), opens, "is not there"],
  ["a link to no id", PAGE, adds('<a href="#nowhere">x</a>'), opens, "has that id"],
  ["an id that is there twice", PAGE, adds('<p id="main">x</p>'), opens, "the id main"],
  ["a field without a label", PAGE, adds("<input>"), looks, "label"],
  ["pale text", PAGE, adds('<p style="color: #aaa; background: #999">pale</p>'), looks, "color-contrast"],
  ["something wide", PAGE, adds('<div style="width: 1200px">x</div>'), looks, "390 pixels, light: the page is"],
  ["something wide on paper", PAGE, adds('<div style="width: 1200px">x</div>'), (browser, folder) => paper(browser, folder, page), "parts are cut"],
  ["a table that scrolls on paper", "assets/style.css", (text) => text.replace(".wide, .wide:has(.matrix) { overflow: visible; max-height: none; }", ".wide { overflow: auto; max-height: 40px; }"), (browser, folder) => paper(browser, folder, page), "have to be scrolled"],
  ["nothing to search in", "assets/search.js", () => "window.pgspecPages = [];", search, "nothing to be searched"],
  ["a search that finds other things", SCRIPT, (text) => text.replace("return found.map(([, page]) => page);", "return pages;"), search, "the first that is found"],
  ["a slow search", SCRIPT, (text) => text.replace("const found = [];", "const found = []; for (const end = performance.now() + 80; performance.now() < end;);"), search, "an answer of the search took"],
  ["Enter goes nowhere", SCRIPT, (text) => text.replace("location.href = root", "void root"), search, "Enter went to"],
  ["diagrams without buttons", SCRIPT, (text) => text.replace("figure.append(tools)", "void tools"), (browser, folder) => diagrams(browser, folder, page, quiet), "has no buttons"],
  ["diagrams that stand still", SCRIPT, (text) => text.replace(/const draw = .*/, "const draw = () => {};"), (browser, folder) => diagrams(browser, folder, page, quiet), "dragging"],
  ["a click that goes nowhere", SCRIPT, (text) => text.replace("if (moved >= 5) event.preventDefault()", "event.preventDefault()"), (browser, folder) => diagrams(browser, folder, page, quiet), "a click on what leads to"],
  ["colours that are forgotten", SCRIPT, (text) => text.replace('localStorage.setItem("theme", next)', "void next"), theme, "the next page has"],
  ["rows that are not filtered", SCRIPT, (text) => text.replace("row.hidden = !fits", "void fits"), matrix, "rows"],
  ["columns that are not filtered", SCRIPT, (text) => text.replace("head.hidden = !shown[index]", "void index"), matrix, "leaves the columns"],
  ["a page that scripts show", PAGE, (text) => text.replace("<main", "<main hidden"), (browser, folder) => scriptless(browser, folder, page), "without scripts"],
];

/** What more there is to break where a database was asked. */
function faultsOf({ drawn, planned, ran }) {
  const chart = (change) => (text) => text.replace(/<figure class="chart"[^]*?<\/figure>/, change);
  return [
    ["a chart that is not there", drawn, chart(""), charts, "the chart is not drawn"],
    ["a chart without words", drawn, chart((svg) => svg.replace(/ aria-labelledby="[^"]*"/, "")), charts, "no words in its place"],
    ["a chart with the colours of light alone", drawn, chart((svg) => svg.replaceAll("prefers-color-scheme:dark", "prefers-color-scheme:none")), charts, "the same ground"],
    ["a chart too small to be read", drawn, chart((svg) => svg.replace("<svg", '<svg style="min-width:0;width:40px"')), charts, "the chart is 40"],
    ["letters of a chart that cannot be seen", drawn, chart((svg) => svg.replaceAll("<text", '<text style="fill: #bbb"')), charts, " on rgb"],
    ["figures that are not there", drawn, (text) => text.replace('id="figures"', 'id="other"'), charts, "no table of its figures"],
    ["a plan that is not there", planned, (text) => text.replace('id="plan"', 'id="other"'), charts, "there is no plan"],
    ["runs that are not there", ran, (text) => text.replace('id="runs"', 'id="other"'), runs, "there are no last runs"],
    ["a list without runs", "pipelines.html", (text) => text.replace(/<td>20\d\d-[^]*?<\/td>/g, "<td>never</td>"), runs, "nothing is said to have run"],
  ];
}

/** What there is to break where a diagram is divided. */
const LARGE = [
  ["a map that opens as others do", SCRIPT, (text) => text.replace('"map" in figure.dataset', "false"), (browser, folder) => maps(browser, folder, [PAGE], quiet), "the map is cut"],
  ["a map that opens aside", SCRIPT, (text) => text.replace("if (isMap) return;", "if (isMap) { view.x += wide / 4; return draw(); }"), (browser, folder) => maps(browser, folder, [PAGE], quiet), "out of the middle"],
  ["a large diagram that is no map", PAGE, (text) => text.replace(" data-map", ""), (browser, folder) => maps(browser, folder, [PAGE], quiet), "no page has a map"],
];

/** What is to be broken in a site. */
export function faultsFor(folder, { isLive, isLarge }) {
  if (isLarge) return LARGE;
  return isLive ? [...FAULTS, ...faultsOf(liveOf(folder))] : FAULTS;
}

/** Breaks a copy of the site in each way. */
export async function broken(browser, folder, faults, note) {
  const copy = mkdtempSync(`${tmpdir()}/pgspec-broken-`);
  const missed = [];
  try {
    cpSync(folder, copy, { recursive: true });
    for (const [what, path, change, check, word] of faults) {
      const before = readFileSync(`${copy}/${path}`, "utf8");
      const after = change(before);
      if (after === before) missed.push(`${what}: the copy could not be broken so`);
      writeFileSync(`${copy}/${path}`, after);
      const found = await check(browser, copy, quiet).catch((error) => [String(error)]);
      if (!found.some((fault) => fault.includes(word))) missed.push(`${what} was not noticed: ${found.slice(0, 3).join("; ") || "nothing found"}`);
      writeFileSync(`${copy}/${path}`, before);
    }
  } finally {
    rmSync(copy, { recursive: true });
  }
  note(`${faults.length - missed.length} of ${faults.length}`);
  return missed;
}
