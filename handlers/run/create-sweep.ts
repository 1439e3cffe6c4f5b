import type { Context } from "aws-lambda";
import { createFunction, type FunctionOptions } from "./function";
import type { Report } from "./report";
import { failuresOf, MOST_FAILURES, type Returned, returnedBy } from "./summary";
import { sweep } from "./sweep";
import { parseSweepInput } from "./sweep-input";
import { publish } from "./telemetry";
import { waitingAfter } from "./waiting";
import { watch } from "./watch";

/**
 * The Lambda handler of whole runs. A run publishes its findings before it waits for slots, so that nothing is lost if it is cut off then.
 * Failures are in the log, in a metric and in the result: a run that has reported them has succeeded (decisions/0017-what-fails-how.md).
 *
 * @throws SettingsError at once if the environment is malformed; the handler throws if the run could not do its work at all
 */
export function createSweep(options: FunctionOptions): (event: unknown, context: Context) => Promise<Returned> {
  const base = createFunction(options);
  const { settings, telemetry } = base;
  return (event, context) =>
    base.runWith(context, async (run) => {
      const input = parseSweepInput(event);
      if (input.problem !== undefined) telemetry.logger.warn("input not understood", { detail: input.problem });
      const { report, unable } = await sweep(input.sweep, run);
      publish(report, base);
      if (unable !== undefined) throw new Error(explain(unable, report));
      const looks: Report[] = [];
      const publishLook = (look: Report) => {
        publish(look, base);
        looks.push(look);
      };
      if (!settings.dryRun) await watch(waitingAfter(report), run, publishLook);
      return returnedBy(report, looks, settings);
    });
}

function explain(unable: string, report: Report): string {
  const failures = failuresOf(report).slice(0, MOST_FAILURES);
  return `The sweep could not do its work: ${unable}.${failures.map(({ message }) => `\n- ${message}`).join("")}`;
}
