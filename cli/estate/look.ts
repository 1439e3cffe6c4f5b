import { keys } from "../../handlers/aws/keys";
import type { SweepKind } from "../../handlers/core/plan-route";
import { accountQuotas } from "../../handlers/rds/account-quotas";
import { offers } from "../../handlers/rds/offers";
import type { Report } from "../../handlers/run/report";
import type { Run } from "../../handlers/run/run";
import { type Sweep, sweep } from "../../handlers/run/sweep";
import { LISTING_SNAPSHOTS, LOOKING_AT_VERSIONS, LOOKING_AT_WANTS, ofKinds } from "../actions";
import type { Deployed } from "../deployments/deployed";
import { EXIT, Stop } from "../exit";
import type { Session } from "../session";
import { failedCalls, stopOf } from "./as-read";
import { servicesOf } from "./services";

/** What is there, and what a run would do, as of one moment. */
export interface EstateLook extends Sweep {
  readonly deployed: Deployed;
  readonly now: Date;
}

/** What a look calls. */
export const LOOKING = {
  needed: [...ofKinds("databases"), ...LISTING_SNAPSHOTS],
  helpful: [
    "kms:DescribeKey",
    "rds:DescribeAccountAttributes",
    "rds:DescribeEvents",
    LOOKING_AT_VERSIONS,
    ...LOOKING_AT_WANTS,
  ],
} as const;

/**
 * A whole run of the functions' own code that starts, deletes and tells nothing.
 *
 * @throws Stop if the databases cannot be listed
 */
export async function lookAtEstate(deployed: Deployed, kind: SweepKind, session: Session): Promise<EstateLook> {
  const { aws, terminal, progress } = session;
  const { deployment, startup } = deployed;
  const { rds, others, deadline } = aws;
  const now = terminal.now();
  progress.counting(`Reading ${[deployment.sourceRegion, ...startup.settings.targets].join(", ")}`);
  const run: Run = {
    settings: startup.settings,
    deployment,
    targetsSince: startup.wiring.targetsSince,
    services: servicesOf(deployment, aws),
    readQuotas: accountQuotas(rds, deadline),
    readOnly: true,
    now,
    clock: () => terminal.now(),
    timeLeft: session.timeLeft,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    briefAbove: Number.POSITIVE_INFINITY,
    random: () => 0,
  };
  const seen = await sweep(kind, run, { keys: keys(others, deadline), offers: offers(rds, deadline) });
  progress.end();
  if (seen.unable !== undefined) throw whyUnable(seen.report, deployed);
  return { ...seen, deployed, now };
}

function whyUnable(report: Report, { deployment: { sourceRegion } }: Deployed): Stop {
  const [first] = failedCalls(report);
  if (first !== undefined) return stopOf(first, sourceRegion);
  return new Stop(EXIT.aws, `The databases of ${sourceRegion} could not be read in time`, "try again");
}
