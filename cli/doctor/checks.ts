/** What is checked, each with what it asks, in the order of the answer. Public: `--json` and docs/command-line.md have these names. */
export const CHECKS = {
  regions: "is each target region enabled for the account, and can it be read",
  permissions: "may the role do all that the functions call, as IAM simulates its policies, boundary and SCPs",
  keys: "can the keys of target regions and of databases be used, and does each encrypted database have one there",
  functions: "are both functions there, able to run, allowed to be invoked, and not held back",
  rules: "are the rules of daily run and follow-up enabled, with the right target and input",
  schedule: "does the daily run start after the backup windows of the databases that are selected",
  events: "do the RDS events of backups reach the function",
  "dead-letters": "are there events that were given up",
  alarms: "are all alarms there, able to act, and quiet; has a run ended in the last two hours",
  notifications: "is there a topic for people, and somebody who has confirmed a subscription",
  memory: "can what people were told last be read, and did a daily run write it within two days",
  quotas: "do all copies that the settings keep fit into the quotas of manual snapshots",
  databases: "can each selected database be copied",
  copies: "is each newest copy fresh, and can those that are kept be restored",
  leftovers: "are there copies of deployments that are gone",
} as const;

export type Check = keyof typeof CHECKS;
