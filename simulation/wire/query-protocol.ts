import { type AwsError, invalidValue, missingParameter } from "./errors";
import { element, parent } from "./xml";

const CONTENT_TYPE = "text/xml";

/** The parameters of one request in AWS's Query protocol: `Tags.Tag.1.Key=…&Filters.Filter.1.Values.Value.1=…`. */
export class QueryParameters {
  readonly #values: ReadonlyMap<string, string>;

  /** @param body `application/x-www-form-urlencoded`. */
  constructor(body: string) {
    this.#values = new Map(new URLSearchParams(body));
  }

  /** Empty if there is none. */
  get action(): string {
    return this.#values.get("Action") ?? "";
  }

  /** For the audit log: all but `Action`, `Version` and the presigned URL, which RDS ignores outside GovCloud. */
  get recorded(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      [...this.#values].filter(([name]) => !["Action", "Version", "PreSignedUrl"].includes(name)),
    );
  }

  optional(name: string): string | undefined {
    const value = this.#values.get(name);
    return value === "" ? undefined : value;
  }

  /** @throws AwsError MissingParameter */
  required(name: string): string {
    const value = this.optional(name);
    if (value === undefined) throw missingParameter(name);
    return value;
  }

  /** @throws AwsError InvalidParameterValue unless `true` or `false` */
  boolean(name: string): boolean {
    const value = this.optional(name) ?? "false";
    if (value !== "true" && value !== "false") throw invalidValue(`Invalid value for ${name}: ${value}`);
    return value === "true";
  }

  /** @throws AwsError InvalidParameterValue unless a whole number from `from` to `to` */
  integer(name: string, from: number, to: number, otherwise: number): number {
    const value = this.optional(name);
    if (value === undefined) return otherwise;
    const number = Number(value);
    if (!Number.isInteger(number) || number < from || number > to) {
      throw invalidValue(`Invalid value ${value} for ${name}. Must be between ${from} and ${to}`);
    }
    return number;
  }

  tags(list = "Tags.Tag"): readonly { readonly key: string; readonly value: string }[] {
    return this.#members(list).map((prefix) => ({
      key: this.#values.get(`${prefix}.Key`) ?? "",
      value: this.#values.get(`${prefix}.Value`) ?? "",
    }));
  }

  /** `TagSpecifications.item.1.ResourceType=og&TagSpecifications.item.1.Tags.Tag.1.Key=…` */
  tagSpecifications() {
    return this.#members("TagSpecifications.item").map((prefix) => ({
      resourceType: this.required(`${prefix}.ResourceType`),
      tags: this.tags(`${prefix}.Tags.Tag`),
    }));
  }

  /** The texts of a list: `EventCategories.EventCategory.1=…`. */
  list(name: string): readonly string[] {
    return this.#members(name).map((member) => this.#values.get(member) ?? "");
  }

  /** `ContextEntries.member.1`, `ContextEntries.member.2`, …: each with the list of one of its fields. */
  members(list: string): readonly string[] {
    return this.#members(list);
  }

  /** Of SNS: `MessageAttributes.entry.1.Name=…&MessageAttributes.entry.1.Value.StringValue=…`. */
  messageAttributes(): Readonly<Record<string, string>> {
    const entries = this.#members("MessageAttributes.entry").map((prefix) => [
      this.required(`${prefix}.Name`),
      this.required(`${prefix}.Value.StringValue`),
    ]);
    return Object.fromEntries(entries);
  }

  filters(): readonly { readonly name: string; readonly values: readonly string[] }[] {
    return this.#members("Filters.Filter").map((prefix) => ({
      name: this.required(`${prefix}.Name`),
      values: this.#members(`${prefix}.Values.Value`).map((member) => this.#values.get(member) ?? ""),
    }));
  }

  /** `Tags.Tag.1`, `Tags.Tag.2`, … up to the first that is missing. */
  #members(list: string): readonly string[] {
    const members: string[] = [];
    for (let index = 1; ; index++) {
      const prefix = `${list}.${index}`;
      const present = this.#values.has(prefix) || [...this.#values.keys()].some((key) => key.startsWith(`${prefix}.`));
      if (!present) return members;
      members.push(prefix);
    }
  }
}

export interface WireResponse {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  /** Further ones. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param result the children of `<ActionResult>`; undefined if the action has no result. */
export function success(
  action: string,
  result: string | undefined,
  requestId: string,
  namespace: string,
): WireResponse {
  const children = result === undefined ? "" : parent(`${action}Result`, result);
  const metadata = parent("ResponseMetadata", element("RequestId", requestId));
  return {
    status: 200,
    body: `<${action}Response xmlns="${namespace}">${children}${metadata}</${action}Response>`,
    contentType: CONTENT_TYPE,
  };
}

export function failure(error: AwsError, requestId: string, namespace: string): WireResponse {
  const type = error.status >= 500 ? "Receiver" : "Sender";
  const details = element("Type", type) + element("Code", error.code) + element("Message", error.message);
  return {
    status: error.status,
    body: `<ErrorResponse xmlns="${namespace}">${parent("Error", details)}${element("RequestId", requestId)}</ErrorResponse>`,
    contentType: CONTENT_TYPE,
  };
}
