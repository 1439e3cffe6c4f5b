import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { type Deadline, lookWithin } from "../rds/deadline";
import { call } from "./call";
import type { AwsClients } from "./clients";

/** A key as KMS describes it. */
export interface KeyDescription {
  /** `Enabled`, `PendingDeletion` …; undefined if KMS does not say. */
  readonly state: string | undefined;
  readonly deletedAt: Date | undefined;
}

export interface Keys {
  /** @throws RdsError */
  describe(region: string, keyId: string): Promise<KeyDescription>;
}

const AT_MOST_MS = 5_000;

export function keys({ kms }: Pick<AwsClients, "kms">, deadline: Deadline): Keys {
  return {
    describe: (region, keyId) =>
      lookWithin(
        AT_MOST_MS,
        async (own) => {
          const command = new DescribeKeyCommand({ KeyId: keyId });
          const { KeyMetadata } = await call(deadline, kms(region).send(command, { abortSignal: own.signal }));
          return { state: KeyMetadata?.KeyState, deletedAt: KeyMetadata?.DeletionDate };
        },
        "KMS",
      ),
  };
}
