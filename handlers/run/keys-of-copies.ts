import type { KeyDescription, Keys } from "../aws/keys";
import type { Fault } from "../core/actions";
import { commonestFirst } from "../core/identity";
import type { TargetSnapshot } from "../core/model";
import { moment } from "../core/told/words";
import { toRdsError } from "../rds/errors";
import type { Settings } from "../settings/settings";
import { lookAtEach } from "./look-at-each";
import type { NeedsFound } from "./needs-of-copies";

/** A daily run asks KMS about so many keys at most. */
export const MOST_KEYS = 200;
const AT_ONCE = 20;

export interface Key {
  readonly arn: string;
  readonly region: string;
}

/** What is under a key. */
type Under = "copies" | "databases";

/**
 * Asks KMS once for each key of the settings and of our copies, in its region, whether it can be used. The keys of the settings come first,
 * then those of most copies.
 */
export async function keysOfCopies(
  copies: readonly TargetSnapshot[],
  { targetKmsKeys }: Pick<Settings, "targetKmsKeys">,
  keys: Keys,
): Promise<NeedsFound> {
  return lookAtKeys(wantedKeys(copies, targetKmsKeys), "copies", keys);
}

/** Asks KMS for each key, each once, whether it can be used. */
export function lookAtKeys(wanted: readonly Key[], under: Under, keys: Keys): Promise<NeedsFound> {
  const looking = {
    wanted,
    most: MOST_KEYS,
    mostSaid: String(MOST_KEYS),
    atOnce: AT_ONCE,
    timeLeft: () => Number.POSITIVE_INFINITY,
  };
  return lookAtEach({ ...looking, keyOf: ({ arn }) => arn, said }, async (key) => {
    const found = await look(key, under, keys);
    return typeof found === "object" ? { about: key.arn, ...found } : found;
  });
}

const said = ({ arn, region }: Key): string => `the key ${arn} in ${region}`;

/** Of target regions, and of single databases there. */
export const keysInSettings = (targetKmsKeys: Settings["targetKmsKeys"]): Key[] =>
  Object.entries(targetKmsKeys).flatMap(([region, { kmsKeyArn, databaseKmsKeyArns }]) =>
    [kmsKeyArn, ...Object.values(databaseKmsKeyArns)].flatMap((arn) => (arn === undefined ? [] : { arn, region })),
  );

function wantedKeys(copies: readonly TargetSnapshot[], targetKmsKeys: Settings["targetKmsKeys"]): Key[] {
  const ofCopies = commonestFirst(
    copies.flatMap(({ kmsKeyId: arn, region }) => (arn === undefined ? [] : { arn, region })),
    ({ arn }) => arn,
  );
  return [...new Map([...keysInSettings(targetKmsKeys), ...ofCopies].map((key) => [key.arn, key])).values()];
}

/** @returns undefined: it can be used; a text: why that is not known */
async function look(key: Key, under: Under, keys: Keys): Promise<Fault | string | undefined> {
  try {
    return judge(await keys.describe(key.region, key.arn), said(key), under);
  } catch (thrown) {
    const error = toRdsError(thrown);
    if (error.awsCode === "NotFoundException") return gone(said(key), under);
    // A key that may not be described may well work: nobody is to be woken for a missing permission to look.
    return `${said(key)} could not be looked at: ${error.awsCode}: ${error.message}`;
  }
}

/**
 * What the state of a key means (docs/aws-facts.md#key-states).
 *
 * @param key as it is said
 */
function judge({ state, deletedAt }: KeyDescription, key: string, under: Under): Fault | string | undefined {
  switch (state) {
    case "Enabled":
    case "Updating":
    case "Creating":
      return undefined;
    case "Disabled":
      return {
        reason: "key-disabled",
        cause: `${key} is disabled`,
        remedy: "enable it with aws kms enable-key",
      };
    case "PendingDeletion":
    case "PendingReplicaDeletion":
      return {
        reason: "key-pending-deletion",
        cause: `${key} is going to be deleted${deletedAt ? ` on ${moment(deletedAt)}` : ""}, and its ${under} are lost with it`,
        remedy: "cancel that with aws kms cancel-key-deletion, and enable the key with aws kms enable-key",
      };
    case "PendingImport":
      return {
        reason: "key-pending-import",
        cause: `${key} has no key material: it has expired, was deleted, or was never imported`,
        remedy: "import the same key material again",
      };
    case "Unavailable":
      return {
        reason: "key-unavailable",
        cause: `${key} cannot be reached, as its custom key store is not connected`,
        remedy: "connect the key store",
      };
    default:
      return `${key} has the state ${state ?? "that KMS does not tell"}, which is not known here`;
  }
}

const gone = (key: string, under: Under): Fault => ({
  reason: "key-gone",
  cause: `${key} does not exist, so that what was encrypted with it cannot be read by anyone`,
  remedy:
    under === "copies"
      ? "copies under it can be deleted; where it is a key of the settings, name another"
      : "bring its databases back from their copies, which are under another key",
});
