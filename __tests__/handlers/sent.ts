/** An HTTP request as the SDK gives it to a request handler. */
export interface Request {
  readonly hostname: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What a request asks for. RDS and SNS name the action in a form, KMS and SSM in a header, with a body in JSON. */
export interface Sent {
  /** `rds`, `sns`, `ssm`, `kms` */
  readonly service: string;
  readonly region: string;
  readonly action: string;
  /** All parameters of a form, but `Action` and `Version`. */
  readonly form: Readonly<Record<string, string>>;
  readonly text: string;
}

export function sentIn({ hostname, headers = {}, body }: Request): Sent {
  const [service = "", region = ""] = hostname.split(".");
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  const target = headers["x-amz-target"];
  const { Action = "", Version: _, ...form } = target ? {} : Object.fromEntries(new URLSearchParams(text));
  return { service, region, action: target?.split(".").at(-1) ?? Action, form, text };
}

/** Lets the SDK sign what is sent to a fake. */
export function setCredentials(): void {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  });
}
