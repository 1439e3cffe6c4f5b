import { shortened, shown } from "../core/shown";

/** What an error of the RDS API means for this tool, whatever its name in an operation (docs/aws-facts.md#copy-errors). */
export type RdsErrorCode =
  /** A snapshot with the target id exists. */
  | "already-exists"
  | "not-found"
  /** Not available yet, or being changed. */
  | "invalid-state"
  | "too-many-in-progress"
  | "manual-quota-full"
  /** One of these two: its text does not tell which. */
  | "quota-exceeded"
  | "key-not-accessible"
  /** Refused for the option group of the database, with it and without. */
  | "option-group"
  | "denied"
  | "region-not-enabled"
  | "invalid-request"
  /** Throttled, unavailable, timed out, credentials expired: the same call may succeed later. */
  | "transient"
  | "unknown";

/** Thrown by the adapters for every failed call; `cause` is the SDK's error. */
export class RdsError extends Error {
  override readonly name = "RdsError";
  constructor(
    readonly code: RdsErrorCode,
    /** AWS's own name of the error. */
    readonly awsCode: string,
    message: string,
    override readonly cause?: unknown,
  ) {
    super(message);
  }

  /** For a log, where it may stand 96 times a day: with a stack only if nobody knows what AWS means. */
  get logged(): Error | Readonly<Record<string, unknown>> {
    if (this.code === "unknown") return this;
    const { name, awsCode, message } = this;
    const id = textOf(this.cause, "RequestId") ?? textOf(field(this.cause, "$metadata"), "requestId");
    return { name, awsCode, message, ...(id !== undefined && { requestId: id }) };
  }
}

const CODES: readonly [RegExp, RdsErrorCode][] = [
  [/^DB(Cluster)?SnapshotAlreadyExists/, "already-exists"],
  [/^DB(Cluster)?(Snapshot|Instance)?NotFound/, "not-found"],
  [/^Invalid(DB(Cluster)?(Snapshot)?|OptionGroup)State/, "invalid-state"],
  [/^KMSKeyNotAccessible/, "key-not-accessible"],
  [/^(AccessDenied|AuthorizationError|UnauthorizedOperation|NotAuthorized)/, "denied"],
  [/^(OptInRequired|UnrecognizedClient|InvalidClientTokenId)/, "region-not-enabled"],
  [/^(InvalidParameter|MissingParameter|ValidationError|CustomAvailabilityZoneNotFound)/, "invalid-request"],
  [
    /^(Throttl|RequestLimitExceeded|RequestThrottled|SlowDown|TooManyRequests|InternalFailure|InternalError|ServiceUnavailable|RequestExpired|ExpiredToken|RequestTimeout|TimeoutError|AbortError)/,
    "transient",
  ],
];

/** Texts of `SnapshotQuotaExceeded` that are seen in the wild. */
const MEANINGS: readonly [RegExp, RdsErrorCode][] = [
  [/cannot create more than [\d,.]+ manual/i, "manual-quota-full"],
  [/cannot copy more than [\d,.]+ snapshots/i, "too-many-in-progress"],
];

/** Node's codes of broken connections. */
const NETWORK =
  /^(ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_STREAM_)/;

/** Translates what an SDK call threw. The text tells the two meanings of `SnapshotQuotaExceeded` apart (docs/aws-facts.md#copy-quota). */
export function toRdsError(error: unknown): RdsError {
  if (error instanceof RdsError) return error;
  const { name = "Error", Code, code, status } = describe(error);
  const message = messageOf(error);
  const awsCode = Code ?? name;
  if (/^SnapshotQuotaExceeded/.test(awsCode) || /^SnapshotQuotaExceeded/.test(name)) {
    const meaning = MEANINGS.find(([pattern]) => pattern.test(message))?.[1];
    return new RdsError(meaning ?? "quota-exceeded", awsCode, message, error);
  }
  const known = CODES.find(([pattern]) => pattern.test(awsCode) || pattern.test(name))?.[1];
  if (known) return new RdsError(known, awsCode, message, error);
  if (NETWORK.test(code ?? name)) return new RdsError("transient", code ?? awsCode, message, error);
  if (status !== undefined && Code === undefined) {
    const [firstLine = message] = message.split("\n"); // the rest is the SDK's advice to programmers
    return unreadableAnswer(`HTTP status ${status}: ${firstLine}`, error);
  }
  return new RdsError(isPassing(status) ? "transient" : "unknown", awsCode, message, error);
}

/**
 * An answer that is cut off or comes from a gateway, as RDS gives every error a code. RDS may have done what was asked.
 *
 * @param what is known of the answer
 */
export function unreadableAnswer(what: string, cause?: unknown): RdsError {
  return new RdsError("transient", "UnreadableAnswer", `the answer cannot be read: ${what}`, cause);
}

const isPassing = (status = 400): boolean => status === 429 || status >= 500;

/** The message of anything that was thrown. */
export function messageOf(value: unknown): string {
  if (typeof value === "string" && value !== "") return shortened(value);
  return (
    textOf(value, "message") ??
    (value instanceof Error
      ? "no reason was given"
      : `something other than an error was thrown: ${shown(value ?? null)}`)
  );
}

interface SdkError {
  readonly name: string | undefined;
  /** The wire code. */
  readonly Code: string | undefined;
  /** Node's code of a network error. */
  readonly code: string | undefined;
  readonly status: number | undefined;
}

function describe(error: unknown): SdkError {
  const status = field(field(error, "$metadata"), "httpStatusCode");
  return {
    name: textOf(error, "name"),
    Code: textOf(error, "Code"),
    code: textOf(error, "code"),
    status: typeof status === "number" ? status : undefined,
  };
}

function textOf(error: unknown, name: string): string | undefined {
  const value = field(error, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

const field = (of: unknown, name: string): unknown =>
  typeof of === "object" && of !== null ? Reflect.get(of, name) : undefined;
