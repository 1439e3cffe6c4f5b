/** An error as RDS answers it. `code` is the code on the wire, which is not always the SDK's name (docs/aws-facts.md#copy-errors). */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number = 400,
    /** The code of the Query protocol that a service spoke before, where it differs. */
    readonly queryCode: string = code,
  ) {
    super(message);
    this.name = code;
  }
}

export const invalidValue = (message: string) => new AwsError("InvalidParameterValue", message);

export const invalidCombination = (message: string) => new AwsError("InvalidParameterCombination", message);

export const missingParameter = (name: string) =>
  new AwsError("MissingParameter", `The request must contain the parameter ${name}.`);

export const keyNotAccessible = (side: "source snapshot" | "target", key: string) =>
  new AwsError(
    "KMSKeyNotAccessibleFault",
    `The ${side} KMS key [${key}] does not exist, is not enabled or you do not have permissions to access it.`,
  );
