import type { Coverage, Trouble } from "../../handlers/core/coverage/model";
import { TROUBLE_KINDS } from "../../handlers/core/coverage/model";
import { troublesOf } from "../../handlers/core/coverage/troubles";
import { identity, type NonEmpty } from "../../handlers/core/identity";
import { earliest } from "../../handlers/core/recovery-point-age";
import type { Route } from "../../handlers/core/route";
import { sentence } from "../../handlers/core/sentence";
import { causesOf } from "../../handlers/core/told/causes";
import { commandFor, type Origin } from "../../handlers/core/told/command";
import { warningsByCause } from "../../handlers/core/told/hindering";
import { runbookLink } from "../../handlers/core/told/runbook";
import { nameOf } from "../../handlers/core/told/words";
import type { PageCause, PagePart } from "./model";

/** What causes are shown with. */
export interface CauseContext {
  readonly deployment: number;
  readonly origin: Origin;
  /** Index of the row of each database × target region, by `rowKey`. */
  readonly rowOf: ReadonlyMap<string, number>;
}

export const rowKey = ({ kind, targetRegion }: Route, database: string, resourceId = ""): string =>
  `${kind} ${targetRegion} ${identity(database, resourceId)}`;

/** Troubles, grouped as messages group them. */
export function pageCauses(coverage: Coverage, context: CauseContext): PageCause[] {
  const { deployment, origin } = context;
  return causesOf(troublesOf(coverage)).map(({ kinds, troubles }) => {
    const [[first]] = kinds;
    const since = earliest(troubles.flatMap((trouble) => trouble.since ?? []));
    return {
      deployment,
      ...said(kinds[0]),
      ...(since && { since: since.toISOString() }),
      command: commandFor(first, origin),
      parts: kinds.map((ofKind) => partOf(ofKind, context)),
    };
  });
}

function partOf(troubles: readonly Trouble[], { rowOf }: CauseContext): PagePart {
  const [first] = troubles;
  const wholes = troubles.filter(({ database }) => database === "*");
  return {
    ...(first && { kind: TROUBLE_KINDS.indexOf(first.trouble) }),
    rows: troubles.flatMap(
      ({ kind, database, resourceId, targetRegion }) =>
        rowOf.get(rowKey({ kind, targetRegion }, database, resourceId)) ?? [],
    ),
    wholes: wholes.map((one) => `${nameOf(one)} in ${one.targetRegion}`),
  };
}

/** What may hinder restores, grouped as digests group it. */
export function pageWarnings({ databases }: Coverage, { deployment, rowOf }: CauseContext): PageCause[] {
  return warningsByCause(databases).map((ofOne) => ({
    deployment,
    ...said(ofOne),
    parts: [
      {
        rows: ofOne.flatMap(({ row }) => rowOf.get(rowKey(row.route, row.database, row.resourceId)) ?? []),
        wholes: [],
      },
    ],
  }));
}

/** In the words of the first, which may begin with a name. */
function said(of: NonEmpty<Pick<Trouble, "reason" | "cause" | "remedy">>) {
  const [{ reason, cause, remedy }] = of;
  const isSame = of.every((one) => one.cause === cause && one.remedy === remedy);
  return {
    reason,
    runbook: runbookLink(reason),
    cause: sentence(cause),
    remedy: sentence(remedy),
    ...(!isSame && ({ isOfFirst: true } as const)),
  };
}
