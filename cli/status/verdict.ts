import type { TroubleKind } from "../../handlers/core/coverage/model";
import { groupBy } from "../../handlers/core/identity";
import { counted, WORDS } from "../../handlers/core/told/words";
import type { Status } from "./model";
import { rowsOf } from "./rows";
import { byState, isTrouble, isWell, STATES, type State } from "./state";

/** How the databases of a deployment are. */
export interface Verdict {
  /** How many, each once, in the worst of its states. */
  readonly databases: number;
  readonly inState: ReadonlyMap<State, number>;
  /** Whether something is wrong, or unknown, that is not about one database. */
  readonly isWholeInDoubt: boolean;
  /** Whether nobody needs to do or find out anything. */
  readonly isWell: boolean;
}

export function verdictOn(status: Status): Verdict {
  const { coverage, unread, settings } = status;
  const rows = groupBy(rowsOf(coverage), ({ row }) => [row.route.kind, row.database, row.resourceId].join(" "));
  const worst = [...rows.values()].map((ofOne) => ofOne.map(({ state }) => state).sort(byState)[0] ?? "unknown");
  const inState = new Map(STATES.map((state) => [state, worst.filter((one) => one === state).length]));
  const isWholeInDoubt =
    unread.length > 0 || coverage.routes.some(({ troubles, unsure }) => troubles.length + unsure.length > 0);
  return {
    databases: worst.length,
    inState,
    isWholeInDoubt,
    // What is due in a dry run does not come.
    isWell:
      worst.length > 0 && worst.every(isWell) && !isWholeInDoubt && !(settings?.dryRun && worst.includes("pending")),
  };
}

/** The answer in one or two sentences. */
export function headline(status: Status, { databases, inState, isWholeInDoubt }: Verdict): string {
  const { deployment, targets, settings } = status;
  const { name } = deployment;
  const of = (state: State) => inState.get(state) ?? 0;
  const dry = settings?.dryRun ? `${name} is a dry run: it copies nothing until dry_run = false is set. ` : "";
  if (databases === 0) return `${dry}${nothing(status, isWholeInDoubt)}`;
  const all = `${settings ? counted(databases, "database") : counted(databases, "database with copies", "databases with copies")} of ${name}`;
  const troubles = STATES.filter(isTrouble).filter((kind) => of(kind) > 0);
  const inTrouble = troubles.reduce((sum, kind) => sum + of(kind), 0);
  const unknown = of("unknown");
  if (inTrouble > 0) {
    const what = troubles.map((kind) => `${of(kind)} ${does(kind, of(kind))}`).join("; ");
    const more = unknown > 0 ? ` It is not known of ${unknown} more.` : "";
    return `${dry}${inTrouble} of ${all} ${are(inTrouble)} in trouble: ${what}.${more}${rest(isWholeInDoubt)}`;
  }
  const where = `in ${AND.format(targets)}`;
  if (unknown > 0) {
    return `${dry}It is not known of ${unknown} of ${all} whether ${unknown === 1 ? "it has" : "they have"} a fresh copy ${where} that can be restored.${rest(isWholeInDoubt)}`;
  }
  const lacking = [
    ...(of("pending") > 0 ? [`${of("pending")} ${has(of("pending"))} none yet, which is not late`] : []),
    ...(of("stopped") > 0
      ? [`${of("stopped")} ${are(of("stopped"))} or was stopped, so that RDS has no newer backup`]
      : []),
  ];
  const fresh = databases - of("pending") - of("stopped");
  if (of("pending") === databases && !isWholeInDoubt) {
    const who = databases === 1 ? `The ${all} has no copy` : `None of the ${all} has a copy`;
    return `${dry}${who} ${where} yet, which is not late.`;
  }
  const who = isWholeInDoubt
    ? `${fresh} of the ${all} that could be read`
    : lacking.length > 0
      ? `${fresh} of ${all}`
      : `${databases === 1 ? "The" : "All"} ${all}`;
  const copies = `${has(fresh)} ${fresh === 1 ? "a fresh copy" : "fresh copies"}`;
  return `${dry}${[`${who} ${copies} ${where}`, ...lacking].join("; ")}.${rest(isWholeInDoubt)}`;
}

function nothing({ deployment: { name, sourceRegion }, listed }: Status, isWholeInDoubt: boolean): string {
  if (isWholeInDoubt) return `Nothing is known of the databases of ${name}.`;
  if (listed === undefined || listed > 0)
    return `Of the ${listed ?? "?"} databases of ${sourceRegion} none is selected by ${name}.`;
  return `${sourceRegion} has no databases that ${name} could protect.`;
}

const does = (kind: TroubleKind, count: number): string => WORDS[kind][count === 1 ? "one" : "many"];
const are = (count: number): string => (count === 1 ? "is" : "are");
const has = (count: number): string => (count === 1 ? "has" : "have");
const rest = (isInDoubt: boolean): string => (isInDoubt ? " Not all could be read: see below." : "");

const AND = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** The answer of several deployments, before that of each. */
export function overall(verdicts: readonly { readonly name: string; readonly isWell: boolean }[]): string {
  const ill = verdicts.filter((one) => !one.isWell).map(({ name }) => name);
  if (ill.length === 0)
    return `All ${verdicts.length} deployments are well: ${AND.format(verdicts.map(({ name }) => name))}.`;
  return `${ill.length} of ${verdicts.length} deployments ${ill.length === 1 ? "needs" : "need"} attention: ${AND.format(ill)}.`;
}
