import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";
import { type AwsClients, awsClients } from "../handlers/aws/clients";
import { oncePer } from "../handlers/core/once";
import { type Clients, type RequestHandler, rdsClients, TIME_OUTS } from "../handlers/rds/clients";
import type { Deadline } from "../handlers/rds/deadline";

/** What a command asks of AWS. */
export interface Aws {
  /** That of `--region`: of the databases, or of the copies, as the command needs it. */
  readonly region: string;
  readonly rds: Clients;
  readonly others: AwsClients;
  /** What the functions have no need of, by region. */
  readonly operators: OperatorClients;
  /** When the command gives up. */
  readonly deadline: Deadline;
}

export interface OperatorClients {
  readonly cloudWatch: (region: string) => CloudWatchClient;
  readonly events: (region: string) => EventBridgeClient;
  readonly iam: (region: string) => IAMClient;
  readonly lambda: (region: string) => LambdaClient;
  readonly sqs: (region: string) => SQSClient;
  readonly sts: (region: string) => STSClient;
  /** For an invocation: it waits as long as a function may run, and asks once, as each further call is a further run. */
  readonly invoker: (region: string) => LambdaClient;
}

/** As of the SDK's own, with one more. */
const MAX_ATTEMPTS = 4;

/** @param onAnswer told of each answer, for a person who waits */
export function awsOf(region: string, deadline: Deadline, onAnswer: () => void = () => undefined): Aws {
  const requestHandler = new Counting(onAnswer);
  return {
    region,
    rds: rdsClients(requestHandler),
    others: awsClients(requestHandler),
    operators: operatorClients(requestHandler),
    deadline,
  };
}

function operatorClients(requestHandler: RequestHandler): OperatorClients {
  const config = (region: string) => ({ region, requestHandler, maxAttempts: MAX_ATTEMPTS });
  return {
    cloudWatch: oncePer((region: string) => new CloudWatchClient(config(region))),
    events: oncePer((region: string) => new EventBridgeClient(config(region))),
    iam: oncePer((region: string) => new IAMClient(config(region))),
    lambda: oncePer((region: string) => new LambdaClient(config(region))),
    // docs/aws-facts.md#queue-addresses
    sqs: oncePer((region: string) => new SQSClient({ ...config(region), useQueueUrlAsEndpoint: false })),
    sts: oncePer((region: string) => new STSClient(config(region))),
    invoker: oncePer((region: string) => new LambdaClient({ region, maxAttempts: 1, requestHandler: PATIENT })),
  };
}

const PATIENT: NodeHttpHandlerOptions = { connectionTimeout: TIME_OUTS.connectionTimeout };

class Counting extends NodeHttpHandler {
  constructor(private readonly onAnswer: () => void) {
    super(TIME_OUTS);
  }

  override async handle(...args: Parameters<NodeHttpHandler["handle"]>): ReturnType<NodeHttpHandler["handle"]> {
    const answer = await super.handle(...args);
    this.onAnswer();
    return answer;
  }
}
