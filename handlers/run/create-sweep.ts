import type { Context } from "aws-lambda";
import { awsClients } from "../aws/clients";
import { keys } from "../aws/keys";
import { offers } from "../rds/offers";
import { createTell } from "./create-tell";
import { digestFacts } from "./digest-facts";
import { createFunction, type FunctionOptions } from "./function";
import { quotaUsed } from "./quota-used";
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
  const aws = awsClients(options.requestHandler);
  const tell = createTell(base.wiring, telemetry, aws);
  return (event, context) =>
    base.runWith(context, async (run, deadline) => {
      const input = parseSweepInput(event);
      if (input.problem !== undefined) telemetry.logger.warn("input not understood", { detail: input.problem });
      const { report, coverage, unable, unknownNeeds } = await sweep(input.sweep, run, {
        keys: keys(aws, deadline),
        offers: offers(base.clients, deadline),
      });
      publish(report, base, { completed: unable === undefined, quotaUsed: quotaUsed(report), unknownNeeds });
      await tell(
        { sweep: input.sweep, coverage, facts: digestFacts(report, coverage, unknownNeeds, run) },
        run,
        context,
      );
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
