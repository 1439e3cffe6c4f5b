import { type Request, sentIn, setCredentials } from "../sent";

/** Answers for one HTTP request: XML with status 200, another status, or a broken connection (an Error is thrown). */
export type Answer = string | { readonly status: number; readonly body: string } | Error;

export interface RdsCall {
  readonly region: string;
  readonly action: string;
  /** All parameters of the Query protocol, but `Action` and `Version`. */
  readonly params: Readonly<Record<string, string>>;
}

/** Plays RDS at the level of HTTP, so that the SDK serialises, signs, retries and parses as it does in Lambda. */
export class FakeRds {
  readonly calls: RdsCall[] = [];

  constructor(private readonly answer: (call: RdsCall) => Answer | Promise<Answer>) {
    setCredentials();
  }

  /** For the `requestHandler` of SDK clients. */
  readonly requestHandler = {
    handle: async (request: Request, options?: { readonly abortSignal?: AbortSignal }) => {
      if (options?.abortSignal?.aborted) throw Object.assign(new Error("Request aborted"), { name: "AbortError" });
      const { region, action, form: params } = sentIn(request);
      const call = { region, action, params };
      this.calls.push(call);
      const answer = await this.answer(call);
      if (answer instanceof Error) throw answer;
      const { status, body: xml } = typeof answer === "string" ? { status: 200, body: answer } : answer;
      const headers = { "content-type": "text/xml", "x-amzn-requestid": REQUEST_ID };
      return { response: { statusCode: status, headers, body: new TextEncoder().encode(xml) } };
    },
  };

  /** `action region`, in order. */
  get log(): string[] {
    return this.calls.map(({ action, region }) => `${action} ${region}`);
  }
}

const REQUEST_ID = "b7d1e2a4-0c5f-4f0e-9d0a-3d1f0e6a7c11";
const NAMESPACE = "http://rds.amazonaws.com/doc/2014-10-31/";

export type Fields = Readonly<Record<string, unknown>>;

/** RDS's answer to an action. Lists become `<DBSnapshots><DBSnapshot>…`, absent fields nothing at all. */
export function answer(action: string, fields: Fields): string {
  return (
    `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${children(fields)}</${action}Result>` +
    `<ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata></${action}Response>`
  );
}

/** An error as RDS sends it. */
export function failure(code: string, message: string, status = 400): Answer {
  const type = status >= 500 ? "Receiver" : "Sender";
  const error = children({ Type: type, Code: code, Message: message });
  return {
    status,
    body: `<ErrorResponse xmlns="${NAMESPACE}"><Error>${error}</Error><RequestId>${REQUEST_ID}</RequestId></ErrorResponse>`,
  };
}

const MEMBERS: Readonly<Record<string, string>> = {
  TagList: "Tag",
  OptionGroupsList: "OptionGroup",
  VpcSecurityGroups: "VpcSecurityGroupMembership",
  EnabledCloudwatchLogsExports: "member",
};

function children(fields: Fields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${content(name, value)}</${name}>`)
    .join("");
}

function content(name: string, value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) {
    const member = MEMBERS[name] ?? name.replace(/s$/, "");
    return value.map((item) => `<${member}>${content(member, item)}</${member}>`).join("");
  }
  if (typeof value === "object" && value !== null) return children({ ...value });
  return String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
