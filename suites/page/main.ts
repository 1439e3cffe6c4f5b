import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { pageDataOf } from "../../cli/page/data";
import type { PageData } from "../../cli/page/model";
import { type Check, type Checks, suite } from "../checks";
import { type Opened, Pages } from "./browser";
import { findChromium } from "./chromium";
import { enlarged, pageOf, statusOf } from "./estate";
import { HOSTILE } from "./hostile";
import { openingTime, scrolled } from "./measures";
import { takeShots } from "./shots";

/** What is promised of 2,000 databases × 90 days, on a machine that is busy with nothing else. */
const OPENS_WITHIN_MS = 2000;
/** Other suites run beside this one, so that only what is out of all proportion is a failure. */
const PATIENCE = 4;
/** Above it there are fewer than thirty pictures in a second. */
const SMOOTH_MS = 33;

/** Opens the page of `status --html` in a real browser, as people do. Without one it is left out, but for `-- --required`. */
async function inChromium(checks: Checks, executable: string, shots: string | undefined): Promise<void> {
  const pages = await Pages.start(executable);
  try {
    console.log(`Chromium ${pages.browser.version()}`);
    const small = pageOf({ databases: 60 });
    await checks.situation("A page of 60 databases", (check) => use(check, pages, small));
    await checks.situation("Two deployments", (check) => several(check, pages));
    await checks.situation("For those who see little, or print", (check) => seen(check, pages, small));
    await checks.situation("Names that mean harm", (check) => harmless(check, pages));
    await checks.situation("2,000 databases, 90 days", (check) => large(check, pages));
    if (shots !== undefined) await takeShots(pages, shots);
  } finally {
    await pages.close();
  }
}

const textOf = async (page: Page, selector: string) => (await page.locator(selector).first().textContent()) ?? "";
const count = (page: Page, selector: string) => page.locator(selector).count();
const isQuiet = ({ complaints, requests }: Opened) =>
  deepStrictEqual({ complaints, requests }, { complaints: [], requests: [] });

async function use(check: Check, pages: Pages, data: PageData): Promise<void> {
  const opened = await pages.open(data);
  const { page } = opened;
  const rows = () => page.locator(".rows > .row .name").allInnerTexts();
  const status = () => textOf(page, ".count");
  await check("tells first what is in trouble, with cause, remedy and runbook", async () => {
    strictEqual((await count(page, ".causes ol > li")) >= Math.min(6, data.troubles.length), true);
    const first = await textOf(page, ".causes ol > li");
    for (const text of [data.troubles[0]?.cause, data.troubles[0]?.remedy]) ok(first.includes(text ?? "?"), first);
    const link = page.locator(".causes ol > li a").first();
    strictEqual(await link.getAttribute("href"), data.troubles[0]?.runbook);
  });
  await check("shows a grid for each target region", async () =>
    strictEqual(await count(page, "[role=grid]"), data.regions.length),
  );
  await check("filters by name, and says how many are left", async () => {
    await page.getByRole("searchbox").fill("ledger");
    ok((await rows()).every((name) => name.includes("ledger")));
    ok(/^\d+ rows of 120$/.test(await status()), await status());
    await page.getByRole("searchbox").fill("");
  });
  await check("filters by kind", async () => {
    await page.getByLabel("Kind").selectOption("cluster");
    strictEqual(await count(page, ".rows > .row"), await count(page, ".rows > .row .kind"));
    await page.getByLabel("Kind").selectOption("all");
  });
  await check("filters by state", async () => {
    await page.getByRole("button", { name: /^orphaned/ }).click();
    strictEqual(await count(page, ".rows > .row"), await count(page, ".rows > .row .t-orphaned"));
    await page.getByRole("button", { name: "Clear" }).click();
  });
  await check("filters by cause, from its place at the top", async () => {
    await page.locator(".causes .show").first().click();
    const [part] = data.troubles[0]?.parts ?? [];
    strictEqual(await count(page, ".rows > .row"), part?.rows.length);
    await page.getByRole("button", { name: "Clear" }).click();
  });
  await check("is moved through by keys, and says where it is", async () => {
    const cell = page.locator(".cursor").first();
    await cell.focus();
    const label = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    const before = await label();
    await page.keyboard.press("ArrowLeft");
    const dayBefore = await label();
    ok(before !== dayBefore && /\d{4}: /.test(dayBefore), `${before} → ${dayBefore}`);
    await page.keyboard.press("ArrowDown");
    ok((await label()).split(",")[0] !== dayBefore.split(",")[0], await label());
    await page.keyboard.press("Control+End");
    const last = await page.evaluate(() => document.activeElement?.parentElement?.getAttribute("aria-rowindex"));
    strictEqual(last, String(data.rows.filter(({ region }) => region === 0).length + 1));
    await page.keyboard.press("Control+Home");
  });
  await check("shows the details of a day, with the command that restores it", async () => {
    const row = page.locator(".row", { has: page.locator(".t-fresh") }).first();
    const strip = row.locator(".c-5");
    const width = (await strip.boundingBox())?.width ?? 0;
    await strip.click({ position: { x: width - 9, y: 8 } });
    const details = await textOf(page, ".details");
    ok(/restore --region \S+ --snapshot \S+/.test(details), details);
    await page.keyboard.press("Escape");
    strictEqual(await count(page, ".details"), 0);
  });
  await check("has nothing to complain of, and asks nobody for anything", () => isQuiet(opened));
  await page.context().close();
}

async function several(check: Check, pages: Pages): Promise<void> {
  const [one, two] = [statusOf({ databases: 12 }), statusOf({ databases: 5, names: ["a", "b", "c", "d", "e"] })];
  const other = { ...two, deployment: { ...two.deployment, name: "other" } };
  const unread = { of: "third-sweep", cause: "its settings cannot be read", remedy: "have them read" };
  const { page } = await pages.open(pageDataOf([one, other], one.now, [unread]));
  await check("are told of one by one, and first what is not on the page", async () => {
    strictEqual(await count(page, ".verdict"), 3);
    ok((await textOf(page, ".verdict")).includes("third-sweep: its settings cannot be read."));
  });
  await check("can be looked at one at a time", async () => {
    await page.getByLabel("Deployment").selectOption("other");
    strictEqual(await count(page, ".rows > .row"), two.coverage.databases.length);
  });
  await page.context().close();
}

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

async function seen(check: Check, pages: Pages, data: PageData): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 360]) {
      const { page } = await pages.open(data, { colorScheme, viewport: { width, height: 800 } });
      await page
        .locator(".rows .c-5")
        .first()
        .click({ position: { x: 20, y: 8 } });
      await check(`axe finds nothing: ${colorScheme}, ${width} pixels wide`, async () => {
        await page.evaluate(AXE);
        const violations: string[] = await page.evaluate(
          `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html, failureSummary }) => html + failureSummary).join()))`,
        );
        deepStrictEqual(violations, []);
      });
      await page.context().close();
    }
  }
  for (const width of [360, 390, 768, 1280, 1920, 2560]) {
    const { page } = await pages.open(data, { viewport: { width, height: 900 } });
    await check(`nothing is wider than ${width} pixels`, async () => {
      strictEqual(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
    });
    await page.context().close();
  }
  const { page } = await pages.open(data, { colorScheme: "dark" });
  await page.emulateMedia({ media: "print" });
  await check("is printed whole, dark on white, without what is to be pressed", async () => {
    await page.waitForFunction((rows) => document.querySelectorAll(".rows > .row").length === rows, data.rows.length);
    strictEqual(await page.locator(".filters").isVisible(), false);
    strictEqual(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
    ok((await page.pdf()).length > 10_000);
  });
  await page.context().close();
}

async function harmless(check: Check, pages: Pages): Promise<void> {
  const data = pageOf({ databases: HOSTILE.length, names: HOSTILE });
  const hostile: PageData = {
    ...data,
    keys: data.keys.map(() => HOSTILE[0] ?? ""),
    deployments: data.deployments.map((one) => ({ ...one, headline: HOSTILE[1] ?? "", notes: HOSTILE })),
    troubles: data.troubles.map((one) => ({
      ...one,
      cause: HOSTILE[0] ?? "",
      remedy: HOSTILE[1] ?? "",
      command: HOSTILE,
    })),
  };
  const opened = await pages.open(hostile);
  const { page } = opened;
  await page
    .locator(".rows .c-5")
    .first()
    .click({ position: { x: 20, y: 8 } });
  await check("are shown as they are", async () => {
    const shown = await page.locator(".rows > .row .name").allTextContents();
    for (const name of HOSTILE)
      ok(shown.includes(name), `${JSON.stringify(name)} is not among ${JSON.stringify(shown)}`);
  });
  await check("do nothing", async () => {
    strictEqual(await page.evaluate(() => Object.hasOwn(window, "harmed")), false);
    isQuiet(opened);
  });
  await check("could do nothing if they were markup: the page runs its own script only", async () => {
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.harmed = true";
      document.body.append(script);
    });
    strictEqual(await page.evaluate(() => Object.hasOwn(window, "harmed")), false);
  });
  await page.context().close();
}

async function large(check: Check, pages: Pages): Promise<void> {
  const retention = { keepLast: 90, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 };
  const data = enlarged(pageOf({ databases: 200, regions: ["eu-central-1"], retention }), 10);
  const opened = await pages.open(data);
  const { page } = opened;
  const opens = await openingTime(page);
  const { own, median, p95, worst, count: frames } = await scrolled(page);
  const size = (opened.size / 1e6).toFixed(1);
  const rhythm = `one each ${median} ms (median; p95 ${p95}, worst ${worst}), of which the page takes ${own}`;
  console.log(`  opens in ${opens} ms, of ${size} MB; ${frames} frames of scrolling: ${rhythm}`);
  await check(`opens within ${OPENS_WITHIN_MS} ms, on a machine of its own`, () =>
    ok(opens < OPENS_WITHIN_MS * PATIENCE, `${opens} ms`),
  );
  await check(`scrolls smoothly: a frame takes less than ${SMOOTH_MS} ms of the page`, () =>
    ok(own < SMOOTH_MS, `${own} ms`),
  );
  await check("draws no more rows than are seen, and a few", async () => ok((await count(page, ".rows > .row")) < 80));
  await check("filters 2,000 rows while somebody types", async () => {
    const took = await page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>("input[type=search]");
      const start = performance.now();
      if (input) input.value = "ledger";
      input?.dispatchEvent(new Event("input", { bubbles: true }));
      return new Promise<number>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start))),
      );
    });
    console.log(`  filters in ${Math.round(took)} ms`);
    ok(took < 200 * PATIENCE, `${took} ms`);
  });
  await check("has nothing to complain of", () => isQuiet(opened));
  await page.context().close();
}

const { values: wanted } = parseArgs({ options: { required: { type: "boolean" }, shots: { type: "string" } } });
const executable = findChromium();
if (executable !== undefined) {
  suite((checks) => inChromium(checks, executable, wanted.shots));
} else {
  console.log(
    "left out: there is no Chromium. Set CHROMIUM to the path of one, or install it: apt-get install chromium",
  );
  process.exitCode = wanted.required ? 1 : 0;
}
