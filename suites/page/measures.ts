import type { Page } from "playwright-core";

/** Milliseconds from the begin of its loading to the first frame that shows rows. */
export async function openingTime(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const marks = performance.getEntriesByType("paint").map(({ startTime }) => startTime);
        const [loaded] = performance.getEntriesByType("navigation").map((entry) => entry.duration);
        resolve(Math.round(Math.max(loaded ?? 0, ...marks)));
      }),
  );
}

/** Milliseconds. */
export interface Frames {
  readonly count: number;
  /** What the page itself takes for one on the mean, whatever else the machine does meanwhile. */
  readonly own: number;
  readonly median: number;
  readonly p95: number;
  readonly worst: number;
}

/** Scrolls by four rows for each of 200 frames, faster than a wheel does, and tells how long these took. */
export async function scrolled(page: Page): Promise<Frames> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const taken = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1000;
  };
  const before = await taken();
  const times = await page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const frames: number[] = [];
        let last = performance.now();
        const step = (now: number) => {
          frames.push(now - last);
          last = now;
          window.scrollBy(0, 120);
          if (frames.length < 200) requestAnimationFrame(step);
          else resolve(frames);
        };
        requestAnimationFrame(step);
      }),
  );
  const sorted = times.slice(1).sort((a, b) => a - b);
  const at = (part: number) => Math.round((sorted[Math.floor(part * (sorted.length - 1))] ?? 0) * 10) / 10;
  const own = Math.round(((await taken()) - before) / times.length);
  return { count: sorted.length, own, median: at(0.5), p95: at(0.95), worst: at(1) };
}
