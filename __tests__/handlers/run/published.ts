import type { Report } from "../../../handlers/run/report";
import { sweep } from "../../../handlers/run/sweep";
import { createTelemetry, publish } from "../../../handlers/run/telemetry";
import type { Startup } from "../../../handlers/settings/settings";
import { SETTINGS, type TestRun } from "./estate";
import { Output } from "./output";

/** What the publishing of a report writes. */
export function published(report: Report, logLevel: Startup["logLevel"] = "INFO"): Output {
  const output = new Output();
  const telemetry = createTelemetry({ settings: SETTINGS, sourceRegion: "us-east-1", logLevel }, output.console);
  publish(report, "us-east-1", telemetry);
  return output;
}

/** What a whole run writes. */
export const swept = async (run: TestRun) => published(await sweep(run));
