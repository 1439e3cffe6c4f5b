import type { AccessRequest } from "../../simulation/iam/access";
import type { Conditions, Policy, Statement } from "./deployments";

/** A policy with one thing changed. */
export interface Mutation {
  readonly what: string;
  readonly policy: Policy;
  /** What the change does if the policy is minimal: something needed is denied, or something forbidden is allowed. */
  readonly effect: "denies" | "allows";
  /** Only these can be decided differently. */
  readonly actions: readonly string[];
  /** What was removed or widened, where it is a value: requests like it are worth asking about first. */
  readonly value?: string | undefined;
}

/** Everything that can be taken from a policy, and every bound that can be dropped or widened, one at a time. */
export function mutations(policy: Policy): Mutation[] {
  return policy.Statement.flatMap((statement, index) => {
    const replaced = (...others: Statement[]): Policy => ({
      ...policy,
      Statement: policy.Statement.toSpliced(index, 1, ...others),
    });
    const { Sid, Effect, Action } = statement;
    const [less, more] = Effect === "Allow" ? (["denies", "allows"] as const) : (["allows", "denies"] as const);
    const mutation = (
      what: string,
      changed: readonly Statement[],
      effect: Mutation["effect"],
      about: Pick<Partial<Mutation>, "actions" | "value"> = {},
    ): Mutation => ({ what: `${Sid} ${what}`, policy: replaced(...changed), effect, actions: Action, ...about });
    return [
      mutation("removed", [], less),
      ...without(Action).map(([action, rest]) =>
        mutation(`without ${action}`, [{ ...statement, Action: rest }], less, { actions: [action] }),
      ),
      ...without(statement.Resource ?? []).map(([resource, rest]) =>
        mutation(`without ${resource}`, rest.length === 0 ? [] : [{ ...statement, Resource: rest }], less, {
          value: resource,
        }),
      ),
      ...(Effect === "Allow" ? widened(statement.Resource ?? []) : []).map(([to, Resource]) =>
        mutation(`for ${to}`, [{ ...statement, Resource }], more, { value: to }),
      ),
      ...conditionChanges(statement.Condition ?? {}).map(({ what, conditions, holds, value }) =>
        mutation(what, [{ ...statement, Condition: conditions }], holds === "less often" ? less : more, { value }),
      ),
    ];
  });
}

interface ConditionChange {
  readonly what: string;
  readonly conditions: Conditions;
  readonly holds: "more often" | "less often";
  readonly value?: string;
}

function conditionChanges(conditions: Conditions): ConditionChange[] {
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]): ConditionChange[] => {
      const { [operator]: _tests, ...others } = conditions;
      const { [key]: _values, ...otherKeys } = keys;
      const rest: Conditions = Object.keys(otherKeys).length > 0 ? { ...others, [operator]: otherKeys } : others;
      const changed = (to: readonly string[]): Conditions => ({ ...conditions, [operator]: { ...keys, [key]: to } });
      const under = (other: string): Conditions => ({ ...rest, [other]: { ...rest[other], [key]: values } });
      const optional = operator.endsWith("IfExists");
      const dropped: ConditionChange = { what: `whatever ${key} is`, conditions: rest, holds: "more often" };
      // It asks whether there is a value, and has no variants.
      if (operator === "Null") return [dropped];
      return [
        dropped,
        optional
          ? { what: `only with ${key}`, conditions: under(operator.replace("IfExists", "")), holds: "less often" }
          : { what: `without ${key} too`, conditions: under(`${operator}IfExists`), holds: "more often" },
        ...(values.length > 1 ? without(values) : []).map(
          ([value, to]): ConditionChange => ({
            what: `where ${key} is not ${value}`,
            conditions: changed(to),
            holds: "less often",
            value,
          }),
        ),
        ...widened(values).map(
          ([to, all]): ConditionChange => ({
            what: `where ${key} is ${to}`,
            conditions: changed(all),
            holds: "more often",
            value: to,
          }),
        ),
      ];
    }),
  );
}

/** Each item with the others. */
const without = (items: readonly string[]): [string, string[]][] =>
  items.map((item, index) => [item, items.toSpliced(index, 1)]);

/** Each ARN with `*` for its region, its account or its name, and the list that has it so. */
function widened(values: readonly string[]): [string, string[]][] {
  return values.flatMap((value, index) =>
    wider(value).map((to): [string, string[]] => [to, values.toSpliced(index, 1, to)]),
  );
}

function wider(arn: string): string[] {
  const [, head, region, account, type, name] =
    /^(arn:[^:]+:[^:]+):([^:]*):([^:]*):(?:([^:/]+[:/]))?(.+)$/.exec(arn) ?? [];
  if (head === undefined || name === undefined) return [];
  return [
    `${head}:*:${account}:${type ?? ""}${name}`,
    `${head}:${region}:*:${type ?? ""}${name}`,
    `${head}:${region}:${account}:${type ?? ""}*`,
  ].filter((wide) => wide !== arn);
}

/** Whether it changes a decision on what is needed, or on what is forbidden. */
export async function isNoticed<T extends AccessRequest>(
  { policy, effect, actions, value }: Mutation,
  { needed, others }: { readonly needed: readonly T[]; readonly others: readonly T[] },
  isAllowedBy: (request: T, policy: Policy) => Promise<boolean>,
): Promise<boolean> {
  const covered = (action: string) => actions.some((one) => one === action || one === `${action.split(":")[0]}:*`);
  const requests = (effect === "denies" ? needed : others).filter(({ action }) => covered(action));
  const likest = value === undefined ? requests : requests.toSorted((a, b) => likeness(b, value) - likeness(a, value));
  for (const request of likest) {
    if ((await isAllowedBy(request, policy)) === (effect === "allows")) return true;
  }
  return false;
}

/** How long the beginning and the end are that a request has in common with a value of a policy. */
function likeness({ resource, context = {} }: AccessRequest, value: string): number {
  return Math.max(...[resource, ...Object.values(context).flat()].map((text) => same(text, value)));
}

function same(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let [start, end] = [0, 0];
  while (start < shorter && a[start] === b[start]) start++;
  while (end < shorter && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return start + end;
}
