import { groupBy } from "../../../handlers/core/identity";
import { counted, listed } from "../../../handlers/core/told/words";
import type { Facts } from "../facts";
import { type Finding, saying } from "../finding";
import { ifKnown } from "../known";
import type { Decision, Denying } from "../look/role";
import { APPLY } from "./remedies";

const { ok, mend, unknown } = saying("permissions");

const MOST = 2;

const CAUSES: Readonly<Record<Denying, string>> = {
  "service control policy": "a service control policy of the organization denies it",
  "permissions boundary": "its permissions boundary does not allow it",
  "explicit deny": "a policy of the role denies it",
  nothing: "no policy of the role allows it",
};

const REMEDIES: Readonly<Record<Denying, (action: string) => string>> = {
  "service control policy": (action) =>
    `have ${action} taken out of the service control policy, by who administers the organization`,
  "permissions boundary": (action) => `add ${action} to the policy that permissions_boundary names`,
  "explicit deny": () => `take the other policy off the role, and ${APPLY}`,
  nothing: () => APPLY,
};

/** Whether the role may do all that the functions call. Policies of keys and organizations' conditions IAM does not simulate. */
export function permissionFindings({ role }: Facts): readonly Finding[] {
  const name = role.arn.split("/").at(-1) ?? role.arn;
  return ifKnown(
    role.decisions,
    (why) => unknown(name, why),
    (decisions) => {
      if (decisions === undefined) return [mend(name, `there is no role ${role.arn}`, APPLY, { runbook: "denied" })];
      const denied = decisions.filter(({ isAllowed }) => !isAllowed);
      if (denied.length === 0)
        return [ok(name, `${name} is allowed all of ${counted(decisions.length, "call")} that the functions make`)];
      return [...groupBy(denied, ({ action, by }) => `${action} ${by}`).values()].map((some) => found(name, some));
    },
  );
}

function found(name: string, denied: readonly [Decision, ...Decision[]]): Finding {
  const [{ action, by = "nothing" }] = denied;
  const where = listed([...new Set(denied.map(placeOf))], MOST);
  return mend(
    `${name} ${action}`,
    `the role ${name} may not call ${action} on ${where}: ${CAUSES[by]}`,
    REMEDIES[by](action),
    { runbook: "denied" },
  );
}

/** `snapshot:rds:example-… in eu-west-1`: the rest of the ARN is the same for all. */
function placeOf({ resource, region }: Decision): string {
  const [, , , , , ...parts] = resource.split(":");
  return `${parts.length === 0 ? "any resource" : parts.join(":")} in ${region}`;
}
