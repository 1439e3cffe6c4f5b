import type { Kind } from "../../rds/model";
import { MINUTE } from "../../time/clock";
import { GROUPS } from "../estate";
import { takenAt } from "../ledger";
import { type RunRecord, wasCut } from "../runs";
import { listsLag } from "../scenario";
import type { Truth } from "../truth";
import { lastAnswers } from "./reports";

/** Groups that people are warned of, and whose databases have one. */
const WATCHED = [
  { of: "subnets", name: GROUPS.subnets, what: `DB subnet group ${GROUPS.subnets}`, kinds: ["instance", "cluster"] },
  { of: "parameters", name: GROUPS.parameters, what: `DB parameter group ${GROUPS.parameters}`, kinds: ["instance"] },
] as const;

/**
 * With `restore_checks` = `all` a daily run that could see everything warns, for each database, of a group that the sheet of its newest copy
 * names and the target region does not have; and of no other.
 *
 * @param changedAt when groups were removed or made
 */
export function checkWarnings(run: RunRecord, truth: Truth, changedAt: readonly number[]): void {
  const { end } = run;
  const { world, settings, scenario, verdict } = truth;
  if (!run.isDaily || end?.outcome !== "ok" || wasCut(end) || run.overlapped || !run.before) return;
  if (settings.inUse(end.endedAt).length > 1 || settings.current.restoreChecks !== "all" || listsLag(scenario)) return;
  if (changedAt.some((time) => time > run.startedAt - MINUTE)) return;
  const read = lastAnswers([...run.requests, ...run.looks]).filter(({ action }) => /^(Describe|List)/.test(action));
  const hasSeenAll = read.every(({ status }) => status === 200);
  for (const { region } of settings.current.targets) {
    const lines = run.lines.flatMap(({ record }) =>
      record?.message === "warning" && record.target_region === region ? [record] : [],
    );
    for (const { of, name, what, kinds } of WATCHED) {
      const isMissing = world.aws.region(region).stock.group(of, name) === undefined;
      const warned = lines.filter(({ cause }) => String(cause).includes(`${what} in ${region}`));
      if (warned.length > 0 && !isMissing)
        verdict.broken("reports are true", `${run.id} warns of ${what} in ${region}`);
      if (!isMissing || !hasSeenAll) continue;
      const named = new Set(warned.map(({ kind, database }) => `${kind} ${database}`));
      for (const one of wanting(name, kinds, region, truth)) {
        if (!named.has(one))
          verdict.broken("trouble is told", `${run.id} does not warn ${one} of ${what} in ${region}`);
      }
    }
  }
}

/** Databases whose newest available copy names a group. */
function wanting(name: string, kinds: readonly Kind[], region: string, { ledger }: Truth): string[] {
  return ledger.identities(region).flatMap((identity) => {
    if (!kinds.includes(identity.kind)) return [];
    const available = ledger.of(region, identity).filter(({ now }) => now.status === "available");
    const newest = available.sort((a, b) => takenAt(a.copy) - takenAt(b.copy)).at(-1);
    const tags = newest?.now.tags ?? {};
    const sheet = ["", "2", "3"].map((part) => tags[`CrossRegionBackup/Restore${part}`] ?? "").join("");
    return sheet.includes(`=${name} `) ? [`${identity.kind} ${identity.databaseId}`] : [];
  });
}
