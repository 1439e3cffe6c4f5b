import { keys } from "../../handlers/aws/keys";
import { roleArn } from "../../handlers/core/deployment";
import { identity } from "../../handlers/core/identity";
import { scopeOf } from "../../handlers/core/scope";
import { newestOf, sourcesByDatabase } from "../../handlers/core/sources";
import { keysInSettings, lookAtKeys } from "../../handlers/run/keys-of-copies";
import type { Deployed } from "../deployments/deployed";
import { type EstateLook, lookAtEstate } from "../estate/look";
import { Stop } from "../exit";
import type { Session } from "../session";
import { topicArn } from "./arns";
import type { Facts, Wiring } from "./facts";
import { type Known, known } from "./known";
import { lookAtAlarms } from "./look/alarms";
import { lookAtDeadLetters } from "./look/dead-letters";
import { lookAtEventSubscription } from "./look/event-subscription";
import { lookAtFunction } from "./look/functions";
import { foreignCopies, lookWhetherDeployed } from "./look/leftovers";
import { lookAtMemory } from "./look/memory";
import { simulateRole } from "./look/role";
import { lookAtRule } from "./look/rules";
import { lookAtTopic } from "./look/topics";
import { neededPermissions } from "./permissions";

/** Asks AWS all that the checks of a deployment need. Nothing is thrown for what it refuses. */
export async function gather(deployed: Deployed, session: Session): Promise<Facts> {
  const { aws, progress, terminal } = session;
  const { deployment, startup } = deployed;
  const { targetKmsKeys } = startup.settings;
  const estate = await estateOf(deployed, session);
  progress.counting(`Looking at ${deployment.name} in ${deployment.sourceRegion}`);
  const looked = estate.is === "known" ? estate.value : undefined;
  const ofDatabases = looked === undefined ? [] : keysOfDatabases(looked);
  const describe = keys(aws.others, aws.deadline);
  const [wiring, targetKeys, sourceKeys, leftovers] = await Promise.all([
    lookAtWiring(deployed, session),
    lookAtKeys(keysInSettings(targetKmsKeys), "copies", describe),
    lookAtKeys(
      ofDatabases.map((arn) => ({ arn, region: deployment.sourceRegion })),
      "databases",
      describe,
    ),
    lookWhetherDeployed(foreignCopies(looked ? listedIn(looked) : [], deployment, terminal.now()), aws),
  ]);
  const { configuration } = wiring.functions.sweep;
  const arn = (configuration.is === "known" ? configuration.value?.Role : undefined) ?? roleArn(deployment);
  const keyId = wiring.deadLetters.is === "known" ? wiring.deadLetters.value?.keyId : undefined;
  const ofPlumbing = keyId?.startsWith("arn:") ? keyId : undefined;
  const decisions = await simulateRole(arn, neededPermissions(deployed, { ofDatabases, ofPlumbing }), aws);
  progress.end();
  return {
    ...wiring,
    deployed,
    now: terminal.now(),
    estate,
    targetKeys,
    sourceKeys,
    role: { arn, decisions },
    leftovers,
  };
}

async function estateOf(deployed: Deployed, session: Session): Promise<Known<EstateLook>> {
  try {
    return known(await lookAtEstate(deployed, "daily", session));
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    return { is: "unknown", cause: thrown.message, remedy: thrown.remedy ?? "try again" };
  }
}

async function lookAtWiring({ deployment, startup }: Deployed, { aws }: Session): Promise<Wiring> {
  const { notificationTopicArn, toldParameter } = startup.wiring;
  const [sweep, backupFinished, daily, followUp, instance, cluster, topic, notifications, alarms, deadLetters, memory] =
    await Promise.all([
      lookAtFunction("sweep", deployment, aws),
      lookAtFunction("backup-finished", deployment, aws),
      lookAtRule("sweep", deployment, aws),
      lookAtRule("follow-up", deployment, aws),
      lookAtEventSubscription("instance", deployment, aws),
      lookAtEventSubscription("cluster", deployment, aws),
      lookAtTopic(topicArn(deployment, "rds-events"), aws),
      notificationTopicArn === undefined ? undefined : lookAtTopic(notificationTopicArn, aws),
      lookAtAlarms(deployment, aws),
      lookAtDeadLetters(deployment, aws),
      toldParameter === undefined ? undefined : lookAtMemory(toldParameter, aws),
    ]);
  return {
    functions: { sweep, "backup-finished": backupFinished },
    rules: { sweep: daily, "follow-up": followUp },
    events: { subscriptions: { instance, cluster }, topic },
    notifications,
    alarms,
    deadLetters,
    memory,
  };
}

const listedIn = ({ seen }: EstateLook) =>
  seen.flatMap(({ inventory }) => [...(inventory?.targets.values() ?? [])].flat());

/** Under which the newest backups of databases are that are copied. */
function keysOfDatabases({ seen, deployed }: EstateLook): string[] {
  const all = seen.flatMap(({ inventory }) => {
    if (inventory === undefined) return [];
    const sources = sourcesByDatabase(inventory.snapshots);
    return scopeOf(inventory.databases, deployed.startup.settings).covered.flatMap(({ id, resourceId }) => {
      const found = sources.get(identity(id, resourceId));
      return (found && newestOf(found).kmsKeyId) ?? [];
    });
  });
  return [...new Set(all)];
}
