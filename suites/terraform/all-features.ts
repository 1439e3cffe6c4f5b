const ON_CALL = "arn:aws:sns:eu-west-1:123456789012:on-call";

/** Variables with which the module makes each of its resources. */
export const ALL_FEATURES = {
  targets: {
    "eu-central-1": {},
    "eu-north-1": { create_kms_key: false, kms_key_arn: "arn:aws:kms:eu-north-1:123456789012:key/given" },
    "us-east-1": { create_kms_key: false },
  },
  alarm_actions: [ON_CALL],
  ok_actions: [ON_CALL],
  notification_emails: ["ops@example.com"],
  encryption_key_arn: "arn:aws:kms:eu-west-1:123456789012:key/plumbing",
  permissions_boundary: "arn:aws:iam::123456789012:policy/boundary",
  backup_windows: ["23:30-00:00"],
  tags: { team: "databases" },
} as const;
