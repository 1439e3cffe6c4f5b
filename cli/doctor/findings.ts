import { CHECKS, type Check } from "./checks";
import type { Facts } from "./facts";
import type { Finding } from "./finding";
import { alarmFindings } from "./judge/alarms";
import { copyFindings } from "./judge/copies";
import { databaseFindings } from "./judge/databases";
import { deadLetterFindings } from "./judge/dead-letters";
import { eventFindings } from "./judge/events";
import { functionFindings } from "./judge/functions";
import { keyFindings } from "./judge/keys";
import { leftoverFindings } from "./judge/leftovers";
import { memoryFindings } from "./judge/memory";
import { notificationFindings } from "./judge/notifications";
import { permissionFindings } from "./judge/permissions";
import { quotaFindings } from "./judge/quotas";
import { regionFindings } from "./judge/regions";
import { ruleFindings } from "./judge/rules";
import { scheduleFindings } from "./judge/schedule";

const ORDER: readonly string[] = Object.keys(CHECKS);

const rank = (check: Check): number => ORDER.indexOf(check);

/** What the checks find, in their order. A pure function of what AWS has said. */
export function findingsOf(facts: Facts): Finding[] {
  const all = [
    ...permissionFindings(facts),
    ...keyFindings(facts),
    ...functionFindings(facts),
    ...ruleFindings(facts),
    ...scheduleFindings(facts),
    ...eventFindings(facts),
    ...deadLetterFindings(facts),
    ...alarmFindings(facts),
    ...notificationFindings(facts),
    ...memoryFindings(facts),
    ...regionFindings(facts),
    ...quotaFindings(facts),
    ...databaseFindings(facts),
    ...copyFindings(facts),
    ...leftoverFindings(facts),
  ];
  return all.sort((a, b) => rank(a.check) - rank(b.check));
}
