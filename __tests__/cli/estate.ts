import { SimulatedAws } from "../../simulation/aws";
import { type Caller, OPERATOR } from "../../simulation/iam/access";
import { RunningClock } from "../../simulation/time/clock";
import { startServer } from "../../simulation/wire/server";
import { ACCOUNT, type CopyOptions, copyParts, TARGET } from "./copies";

/** A target region, as far as the source region has filled it, over HTTP. */
export class Estate {
  readonly aws: SimulatedAws;
  readonly key: string;
  #close: () => Promise<void> = async () => undefined;

  private constructor() {
    this.aws = new SimulatedAws({ clock: new RunningClock(), account: { partition: "aws", id: ACCOUNT } });
    this.key = this.aws.kms.addKey(TARGET);
  }

  /** @param denied IAM actions that the person may not take */
  static async start(denied: readonly string[] = []): Promise<Estate> {
    const estate = new Estate();
    const caller: Caller = { ...OPERATOR, allows: async ({ action }) => !denied.includes(action) };
    const server = await startServer({ aws: estate.aws, latency: 0, caller });
    estate.#close = () => server.close();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_EC2_METADATA_DISABLED: "true",
    });
    return estate;
  }

  /** @returns its id */
  addCopy(options: CopyOptions = {}): string {
    const { kind, database, id, sourceArn, sourceTime, tags } = copyParts(options);
    this.aws.region(TARGET).addSnapshot(kind, {
      id,
      databaseId: database,
      engine: kind === "instance" ? "postgres" : "aurora-postgresql",
      engineVersion: "16.4",
      sizeGib: 100,
      sourceArn,
      status: options.status ?? "available",
      originalCreateTime: sourceTime.getTime(),
      createTime: sourceTime.getTime() + 3_600_000,
      encryption: "sse-kms",
      kmsKeyArn: this.key,
      tags: { ...tags, team: "shop" },
    });
    return id;
  }

  stop(): Promise<void> {
    delete process.env.AWS_ENDPOINT_URL;
    return this.#close();
  }
}
