import type { Kind } from "../../../handlers/core/model";
import type { SweepKind } from "../../../handlers/core/plan-route";
import { reconcileDatabase } from "../../../handlers/run/backup-finished";
import type { Report } from "../../../handlers/run/report";
import { type Summary, summaryOf } from "../../../handlers/run/summary";
import { type Sweep, sweep } from "../../../handlers/run/sweep";
import { createTelemetry, type Extra, publish } from "../../../handlers/run/telemetry";
import type { Startup } from "../../../handlers/settings/settings";
import { ALL_THERE, SETTINGS, type TestRun } from "./estate";
import { Output } from "./output";

/** A whole run, with its numbers. */
export async function swept(run: TestRun, kind: SweepKind = "daily"): Promise<Sweep & { summary: Summary }> {
  const done = await sweep(kind, run, ALL_THERE);
  return { ...done, summary: summaryOf(done.report, run.settings) };
}

/** A run after an event, with its numbers. */
export async function reconciled(kind: Kind, database: string, run: TestRun) {
  const report = await reconcileDatabase(kind, database, run);
  return { report, summary: summaryOf(report, run.settings) };
}

/** What the publishing of a report writes. */
export function published(
  report: Report,
  { settings = SETTINGS, logLevel = "INFO" }: Partial<Startup> = {},
  extra: Extra = {},
): Output {
  const output = new Output();
  const startup = { settings, sourceRegion: "us-east-1", logLevel };
  publish(report, { ...startup, telemetry: createTelemetry(startup, output.console) }, extra);
  return output;
}

/** What a daily run writes. */
export const writtenBy = async (run: TestRun): Promise<Output> =>
  published((await sweep("daily", run, ALL_THERE)).report, { settings: run.settings });
