import type { Bundle } from "../handlers/core/deployment";
import type { Kind } from "../handlers/core/model";
import { logGroupName, parameterName } from "../handlers/core/names";
import { QUOTA_CODES } from "../handlers/core/quota-words";
import type { Watched } from "./alarms";
import type { Context } from "./context";
import { EACH_KEY } from "./expressions";
import { HISTORY, IN_TROUBLE_NOW, queryName } from "./queries";

/** Percent of the quota of manual snapshots that may be used. */
export const FULL = 80;

/** What a person reads first, in a mail at night: at most 1,024 characters each (docs/aws-facts.md#alarms). */
export type AlarmTexts = ReturnType<typeof alarmTexts>;

/** Each is true for every cause of its alarm, and says where to look: log group, saved query, command. */
export function alarmTexts({ inputs, here }: Context, { sweep, deadLetters }: Watched) {
  const { name } = inputs;
  const inRegion = `--region ${here.region}`;
  const tail = (bundle: Bundle) => `aws logs tail ${logGroupName(name, bundle)} --since 1d ${inRegion}`;
  const look = (bundle: Bundle, query: string, command = tail(bundle)) =>
    `Look: log group ${logGroupName(name, bundle)}, saved query ${queryName(name, query)}. Run: ${command}`;
  const atTroubles = look("sweep", IN_TROUBLE_NOW);
  const atSweeps = (command?: string) => look("sweep", HISTORY, command);
  const atEvents = (command: string) => look("backup-finished", HISTORY, command);
  const quotaText = (kind: Kind, code = QUOTA_CODES[kind]) =>
    `More than ${FULL} % of the quota of manual DB ${kind} snapshots of this account in ${EACH_KEY} are used, by copies or by others. When it is full, new copies are refused, and so are manual and final snapshots of people. Keep fewer copies, delete snapshots that nobody needs, or raise the quota ${code}. ${look("sweep", IN_TROUBLE_NOW, `aws service-quotas get-service-quota --service-code rds --quota-code ${code} --region ${EACH_KEY}`)}`;
  return {
    recovery_point_age: `In ${EACH_KEY} at least one database has no available copy younger than ${inputs.maxRecoveryPointAgeHours} hours; a new database or target region has had as long to get one. What has changed since its newest copy is lost if the source region is. A message to the topic ${name}-notifications names each, with cause and remedy. It stays as it was while ages are not known. ${atTroubles}`,
    copies_unrestorable: `In ${EACH_KEY} there are copies that cannot be restored as things are: their key is disabled, about to be deleted, or gone, or RDS there does not list their engine version any more. A key that waits for its deletion can be saved only until its date. A message to the topic ${name}-notifications names copies and remedy. ${atTroubles}`,
    snapshot_quota_instances: quotaText("instance"),
    snapshot_quota_clusters: quotaText("cluster"),
    not_running: `No sweep of ${name} has come to its end in the last 2 hours. New backups may not be copied, and messages and most other alarms stay silent, whatever happens. Causes: nothing has run yet since the first apply; the rules ${name}-sweep and ${name}-follow-up are disabled or gone; the function fails, is throttled or lacks its rights; its log, from which the metrics come, is not written. ${atSweeps(`aws lambda invoke --function-name ${name}-sweep --cli-read-timeout 0 ${inRegion} /dev/stdout`)}`,
    troubles_begun: `Something is in trouble that was not before: a database whose copies are too old, fail, cannot be made, cannot be restored, or stay behind as it is gone or no longer selected; or a target region as a whole. A message to the topic ${name}-notifications names each, with cause and remedy. It rings anew with each run in which more begins; the end is told by messages only. ${atTroubles}`,
    nothing_selected: `The settings select no database in ${here.region}, so nothing is copied from there. Check include, exclude and tags of instances and clusters, whether databases have been renamed, tagged otherwise or deleted, and whether this is their region. ${atSweeps()}`,
    sweep_errors: `In each of 3 hours the function ${sweep.functionName} ended with an error at least once, and came to its end at least once: some of its runs cannot do their work. What they have not started is left to the next. Copies that fail do not raise this alarm. While no run comes to its end, it stays as it was, and ${name}-not-running rings. ${atSweeps()}`,
    dead_letters: `The function ${name}-backup-finished gave up events of finished backups, after three attempts or six hours: it could not read them, has malformed settings, crashed, ran out of time or was throttled. They lie in the queue ${deadLetters.name}, each with its error. The next sweep copies what they did not. Copies that fail do not raise this alarm. Remove the cause, then purge the queue: until then, or for 14 days, this alarm stays. ${atEvents(`aws sqs receive-message --queue-url ${deadLetters.url} --max-number-of-messages 10 ${inRegion}`)}`,
    messages_failed: `In each of 2 hours all runs failed to send a message about databases in trouble to the topic ${name}-notifications, or to read what was told from the parameter ${parameterName(name)}, or to write it there: what has begun may not have been told, or be told twice. Each run tries again. Causes: topic or parameter is gone; a policy or key refuses the function; SNS or Systems Manager does not answer. ${atSweeps()}`,
  };
}
