import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { pageHtml } from "../../cli/page/html";
import type { PageData } from "../../cli/page/model";
import { bundlePage } from "../../scripts/bundle";

/** A page that is open, and what came of it beside what is seen. */
export interface Opened {
  readonly page: Page;
  /** Bytes of the file. */
  readonly size: number;
  /** Console messages and errors that nobody caught. */
  readonly complaints: readonly string[];
  /** URLs that it asked for, beside its own. */
  readonly requests: readonly string[];
}

/** A browser that opens pages from files, as people do. */
export class Pages {
  readonly #folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-page-"));

  private constructor(
    readonly browser: Browser,
    readonly code: Awaited<ReturnType<typeof bundlePage>>,
  ) {}

  static async start(executablePath: string): Promise<Pages> {
    // Without a sandbox, as in containers; the pages are our own.
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    return new Pages(browser, await bundlePage());
  }

  async open(data: PageData, options: BrowserContextOptions = {}): Promise<Opened> {
    const html = pageHtml(data, this.code);
    const file = join(this.#folder, `${Math.random().toString(36).slice(2)}.html`);
    writeFileSync(file, html);
    const url = pathToFileURL(file).href;
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    // What compiles the functions that are evaluated there wraps those with names in it.
    await context.addInitScript("globalThis.__name = (named) => named");
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    await page.route("**", (route) => {
      if (route.request().url() === url) return route.continue();
      requests.push(route.request().url());
      return route.abort();
    });
    await page.goto(url);
    await page.waitForSelector(".rows > .row");
    return { page, size: Buffer.byteLength(html), complaints, requests };
  }

  async close(): Promise<void> {
    await this.browser.close();
    rmSync(this.#folder, { recursive: true });
  }
}
