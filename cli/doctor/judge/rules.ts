import { RULES, type Rule, ruleName } from "../../../handlers/core/names";
import { functionArn } from "../arns";
import type { Facts } from "../facts";
import { type Finding, saying } from "../finding";
import { ifKnown } from "../known";
import { APPLY, awsCommand } from "./remedies";

const { ok, mend, unknown } = saying("rules");

/** What does not happen without a rule. */
const WITHOUT: Readonly<Record<Rule, string>> = {
  sweep: "there is no daily run: nobody gets a digest, and what retention lets go stays",
  "follow-up": "nothing repeats failed copies, uses free slots or tells of troubles between daily runs",
};

/** Whether the rules that start whole runs are enabled and invoke the function in the right way. */
export const ruleFindings = (facts: Facts): Finding[] => RULES.flatMap((rule) => ofRule(rule, facts));

function ofRule(which: Rule, { deployed: { deployment }, rules }: Facts): Finding[] {
  const name = ruleName(deployment.name, which);
  const { rule, targets } = rules[which];
  if (rule.is === "known" && rule.value === undefined) {
    return [mend(name, `there is no rule ${name}, so ${WITHOUT[which]}`, APPLY, { runbook: "not-running" })];
  }
  const doubt = (why: Parameters<typeof unknown>[1]) => unknown(name, why);
  const wanted = functionArn(deployment, "sweep");
  const found = [
    ...ifKnown(rule, doubt, (value) =>
      value?.State === "DISABLED"
        ? [
            mend(name, `the rule ${name} is disabled, so ${WITHOUT[which]}`, "enable it", {
              commands: [awsCommand(deployment, "events enable-rule", `--name ${name}`)],
              runbook: "not-running",
            }),
          ]
        : [],
    ),
    ...ifKnown(targets, doubt, (some = []) => {
      const target = some.find(({ Arn }) => Arn === wanted);
      if (target === undefined)
        return [mend(name, `the rule ${name} does not invoke ${wanted}`, APPLY, { runbook: "not-running" })];
      const isDaily = /"run"\s*:\s*"daily"/.test(target.Input ?? "");
      if (isDaily === (which === "sweep")) return [];
      const cause = isDaily
        ? `each follow-up of the rule ${name} is a daily run, which sends a digest and deletes more`
        : `the rule ${name} starts follow-ups, so ${WITHOUT.sweep}`;
      return [mend(name, cause, APPLY)];
    }),
  ];
  const schedule = rule.is === "known" ? rule.value?.ScheduleExpression : undefined;
  return found.length > 0 ? found : [ok(name, `${name} is enabled${schedule === undefined ? "" : `, ${schedule}`}`)];
}
