import { DAY_MS } from "../../../handlers/core/day";
import { parameterName } from "../../../handlers/core/names";
import { parseTold } from "../../../handlers/core/told/told";
import { moment } from "../../../handlers/core/told/words";
import type { Facts } from "../facts";
import { type Finding, saying } from "../finding";
import { ifKnown } from "../known";
import { APPLY, ownCommand } from "./remedies";

const { ok, mend, unknown } = saying("memory");

/** A daily run is due each day, and may be late. */
const TWO_DAYS_MS = 2 * DAY_MS;

/** Whether what people were told is remembered, and when the last daily run wrote it. */
export function memoryFindings({ deployed: { deployment, startup }, memory, now }: Facts): readonly Finding[] {
  const name = startup.wiring.toldParameter ?? parameterName(deployment.name);
  if (memory === undefined) {
    return [
      mend(name, "the functions have no parameter to remember what they told people", APPLY, {
        runbook: "messages-failed",
      }),
    ];
  }
  return ifKnown(
    memory,
    (why) => unknown(name, why),
    (remembered) => {
      if (remembered === undefined) {
        const cause = `there is no parameter ${name}: each run tells people of the same troubles again`;
        return [mend(name, cause, APPLY, { runbook: "messages-failed" })];
      }
      const told = parseTold(remembered.text);
      if (told === undefined) {
        const cause = `the parameter ${name} has a value that no run has written`;
        return [mend(name, cause, "start a run, which writes it anew", { commands: [ownCommand("run", deployment)] })];
      }
      if (told.lastDigest === undefined)
        return [ok(name, "what was told can be read; no daily run has told anything yet")];
      if (!startup.settings.dryRun && now.getTime() - told.lastDigest.getTime() > TWO_DAYS_MS) {
        const cause = `no daily run has come to its end since ${moment(told.lastDigest)}`;
        const commands = [[...ownCommand("run", deployment), "--daily"]];
        return [mend(name, cause, "start one: its error, or the log, says why", { commands, runbook: "not-running" })];
      }
      return [ok(name, `the last daily run was on ${moment(told.lastDigest)}`)];
    },
  );
}
