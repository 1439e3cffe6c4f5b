import { alphabetical } from "../../handlers/core/alphabetical";
import { type Coverage, TROUBLE_KINDS } from "../../handlers/core/coverage/model";
import { groupBy } from "../../handlers/core/identity";
import type { Copy } from "../../handlers/core/ownership";
import { targetSide } from "../../handlers/core/situation";
import { WORDS } from "../../handlers/core/told/words";
import { originOf } from "../deployments/origin";
import { type Problem, problemText } from "../problem";
import type { Status } from "../status/model";
import { rowsOf } from "../status/rows";
import { byState, isTrouble, STATES } from "../status/state";
import { headline, verdictOn } from "../status/verdict";
import { type CauseContext, pageCauses, pageWarnings, rowKey } from "./causes";
import { daysUntil } from "./days";
import type { PageCause, PageData, PageDeployment } from "./model";
import { Numbers } from "./numbers";
import { pageRow } from "./row";

const SHOWN_DAYS = 90;

/** What the page shows of deployments. @param absent what was to be looked at, too */
export function pageDataOf(statuses: readonly Status[], now: Date, absent: readonly Problem[] = []): PageData {
  const days = daysUntil(now, SHOWN_DAYS);
  const keys = new Numbers();
  const regions = new Numbers(statuses.flatMap(({ targets }) => targets).sort(alphabetical));
  const found = statuses
    .flatMap((status, deployment) => {
      const copies = copiesOf(status);
      return rowsOf(status.coverage).map(({ row, state }) => {
        const key = rowKey(row.route, row.database, row.resourceId);
        return { status, deployment, row, state, key, copies: copies.get(key) ?? [] };
      });
    })
    .sort((a, b) => byState(a.state, b.state));
  const contexts = statuses.map(
    (status, deployment): CauseContext => ({
      deployment,
      origin: originOf(status.deployment),
      rowOf: new Map(found.flatMap((one, index) => (one.status === status ? [[one.key, index]] : []))),
    }),
  );
  const ofEach = (what: (coverage: Coverage, context: CauseContext) => PageCause[]): PageCause[] =>
    statuses.flatMap(({ coverage }, index) => {
      const context = contexts[index];
      return context ? what(coverage, context) : [];
    });
  return {
    madeAt: now.toISOString(),
    from: new Date(days.from).toISOString(),
    days: days.count,
    deployments: statuses.map(deploymentOf),
    absent: absent.map((one) => problemText(one, " ")),
    regions: regions.names,
    states: STATES.map((name) => ({ name, ...(isTrouble(name) && { heading: WORDS[name].heading }) })),
    troubles: ofEach(pageCauses).sort((a, b) => worstOf(a) - worstOf(b)),
    warnings: ofEach(pageWarnings),
    rows: found.map(({ status, deployment, row, state, copies }) => ({
      deployment,
      region: regions.of(row.route.targetRegion),
      state: STATES.indexOf(state),
      ...pageRow(row, copies, status, { days, now, keys }),
    })),
    keys: keys.names,
  };
}

function deploymentOf(status: Status): PageDeployment {
  const { deployment, notes, unread, maxAgeHours } = status;
  const verdict = verdictOn(status);
  return {
    name: deployment.name,
    account: deployment.account,
    sourceRegion: deployment.sourceRegion,
    headline: headline(status, verdict),
    ...(verdict.isWell && { isWell: true }),
    notes: [...unread.map((one) => problemText(one, " ")), ...notes],
    ...(maxAgeHours !== undefined && { maxAgeHours }),
  };
}

const worstOf = ({ parts }: PageCause): number => Math.min(...parts.map(({ kind }) => kind ?? TROUBLE_KINDS.length));

/** Our copies by database and target region. */
function copiesOf({ inventories, deployment, now }: Status): ReadonlyMap<string, readonly Copy[]> {
  const all = inventories.flatMap(({ kind, targets }) =>
    [...targets].flatMap(([targetRegion, listed]) => {
      const route = { kind, targetRegion };
      const { copies } = targetSide(route, listed, { deployment, now });
      return [...groupBy(copies, (copy) => rowKey(route, copy.databaseId, copy.databaseResourceId))];
    }),
  );
  return new Map(all);
}
