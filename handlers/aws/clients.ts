import { KMSClient } from "@aws-sdk/client-kms";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";
import { oncePer } from "../core/once";
import { defaultRequestHandler, type RequestHandler } from "../rds/clients";

const MAX_ATTEMPTS = 3;

/** Clients of what a run calls once or twice, by region, each made when first asked for. */
export interface AwsClients {
  readonly sns: (region: string) => SNSClient;
  readonly ssm: (region: string) => SSMClient;
  readonly kms: (region: string) => KMSClient;
}

/** With time-outs, as the SDK has none by default (docs/aws-facts.md#sdk-time-outs). @param requestHandler default: over the network */
export function awsClients(requestHandler: RequestHandler = defaultRequestHandler()): AwsClients {
  const config = (region: string) => ({ region, requestHandler, maxAttempts: MAX_ATTEMPTS });
  return {
    sns: oncePer((region: string) => new SNSClient(config(region))),
    ssm: oncePer((region: string) => new SSMClient(config(region))),
    kms: oncePer((region: string) => new KMSClient(config(region))),
  };
}
