import { CopyDBClusterSnapshotCommand, CopyDBSnapshotCommand, RDSClient } from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { RdsError, toRdsError } from "../../../handlers/rds/errors";
import { type Answer, FakeRds, failure } from "./fake-rds";

/** What the SDK throws for an answer, after it has parsed it, as the tool understands it. */
async function understood(answer: Answer, kind: "instance" | "cluster" = "instance"): Promise<RdsError> {
  const { requestHandler } = new FakeRds(() => answer);
  const client = new RDSClient({ region: "eu-central-1", maxAttempts: 1, requestHandler });
  const sent =
    kind === "instance"
      ? client.send(new CopyDBSnapshotCommand({ SourceDBSnapshotIdentifier: "a", TargetDBSnapshotIdentifier: "b" }))
      : client.send(
          new CopyDBClusterSnapshotCommand({
            SourceDBClusterSnapshotIdentifier: "a",
            TargetDBClusterSnapshotIdentifier: "b",
          }),
        );
  return sent.then(
    () => {
      throw new Error("the call succeeded");
    },
    (error: unknown) => toRdsError(error),
  );
}

const OTHER_TEXT = "Something that RDS has never said before.";

describe("an error of RDS, by its code on the wire", () => {
  test.each([
    // Modelled: the SDK gives them names of its own.
    ["DBSnapshotAlreadyExists", 400, "already-exists"],
    ["DBSnapshotNotFound", 404, "not-found"],
    ["InvalidDBSnapshotState", 400, "invalid-state"],
    ["KMSKeyNotAccessibleFault", 400, "key-not-accessible"],
    ["CustomAvailabilityZoneNotFound", 404, "invalid-request"],
    ["DBInstanceNotFound", 404, "not-found"],
    // Not modelled: the name is the code.
    ["InvalidParameterValue", 400, "invalid-request"],
    ["InvalidParameterCombination", 400, "invalid-request"],
    ["MissingParameter", 400, "invalid-request"],
    ["ValidationError", 400, "invalid-request"],
    ["AccessDenied", 403, "denied"],
    ["AccessDeniedException", 403, "denied"],
    ["UnauthorizedOperation", 403, "denied"],
    ["NotAuthorized", 400, "denied"],
    ["OptInRequired", 403, "region-not-enabled"],
    ["UnrecognizedClientException", 403, "region-not-enabled"],
    ["InvalidClientTokenId", 403, "region-not-enabled"],
    ["Throttling", 400, "transient"],
    ["ThrottlingException", 400, "transient"],
    ["RequestLimitExceeded", 400, "transient"],
    ["SlowDown", 503, "transient"],
    ["InternalFailure", 500, "transient"],
    ["ServiceUnavailable", 503, "transient"],
    ["RequestExpired", 400, "transient"],
    ["ExpiredToken", 403, "transient"],
    ["ExpiredTokenException", 403, "transient"],
    ["ANewFault", 400, "unknown"],
  ])("%s (%i) of an instance's copy is %s", async (wire, status, code) => {
    const error = await understood(failure(wire, OTHER_TEXT, status));
    expect(error).toMatchObject({ code, awsCode: wire, message: OTHER_TEXT });
    expect(error.cause).toBeInstanceOf(Error);
  });

  test.each([
    ["DBClusterSnapshotAlreadyExistsFault", 400, "already-exists"],
    ["DBClusterSnapshotNotFoundFault", 404, "not-found"],
    ["DBClusterNotFoundFault", 404, "not-found"],
    ["InvalidDBClusterSnapshotStateFault", 400, "invalid-state"],
    ["InvalidDBClusterStateFault", 400, "invalid-state"],
    ["KMSKeyNotAccessibleFault", 400, "key-not-accessible"],
    ["SnapshotQuotaExceeded", 400, "quota-exceeded"],
  ])("%s (%i) of a cluster's copy is %s", async (wire, status, code) => {
    const error = await understood(failure(wire, OTHER_TEXT, status), "cluster");
    expect(error).toMatchObject({ code, awsCode: wire, message: OTHER_TEXT });
  });
});

describe("SnapshotQuotaExceeded", () => {
  test.each([
    ["Cannot copy more than 5 snapshots across regions", "too-many-in-progress"],
    ["Cannot copy more than 20 snapshots across regions.", "too-many-in-progress"],
    ["Cannot create more than 100 manual snapshots", "manual-quota-full"],
    ["Cannot create more than 250 manual snapshots.", "manual-quota-full"],
    ["Cannot create more than 1,000 manual snapshots", "manual-quota-full"],
    [OTHER_TEXT, "quota-exceeded"],
  ])("with the text '%s' is %s", async (text, code) => {
    expect((await understood(failure("SnapshotQuotaExceeded", text))).code).toBe(code);
    expect((await understood(failure("SnapshotQuotaExceeded", text), "cluster")).code).toBe(code);
  });
});

describe("without a word of RDS", () => {
  test.each([
    [503, "<html><body>Service Unavailable</body></html>", "transient"],
    [500, "", "transient"],
    [502, "<ErrorResponse><Err", "transient"],
    [429, "", "transient"],
  ])("status %i with the body '%s' is %s", async (status, body, code) => {
    expect((await understood({ status, body })).code).toBe(code);
  });

  test.each([
    [200, "<CopyDBSnapshotResponse><CopyDBSnapshotRes"],
    [400, "<ErrorResponse><Error><Type>Sender</Type><Code>DBSnapshotAlreadyEx"],
    [400, ""],
    [403, "<html><hr></html>"],
    [404, ""],
    [502, "<html><hr></html>"],
  ])(
    "status %i with a body that breaks off ('%s') is transient, as RDS may have done what was asked",
    async (status, body) => {
      const error = await understood({ status, body });
      expect(error).toMatchObject({ code: "transient", awsCode: "UnreadableAnswer" });
      expect(error.message).toMatch(new RegExp(`^the answer cannot be read: HTTP status ${status}: .+$`));
      expect(error.cause).toBeInstanceOf(Error);
    },
  );

  test("an error of AWS that breaks off is transient, as nobody knows what it was", async () => {
    const body = "<ErrorResponse><Error><Type>Sender</Type><Code>Throttl";
    expect((await understood({ status: 400, body })).code).toBe("transient");
  });

  test.each(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"])(
    "%s is transient",
    async (code) => {
      const error = await understood(Object.assign(new Error("socket hang up"), { code }));
      expect(error).toMatchObject({ code: "transient", awsCode: code, message: "socket hang up" });
    },
  );

  test.each(["TimeoutError", "AbortError"])("%s is transient", async (name) => {
    expect((await understood(Object.assign(new Error("too slow"), { name }))).code).toBe("transient");
  });
});

describe("anything else that is thrown", () => {
  test("keeps what it says", () => {
    expect(toRdsError(new TypeError("x is not a function"))).toMatchObject({
      code: "unknown",
      awsCode: "TypeError",
      message: "x is not a function",
    });
  });

  test.each([
    ["a text", "a text"],
    [`two\nlines ${"x".repeat(1000)}`, `two lines ${"x".repeat(190)}…`],
    [undefined, "something other than an error was thrown: null"],
    [null, "something other than an error was thrown: null"],
    ["", 'something other than an error was thrown: ""'],
    [{ message: 7, $metadata: null }, "something other than an error was thrown: { message: 7, '$metadata': null }"],
    [Object.create(null), "something other than an error was thrown: [Object: null prototype] {}"],
    [Symbol("odd"), "something other than an error was thrown: Symbol(odd)"],
    [new Error(""), "no reason was given"],
  ])("need not be an error: %p", (thrown, message) => {
    expect(toRdsError(thrown)).toMatchObject({ code: "unknown", message });
  });

  test("may have parts that are no texts", () => {
    const thrown = Object.assign(new Error("odd"), { Code: 7, code: {}, $metadata: { httpStatusCode: "503" } });
    expect(toRdsError(thrown)).toMatchObject({ code: "unknown", awsCode: "Error", message: "odd" });
  });

  test("is not translated twice", () => {
    const error = new RdsError("transient", "OutOfTime", "the run ended");
    expect(toRdsError(error)).toBe(error);
  });
});

describe("in a log", () => {
  test("a refusal has AWS's name, words and request id, and no stack", () => {
    const cause = Object.assign(new Error("no"), { Code: "AccessDenied", $metadata: { requestId: "id-1" } });
    expect(toRdsError(cause).logged).toEqual({
      name: "RdsError",
      awsCode: "AccessDenied",
      message: "no",
      requestId: "id-1",
    });
  });

  test("what nobody knows is there as it was thrown", () => {
    const error = toRdsError(new TypeError("undefined is not a function"));
    expect(error.logged).toBe(error);
  });
});
