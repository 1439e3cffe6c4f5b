/** A value of Terraform's JSON syntax. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What would be written to a file: properties without a value are left out. */
export function asJson(value: unknown): JsonObject {
  const json: Json = JSON.parse(JSON.stringify(value));
  if (!isJsonObject(json)) throw new Error(`expected an object, got: ${JSON.stringify(json)}`);
  return json;
}

/** Blocks are written as one object, or as an array of them. */
export function asObjects(value: Json): JsonObject[] {
  return (Array.isArray(value) ? value : [value]).map((item) => {
    if (!isJsonObject(item)) throw new Error(`expected a block, got: ${JSON.stringify(item)}`);
    return item;
  });
}
