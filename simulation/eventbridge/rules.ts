import type { SimulatedAws } from "../aws";
import type { Lambda } from "../lambda/lambda";
import { mayInvoke, requireInvokePermission } from "../sns/notifications";
import type { Deployment, RuleDefinition } from "../terraform/deployment";
import { SECOND } from "../time/clock";
import type { Random } from "../time/random";
import { parseSchedule, type Schedule } from "./schedule";

const PRINCIPAL = "events.amazonaws.com";

/** @throws Error if EventBridge may not invoke a target */
export function requireWayOfRules(deployment: Deployment): void {
  for (const rule of deployment.rules) {
    for (const { arn } of rule.targets) requireInvokePermission(deployment, arn, PRINCIPAL, rule.arn);
  }
}

/** Fires the EventBridge rules of a deployment until it is replaced. */
export class Rules {
  #stopped = false;

  /** @throws Error if a schedule is not understood */
  constructor(
    readonly aws: SimulatedAws,
    readonly lambda: Lambda,
    readonly deployment: Deployment,
    readonly random: Random,
  ) {
    for (const rule of deployment.rules) {
      if (rule.enabled) this.#plan(rule, parseSchedule(rule.scheduleExpression, aws.clock.now()), aws.clock.now());
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  /** A rule fires some seconds after its time. */
  #plan(rule: RuleDefinition, schedule: Schedule, after: number): void {
    const due = schedule.nextAfter(after);
    if (due === undefined) return;
    this.aws.clock.at(due + this.random.between(0, 30) * SECOND, () => {
      if (this.#stopped) return;
      this.#fire(rule, due);
      this.#plan(rule, schedule, due);
    });
  }

  #fire(rule: RuleDefinition, due: number): void {
    const { clock, faults, audit } = this.aws;
    const fault = faults.schedule?.(rule.name, due);
    if (fault) audit.fault(typeof fault === "string" ? `run ${fault}` : "run late");
    if (fault === "lost") return;
    const start = () => {
      for (const { arn, input } of rule.targets) {
        if (!mayInvoke(this.deployment, arn, PRINCIPAL, rule.arn)) continue;
        const event: unknown = input === undefined ? this.#event(rule, due) : JSON.parse(input);
        for (const { name } of this.deployment.functions.filter((one) => one.arn === arn)) {
          this.lambda.invokeInBackground(name, event);
        }
      }
    };
    if (typeof fault === "object") clock.after(fault.lateBy, start);
    else start();
    if (fault === "doubled") start();
  }

  #event(rule: RuleDefinition, time: number): unknown {
    return {
      version: "0",
      id: this.random.uuid(),
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: this.aws.account.id,
      time: new Date(time).toISOString().replace(".000", ""),
      region: this.deployment.region,
      resources: [rule.arn],
      detail: {},
    };
  }
}
