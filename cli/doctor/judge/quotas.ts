import { isShort, quotaArithmetic, quotaRemedy } from "../../../handlers/core/quota-words";
import { quotasIn } from "../../../handlers/run/quota-used";
import { placedOutcomes } from "../../../handlers/run/report";
import type { EstateLook } from "../../estate/look";
import type { Facts } from "../facts";
import { type Finding, saying } from "../finding";
import { ifKnown } from "../known";

const { mend, unknown, ok } = saying("quotas");

/** Whether what the settings keep fits into the quotas in the long run. */
export const quotaFindings = ({ deployed, estate }: Facts): readonly Finding[] =>
  ifKnown(estate, (why) => unknown(deployed.deployment.sourceRegion, why), judge);

function judge({ report }: EstateLook): readonly Finding[] {
  const known = quotasIn(report).flatMap((use) => {
    const subject = `${use.route.kind} snapshots in ${use.route.targetRegion}`;
    if (isShort(use)) return mend(subject, quotaArithmetic(use), quotaRemedy(use), { runbook: "quota-short" });
    if (use.databases === 0) return [];
    return ok(subject, `${use.used} of ${use.maximum} ${subject} are used, ${use.needed} needed in the long run`);
  });
  const untold = placedOutcomes(report)
    .filter(({ outcome }) => outcome.reason === "quota-unknown")
    .map(({ kind, targetRegion, outcome }) =>
      unknown(`${kind} snapshots in ${targetRegion}`, {
        cause: outcome.message,
        remedy: "have rds:DescribeAccountAttributes allowed",
      }),
    );
  return [...known, ...untold];
}
