import type { Value } from "./expression";
import { asObject, type Resource } from "./stack";

const KNOWN = ["sid", "effect", "actions", "not_actions", "resources", "not_resources", "principals", "condition"];

/**
 * The JSON of a `data.aws_iam_policy_document`, as the provider renders it.
 * @throws Error for statements that hold something else than the usual
 */
export function policyDocument(document: Resource): string {
  const unknown = Object.keys(document.raw).filter((name) => !["//", "statement", "count", "for_each"].includes(name));
  if (unknown.length > 0) throw new Error(`${document.address} has ${unknown.join(", ")}, which is not understood.`);
  const statements = document.argument("statement") ?? [];
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: listOf(statements).map((statement) => render(statement, document.address)),
  });
}

function render(raw: Value, address: string): Record<string, unknown> {
  const statement = asObject(raw) ?? {};
  const unknown = Object.keys(statement).filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0) throw new Error(`${address} has statements with ${unknown.join(", ")}.`);
  const rendered: Record<string, unknown> = { Effect: statement.effect ?? "Allow" };
  const copy = (from: string, to: string) => {
    const value = statement[from] ?? undefined;
    if (value !== undefined) rendered[to] = Array.isArray(value) ? [...new Set(value)] : value; // sets, to the provider
  };
  copy("sid", "Sid");
  copy("actions", "Action");
  copy("not_actions", "NotAction");
  copy("resources", "Resource");
  copy("not_resources", "NotResource");
  if (statement.principals !== undefined) rendered.Principal = principals(statement.principals);
  if (statement.condition !== undefined) rendered.Condition = conditions(statement.condition);
  return rendered;
}

function principals(raw: Value): unknown {
  const all: Record<string, Value[]> = {};
  for (const one of listOf(raw)) {
    const { type, identifiers } = asObject(one) ?? {};
    const ids = listOf(identifiers ?? []);
    if (type === "*" && ids.includes("*")) return "*";
    const key = String(type);
    all[key] = [...(all[key] ?? []), ...ids];
  }
  return all;
}

function conditions(raw: Value): Record<string, Record<string, Value[]>> {
  const all: Record<string, Record<string, Value[]>> = {};
  for (const one of listOf(raw)) {
    const { test, variable, values } = asObject(one) ?? {};
    const operator = String(test);
    const key = String(variable);
    const tests = all[operator] ?? {};
    all[operator] = { ...tests, [key]: [...(tests[key] ?? []), ...listOf(values ?? [])] };
  }
  return all;
}

function listOf(value: Value): Value[] {
  return Array.isArray(value) ? [...value] : [value];
}
