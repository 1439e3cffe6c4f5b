import { placedOutcomes } from "../../../handlers/run/report";
import type { EstateLook } from "../../estate/look";
import type { Facts } from "../facts";
import { type Finding, saying } from "../finding";
import { ifKnown } from "../known";

const { mend, unknown, ok } = saying("regions");

/** Which target regions the account has not enabled, and which could not be read. */
export const regionFindings = ({ deployed, estate }: Facts): readonly Finding[] =>
  ifKnown(estate, (why) => unknown(deployed.deployment.sourceRegion, why), judge);

function judge({ report, deployed }: EstateLook): readonly Finding[] {
  return deployed.startup.settings.targets.map((region) => {
    const failed = placedOutcomes(report).filter(
      ({ targetRegion, outcome }) =>
        targetRegion === region && outcome.outcome === "failed" && outcome.database === "*",
    );
    const off = failed.find(({ outcome }) => outcome.reason === "region-not-enabled");
    const [first] = off ? [off] : failed;
    if (first === undefined) return ok(region, `${region} is enabled, and was read`);
    const { reason, message, fault } = first.outcome;
    const cause = fault?.cause ?? message;
    const remedy = fault?.remedy ?? "try again";
    return off ? mend(region, cause, remedy, { runbook: reason }) : unknown(region, { cause, remedy });
  });
}
