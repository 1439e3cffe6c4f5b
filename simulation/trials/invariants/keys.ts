import { TARGET_REGIONS } from "../scenario";
import type { Truth } from "../truth";

/**
 * No change of settings destroys a protected key under a copy, not even one that ends the protection. To be called before settings are
 * deployed.
 *
 * @returns the check to be called after that
 */
export function keysUnderCopies({ world, ledger, settings, verdict }: Truth): () => void {
  const { kms } = world.aws;
  if (!settings.hasBeenDeployed || !settings.current.protectKmsKeys) return () => undefined;
  const inUse = new Set(
    TARGET_REGIONS.flatMap((name) => {
      const { instance, cluster } = world.aws.region(name).snapshots;
      return [...instance.values(), ...cluster.values()].flatMap((one) => (ledger.find(one) && one.kmsKeyArn) ?? []);
    }).filter((arn) => kms.isUsable(arn)),
  );
  return () => {
    for (const arn of inUse) {
      if (!kms.isUsable(arn))
        verdict.broken("protected keys stay", `${arn} is ${kms.get(arn)?.state}, and copies need it`);
    }
  };
}
