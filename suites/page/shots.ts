import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Pages } from "./browser";
import { pageOf } from "./estate";

/** For people to look at: the page at its usual sizes, and `status.png`, which the README has. */
export async function takeShots(pages: Pages, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const data = pageOf({ databases: 60 });
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [390, 1280, 2560]) {
      const { page } = await pages.open(data, { colorScheme, viewport: { width, height: 800 } });
      await page.screenshot({ path: join(folder, `${colorScheme}-${width}.png`) });
      await page.locator(".grids").evaluate((grids) => grids.scrollIntoView());
      await page
        .locator(".rows .c-5")
        .nth(2)
        .click({ position: { x: 200, y: 8 } });
      await page.screenshot({ path: join(folder, `${colorScheme}-${width}-grid.png`) });
      await page.context().close();
    }
  }
  const { page } = await pages.open(pageOf({ databases: 18, regions: ["eu-central-1"] }));
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: 1280, height });
  await page.screenshot({ path: join(folder, "status.png") });
  await page.context().close();
  console.log(`  pictures are in ${folder}`);
}
