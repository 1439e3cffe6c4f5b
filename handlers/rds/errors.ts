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
  | "key-not-accessible"
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
}

const CODES: readonly [RegExp, RdsErrorCode][] = [
  [/^DB(Cluster)?SnapshotAlreadyExists/, "already-exists"],
  [/^DB(Cluster)?(Snapshot|Instance)?NotFound/, "not-found"],
  [/^InvalidDB(Cluster)?(Snapshot)?State/, "invalid-state"],
  [/^KMSKeyNotAccessible/, "key-not-accessible"],
  [/^(AccessDenied|UnauthorizedOperation|NotAuthorized)/, "denied"],
  [/^(OptInRequired|UnrecognizedClient|InvalidClientTokenId)/, "region-not-enabled"],
  [/^(InvalidParameter|MissingParameter|ValidationError|CustomAvailabilityZoneNotFound)/, "invalid-request"],
  [
    /^(Throttl|RequestLimitExceeded|RequestThrottled|SlowDown|TooManyRequests|InternalFailure|InternalError|ServiceUnavailable|RequestExpired|ExpiredToken|RequestTimeout|TimeoutError|AbortError)/,
    "transient",
  ],
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
    const full = /cannot create more than \d+ manual/i.test(message);
    return new RdsError(full ? "manual-quota-full" : "too-many-in-progress", awsCode, message, error);
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
