import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

/** Where Debian puts it. */
const DEBIANS = "/usr/bin/chromium";

/** A Chromium of this machine: the one that `CHROMIUM` names, one that Playwright has installed, or Debian's. */
export const findChromium = (env: NodeJS.ProcessEnv = process.env): string | undefined =>
  env.CHROMIUM || [chromium.executablePath(), DEBIANS].find((path) => existsSync(path));
