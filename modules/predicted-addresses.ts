import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { DataAwsDbInstance } from "@cdktf/provider-aws/lib/data-aws-db-instance";
import { DataAwsRdsCluster } from "@cdktf/provider-aws/lib/data-aws-rds-cluster";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Construct } from "constructs";
import { logicalId } from "./make";
import { TerraformData } from "./terraform-data";

/** Addresses of what inputs refer to, such as `aws_kms_key.this`. */
export interface PredictedAddresses {
  /** The keys, with `for_each` over target regions. */
  readonly kmsKey: string;
  /** The topic of messages and alarms. */
  readonly notificationTopic: string;
  /** The parameter with what was told last. */
  readonly told: string;
  /** When each target region was added, with `for_each` over them. */
  readonly targetSince: string;
  /** The rule whose region and ARN tell where the deployment is. */
  readonly followUpRule: string;
  /** The data sources of backup windows, with `for_each` over database ids. */
  readonly instanceWindows: string;
  readonly clusterWindows: string;
}

/** Inputs come before the resources that are made of them, so the addresses of those that they refer to are told in advance. */
export function predictedAddresses(owner: Construct): PredictedAddresses {
  const address = ({ tfResourceType }: { tfResourceType: string }, role: string) =>
    `${tfResourceType}.${logicalId(owner, role)}`;
  return {
    kmsKey: address(KmsKey, "this"),
    followUpRule: address(CloudwatchEventRule, "follow_up"),
    notificationTopic: address(SnsTopic, "notifications"),
    told: address(SsmParameter, "told"),
    targetSince: address(TerraformData, "target_since"),
    instanceWindows: `data.${address(DataAwsDbInstance, "backup_windows")}`,
    clusterWindows: `data.${address(DataAwsRdsCluster, "backup_windows")}`,
  };
}
