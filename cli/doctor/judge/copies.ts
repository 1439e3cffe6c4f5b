import { alphabetical } from "../../../handlers/core/alphabetical";
import type { Coverage, Covered, TroubleKind } from "../../../handlers/core/coverage/model";
import { standingIn } from "../../../handlers/core/coverage/troubles";
import { namesOf } from "../../../handlers/core/told/causes";
import { counted, listed, nameOf, WORDS } from "../../../handlers/core/told/words";
import type { Facts } from "../facts";
import { type Finding, saying } from "../finding";
import { ifKnown } from "../known";
import { ownCommand } from "./remedies";

const { mend, unknown, ok } = saying("copies");

const MOST = 5;

/** What `status` tells in full. */
const OF_COPIES: readonly TroubleKind[] = ["stale", "unrestorable"];

/** Whether copies are fresh, and can be restored. */
export function copyFindings({ deployed: { deployment, startup }, estate, targetKeys }: Facts): readonly Finding[] {
  return ifKnown(
    estate,
    (why) => unknown(deployment.sourceRegion, why),
    ({ coverage, unknownNeeds }) => {
      const all = standingIn(coverage).filter(({ trouble }) => OF_COPIES.includes(trouble));
      const wanted = OF_COPIES.filter((kind) => kind !== "unrestorable" || startup.settings.restoreChecks !== "off");
      // Of a key another check tells.
      const whys = targetKeys.unknown.size > 0 ? [] : unknownNeeds;
      const doubts = wanted.flatMap((kind) => doubtful(kind, coverage, whys));
      if (all.length + doubts.length === 0) {
        const kept = coverage.databases.reduce((sum, one) => sum + one.kept, 0);
        return [ok(deployment.name, `${counted(kept, "copy", "copies")} are there, none is late`)];
      }
      // Of a key another check tells.
      const told = all.filter(({ about }) => !targetKeys.missing.has(about));
      const found = OF_COPIES.flatMap((kind) => {
        const troubles = told.filter(({ trouble }) => trouble === kind);
        if (troubles.length === 0) return [];
        const names = namesOf(troubles).sort(alphabetical);
        const cause = `${listed(names, MOST)} ${names.length === 1 ? WORDS[kind].one : WORDS[kind].many}`;
        return mend(names.join(" "), cause, "see why", {
          commands: [ownCommand("status", deployment)],
          runbook: troubles[0]?.reason ?? "not-copied",
        });
      });
      return [...found, ...doubts];
    },
  );
}

const QUESTIONS: Readonly<Partial<Record<TroubleKind, string>>> = {
  stale: "whether the newest copy is fresh",
  unrestorable: "whether copies can be restored",
};

/** What this look cannot say, as it could not read all. */
function doubtful(kind: TroubleKind, { databases, routes }: Coverage, unknownNeeds: readonly string[]): Finding[] {
  const whole = routes.filter(({ unsure }) => unsure.includes(kind));
  const isNamed = ({ route }: Covered) =>
    !whole.some((one) => one.route.kind === route.kind && one.route.targetRegion === route.targetRegion);
  const rows = databases.filter((row) => row.unsure.includes(kind) && isNamed(row));
  if (rows.length + whole.length === 0) return [];
  const names = [
    ...new Set([
      ...whole.map(({ route }) => `all ${route.kind}s in ${route.targetRegion}`),
      ...rows.map(({ route, database }) => nameOf({ kind: route.kind, database })),
    ]),
  ].sort(alphabetical);
  const [why] = kind === "unrestorable" ? unknownNeeds : [];
  const cause = `of ${listed(names, MOST)} it is not known ${QUESTIONS[kind]}${why === undefined ? "" : `: ${why}`}`;
  return [unknown(names.join(" "), { cause, remedy: "have what could not be read allowed: status says what" })];
}
