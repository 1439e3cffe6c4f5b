import fixture from "./stack.json";

type Block = Record<string, unknown>;

/** A stack in Terraform's JSON syntax, to be changed by a test. */
export interface StackFixture extends Block {
  data: Record<string, Record<string, Block>>;
  resource: Record<string, Record<string, Block>>;
}

/** A stack as cdktf synthesises it, small: one function, run by a rule and by RDS events, with a key in one target region. */
export function stackFixture(change: (stack: StackFixture) => void = () => undefined): string {
  const stack: StackFixture = structuredClone(fixture);
  change(stack);
  return JSON.stringify(stack);
}

/** Sets arguments of a resource of the fixture. */
export function set(address: string, values: Block): (stack: StackFixture) => void {
  return (stack) => {
    const [type = "", name = ""] = address.replace(/^data\./, "").split(".");
    const part = address.startsWith("data.") ? stack.data : stack.resource;
    part[type] = { ...part[type], [name]: { ...part[type]?.[name], ...values } };
  };
}

/** `${…}` of Terraform. */
export const hcl = (expression: string): string => `\${${expression}}`;
