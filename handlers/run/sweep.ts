import { KINDS, type Kind } from "../core/model";
import { type Plan, plan } from "../core/plan";
import { apply } from "./apply";
import { type Taken, takeInventory } from "./inventory";
import { type Report, summarise } from "./report";
import type { Run } from "./run";

/** What follows the reading needs them: deletions and copies, a few calls for each. */
const STOP_READING_MS = 120_000;

/** A whole run: reconciles all selected databases of both kinds with all target regions. */
export async function sweep(run: Run): Promise<Report> {
  const { settings, deployment, now } = run;
  const taken = await Promise.all(KINDS.map((kind) => takeInventory(kind, run, STOP_READING_MS)));
  const plans = taken.flatMap(({ inventory }) =>
    inventory === undefined
      ? []
      : [{ kind: inventory.kind, ...plan(inventory, { settings, deployment, now, run: "sweep" }) }],
  );
  const actions = [...taken.flatMap(({ failures }) => failures), ...plans.flatMap((planned) => planned.actions)];
  const outcomes = await apply(actions, run, covered(plans));
  return summarise("sweep", outcomes, plans, run, unseen(taken, plans, run));
}

/** Target regions of which a part is unknown: their state must not be reported as if it were whole. */
function unseen(taken: readonly Taken[], plans: readonly Plan[], { settings }: Run): string[] {
  return settings.targets.filter(
    (region) =>
      taken.some(({ inventory }) => !inventory?.targets.has(region)) ||
      plans.some(({ agesUnknown }) => agesUnknown.includes(region)),
  );
}

function covered(plans: readonly (Plan & { kind: Kind })[]): Record<Kind, number> {
  const count = (kind: Kind) => {
    const own = plans.find((planned) => planned.kind === kind);
    return own === undefined ? 0 : own.selected - own.uncovered;
  };
  return { instance: count("instance"), cluster: count("cluster") };
}
