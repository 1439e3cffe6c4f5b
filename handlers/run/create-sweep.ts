import type { Context } from "aws-lambda";
import { createFunction, type FunctionOptions } from "./function";
import { type Outcome, throwFailures } from "./outcome";
import { type Report, type Summary, summary } from "./report";
import { sweep } from "./sweep";
import { publish } from "./telemetry";
import { watch } from "./watch";

/**
 * The Lambda handler of whole runs; the event says nothing that matters. What a run has found is published before it stays for free
 * slots, so that nothing is lost should it be ended there.
 *
 * @throws SettingsError at once if the environment is malformed; the handler throws an AggregateError of what failed
 */
export function createSweep(options: FunctionOptions): (event: unknown, context: Context) => Promise<Summary> {
  const { runWith, sourceRegion, telemetry } = createFunction(options);
  return async (_event, context) => {
    const outcomes: Outcome[] = [];
    const tell = (report: Report) => {
      publish(report, sourceRegion, telemetry);
      outcomes.push(...report.outcomes);
    };
    const report = await runWith(context, async (run) => {
      const whole = await sweep(run);
      tell(whole);
      if (!run.settings.dryRun) await watch(whole.waiting, run, tell);
      return whole;
    });
    throwFailures(outcomes);
    return summary(report);
  };
}
