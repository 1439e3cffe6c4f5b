import { alphabetical } from "../../../handlers/core/alphabetical";
import { standingIn } from "../../../handlers/core/coverage/troubles";
import { causesOf, namesOf } from "../../../handlers/core/told/causes";
import { counted, listed } from "../../../handlers/core/told/words";
import { keysInSettings } from "../../../handlers/run/keys-of-copies";
import type { NeedsFound } from "../../../handlers/run/needs-of-copies";
import type { Facts } from "../facts";
import { type Finding, saying } from "../finding";

const { ok, mend, unknown } = saying("keys");

const MOST = 5;
const ALLOW = "have kms:DescribeKey allowed for it, in its own policy too";

/** Commands of KMS that mend what a reason says. */
const HELPS: Readonly<Record<string, readonly string[]>> = {
  "key-disabled": ["enable-key"],
  "key-pending-deletion": ["cancel-key-deletion", "enable-key"],
};

/** Whether the keys of both sides can be used, and whether each encrypted database has one in each target region. */
export function keyFindings({ deployed: { startup }, estate, targetKeys, sourceKeys }: Facts): Finding[] {
  const keys = keysInSettings(startup.settings.targetKmsKeys);
  const looked = [...ofKeys(targetKeys), ...ofKeys(sourceKeys)];
  const missing = estate.is === "known" ? withoutKey(estate.value.coverage) : [];
  const found = [...looked, ...missing];
  if (found.length > 0) return found;
  if (keys.length === 0) return [ok("target keys", "none, and no database needs one")];
  return [
    ok(
      keys.map(({ arn }) => arn).join(" "),
      `${counted(keys.length, "key")} of target regions can be used, and those of databases`,
    ),
  ];
}

function ofKeys({ missing, unknown: unseen }: NeedsFound): Finding[] {
  return [
    ...[...missing].map(([arn, { reason, cause, remedy }]) => {
      const commands = (HELPS[reason] ?? []).map((verb) => [
        "aws",
        "kms",
        verb,
        `--region ${arn.split(":")[3]}`,
        `--key-id ${arn}`,
      ]);
      return mend(arn, cause, remedy, { commands, runbook: reason });
    }),
    ...[...unseen].map(([arn, why]) => unknown(arn, { cause: why, remedy: ALLOW })),
  ];
}

/** Encrypted databases for which the settings have no key. */
const withoutKey = (coverage: Parameters<typeof standingIn>[0]): Finding[] =>
  causesOf(standingIn(coverage).filter(({ reason }) => reason === "key-missing")).map(({ troubles }) => {
    const names = namesOf(troubles).sort(alphabetical);
    const [{ cause, remedy }] = troubles;
    return mend(names.join(" "), `${listed(names, MOST)}: ${cause}`, remedy, { runbook: "key-missing" });
  });
