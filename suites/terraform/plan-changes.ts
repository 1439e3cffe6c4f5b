import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";

const Values = v.nullable(v.record(v.string(), v.unknown()));
const Change = v.object({
  actions: v.array(v.string()),
  before: v.optional(Values, null),
  after: v.optional(Values, null),
  after_unknown: v.optional(v.unknown()),
  importing: v.optional(v.object({ id: v.string() })),
});
const Resource = v.object({ address: v.string(), values: v.record(v.string(), v.unknown()) });
export const Plan = v.object({
  resource_changes: v.optional(
    v.array(v.object({ address: v.string(), mode: v.picklist(["managed", "data"]), type: v.string(), change: Change })),
    [],
  ),
  prior_state: v.optional(
    v.object({ values: v.object({ root_module: v.object({ resources: v.optional(v.array(Resource), []) }) }) }),
  ),
});
export type Plan = v.InferOutput<typeof Plan>;

const FunctionValues = v.object({ environment: v.tuple([v.object({ variables: v.record(v.string(), v.unknown()) })]) });

/** @returns `create ADDRESS`, `update ADDRESS`, `delete ADDRESS`, `delete, create ADDRESS`, … of what changes, sorted */
export function changes({ resource_changes }: Plan): string[] {
  return resource_changes
    .filter(({ mode, change: { actions } }) => mode === "managed" && actions[0] !== "no-op")
    .map(({ address, change: { actions } }) => `${actions.join(", ")} ${address}`)
    .sort();
}

/** @returns the settings of the functions that change, sorted: those that are unknown until the apply, with `?` */
export function changedSettings({ resource_changes }: Plan): string[] {
  const changed = resource_changes
    .filter(({ type }) => type === "aws_lambda_function")
    .flatMap(({ change: { before, after } }) => {
      const [variablesBefore, variablesAfter] = [before, after].map(
        (values) => v.parse(FunctionValues, values).environment[0].variables,
      );
      return [...new Set([...Object.keys(variablesBefore ?? {}), ...Object.keys(variablesAfter ?? {})])]
        .filter((name) => !isDeepStrictEqual(variablesBefore?.[name], variablesAfter?.[name]))
        .map((name) => (variablesAfter && name in variablesAfter ? name : `${name}?`));
    });
  return [...new Set(changed)].sort();
}
