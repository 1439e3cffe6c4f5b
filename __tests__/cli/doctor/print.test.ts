import { expect, test } from "@jest/globals";
import { paintOn } from "../../../cli/colour";
import { findingsOf } from "../../../cli/doctor/findings";
import { known } from "../../../cli/doctor/known";
import { examinedText } from "../../../cli/doctor/print";
import { alarmsWith, deployed, facts, unknown } from "./facts";
import { longest } from "./longest";

const broken = {
  deployed: deployed(),
  findings: findingsOf(
    facts({
      deadLetters: known({
        url: "https://sqs.eu-west-1.amazonaws.com/111122223333/prod-dead-letters",
        messages: 2,
        keyId: undefined,
      }),
      alarms: known(alarmsWith({ "prod-not-running": { StateValue: "ALARM" } })),
      memory: unknown,
    }),
  ),
};
const plain = (text: string): string => text;

test.each([60, 80, 160])(
  "fits %i columns: first what to fix, then what is not known, then what is in order",
  (columns) => {
    const text = examinedText(broken, { columns, paint: plain });
    expect(longest(text)).toBeLessThanOrEqual(columns);
    expect(text).toContain("\n2 to fix, 1 not known, ");
    const marks = [...text.matchAll(/^(FIX|\?\?|OK) /gm)].map(([, mark]) => mark);
    expect([...new Set(marks)]).toEqual(["FIX", "??", "OK"]);
  },
);

test("shows a remedy with commands that a shell takes as they stand, and where to read more", () => {
  expect(examinedText(broken, { columns: 80, paint: plain })).toContain(`
FIX   dead-letters: 2 events of finished backups were given up.
      Remedy: read why; when the cause is gone, purge the queue.
        aws sqs receive-message --region eu-west-1 \\
          --queue-url https://sqs.eu-west-1.amazonaws.com/111122223333/prod-dead-letters \\
          --max-number-of-messages 10
        aws sqs purge-queue --region eu-west-1 \\
          --queue-url https://sqs.eu-west-1.amazonaws.com/111122223333/prod-dead-letters
      https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#dead-letters
`);
});

test("tells once what leaves several checks open", () => {
  const text = examinedText(
    { deployed: deployed(), findings: findingsOf(facts({ memory: unknown, deadLetters: unknown })) },
    { columns: 80, paint: plain },
  );
  expect(text).toContain("2 not known, ");
  expect(text.match(/^\?\?.*$/gm)).toEqual(["??    dead-letters, memory: x:Y is not allowed in eu-west-1."]);
});

test("breaks no line for a program", () => {
  const text = examinedText(broken, { columns: Number.POSITIVE_INFINITY, paint: plain });
  expect(text).toContain("\n??    memory: x:Y is not allowed in eu-west-1.\n      Remedy: have it allowed.\n");
  expect(text).toContain("\n        aws sqs receive-message --region eu-west-1 --queue-url https://");
});

test("is coloured on a screen, and the words say the same", () => {
  const text = examinedText(broken, { columns: 80, paint: paintOn({ isScreen: true, env: {} }) });
  expect(text).toContain("\u001b[31mFIX\u001b[0m   dead-letters: ");
  expect(text).toContain("\u001b[33m??\u001b[0m    memory: ");
  expect(text).toContain("\u001b[32mOK\u001b[0m    keys: ");
});

test("says shortly that all is in order", () => {
  const text = examinedText({ deployed: deployed(), findings: findingsOf(facts()) }, { columns: 80, paint: plain });
  const [title, verdict, , ...lines] = text.trimEnd().split("\n");
  expect([title, verdict]).toEqual([
    "prod: eu-west-1 to eu-central-1, account 111122223333",
    "All in order: 19 answers",
  ]);
  expect(lines.filter((line) => !/^(OK {4}| {6})\S/.test(line))).toEqual([]);
});
