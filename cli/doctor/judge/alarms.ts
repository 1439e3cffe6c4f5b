import { ALARMS, alarmHeading, alarmName, type DeploymentAlarm, type RegionAlarm } from "../../../handlers/core/names";
import { counted, listed } from "../../../handlers/core/told/words";
import type { Facts } from "../facts";
import { type Finding, saying } from "../finding";
import { ifKnown } from "../known";
import { APPLY, awsCommand, ownCommand } from "./remedies";

const { ok, mend, unknown } = saying("alarms");

/** An alarm that a deployment should have. */
interface Expected {
  readonly name: string;
  readonly alarm: DeploymentAlarm | RegionAlarm;
}

export const expectedAlarms = ({ deployed: { deployment, startup } }: Facts): Expected[] => [
  ...startup.settings.targets.flatMap((region) =>
    ALARMS.inEachRegion.map((alarm) => ({ name: alarmName(deployment.name, alarm, region), alarm })),
  ),
  ...ALARMS.once.map((alarm) => ({ name: alarmName(deployment.name, alarm), alarm })),
];

/** Whether all alarms are there, may act, and are quiet. */
export function alarmFindings(facts: Facts): readonly Finding[] {
  const { deployment } = facts.deployed;
  return ifKnown(
    facts.alarms,
    (why) => unknown(`${deployment.name}-*`, why),
    (alarms) => {
      const expected = expectedAlarms(facts);
      const missing = expected.filter(({ name }) => !alarms.has(name)).map(({ name }) => name);
      const there = expected.flatMap((one) => {
        const found = alarms.get(one.name);
        return found === undefined ? [] : { ...one, ...found };
      });
      const mute = there.filter(({ ActionsEnabled }) => ActionsEnabled === false).map(({ name }) => name);
      const idle = there.filter(({ AlarmActions = [] }) => AlarmActions.length === 0).map(({ name }) => name);
      const ringing = there.filter(({ StateValue }) => StateValue === "ALARM");
      const found = [
        ...(missing.length > 0
          ? [
              mend(
                missing.join(" "),
                `there is no alarm ${listed(missing, MOST)}, so its outcome is told to nobody`,
                APPLY,
              ),
            ]
          : []),
        ...(mute.length > 0
          ? [
              mend(mute.join(" "), `the actions of ${listed(mute, MOST)} are disabled: nobody is told`, "enable them", {
                commands: [awsCommand(deployment, "cloudwatch enable-alarm-actions", "--alarm-names", ...mute)],
              }),
            ]
          : []),
        // The module gives each the topic for people.
        ...(idle.length > 0
          ? [
              mend(
                idle.join(" "),
                `${listed(idle, MOST)} ${idle.length === 1 ? "has" : "have"} no action: nobody is told`,
                APPLY,
              ),
            ]
          : []),
        ...ringing.map(({ name, alarm }) => {
          const [remedy, command] =
            alarm === "not_running"
              ? ["start a run: its error, or the log, says why", "run"]
              : ["see who is in trouble, and why", "status"];
          return mend(name, `${name} rings: ${RINGS[alarm]}`, remedy, {
            commands: [ownCommand(command, deployment)],
            runbook: alarmHeading(alarm),
          });
        }),
      ];
      if (found.length > 0) return found;
      const hasRun = there.some(({ alarm, StateValue }) => alarm === "not_running" && StateValue === "OK");
      const runs = hasRun ? ", and a run has come to its end in the last two hours" : "";
      return [ok(`${deployment.name}-*`, `${counted(there.length, "alarm")}, all quiet${runs}`)];
    },
  );
}

const MOST = 4;

/** What an alarm tells when it rings. */
export const RINGS: Readonly<Record<DeploymentAlarm | RegionAlarm, string>> = {
  recovery_point_age: "a database has no fresh copy",
  copies_unrestorable: "kept copies cannot be restored as things are",
  snapshot_quota_instances: "the quota of manual snapshots is nearly full",
  snapshot_quota_clusters: "the quota of manual snapshots is nearly full",
  not_running: "no run has come to its end in two hours",
  troubles_begun: "something new is in trouble",
  nothing_selected: "the settings select no database",
  sweep_errors: "runs end with an error",
  dead_letters: "events of finished backups were given up",
  messages_failed: "messages about troubles cannot be sent or remembered",
};
