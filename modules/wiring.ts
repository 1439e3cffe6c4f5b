import type { WiringName } from "../handlers/settings/wiring";
import { hcl } from "./expressions";
import type { PredictedAddresses } from "./predicted-addresses";

/** The names of what the functions have in their environment beside settings: where they tell people, and what they remember. */
export type Wiring = Readonly<Record<WiringName, string>>;

const wiring = ({ notificationTopic, told }: PredictedAddresses, targetsSince: string): Wiring => ({
  NOTIFICATION_TOPIC_ARN: hcl(`${notificationTopic}.arn`),
  TOLD_PARAMETER: hcl(`${told}.name`),
  TARGETS_SINCE: hcl(`jsonencode(${targetsSince})`),
});

/** @param regions sorted */
export function literalWiring(regions: readonly string[], addresses: PredictedAddresses): Wiring {
  const times = regions.map((region) => `"${region}" = ${addresses.targetSince}["${region}"].input`);
  return wiring(addresses, `{ ${times.join(", ")} }`);
}

export const variableWiring = (addresses: PredictedAddresses): Wiring =>
  wiring(addresses, `{ for region, since in ${addresses.targetSince} : region => since.input }`);
