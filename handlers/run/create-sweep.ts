import type { Context } from "aws-lambda";
import { createFunction, type FunctionOptions } from "./function";
import { throwFailures } from "./outcome";
import { type Summary, summary } from "./report";
import { sweep } from "./sweep";
import { publish } from "./telemetry";

/**
 * The Lambda handler of whole runs; the event says nothing that matters.
 *
 * @throws SettingsError at once if the environment is malformed; the handler throws an AggregateError of what failed
 */
export function createSweep(options: FunctionOptions): (event: unknown, context: Context) => Promise<Summary> {
  const { runWith, sourceRegion, telemetry } = createFunction(options);
  return async (_event, context) => {
    const report = await runWith(context, sweep);
    publish(report, sourceRegion, telemetry);
    throwFailures(report.outcomes);
    return summary(report);
  };
}
