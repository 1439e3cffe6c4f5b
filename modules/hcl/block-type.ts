import type { Reading } from "./value";

/** What a block may hold. In JSON nothing else tells a block from an argument whose value is an object. */
export interface BlockType {
  /** Arguments of Terraform's own language, in the order to print them. */
  readonly arguments: Readonly<Record<string, Reading>>;
  /** How the strings of all other arguments are read; without it there are no others. */
  readonly others?: Reading;
  readonly blocks: Readonly<Record<string, NestedType>>;
  /** Whether a provider decides which blocks it has. `dynamic` blocks may make these. */
  readonly byProvider?: boolean;
  /** Whether blank lines set off arguments of several lines, and Terraform's own. */
  readonly spacious?: boolean;
}

/** A kind of block, with the labels that stand before its body, as in `resource "aws_kms_key" "this"`. */
export interface NestedType {
  readonly labels: number;
  readonly of: (labels: readonly string[]) => BlockType;
}

export const nested = (type: BlockType, labels = 0): NestedType => ({ labels, of: () => type });

/** The blocks of a resource type, data source or provider by name, each with the blocks in it. */
export interface BlockTree {
  readonly [name: string]: BlockTree;
}

/** What the bindings know of providers' own blocks. */
export interface Bindings {
  readonly resource: Readonly<Record<string, BlockTree>>;
  readonly data: Readonly<Record<string, BlockTree>>;
  readonly provider: Readonly<Record<string, BlockTree>>;
}
