import type { Bundle } from "../../handlers/core/deployment";
import type { RdsCrossRegionBackupProps } from "../../modules/props";
import type { Check } from "../checks";
import { Account } from "./account";
import { type FunctionSettings, type Invocation, LambdaFunction } from "./functions";
import { SOURCE_REGION, TARGET_REGIONS } from "./places";
import { synthesise } from "./synthesised";
import { Telling, type TellingResources } from "./telling";

/** One situation: what is set up in the account, what is run, and what is checked. */
export interface Scenario {
  readonly title: string;
  readonly run: (world: World, check: Check) => Promise<void>;
}

/** An empty account, with a key in each region, in which deployments run. */
export class World {
  readonly #functions: LambdaFunction[] = [];
  /** Deployment → its topic and memory, which stay when it is deployed anew. */
  readonly #made = new Map<string, Made>();

  private constructor(
    readonly account: Account,
    /** Region → ARN of a key: that of the databases in the source region, those of the stacks in the target regions. */
    readonly keys: Readonly<Record<string, string>>,
    readonly unpacked: string,
  ) {}

  /** @param unpacked folder of the unpacked bundles */
  static async create(endpoint: string, unpacked: string): Promise<World> {
    const account = new Account(endpoint);
    await account.reset();
    const keys: Record<string, string> = {};
    for (const region of [SOURCE_REGION, ...TARGET_REGIONS]) keys[region] = await account.createKey(region);
    return new World(account, keys, unpacked);
  }

  /** The key of a region's name. */
  key(region: string): string {
    const arn = this.keys[region];
    if (arn === undefined) throw new Error(`there is no key in ${region}`);
    return arn;
  }

  /** Deploys the construct. Default: the two target regions, each with the key that the stack makes. */
  deploy(props: Partial<RdsCrossRegionBackupProps> = {}): Deployment {
    const targets = Object.fromEntries(TARGET_REGIONS.map((region) => [region, {}]));
    const { functions, telling } = synthesise({ targets, ...props }, this.keys);
    const start = (bundle: Bundle, one: FunctionSettings) => {
      const started = new LambdaFunction(bundle, one, this.unpacked, this.account.endpoint);
      this.#functions.push(started);
      return started;
    };
    return new Deployment(functions, this.#make(telling), start);
  }

  /** Like `deploy`, with parts of the environment that no synthesis would let through. */
  deployUnchecked(changed: Readonly<Record<string, unknown>>): Deployment {
    const deployment = this.deploy();
    const variables = Object.fromEntries(Object.entries(changed).map(([name, value]) => [name, JSON.stringify(value)]));
    const change = (one: FunctionSettings) => ({ ...one, environment: { ...one.environment, ...variables } });
    const { sweep, "backup-finished": backupFinished } = deployment.settings;
    const settings = { sweep: change(sweep), "backup-finished": change(backupFinished) };
    return new Deployment(settings, deployment.made, deployment.start);
  }

  #make(resources: TellingResources): Made {
    const known = this.#made.get(resources.topicName);
    if (known !== undefined) return known;
    const telling = new Telling(resources, this.account.endpoint);
    const made = { telling, isThere: telling.create() };
    this.#made.set(resources.topicName, made);
    return made;
  }

  stop(): void {
    for (const running of this.#functions) running.stop();
  }
}

/** What a stack makes beside its functions, and keys. */
interface Made {
  readonly telling: Telling;
  readonly isThere: Promise<void>;
}

/** The functions of one synthesised stack. */
export class Deployment {
  /** Warm instances that have nothing to do. */
  readonly #idle = new Map<Bundle, LambdaFunction[]>();

  constructor(
    readonly settings: Readonly<Record<Bundle, FunctionSettings>>,
    readonly made: Made,
    readonly start: (bundle: Bundle, settings: FunctionSettings) => LambdaFunction,
  ) {}

  get telling(): Telling {
    return this.made.telling;
  }

  /** What EventBridge does at the times of the schedule. */
  sweep(): Promise<Invocation> {
    return this.#invoke("sweep", { run: "daily" });
  }

  /** What SNS does when RDS has published to the topic. */
  backupFinished(...messages: readonly string[]): Promise<Invocation> {
    const Records = messages.map((Message, index) => ({
      EventSource: "aws:sns",
      EventVersion: "1.0",
      EventSubscriptionArn: "arn:aws:sns:eu-west-1:123456789012:rds-events:0a1b2c3d",
      Sns: {
        Type: "Notification",
        MessageId: `message-${index}`,
        TopicArn: "arn:aws:sns:eu-west-1:123456789012:rds-events",
        Subject: "RDS Notification Message",
        Message,
        Timestamp: "2026-03-02T03:12:00.000Z",
        MessageAttributes: {},
      },
    }));
    return this.#invoke("backup-finished", { Records });
  }

  /** In a warm instance, or in another one if all are busy. */
  async #invoke(bundle: Bundle, event: unknown): Promise<Invocation> {
    await this.made.isThere;
    const idle = this.#idle.get(bundle) ?? [];
    this.#idle.set(bundle, idle);
    const instance = idle.pop() ?? this.start(bundle, this.settings[bundle]);
    const invocation = await instance.invoke(event);
    idle.push(instance);
    return invocation;
  }
}
