import { deepEqual, equal, ok } from "node:assert/strict";
import { SOURCE_REGION, TARGET_REGIONS } from "../places";
import { failures, succeeded } from "../readings";
import type { MessageView } from "../telling";
import type { Scenario } from "../world";

const [CENTRAL, WEST] = TARGET_REGIONS;
/** Taken just now, so that no copy is too old. */
const RECENT = new Date(Date.now() - 3_600_000).toISOString().slice(0, 16);

const changes = (messages: readonly MessageView[]): MessageView[] =>
  messages.filter(({ notification }) => notification.metadata.additionalContext.type === "changes");

/** `uncovered archive eu-central-1 backups-disabled`, sorted. */
const troubles = ({ notification }: MessageView): string[] =>
  parsed(notification.metadata.additionalContext.troubles)
    .map(({ trouble, database, target_region, reason }) => [trouble, database, target_region, reason].join(" "))
    .sort();

const parsed = (json: string): Readonly<Record<string, unknown>>[] => JSON.parse(json);

/** The only message. */
function one(messages: readonly MessageView[]): MessageView {
  const [message] = messages;
  if (message === undefined || messages.length > 1) {
    throw new Error(`${messages.length} messages: ${messages.map(({ subject }) => subject).join("; ")}`);
  }
  return message;
}

export const telling: Scenario = {
  title: "What people are told",
  run: async (world, check) => {
    const { account } = world;
    const key = world.key(SOURCE_REGION);
    await account.createDatabase({ kind: "instance", id: "orders", key, backups: [RECENT] });
    await account.createDatabase({ kind: "instance", id: "archive", backupRetention: 0, backups: [] });
    const deployment = world.deploy();
    const { telling } = deployment;

    const first = await deployment.sweep();
    await check("a database without backups is named, once, and nothing fails", async () => {
      succeeded(first);
      const message = one(changes(await telling.messages()));
      deepEqual(
        troubles(message),
        TARGET_REGIONS.map((region) => `uncovered archive ${region} backups-disabled`),
      );
      ok(message.subject.includes("archive"), message.subject);
      ok(!message.notification.content.description.includes("orders"), message.notification.content.description);
    });
    const told = await telling.remembered();
    await check("is remembered in the parameter", () => {
      equal(told.version, 2);
      ok(told.text?.startsWith("1 "), told.text);
    });
    await check("is not told again by the next run", async () => {
      succeeded(await deployment.sweep());
      deepEqual(changes(await telling.messages()), []);
    });
    await check("the quota of manual snapshots is not known, is said so, and stops nothing", () => {
      const unknown = first.lines.filter(({ reason }) => reason === "quota-unknown");
      equal(unknown.length, 4);
      for (const { detail } of unknown) ok(String(detail).includes("is not known"), String(detail));
      equal(first.lines.filter(({ message }) => message === "copied").length, 2);
    });

    await account.disableKey(world.key(CENTRAL), CENTRAL);
    const disabled = await deployment.sweep();
    await check("copies under a disabled key cannot be restored, which is told with the key", async () => {
      const message = one(changes(await telling.messages()));
      ok(
        troubles(message).includes(`unrestorable orders ${CENTRAL} key-disabled`),
        `${troubles(message).join("\n")}\n${failures(disabled).join("\n")}`,
      );
      ok(!troubles(message).some((trouble) => trouble.includes(WEST)), troubles(message).join("\n"));
      ok(message.notification.content.description.includes(world.key(CENTRAL)));
    });
    await check("is over when the key is enabled", async () => {
      await account.enableKey(world.key(CENTRAL), CENTRAL);
      succeeded(await deployment.sweep());
      const { over } = one(changes(await telling.messages())).notification.metadata.additionalContext;
      ok(
        parsed(over).some(({ database, trouble }) => database === "orders" && trouble === "unrestorable"),
        over,
      );
    });

    await check(
      "without its topic a run copies all the same, counts what could not be sent and remembers nothing",
      async () => {
        const before = await telling.remembered();
        await telling.deleteTopic();
        await account.createDatabase({ kind: "instance", id: "ledger", backupRetention: 0, backups: [] });
        const run = await deployment.sweep();
        equal(run.error, undefined);
        deepEqual(
          run.lines.flatMap(({ MessagesFailed }) => (MessagesFailed === undefined ? [] : MessagesFailed)),
          [1],
        );
        deepEqual(await telling.remembered(), before);
      },
    );
    await check("with it back, the next run tells what was not told", async () => {
      await telling.createTopic();
      succeeded(await deployment.sweep());
      deepEqual(
        troubles(one(changes(await telling.messages()))),
        TARGET_REGIONS.map((region) => `uncovered ledger ${region} backups-disabled`),
      );
    });
  },
};
