import type { Context } from "aws-lambda";
import { copyEnded } from "./copy-ended";
import { createFunction, type FunctionOptions } from "./function";
import { Memory } from "./memory";
import { type Outcome, throwFailures } from "./outcome";
import { parseCopyEnded } from "./rds-event";
import { handleRecords } from "./records";
import { type Report, type Summary, summary } from "./report";
import { publish } from "./telemetry";

/**
 * The Lambda handler of copies that have ended in a target region, whose events come through SNS topics there.
 *
 * @throws SettingsError at once if the environment is malformed; the handler throws an AggregateError of what failed
 */
export function createCopyEnded(options: FunctionOptions): (event: unknown, context: Context) => Promise<Summary[][]> {
  const base = createFunction(options);
  const memory = new Memory();
  return (event, context) =>
    handleRecords(
      event,
      base,
      (record) => parseCopyEnded(record, base.deploymentOf(context)),
      async (ended) => {
        const outcomes: Outcome[] = [];
        const summaries: Summary[] = [];
        const tell = (report: Report) => {
          publish(report, base.sourceRegion, base.telemetry);
          outcomes.push(...report.outcomes);
          summaries.push(summary(report));
        };
        await base.runWith(context, (run) => copyEnded(ended, run, memory, tell));
        throwFailures(outcomes);
        return summaries;
      },
    );
}
