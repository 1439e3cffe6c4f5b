import type { AwsError } from "./errors";
import type { WireResponse } from "./query-protocol";

/** One request in AWS's JSON protocol: the action in a header (`X-Amz-Target: AmazonSSM.GetParameter`), parameters in the body. */
export class JsonParameters {
  readonly action: string;
  readonly #values: Readonly<Record<string, unknown>>;

  /** @throws Error if the body is no JSON object, which no SDK sends */
  constructor(target: string, body: string) {
    this.action = target.split(".").at(-1) ?? "";
    const values: unknown = JSON.parse(body || "{}");
    if (typeof values !== "object" || values === null) throw new Error(`Not the body of a request: ${body}`);
    this.#values = { ...values };
  }

  /** For faults: all that are texts, numbers or truth values. */
  get recorded(): Readonly<Record<string, string>> {
    const entries = Object.entries(this.#values).filter(([, value]) => typeof value !== "object");
    return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  number(name: string): number | undefined {
    const value = this.#values[name];
    return typeof value === "number" ? value : undefined;
  }

  /** Empty if there is none. */
  texts(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }
}

type Version = "json-1.0" | "json-1.1";

const contentType = (version: Version) => `application/x-amz-${version}`;

export function jsonSuccess(result: unknown, version: Version): WireResponse {
  return { status: 200, body: JSON.stringify(result), contentType: contentType(version) };
}

/** Services of version 1.0 spoke Query before: they tell its code, too. */
export function jsonFailure({ code, message, status, queryCode }: AwsError, version: Version): WireResponse {
  const side = status >= 500 ? "Receiver" : "Sender";
  return {
    status,
    body: JSON.stringify({ __type: code, message }),
    contentType: contentType(version),
    ...(version === "json-1.0" && { headers: { "x-amzn-query-error": `${queryCode};${side}` } }),
  };
}
