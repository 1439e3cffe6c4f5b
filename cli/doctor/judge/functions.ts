import { BUNDLES, type Bundle, functionName } from "../../../handlers/core/deployment";
import { RULES } from "../../../handlers/core/names";
import { ruleArn, topicArn } from "../arns";
import type { Facts } from "../facts";
import { type Finding, saying } from "../finding";
import { ifKnown } from "../known";
import { APPLY, awsCommand } from "./remedies";

const { ok, mend, unknown } = saying("functions");

/** Whether both functions are there, can run, and may be invoked by what starts them. */
export const functionFindings = (facts: Facts): Finding[] => BUNDLES.flatMap((bundle) => ofFunction(bundle, facts));

function ofFunction(bundle: Bundle, facts: Facts): Finding[] {
  const { deployment } = facts.deployed;
  const name = functionName(deployment.name, bundle);
  const { configuration, concurrency, invocation, policy } = facts.functions[bundle];
  if (configuration.is === "known" && configuration.value === undefined) {
    return [mend(name, `there is no function ${name}`, APPLY)];
  }
  const doubt = (why: Parameters<typeof unknown>[1]) => unknown(name, why);
  const found = [
    ...ifKnown(configuration, doubt, (value) => {
      const { State, StateReason = "Lambda gives no reason", LastUpdateStatus, LastUpdateStatusReason } = value ?? {};
      return [
        ...(State === undefined || State === "Active" || State === "Pending"
          ? []
          : [mend(name, `${name} is ${State}: ${StateReason}`, APPLY)]),
        ...(LastUpdateStatus === "Failed"
          ? [mend(name, `the last update of ${name} failed: ${LastUpdateStatusReason ?? "no reason is given"}`, APPLY)]
          : []),
      ];
    }),
    ...ifKnown(concurrency, doubt, (reserved) =>
      reserved === 0
        ? [
            mend(name, `${name} never runs: its reserved concurrency is 0`, "take that off", {
              commands: [awsCommand(deployment, "lambda delete-function-concurrency", `--function-name ${name}`)],
              runbook: "function-throttled",
            }),
          ]
        : [],
    ),
    ...ifKnown(invocation, doubt, (value) =>
      bundle === "sweep" || value?.DestinationConfig?.OnFailure?.Destination
        ? []
        : [mend(name, `events that ${name} gives up are lost: it has no failure destination`, APPLY)],
    ),
    ...ifKnown(policy, doubt, (text) => {
      const statements = statementsIn(text);
      if (statements === undefined) return [doubt({ cause: `the policy of ${name} is not JSON`, remedy: "try again" })];
      return invokersOf(bundle, facts)
        .filter((invoker) => !mayInvoke(statements, invoker))
        .map(({ source }) => mend(name, `${source} may not invoke ${name}`, APPLY));
    }),
  ];
  return found.length > 0 ? found : [ok(name, `${name} can run, and what starts it may invoke it`)];
}

/** A service, and the thing of it that invokes. */
interface Invoker {
  readonly service: string;
  readonly source: string;
}

const invokersOf = (bundle: Bundle, { deployed: { deployment } }: Facts): Invoker[] =>
  bundle === "sweep"
    ? RULES.map((rule) => ({
        service: "events.amazonaws.com",
        source: ruleArn(deployment, rule),
      }))
    : [{ service: "sns.amazonaws.com", source: topicArn(deployment, "rds-events") }];

/** Whether the policy of a function has the statement that Lambda writes for this permission. */
function mayInvoke(statements: readonly PolicyStatement[], { service, source }: Invoker): boolean {
  return statements.some(({ Effect, Principal, Condition }) => {
    const text = JSON.stringify(Condition ?? {});
    const isOfSource = !/SourceArn/i.test(text) || text.includes(JSON.stringify(source));
    return Effect === "Allow" && JSON.stringify(Principal ?? "").includes(`"${service}"`) && isOfSource;
  });
}

interface PolicyStatement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** @returns undefined if it is not JSON */
function statementsIn(policy = "{}"): readonly PolicyStatement[] | undefined {
  try {
    const { Statement = [] }: { Statement?: PolicyStatement | readonly PolicyStatement[] } = JSON.parse(policy);
    return [Statement].flat();
  } catch {
    return undefined;
  }
}
