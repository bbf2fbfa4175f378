// Opens the report pages of results folders in Chromium, at the width of a desktop and of a phone, with scripts and without,
// and says what is wrong, axe-core's rules for WCAG 2.2 AA among them. Usage: node check.mjs FOLDER... ; needs
// `npm install playwright-core axe-core` beside it and Debian's Chromium.
// The last lines are the table that RESULT.md holds.
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const LOOKS = { light: {}, dark: { colorScheme: "dark" }, forced: { forcedColors: "active" } };

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const wrong = [];
const rows = [];
let briefs = 0;
let looks = 0;
let passed = 0;

/** What a page holds, told from inside it. */
function census() {
  const ids = new Set(Array.from(document.querySelectorAll("[id]"), (e) => e.id));
  const all = Array.from(document.querySelectorAll("[id]"), (e) => e.id);
  const links = Array.from(document.querySelectorAll("a[href]"), (a) => a.getAttribute("href"));
  const headings = Array.from(document.querySelectorAll("h1,h2,h3,h4,h5"), (h) => Number(h.tagName[1]));
  return {
    text: document.body.innerText.length,
    links: links.filter((href) => !href.startsWith("#")),
    deadAnchors: links.filter((href) => href.startsWith("#") && !ids.has(decodeURIComponent(href.slice(1)))),
    anchors: links.filter((href) => href.startsWith("#")).length,
    doubleIds: all.length - ids.size,
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    h1: headings.filter((level) => level === 1).length,
    skipped: headings.filter((level, at) => at > 0 && level > headings[at - 1] + 1).length,
    main: document.querySelectorAll("main").length,
    images: document.querySelectorAll("[role=img]").length,
    unnamed: Array.from(document.querySelectorAll("[role=img],[role=region]")).filter((e) => !e.getAttribute("aria-label") && !e.getAttribute("aria-labelledby")).length,
    scopes: Array.from(document.querySelectorAll("thead th")).filter((th) => !th.getAttribute("scope")).length,
    tables: document.querySelectorAll("table").length,
  };
}

/** Contrast of every visible text with what stands behind it; the lowest, and how many are below 4.5. */
function contrast() {
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).slice(0, 3).map((v) => {
      const c = Number(v) / 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = getComputedStyle(e).backgroundColor;
      if (!/, 0\)$|transparent/.test(color)) return color;
    }
    return "rgb(255,255,255)";
  };
  let lowest = 21;
  let low = 0;
  for (const e of document.querySelectorAll("body *")) {
    const own = Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || e.closest("svg,script,style,.unseen,.skip")) continue;
    const [a, b] = [luminance(getComputedStyle(e).color), luminance(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    lowest = Math.min(lowest, ratio);
    low += ratio < 4.5 ? 1 : 0;
  }
  return { lowest, low };
}

/** Sorts every sortable table by its first two columns and checks the order of numbers; types into every filter. */
function tryTables() {
  const faults = [];
  let sorted = 0;
  let filtered = 0;
  for (const table of document.querySelectorAll("table.sortable")) {
    Array.from(table.tHead.rows[0].cells).forEach((head, at) => {
      const button = head.querySelector("button");
      if (!button) return;
      const before = Array.from(table.tBodies[0].rows, (row) => row.textContent).sort().join("|");
      for (const direction of [1, -1]) {
        button.click();
        const keys = Array.from(table.tBodies[0].rows, (row) => row.cells[at].getAttribute("data-sort"))
          .filter((key) => key !== null).map(Number);
        if (keys.some((key, i) => i > 0 && direction * (key - keys[i - 1]) < 0)) faults.push(`not sorted: ${head.textContent}`);
        sorted += 1;
      }
      if (before !== Array.from(table.tBodies[0].rows, (row) => row.textContent).sort().join("|")) faults.push("rows changed");
      if (!head.getAttribute("aria-sort")) faults.push("no aria-sort");
    });
  }
  for (const input of document.querySelectorAll(".filter input")) {
    const rows = Array.from(input.closest("figure").querySelector("table").tBodies[0].rows);
    const wanted = rows[0].cells[0].textContent.trim().toLocaleLowerCase();
    const type = (text) => { input.value = text; input.dispatchEvent(new Event("input")); };
    type(wanted);
    const kept = rows.filter((row) => !row.hidden);
    if (!kept.length || kept.some((row) => !row.textContent.toLocaleLowerCase().includes(wanted))) faults.push("filter");
    type("no row holds this");
    if (rows.some((row) => !row.hidden)) faults.push("filter keeps rows");
    type("");
    if (rows.some((row) => row.hidden)) faults.push("filter does not end");
    filtered += 1;
  }
  return { faults, sorted, filtered };
}

/** A brief as it is printed: how many pages, and how far its sheets are too full, in px. */
async function printed(browser, file) {
  const context = await browser.newContext({ viewport: SIZES.desktop });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  await page.emulateMedia({ media: "print" });
  const over = await page.evaluate(() => Array.from(document.querySelectorAll(".sheet"), (e) => e.scrollHeight - e.clientHeight));
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
  await context.close();
  return { over: Math.max(...over), pages: (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length };
}

async function visit(browser, file, size, scripts) {
  const context = await browser.newContext({ viewport: SIZES[size], javaScriptEnabled: scripts });
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) said.push(message.text()); });
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => { if (!request.url().startsWith("file:")) said.push(`asks for ${request.url()}`); });
  await page.goto(pathToFileURL(file).href);
  await page.waitForTimeout(100);
  const told = await page.evaluate(census);
  const look = scripts ? await page.evaluate(contrast) : { lowest: 0, low: 0 };
  const tables = scripts ? await page.evaluate(tryTables) : { faults: [], sorted: 0, filtered: 0 };
  await context.close();
  return { ...told, ...look, ...tables, said };
}

/** What axe-core finds against WCAG 2.2 AA, and how many marks or targets are too small: in the usual look, dark, in forced colours. */
async function accessible(browser, file, size, look) {
  const context = await browser.newContext({ viewport: SIZES[size], bypassCSP: true, ...LOOKS[look] });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  await page.addScriptTag({ path: AXE });
  const found = await page.evaluate(async (tags) => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    const { violations, passes } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
    const told = (it) => `${it.id} (${it.nodes.length}): ${it.nodes[0].target.join(" ")} ${it.nodes[0].any.concat(it.nodes[0].all, it.nodes[0].none)[0]?.message ?? it.help}`;
    return { violations: violations.map(told), rules: passes.length };
  }, WCAG);
  await context.close();
  return found;
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
for (const folder of process.argv.slice(2)) {
  for (const dir of [folder, join(folder, "public")].filter((dir) => existsSync(dir))) {
    for (const name of readdirSync(dir).filter((name) => name.endsWith(".html")).sort()) {
      const file = resolve(dir, name);
      for (const size of Object.keys(SIZES)) {
        const on = await visit(browser, file, size, true);
        const off = await visit(browser, file, size, false);
        const fault = (what) => wrong.push(`${file} (${size}): ${what}`);
        on.said.concat(off.said).forEach((text) => fault(`console: ${text}`));
        on.deadAnchors.forEach((href) => fault(`no such anchor: ${href}`));
        on.links.filter((href) => /^[a-z]+:/.test(href) || !existsSync(join(dir, decodeURIComponent(href)))).forEach((href) => fault(`no such file: ${href}`));
        if (on.overflow > 0) fault(`wider than the window by ${on.overflow}px`);
        if (on.doubleIds) fault(`${on.doubleIds} ids stand twice`);
        if (on.h1 !== 1 || on.main !== 1) fault(`${on.h1} h1, ${on.main} main`);
        if (on.skipped) fault(`${on.skipped} headings skip a level`);
        if (on.unnamed) fault(`${on.unnamed} pictures or regions without a name`);
        if (on.scopes) fault(`${on.scopes} headings of columns without scope`);
        if (on.low) fault(`${on.low} texts with a contrast below 4.5 (lowest ${on.lowest.toFixed(2)})`);
        if (off.text < on.text * 0.97) fault(`with scripts off only ${off.text} of ${on.text} letters`);
        if (off.tables !== on.tables) fault("with scripts off tables are missing");
        on.faults.forEach(fault);
        for (const look of Object.keys(LOOKS)) {
          const { violations, rules } = await accessible(browser, file, size, look);
          violations.forEach((text) => fault(`axe, ${look}: ${text}`));
          looks += 1;
          passed = Math.max(passed, rules);
        }
        if (name.startsWith("brief") && size === "desktop") {
          const paper = await printed(browser, file);
          if (paper.pages !== 2 || paper.over > 1) fault(`printed: ${paper.pages} pages, too full by ${paper.over}px`);
          briefs += 1;
        }
        rows.push([file.split("/").slice(-3).join("/"), size, on.text, off.text, on.links.length, on.anchors, on.tables, on.images, on.sorted, on.filtered, on.lowest.toFixed(1)]);
      }
    }
  }
}
const version = browser.version();
await browser.close();
console.log(`Chromium ${version}, node ${process.version}, ${rows.length} visits, ${briefs} briefs printed, axe ${looks} times (${passed} rules), ${wrong.length} faults\n`);
wrong.forEach((line) => console.log(`- ${line}`));
console.log("| page | window | letters | letters, scripts off | links | anchors | tables | pictures | sorts tried | filters tried | lowest contrast |");
console.log("|---|---|---|---|---|---|---|---|---|---|---|");
rows.forEach((row) => console.log(`| ${row.join(" | ")} |`));
process.exit(wrong.length ? 1 : 0);
