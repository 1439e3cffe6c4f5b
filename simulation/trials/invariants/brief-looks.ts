import type { Kind, SnapshotRecord } from "../../rds/model";
import { HOUR, MINUTE } from "../../time/clock";
import { LONGEST_LAG } from "../faults";
import { takenAt } from "../ledger";
import { type RunRecord, wasCut } from "../runs";
import { SOURCE_REGION } from "../scenario";
import { isCopyable, isSelected } from "../settings";
import type { Truth } from "../truth";
import { LONGEST_BACKUP } from "./freshness";

const KINDS: readonly Kind[] = ["instance", "cluster"];
/** Lists lag, and clocks differ. */
const SURELY = LONGEST_LAG + 2 * MINUTE;

/** The kinds of which a whole run that came to its end listed the databases, and in no target region all copies, as its requests show. */
export function brieflySeen({ function: name, end, requests }: RunRecord): Kind[] {
  if (name !== "sweep" || end?.outcome !== "ok") return [];
  return KINDS.filter((kind) => {
    const [databases, snapshots] =
      kind === "instance"
        ? ["DescribeDBInstances", "DescribeDBSnapshots"]
        : ["DescribeDBClusters", "DescribeDBClusterSnapshots"];
    const pages = requests.filter(({ action }) => action === databases);
    const listsAll = requests.some(
      ({ action, region, body }) => action === snapshots && region !== SOURCE_REGION && !body.includes("Filter"),
    );
    return pages.at(-1)?.status === 200 && !listsAll;
  });
}

/**
 * A follow-up may look briefly where nothing is due, and says so; the daily run and the first one in each hour look at everything
 * (decisions/0021-brief-looks.md).
 */
export function checkBriefLooks(run: RunRecord, truth: Truth): void {
  const { end } = run;
  if (run.function !== "sweep" || end?.outcome !== "ok" || wasCut(end)) return;
  const { verdict, settings } = truth;
  const seen = brieflySeen(run);
  const said = saidIn(end.result);
  const who = `sweep ${run.id}`;
  if (JSON.stringify(said) !== JSON.stringify(seen)) {
    verdict.broken("reports are true", `${who} looked briefly at [${seen.join(", ")}], it said [${said.join(", ")}]`);
  }
  if (seen.length === 0) return;
  const intervals = settings.inUse(run.startedAt).map(({ followUpMinutes }) => followUpMinutes * MINUTE);
  if (run.isDaily || run.startedAt % HOUR < Math.min(...intervals)) {
    const which = run.isDaily ? "the daily run" : "the first run of its hour";
    verdict.broken("silence is broken", `${who}, ${which}, did not look at all copies of ${seen.join(" and ")}`);
  }
  for (const kind of seen) {
    for (const text of uncopied(kind, run, truth)) {
      verdict.broken("reports are true", `${who} looked briefly at ${kind}s, though ${text} waits for a copy`);
    }
  }
}

function saidIn(result: unknown): unknown[] {
  if (typeof result !== "object" || result === null || !("briefly_seen_kinds" in result)) return ["nothing"];
  return [result.briefly_seen_kinds].flat();
}

/** Databases and target regions without an available copy of a snapshot that was surely listed. */
function uncopied(kind: Kind, run: RunRecord, { world, ledger, settings }: Truth): string[] {
  const [plan, ...others] = settings.inUse(run.startedAt);
  if (!plan || others.length > 0) return [];
  const { databases, snapshots } = world.aws.region(SOURCE_REGION);
  const sources = [...snapshots[kind].values()].filter(
    ({ type, status, startedAt, finishesAt = startedAt + LONGEST_BACKUP }: SnapshotRecord) =>
      type === "automated" && status === "available" && finishesAt < run.startedAt - SURELY,
  );
  const covered = [...databases[kind].values()].filter((one) => isSelected(plan, one) && isCopyable(one));
  return covered.flatMap(({ id, resourceId }) => {
    const own = sources.filter((one) => one.databaseId === id && one.databaseResourceId === resourceId);
    const newest = Math.max(...own.map(({ createTime = 0 }) => createTime));
    return plan.targets.flatMap(({ region }) => {
      const copies = ledger.of(region, { kind, databaseId: id, databaseResourceId: resourceId });
      const isCopied = copies.some(({ copy, now }) => now.status === "available" && takenAt(copy) >= newest);
      return isCopied ? [] : [`${id} in ${region}`];
    });
  });
}
