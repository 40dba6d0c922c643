// Which pages there are, and whether each opens without an error and leads only to what is there.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Lists every page of a folder, as paths below it. */
export function pagesOf(folder) {
  return readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".html")).sort();
}

/** Picks the largest page of each kind: what holds there holds for the others. */
export function inOfEach(folder, pages) {
  const kinds = new Map();
  for (const path of pages) {
    const kind = (readFileSync(`${folder}/${path}`, "utf8").match(/<p class="kind">([^<]*)/) || [])[1];
    const size = statSync(`${folder}/${path}`).size;
    if (!kinds.has(kind) || kinds.get(kind).size < size) kinds.set(kind, { kind, path, size });
  }
  return [...kinds.values()];
}

export const addressOf = (folder, path) => pathToFileURL(`${folder}/${path}`).href;

/** Opens a page, with what was wrong with that. */
export async function open(page, folder, path) {
  const faults = [];
  const listeners = {
    console: (said) => ["error", "warn", "warning"].includes(said.type()) && faults.push(`${path}: console: ${said.text()}`),
    pageerror: (error) => faults.push(`${path}: ${error.message}`),
    request: (request) => /^(file|data|blob|about):/.test(request.url()) || faults.push(`${path}: asks for ${request.url()}`),
    requestfailed: (request) => faults.push(`${path}: ${request.url()}: ${request.failure()?.errorText}`),
  };
  for (const [name, listener] of Object.entries(listeners)) page.on(name, listener);
  await page.goto(addressOf(folder, path), { waitUntil: "load" });
  for (const [name, listener] of Object.entries(listeners)) page.off(name, listener);
  return faults;
}

/** Opens every page, then follows every link on paper: to a file, and to an id in it. */
export async function opened(browser, folder, paths, known = new Map()) {
  const page = await browser.newPage();
  const faults = [];
  const links = [];
  const read = () => ({
    ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
    links: [...document.querySelectorAll("[href]")].map((element) => element.href.baseVal ?? element.getAttribute("href")),
    title: document.title,
  });
  for (const path of paths) {
    faults.push(...(await open(page, folder, path)));
    const { ids, links: found, title } = await page.evaluate(read);
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
    faults.push(...twice.map((id) => `${path}: two elements have the id ${id}`));
    if (!title) faults.push(`${path}: it has no title`);
    known.set(addressOf(folder, path), new Set(ids));
    links.push(...new Set(found.map((link) => new URL(link, addressOf(folder, path)).href).map((link) => `${path}\n${link}`)));
  }
  await page.close();
  return faults.concat(links.map((both) => held(folder, known, ...both.split("\n"))).filter(Boolean));
}

function held(folder, known, path, link) {
  const address = new URL(link);
  if (address.protocol !== "file:") return address.protocol === "https:" ? null : `${path}: leads to ${link}`;
  const id = decodeURIComponent(address.hash.slice(1));
  address.hash = "";
  const file = fileURLToPath(address);
  const isThere = statSync(file, { throwIfNoEntry: false })?.isFile();
  if (!isThere || !file.startsWith(folder)) return `${path}: leads to ${link}, which is not there`;
  if (id && known.has(address.href) && !known.get(address.href).has(id)) return `${path}: leads to ${link}, but no element there has that id`;
  return null;
}
