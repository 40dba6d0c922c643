// The checks of a site, one after the other; what each finds wrong is printed, and the end is 1 if any did.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { tmpdir } from "node:os";
import puppeteer from "puppeteer-core";
import { broken, faultsFor } from "./broken.mjs";
import { charts, runs } from "./live.mjs";
import { accessible, paper, shots } from "./looks.mjs";
import { inOfEach, opened, pagesOf } from "./pages.mjs";
import { diagrams, maps, matrix, scriptless, search, theme } from "./uses.mjs";

const given = process.argv.slice(2);
const take = (name, count) => {
  const at = given.indexOf(name);
  return at < 0 ? [] : given.splice(at, count);
};
const pictures = take("--shots", 2)[1];
const isQuick = take("--quick", 1).length > 0;
const isLive = take("--live", 1).length > 0;
const isLarge = take("--large", 1).length > 0;
const folder = resolve(given[0] || "site");
if (!existsSync(`${folder}/index.html`)) {
  console.error(`error: there is no \`${folder}/index.html\`\nhelp: \`pgspec docs\` writes it`);
  process.exit(2);
}

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
  userDataDir: `${tmpdir()}/pgspec-site-${process.pid}`,
});
let failed = 0;
async function check(name, run) {
  const began = Date.now();
  const notes = [];
  let faults;
  try {
    faults = await run((note) => notes.push(note));
  } catch (error) {
    faults = [error.stack || String(error)];
  }
  const word = faults.length ? `${faults.length} faults` : "ok";
  console.log(`${name}: ${word}, ${((Date.now() - began) / 1000).toFixed(1)} s`);
  notes.forEach((note) => console.log(`  ${note}`));
  faults.slice(0, 20).forEach((fault) => console.error(`  ${fault}`));
  failed += faults.length;
}

try {
  const pages = pagesOf(folder);
  const each = inOfEach(folder, pages);
  console.log(`${folder}: ${pages.length} pages of ${each.length} kinds, ${await browser.version()}`);
  // The pages of many tables are alike: one of each kind will do.
  await check("pages open and links hold", () => opened(browser, folder, isLarge ? each.map(({ path }) => path) : pages));
  await check("search finds", (note) => search(browser, folder, note));
  await check("diagrams move and lead on", (note) => diagrams(browser, folder, each, note));
  await check("colours are chosen and kept", () => theme(browser, folder));
  await check("the matrix is filtered", () => matrix(browser, folder));
  await check("pages show all without scripts", () => scriptless(browser, folder, each));
  await check("paper holds all of it", () => paper(browser, folder, each));
  if (!isLarge) await check("axe, and nothing is too wide", () => accessible(browser, folder, each));
  if (isLarge) await check("maps of diagrams open whole", (note) => maps(browser, folder, pages, note));
  if (isLive) {
    await check("charts are drawn, with figures and plans", (note) => charts(browser, folder, note));
    await check("last runs are told", (note) => runs(browser, folder, note));
  }
  if (!isQuick) await check("what is broken is noticed", (note) => broken(browser, folder, faultsFor(folder, { isLive, isLarge }), note));
  if (pictures) await check("pictures are taken", () => shots(browser, folder, each, resolve(pictures)));
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);
