import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
// What cleans labels of more than one line asks for these.
for (const name of ["Element", "Node", "DocumentFragment", "HTMLTemplateElement", "NodeFilter", "NamedNodeMap", "HTMLFormElement", "DOMParser"]) {
  globalThis[name] = window[name];
}
const { default: mermaid } = await import("mermaid");

let failed = 0;
for (const path of process.argv.slice(2)) {
  try {
    const { diagramType } = await mermaid.parse(readFileSync(path, "utf8"));
    const known = ["er", "erDiagram", "flowchart-v2"];
    if (!known.includes(diagramType)) throw new Error(`it is a ${diagramType}`);
  } catch (error) {
    failed += 1;
    console.error(`${path}: ${error.message}`);
  }
}
console.log(`${process.argv.length - 2 - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
