/** Block → type → name → arguments, as in Terraform's JSON syntax. */
export type Declared = Readonly<Record<string, unknown>>;

/**
 * What a synthesised stack declares: all but the synthesiser's own notes (`//`) and the block `terraform`, which holds
 * the versions of provider and synthesiser and the place of the state.
 *
 * @param json content of the stack's `cdk.tf.json`
 */
export function declared(json: string): Declared {
  const stack: unknown = JSON.parse(json, (key, value) => (key === "//" ? undefined : value));
  const { terraform, ...rest } = object(stack);
  return rest;
}

/** Addresses of all resources and data sources, sorted. */
export function addresses({ data, resource }: Declared): string[] {
  const named = (blocks: unknown, prefix: string): string[] =>
    Object.entries(object(blocks)).flatMap(([type, names]) =>
      Object.keys(object(names)).map((name) => `${prefix}${type}.${name}`),
    );
  return [...named(data, "data."), ...named(resource, "")].sort();
}

/** Where each Lambda function has its code from. */
export function functions({ resource }: Declared): { filename: string; sourceCodeHash: string }[] {
  return Object.values(object(object(resource).aws_lambda_function)).map((fn) => {
    const { filename, source_code_hash } = object(fn);
    return { filename: String(filename), sourceCodeHash: String(source_code_hash) };
  });
}

function object(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Error(`Expected an object, got ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value));
}
