import { describe, expect, test } from "@jest/globals";
import { ALL, type Environment, environment, key, problems } from "./environment";

describe("rejected is", () => {
  const region = (name: string) => `must be a region name, got "${name}"`;
  const pattern = (text: string) => `must be a database id, in which * stands for any characters, got "${text}"`;
  const keysWith = (changes: Record<string, unknown>) =>
    JSON.stringify({ "eu-central-1": { kms_key_arn: null, database_kms_key_arns: {}, ...changes } });

  test.each<[string, Environment, string[]]>([
    [
      "a name in upper case",
      { NAME: "Backup" },
      ['NAME: must be lower-case letters, digits and hyphens, got "Backup"'],
    ],
    [
      "a name with a hyphen at its end",
      { NAME: "a-" },
      ['NAME: must be lower-case letters, digits and hyphens, got "a-"'],
    ],
    ["a name with two hyphens", { NAME: "a--b" }, ['NAME: must be lower-case letters, digits and hyphens, got "a--b"']],
    ["an empty name", { NAME: "" }, ['NAME: must be lower-case letters, digits and hyphens, got ""']],
    ["a source region that is none", { AWS_REGION: "Ireland" }, [`AWS_REGION: ${region("Ireland")}`]],
    ["an empty list of targets", { TARGETS: "[]" }, ["TARGETS: Invalid length: Expected >=1 but received 0"]],
    [
      "a target region that is none",
      { TARGETS: '["eu-central-1","eu-north-1","frankfurt"]' },
      [`TARGETS.2: ${region("frankfurt")}`],
    ],
    [
      "a target region that is no text",
      { TARGETS: '["eu-central-1","eu-north-1",3]' },
      ["TARGETS.2: Invalid type: Expected string but received 3"],
    ],
    [
      "a target region given as text",
      { TARGETS: '"eu-central-1"' },
      ['TARGETS: Invalid type: Expected Array but received "eu-central-1"'],
    ],
    [
      "an object without its parts",
      { MAX_COPIES_IN_PROGRESS: "{}" },
      ["MAX_COPIES_IN_PROGRESS.instances: is missing", "MAX_COPIES_IN_PROGRESS.clusters: is missing"],
    ],
    [
      "a number given as text",
      { MAX_COPIES_IN_PROGRESS: '{"instances":"20","clusters":5}' },
      ['MAX_COPIES_IN_PROGRESS.instances: Invalid type: Expected number but received "20"'],
    ],
    [
      "a key of a setting that is unknown",
      { MAX_COPIES_IN_PROGRESS: '{"instances":20,"clusters":5,"instance":7}' },
      ['MAX_COPIES_IN_PROGRESS.instance: Invalid key: Expected never but received "instance"'],
    ],
    [
      "an unknown rule of retention",
      {
        RETENTION: '{"keep_last":3,"keep_daily":7,"keep_weekly":5,"keep_monthly":12,"keep_yearly":10,"keep_hourly":9}',
      },
      ['RETENTION.keep_hourly: Invalid key: Expected never but received "keep_hourly"'],
    ],
    [
      "an unknown rule of selection",
      { INSTANCES: JSON.stringify({ ...ALL, engines: ["mysql"] }) },
      ['INSTANCES.engines: Invalid key: Expected never but received "engines"'],
    ],
    [
      "a pattern with characters that no id has",
      { INSTANCES: JSON.stringify({ ...ALL, include: ["*", "prod_?"], exclude: ["a b"] }) },
      [`INSTANCES.include.1: ${pattern("prod_?")}`, `INSTANCES.exclude.0: ${pattern("a b")}`],
    ],
    [
      "an empty pattern, and one longer than any id",
      { CLUSTERS: JSON.stringify({ ...ALL, include: ["", "a".repeat(64)] }) },
      [`CLUSTERS.include.0: ${pattern("")}`, `CLUSTERS.include.1: ${pattern("a".repeat(64))}`],
    ],
    [
      "a tag that is no text",
      { INSTANCES: JSON.stringify({ ...ALL, tags: { backup: true } }) },
      ["INSTANCES.tags.backup: Invalid type: Expected string but received true"],
    ],
    [
      "a list of tags",
      { INSTANCES: JSON.stringify({ ...ALL, tags: ["backup"] }) },
      ["INSTANCES.tags: must be an object"],
    ],
    [
      "tags that are null",
      { INSTANCES: JSON.stringify({ ...ALL, tags: null }) },
      ["INSTANCES.tags: must be an object"],
    ],
    ["keys given as text", { TARGET_KMS_KEYS: '"none"' }, ["TARGET_KMS_KEYS: must be an object"]],
    [
      "a key that is no ARN",
      { TARGET_KMS_KEYS: keysWith({ kms_key_arn: "alias/backup" }) },
      ['TARGET_KMS_KEYS.eu-central-1.kms_key_arn: must be the ARN of a key (…:key/…), got "alias/backup"'],
    ],
    [
      "an alias, which can be moved",
      {
        TARGET_KMS_KEYS: keysWith({
          database_kms_key_arns: { "shop-*": "arn:aws:kms:eu-central-1:123456789012:alias/shop" },
        }),
      },
      [
        "TARGET_KMS_KEYS.eu-central-1.database_kms_key_arns.shop-*: must be the ARN of a key (…:key/…), " +
          'got "arn:aws:kms:eu-central-1:123456789012:alias/shop"',
      ],
    ],
    [
      "a key for a pattern that matches nothing",
      { TARGET_KMS_KEYS: keysWith({ database_kms_key_arns: { "shop?": key("eu-central-1") } }) },
      [`TARGET_KMS_KEYS.eu-central-1.database_kms_key_arns.shop?: ${pattern("shop?")}`],
    ],
    [
      "an unknown key beside the keys",
      { TARGET_KMS_KEYS: keysWith({ create_kms_key: true }) },
      ['TARGET_KMS_KEYS.eu-central-1.create_kms_key: Invalid key: Expected never but received "create_kms_key"'],
    ],
    [
      "keys of something that is no region",
      { TARGET_KMS_KEYS: JSON.stringify({ frankfurt: { kms_key_arn: null, database_kms_key_arns: {} } }) },
      [`TARGET_KMS_KEYS.frankfurt: ${region("frankfurt")}`],
    ],
    [
      "a fraction of hours",
      { STUCK_COPY_HOURS: "1.5", MAX_RECOVERY_POINT_AGE_HOURS: "36h" },
      ["MAX_RECOVERY_POINT_AGE_HOURS: must be a whole number", "STUCK_COPY_HOURS: must be a whole number"],
    ],
    ["a number with a space", { STUCK_COPY_HOURS: " 24" }, ["STUCK_COPY_HOURS: must be a whole number"]],
    [
      "a dry run that is neither true nor false",
      { DRY_RUN: "yes" },
      ['DRY_RUN: Invalid type: Expected ("true" | "false") but received "yes"'],
    ],
    [
      "an unknown log level",
      { LOG_LEVEL: "info" },
      ['LOG_LEVEL: Invalid type: Expected ("DEBUG" | "INFO" | "WARN" | "ERROR") but received "info"'],
    ],
  ])("%s", (_, overrides, expected) => {
    expect(problems(overrides)).toEqual(expected);
  });

  test.each([
    ["an empty variable", ""],
    ["JSON that is cut off", '{"keep_last":'],
  ])("%s", (_, value) => {
    const [problem, ...others] = problems({ RETENTION: value });
    expect(problem).toMatch(/^RETENTION: Invalid JSON: /);
    expect(others).toEqual([]);
  });

  test.each(
    Object.keys(environment()).filter(
      (name) => !["POWERTOOLS_SERVICE_NAME", "AWS_LAMBDA_FUNCTION_NAME"].includes(name),
    ),
  )("an environment without %s", (name) => {
    expect(problems({ [name]: undefined })).toEqual([`${name}: is missing`]);
  });

  test("is shown on one line, cut where it is long", () => {
    const long = `two\nlines ${"x".repeat(4000)}`;
    const pattern =
      'LOG_LEVEL: Invalid type: Expected ("DEBUG" | "INFO" | "WARN" | "ERROR") but received "two lines xxx';
    const [problem = "", ...others] = problems({ LOG_LEVEL: long });
    expect(problem.slice(0, pattern.length)).toBe(pattern);
    expect(problem).toMatch(/^.{1,250}…$/);
    expect(others).toEqual([]);
    const arn = key("eu-west-1", "a".repeat(4000));
    expect(problems({ TARGET_KMS_KEYS: keysWith({ kms_key_arn: arn }) })).toEqual([
      expect.stringMatching(/^.{1,350}…$/),
    ]);
  });
});
