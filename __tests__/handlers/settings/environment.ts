import { parseSettings, SettingsError } from "../../../handlers/settings/parse-settings";
import { DEFAULT_ENVIRONMENT } from "../../settings/defaults";

export type Environment = Record<string, string | undefined>;

/** Everything of a kind. */
export const ALL = { include: ["*"], exclude: [], tags: {} };

/** The environment that the construct writes for its defaults, with two target regions. */
export function environment(overrides: Environment = {}): Environment {
  return {
    ...DEFAULT_ENVIRONMENT,
    AWS_REGION: "eu-west-1",
    TARGETS: '["eu-central-1","eu-north-1"]',
    TARGET_KMS_KEYS: JSON.stringify({
      "eu-central-1": {
        kms_key_arn: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        database_kms_key_arns: {
          "shop-*": "arn:aws:kms:eu-central-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab",
        },
      },
      "eu-north-1": { kms_key_arn: null, database_kms_key_arns: {} },
    }),
    CLUSTERS: JSON.stringify({ include: ["ledger", "prod-*"], exclude: ["prod-test-*"], tags: { Backup: "Yes" } }),
    RETENTION: '{"keep_last":3,"keep_daily":7,"keep_weekly":5,"keep_monthly":12,"keep_yearly":10}',
    POWERTOOLS_SERVICE_NAME: "rds-cross-region-backup",
    AWS_LAMBDA_FUNCTION_NAME: "rds-cross-region-backup-sweep",
    ...overrides,
  };
}

/** What is wrong with an environment; nothing, if it can be read. */
export function problems(overrides: Environment): readonly string[] {
  try {
    parseSettings(environment(overrides));
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

/** A key of a region. */
export const key = (region: string, id = "1234abcd-12ab-34cd-56ef-1234567890ab") =>
  `arn:aws:kms:${region}:123456789012:key/${id}`;
