// How pages look: axe on every kind, in both colours, wide and narrow; and pictures for people.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { addressOf } from "./pages.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [1400, 390];
/** The width of A4 between its margins. */
const PAPER = 703;
const SCHEMES = ["light", "dark"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function inEach(browser, folder, each, act) {
  const page = await browser.newPage();
  for (const width of WIDTHS) {
    await page.setViewport({ width, height: width < 800 ? 844 : 900 });
    for (const scheme of SCHEMES) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      for (const { path, kind } of each) {
        await page.goto(addressOf(folder, path));
        await act(page, { path, kind, width, scheme });
      }
    }
  }
  await page.close();
}

/** Holds pages to WCAG 2 (A and AA) and good practice, and to the width of the screen. */
export async function accessible(browser, folder, each) {
  const faults = [];
  await inEach(browser, folder, each, async (page, { path, width, scheme }) => {
    const where = `${path}, ${width} pixels, ${scheme}`;
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) faults.push(`${where}: the page is ${wide} pixels wide`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values }, resultTypes: ["violations"] }), RULES);
    for (const { id, help, nodes } of violations) faults.push(`${where}: ${id}: ${help}: ${nodes.length} × ${nodes[0].html.slice(0, 160)}`);
  });
  return faults;
}

/** On paper, A4 upright with its margins, nothing goes beyond the edge, and no picture, table or code is left to be scrolled. */
export async function paper(browser, folder, each) {
  const page = await browser.newPage();
  await page.emulateMediaType("print");
  await page.setViewport({ width: PAPER, height: 1020 });
  const faults = [];
  for (const { path } of each) {
    await page.goto(addressOf(folder, path));
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const cut = await page.evaluate((most) => [...document.querySelectorAll("main *")]
      .filter((it) => it.getClientRects().length && !it.closest(".hidden, svg *") && it.getBoundingClientRect().right > most + 1)
      .map((it) => `${it.tagName.toLowerCase()} ends at ${Math.round(it.getBoundingClientRect().right)}`), PAPER);
    if (cut.length) faults.push(`${path}, on paper: ${cut.length} parts are cut: ${cut[0]}`);
    const hidden = await page.evaluate(() => [...document.querySelectorAll(".wide, pre, .canvas")]
      .filter((it) => getComputedStyle(it).overflowY !== "visible" && it.scrollHeight > it.clientHeight + 1).length);
    if (hidden) faults.push(`${path}, on paper: ${hidden} parts would have to be scrolled`);
  }
  await page.close();
  return faults;
}

/** Takes a picture of each page as it is seen first, and of the whole on paper. */
export async function shots(browser, folder, each, into) {
  mkdirSync(into, { recursive: true });
  const name = (kind) => kind.replaceAll(/[^a-z0-9]+/gi, "-");
  await inEach(browser, folder, each, async (page, { kind, width, scheme }) => {
    await page.screenshot({ path: `${into}/${name(kind)}-${width}-${scheme}.png`, fullPage: false });
  });
  const page = await browser.newPage();
  await page.emulateMediaType("print");
  await page.setViewport({ width: 794, height: 1123 });
  for (const { path, kind } of each) {
    await page.goto(addressOf(folder, path));
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.screenshot({ path: `${into}/${name(kind)}-print.png` });
  }
  await page.close();
  return [];
}
