import { describe, expect, test } from "@jest/globals";
import { parseSweepInput } from "../../handlers/run/sweep-input";
import { scripts } from "../../package.json";
import { PARTS_OF, withParts } from "../../scripts/generated-parts";
import { commands } from "../../scripts/readme";
import { SETTINGS } from "../../settings/settings";
import { rdsCall } from "../../suites/moto/aws-cli";
import { synth } from "../modules/synth";
import { PATHS, read } from "./documents";

const README = read("README.md");
const RUNBOOK = read("docs/runbook.md");

/** What runs each command of the README. */
const RUN_BY: readonly [command: RegExp, file: string][] = [
  [/^npm ci && npm run mirror$/, "__tests__/scripts/mirror.test.ts"],
  [/^terraform init && terraform apply$/, "suites/terraform/mirrored.ts"],
  [/^npm install rds-cross-region-backup /, "suites/package/readme.ts"],
  [/^npx cdktf deploy$/, "suites/package/readme.ts"],
  [/^npm ci && npm run demo$/, ".ci/run"],
  [/^npx rds-cross-region-backup restore /, "__tests__/docs/restore.test.ts"],
  [/^aws lambda invoke /, "__tests__/docs/readme.test.ts"],
];

describe("the README", () => {
  test.each(Object.keys(PARTS_OF))(
    "and others have tables and messages as code makes them: `npm run generate` renews %s",
    (document) => {
      expect(read(document)).toBe(withParts(document, read(document)));
    },
  );

  test("has no command that nothing runs", () => {
    for (const command of commands(README)) {
      const by = RUN_BY.filter(([pattern]) => pattern.test(command)).map(([, file]) => file);
      expect([command, by]).toEqual([command, [expect.any(String)]]);
    }
    expect(RUN_BY.filter(([pattern]) => !commands(README).some((command) => pattern.test(command)))).toEqual([]);
    expect(RUN_BY.filter(([, file]) => !PATHS.has(file) && !file.startsWith("."))).toEqual([]);
  });

  const documents = [...PATHS].filter((path) => path.endsWith(".md"));

  test.each(documents)("and others name only npm scripts that there are: %s", (document) => {
    const named = [...read(document).matchAll(/npm run ([\w:-]+)/g)].flatMap(([, script = ""]) => script);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  test("names every alarm of the module", () => {
    const alarms = synth({ targets: { "eu-central-1": {} } })
      .addresses()
      .filter((address) => address.startsWith("aws_cloudwatch_metric_alarm."))
      .map((address) => `\`…-${address.split(".")[1]?.replaceAll("_", "-")}`);
    expect(alarms.length).toBeGreaterThan(6);
    expect(alarms.filter((name) => !README.includes(name))).toEqual([]);
  });

  test("says what slots and quota can carry by default", () => {
    const { instances, clusters } = SETTINGS.max_copies_in_progress.is.fields;
    const aDay = ({ default: slots }: { default: number }) => slots * 48;
    const { retention, manual_snapshot_headroom: headroom } = SETTINGS;
    const quota = Math.floor((100 - headroom.default) / retention.is.fields.keep_last.default);
    for (const document of [README, read("docs/measurements.md")]) {
      expect(document).toMatch(new RegExp(`at 30 minutes each \\| ${aDay(instances)} \\| ${aDay(clusters)} \\|`));
      expect(document).toMatch(new RegExp(`100 manual snapshots.* \\| ${quota} \\| ${quota} \\|`));
    }
  });
});

describe("commands of the AWS CLI", () => {
  const all = [README, RUNBOOK, read("docs/restore.md")]
    .flatMap(commands)
    .filter((command) => command.startsWith("aws "));

  test.each(all.filter((command) => command.startsWith("aws rds ")))("are ones that RDS knows: %s", (command) => {
    expect(rdsCall(command).action).not.toBe("");
  });

  test.each([
    ["an operation", "aws rds restore-db --region eu-central-1", "RDS has no operation restore-db"],
    ["an option", "aws rds describe-db-snapshots --region a --snapshot-id b", "has no option --snapshot-id"],
    ["a region", "aws rds describe-db-snapshots --snapshot-type manual", "without --region"],
  ])("would be noticed without %s", (_, command, message) => {
    expect(() => rdsCall(command)).toThrow(message);
  });

  test("start the sweep by the name that it has", () => {
    const name = synth({ targets: { "eu-central-1": {} } }).resource("aws_lambda_function.sweep").function_name;
    const invoked = all.filter((command) => command.startsWith("aws lambda "));
    expect(invoked.length).toBeGreaterThan(1);
    for (const command of invoked) {
      expect(command).toMatch(
        new RegExp(`^aws lambda invoke --region \\S+ --function-name ${name} --cli-read-timeout 0 .*/dev/stdout$`),
      );
    }
  });

  test("ask for a daily run in words that the sweep knows", () => {
    const payloads = all.flatMap((command) => /--payload '(.*?)'/.exec(command)?.[1] ?? []);
    expect(payloads.map((payload) => parseSweepInput(JSON.parse(payload)))).toEqual([{ sweep: "daily" }]);
  });

  test("are all there are", () => {
    expect(all.filter((command) => !/^aws (rds|lambda) /.test(command))).toEqual([]);
  });
});
