import { type Account, arn, parseArn } from "../iam/arns";
import { type Clock, DAY } from "../time/clock";
import type { Random } from "../time/random";

export type KeyState = "Enabled" | "Disabled" | "PendingDeletion";

export interface KmsKey {
  readonly arn: string;
  readonly region: string;
  readonly state: KeyState;
  /** The key policy; undefined is KMS's default, which leaves it to IAM. */
  readonly policy: unknown;
  /** When a key that is pending deletion will be gone. */
  readonly deletesAt?: number;
}

/** KMS's own waiting period, where nobody says another. */
const DELETION_WINDOW = 30 * DAY;

/** The KMS keys and aliases of an account, in all regions, and keys of other accounts that it may use. */
export class Kms {
  readonly #keys = new Map<string, KmsKey>();
  readonly #aliases = new Map<string, string>();

  constructor(
    readonly account: Account,
    readonly random: Random,
    readonly clock: Clock,
  ) {}

  /** Makes a key, with an id of its own unless one is given. Returns its ARN. */
  addKey(region: string, options: { id?: string; alias?: string; policy?: unknown; account?: string } = {}): string {
    const owner = { ...this.account, id: options.account ?? this.account.id };
    const keyArn = arn(owner, "kms", region, `key/${options.id ?? this.random.uuid()}`);
    this.#keys.set(keyArn, { arn: keyArn, region, state: "Enabled", policy: options.policy });
    if (options.alias) this.#aliases.set(arn(this.account, "kms", region, options.alias), keyArn);
    return keyArn;
  }

  /** The key that AWS manages for RDS in a region (`alias/aws/rds`), made when first needed. */
  managedKey(region: string): string {
    return (
      this.#aliases.get(arn(this.account, "kms", region, "alias/aws/rds")) ??
      this.addKey(region, { alias: "alias/aws/rds" })
    );
  }

  /**
   * @param deletesAt when a key that is pending deletion will be gone
   * @throws Error if there is no such key
   */
  setState(keyArn: string, state: KeyState, deletesAt = this.clock.now() + DELETION_WINDOW): void {
    const { deletesAt: _earlier, ...key } = this.#known(keyArn);
    this.#keys.set(keyArn, { ...key, state, ...(state === "PendingDeletion" && { deletesAt }) });
  }

  /** @throws Error if there is no such key. */
  setPolicy(keyArn: string, policy: unknown): void {
    this.#keys.set(keyArn, { ...this.#known(keyArn), policy });
  }

  get(keyArn: string): KmsKey | undefined {
    const key = this.#keys.get(keyArn);
    if (key?.deletesAt === undefined || key.deletesAt > this.clock.now()) return key;
    this.#keys.delete(keyArn);
    return undefined;
  }

  /** @throws Error if there is no such key */
  #known(keyArn: string): KmsKey {
    const key = this.get(keyArn);
    if (!key) throw new Error(`There is no key ${keyArn}.`);
    return key;
  }

  isUsable(keyArn: string | undefined): boolean {
    return keyArn !== undefined && this.get(keyArn)?.state === "Enabled";
  }

  /**
   * What `KmsKeyId` means in a region: a key ARN, an alias ARN, a key id or an alias. undefined if there is no such key, or if it lies
   * in another region.
   */
  resolve(region: string, id: string): KmsKey | undefined {
    const full = parseArn(id) ? id : this.arnOf(region, id);
    const key = this.get(this.#aliases.get(full) ?? full);
    return key?.region === region ? key : undefined;
  }

  /** Of a key id or an alias. */
  arnOf(region: string, id: string): string {
    return arn(this.account, "kms", region, id.startsWith("alias/") ? id : `key/${id}`);
  }
}
