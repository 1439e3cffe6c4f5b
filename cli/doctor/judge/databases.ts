import { alphabetical } from "../../../handlers/core/alphabetical";
import { standingIn } from "../../../handlers/core/coverage/troubles";
import { hasOwnOptionGroup } from "../../../handlers/core/option-group";
import { causesOf, namesOf } from "../../../handlers/core/told/causes";
import { counted, listed } from "../../../handlers/core/told/words";
import { placedOutcomes } from "../../../handlers/run/report";
import type { EstateLook } from "../../estate/look";
import type { Facts } from "../facts";
import { type Finding, saying } from "../finding";
import { ifKnown } from "../known";
import { RINGS } from "./alarms";

const MOST = 5;

const { mend, unknown, ok } = saying("databases");

/** Who is selected and cannot be copied as things are. */
export const databaseFindings = ({ deployed, estate }: Facts): readonly Finding[] =>
  ifKnown(estate, (why) => unknown(deployed.deployment.sourceRegion, why), judge);

/** Told by another check. */
const ELSEWHERE = new Set(["key-missing", "waiting-for-quota", "manual-quota-full", "quota-short"]);

function judge(look: EstateLook): readonly Finding[] {
  const all = standingIn(look.coverage).filter(
    ({ trouble, reason }) => (trouble === "uncovered" || trouble === "failing") && !ELSEWHERE.has(reason),
  );
  const ofOne = causesOf(all.filter(({ database }) => database !== "*")).map(({ troubles }) => {
    const names = namesOf(troubles).sort(alphabetical);
    const [{ cause, remedy, reason }] = troubles;
    return mend(names.join(" "), `${listed(names, MOST)}: ${cause}`, remedy, { runbook: reason });
  });
  // A list of the source region that failed is of each target region.
  const unread = placedOutcomes(look.report)
    .filter(({ targetRegion, outcome }) => targetRegion === undefined && outcome.outcome === "failed")
    .map(({ kind, outcome: { message, fault } }) =>
      unknown(`${kind}s`, { cause: fault?.cause ?? message, remedy: fault?.remedy ?? "try again" }),
    );
  const found = [...ofOne, ...unread, ...optionGroupsLeft(look)];
  const selected = look.seen.reduce((sum, { kind }) => sum + (planOf(look, kind)?.selected ?? 0), 0);
  if (found.length > 0) return found;
  if (selected === 0) {
    const settings = "compare include, exclude and tags of instances and clusters with the databases";
    return [
      mend(look.deployed.deployment.sourceRegion, RINGS.nothing_selected, settings, {
        runbook: "nothing-selected",
      }),
    ];
  }
  return [ok(look.deployed.deployment.sourceRegion, `${counted(selected, "selected database")} can be copied`)];
}

const planOf = ({ report }: EstateLook, kind: string) => report.kinds.find((one) => one.kind === kind)?.plan;

/** RDS refuses to copy some engines' databases without their option group (docs/aws-facts.md#option-groups). */
const NEEDS_GROUP = /^(oracle|sqlserver)-/;

function optionGroupsLeft({ seen, deployed }: EstateLook): Finding[] {
  if (deployed.startup.settings.copyOptionGroups !== "never") return [];
  const snapshots = seen.flatMap(({ inventory }) => inventory?.snapshots ?? []);
  const names = snapshots
    .filter((one) => NEEDS_GROUP.test(one.engine) && hasOwnOptionGroup(one))
    .map(({ databaseId }) => databaseId);
  const unique = [...new Set(names)].sort(alphabetical);
  if (unique.length === 0) return [];
  const cause = `whether RDS copies ${listed(unique, MOST)} without the option group is not known: it does not where that has TDE or a time zone`;
  return [unknown(unique.join(" "), { cause, remedy: 'set copy_option_groups = "when_refused"' })];
}
