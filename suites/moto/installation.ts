import { CloudWatch, type PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { Lambda, type Runtime } from "@aws-sdk/client-lambda";
import { RDS } from "@aws-sdk/client-rds";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { zip } from "../../scripts/bundle";
import { alarmAsSet } from "../../simulation/cloudwatch/answer";
import { plainStack } from "../../simulation/estate/plain-deployment";
import { readDeployment } from "../../simulation/terraform/deployment";
import { ACCOUNT, SOURCE_REGION } from "./places";

/** What the command line finds of a deployment, made in moto as Terraform would. */
export class Installation {
  readonly #config;
  readonly deployment;

  /** @param targets region → key of the copies there */
  constructor(endpoint: string, targets: Readonly<Record<string, string>>, emails: readonly string[]) {
    this.#config = { region: SOURCE_REGION, endpoint, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
    const stack = plainStack({
      targets: Object.fromEntries(
        Object.entries(targets).map(([region, kmsKeyArn]) => [region, { createKmsKey: false, kmsKeyArn }]),
      ),
      notificationEmails: emails,
    });
    this.deployment = readDeployment(stack, { partition: "aws", id: ACCOUNT });
  }

  /** All but the parameter of what was told, without which a first run is as it is. */
  async create(): Promise<void> {
    await this.#createQueuesAndTopics();
    await this.#createFunctions();
    await this.#createRules();
    await this.#createEventSubscriptions();
    await this.#createAlarms();
  }

  get events(): EventBridge {
    return new EventBridge(this.#config);
  }

  async #createQueuesAndTopics(): Promise<void> {
    const [sqs, sns] = [new SQS(this.#config), new SNS(this.#config)];
    for (const { name } of this.deployment.queues) await sqs.createQueue({ QueueName: name });
    for (const { arn } of this.deployment.topics) await sns.createTopic({ Name: arn.slice(arn.lastIndexOf(":") + 1) });
  }

  async #createFunctions(): Promise<void> {
    const [iam, lambda, sns] = [new IAM(this.#config), new Lambda(this.#config), new SNS(this.#config)];
    const { roles, functions, invokePermissions, topics } = this.deployment;
    for (const { name, assumeRolePolicy, policies } of roles) {
      await iam.createRole({ RoleName: name, AssumeRolePolicyDocument: assumeRolePolicy });
      for (const [index, PolicyDocument] of policies.entries()) {
        await iam.putRolePolicy({ RoleName: name, PolicyName: `policy-${index}`, PolicyDocument });
      }
    }
    for (const one of functions) {
      await lambda.createFunction({
        FunctionName: one.name,
        Role: one.roleArn,
        Runtime: one.runtime as Runtime,
        Handler: one.handler,
        Timeout: one.timeoutSeconds,
        MemorySize: one.memoryMb,
        Environment: { Variables: one.environment },
        // Nothing invokes it.
        Code: { ZipFile: zip({ "index.js": Buffer.from("") }) },
      });
      await lambda.putFunctionEventInvokeConfig({
        FunctionName: one.name,
        MaximumRetryAttempts: one.retries,
        ...(one.onFailure && { DestinationConfig: { OnFailure: { Destination: one.onFailure } } }),
      });
    }
    for (const { statementId, action, functionName, principal, sourceArn } of invokePermissions) {
      await lambda.addPermission({
        StatementId: statementId,
        Action: action,
        FunctionName: functionName,
        Principal: principal,
        ...(sourceArn !== undefined && { SourceArn: sourceArn }),
      });
    }
    for (const { arn, subscribers } of topics) {
      for (const { protocol, endpoint } of subscribers) {
        await sns.subscribe({ TopicArn: arn, Protocol: protocol, Endpoint: endpoint });
      }
    }
  }

  async #createRules(): Promise<void> {
    for (const { name, scheduleExpression, targets } of this.deployment.rules) {
      await this.events.putRule({ Name: name, ScheduleExpression: scheduleExpression });
      const Targets = targets.map(({ id, arn, input }) => ({ Id: id, Arn: arn, ...(input && { Input: input }) }));
      await this.events.putTargets({ Rule: name, Targets });
    }
  }

  async #createEventSubscriptions(): Promise<void> {
    const rds = new RDS(this.#config);
    for (const { name, topicArn, sourceType, categories, enabled } of this.deployment.eventSubscriptions) {
      await rds.createEventSubscription({
        SubscriptionName: name,
        SnsTopicArn: topicArn,
        EventCategories: [...categories],
        Enabled: enabled,
        ...(sourceType && { SourceType: sourceType }),
      });
    }
  }

  async #createAlarms(): Promise<void> {
    const cloudWatch = new CloudWatch(this.#config);
    for (const alarm of this.deployment.alarms) {
      // As strings to the SDK's types: which there are is checked where stacks are read.
      await cloudWatch.putMetricAlarm(alarmAsSet(alarm) as PutMetricAlarmCommandInput);
    }
  }
}
