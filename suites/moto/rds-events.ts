import { SOURCE_REGION } from "./places";

const EVENT_IDS = "http://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html";

/** What RDS publishes when the backup of a DB instance is finished (RDS-EVENT-0002). */
export const instanceBackedUp = (id: string): string =>
  JSON.stringify({
    "Event Source": "db-instance",
    "Event Time": "2026-03-02 03:11:42.093",
    "Identifier Link": `https://console.aws.amazon.com/rds/home?region=${SOURCE_REGION}#dbinstance:id=${id}`,
    "Source ID": id,
    "Source ARN": `arn:aws:rds:${SOURCE_REGION}:123456789012:db:${id}`,
    "Event ID": `${EVENT_IDS}#RDS-EVENT-0002`,
    "Event Message": "Finished DB Instance backup",
  });

/** The same, as RDS wrote it until 2019: without `Source ARN`. */
export const instanceBackedUpOld = (id: string): string =>
  JSON.stringify({
    "Event Source": "db-instance",
    "Event Time": "2018-03-02 03:13:02.114",
    "Identifier Link": `https://console.aws.amazon.com/rds/home?region=${SOURCE_REGION}#dbinstance:id=${id}`,
    "Source ID": id,
    "Event ID": "http://docs.amazonwebservices.com/AmazonRDS/latest/UserGuide/USER_Events.html#RDS-EVENT-0002",
    "Event Message": "Finished DB Instance backup",
  });

/** Before a backup (RDS-EVENT-0001). */
export const instanceBackupStarted = (id: string): string =>
  JSON.stringify({
    ...JSON.parse(instanceBackedUp(id)),
    "Event ID": `${EVENT_IDS}#RDS-EVENT-0001`,
    "Event Message": "Backing up DB instance",
  });

/** When the automated snapshot of a DB cluster is there (RDS-EVENT-0169). */
export const clusterBackedUp = (snapshotId: string): string =>
  JSON.stringify({
    "Event Source": "db-cluster-snapshot",
    "Event Time": "2026-03-02 03:12:51.876",
    "Identifier Link": `https://console.aws.amazon.com/rds/home?region=${SOURCE_REGION}#snapshot:engine=aurora;id=${snapshotId}`,
    "Source ID": snapshotId,
    "Source ARN": `arn:aws:rds:${SOURCE_REGION}:123456789012:cluster-snapshot:${snapshotId}`,
    "Event ID": `${EVENT_IDS}#RDS-EVENT-0169`,
    "Event Message": "Automated cluster snapshot created",
  });

/** The first message after subscribing is plain text. */
export const SUBSCRIBED =
  "This is a message to notify that RDS will attempt to send you event notifications of type db-instance to the " +
  `topic arn:aws:sns:${SOURCE_REGION}:123456789012:rds-events`;
