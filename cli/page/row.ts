import { type Covered, TROUBLE_KINDS, type TroubleKind } from "../../handlers/core/coverage/model";
import type { Copy } from "../../handlers/core/ownership";
import { earliest } from "../../handlers/core/recovery-point-age";
import { isAvailable } from "../../handlers/core/situation";
import type { Status } from "../status/model";
import { packed, type ShownCopy, type Usual } from "./copies";
import { type Days, dayOf, type History, stateOf, statesOfDays } from "./days";
import type { PageRow } from "./model";
import type { Numbers } from "./numbers";

interface RowContext {
  readonly days: Days;
  readonly now: Date;
  /** ARNs of keys. */
  readonly keys: Numbers;
}

/** What the page shows of a database in a target region, but for where it stands. */
export function pageRow(
  row: Covered,
  copies: readonly Copy[],
  status: Status,
  { days, now, keys }: RowContext,
): Omit<PageRow, "deployment" | "region" | "state"> {
  const history = historyOf(row, copies, status, now);
  const states = statesOfDays(history, days, now);
  const keyOf = (arn: string | undefined) => (arn === undefined ? undefined : keys.of(arn));
  const { newest, inProgress, age = row.restingAge } = row;
  const key = keyOf(newest?.kmsKeyId);
  const usual: Usual = {
    from: days.from,
    database: row.database,
    sourceRegion: status.deployment.sourceRegion,
    key,
    stateOn: (day) => states[day],
  };
  const isShown = ({ sourceTime }: Copy) => dayOf(sourceTime, days) >= 0;
  const older = copies.filter((copy) => !isShown(copy) && isAvailable(copy)).map(({ sourceTime }) => sourceTime);
  const oldest = earliest(older);
  const troubles = row.troubles.map(({ trouble }) => indexOf(trouble)).sort((a, b) => a - b);
  return {
    database: row.database,
    resourceId: row.resourceId,
    ...(row.route.kind === "cluster" && { isCluster: true }),
    ...(troubles.length > 0 && { troubles }),
    ...(row.unsure.length > 0 && { unsure: row.unsure.map(indexOf) }),
    ...(row.warnings.length > 0 && { warnings: row.warnings.length }),
    ...(status.settings && !row.exists && { isGone: true }),
    ...(status.settings && row.exists && !row.selected && { isNotSelected: true }),
    ...(age !== undefined && { age }),
    ...(row.restingAge !== undefined && { isResting: true }),
    ...(newest && { newest: newest.takenAt.toISOString() }),
    kept: row.kept,
    ...(key !== undefined && { key }),
    ...(inProgress && {
      inProgress: {
        id: inProgress.id,
        ...(inProgress.percent !== undefined && { percent: inProgress.percent }),
      },
    }),
    days: states,
    copies: copies
      .filter(isShown)
      .sort((a, b) => a.sourceTime.getTime() - b.sourceTime.getTime())
      .flatMap((copy) => {
        const shown = shownCopy(copy, history, keyOf);
        return shown ? [packed(shown, usual)] : [];
      }),
    ...(oldest && { older: [older.length, oldest.toISOString()] }),
  };
}

const indexOf = (kind: TroubleKind): number => TROUBLE_KINDS.indexOf(kind);

function historyOf(
  row: Covered,
  copies: readonly Copy[],
  { settings, maxAgeHours, coverage }: Status,
  now: Date,
): History {
  const has = (kind: TroubleKind) => row.troubles.some(({ trouble }) => trouble === kind);
  const isRead = coverage.routes.some(
    ({ route, reach }) =>
      route.kind === row.route.kind && route.targetRegion === row.route.targetRegion && reach === "whole",
  );
  const isPromised = isRead && row.exists && row.selected && !has("uncovered");
  return {
    copies,
    unrestorable: new Set(
      row.troubles.flatMap(({ trouble, copies: ids = [] }) => (trouble === "unrestorable" ? ids : [])),
    ),
    isLeft: settings !== undefined && !(row.exists && row.selected),
    staleFrom: has("stale") && row.age !== undefined ? new Date(now.getTime() - row.age * 1000) : undefined,
    promise:
      isPromised && settings !== undefined && maxAgeHours !== undefined
        ? { retention: settings.retention, maxAgeHours }
        : undefined,
  };
}

/** Undefined of one that RDS is deleting. */
function shownCopy(
  copy: Copy,
  history: History,
  keyOf: (arn: string | undefined) => number | undefined,
): ShownCopy | undefined {
  const { id, kmsKeyId, status, percent } = copy.snapshot;
  const state = stateOf(copy, history);
  if (state === undefined) return undefined;
  const isWhole = isAvailable(copy);
  return {
    id,
    takenAt: copy.sourceTime.getTime(),
    state,
    key: keyOf(kmsKeyId),
    status: isWhole ? undefined : status,
    percent: isWhole ? undefined : percent,
    held: copy.hold && [copy.hold.until, copy.hold.why ?? []].flat().join(": "),
  };
}
