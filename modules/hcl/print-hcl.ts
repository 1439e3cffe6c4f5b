import { TerraformElement, type TerraformStack } from "cdktf";
import { type Argument, paragraphs, printArguments, separate } from "./argument";
import { bindingsOf } from "./bindings";
import { type Block, blockLines, blocksOf, propertiesOf } from "./block";
import type { BlockType } from "./block-type";
import { format, type Line } from "./format";
import { asJson, type JsonObject } from "./json";
import { configuration } from "./language";
import { located } from "./located";
import { identifier, symbol } from "./token";

export interface PrintOptions {
  /**
   * The file of a block, by its address: `aws_kms_key.this`, `data.aws_region.this`, `var.name`, `local.name`,
   * `output.name`, `module.name`, `provider.aws` or `provider.aws.<alias>`, `check.name`, `terraform`; or by the address
   * it is about: `moved.<from>`, `removed.<from>`, `import.<to>`.
   */
  readonly fileOf: (address: string) => string;
  /** Text above the block or local value, a line of comment for each of its lines. */
  readonly commentOf?: (address: string) => string | undefined;
  /** Text at the beginning of the block, where checkers look for the reason to skip a check. */
  readonly remarkOf?: (address: string) => string | undefined;
  /** Names of the arguments and nested blocks in the order to print them; those not named follow. */
  readonly orderOf?: (address: string) => readonly string[] | undefined;
}

/**
 * A stack as HCL that `terraform fmt` leaves unchanged, and that Terraform understands as it does the stack's JSON.
 * Blocks stand in the order in which the stack made them; what only its overrides have comes last.
 *
 * @returns file name → content
 * @throws with the address, where the JSON has what does not belong there or the printer does not know
 */
export function printHcl(stack: TerraformStack, options: PrintOptions): Record<string, string> {
  const language = configuration(bindingsOf(stack));
  const made = stack.node
    .findAll()
    .filter(TerraformElement.isTerraformElement)
    .flatMap((element) => piecesOf(asJson(element.toTerraform()), language))
    .map(({ address }) => address);
  const pieces = piecesOf(asJson(stack.toTerraform()), language);
  const order = new Map(
    [...new Set([...made, ...pieces.map(({ address }) => address)])].map((address, index) => [address, index]),
  );
  pieces.sort((a, b) => (order.get(a.address) ?? 0) - (order.get(b.address) ?? 0));
  const files = new Map<string, Piece[]>();
  for (const piece of pieces) {
    const file = options.fileOf(piece.address);
    files.set(file, [...(files.get(file) ?? []), piece]);
  }
  return Object.fromEntries([...files].map(([name, content]) => [name, format(fileLines(content, options))]));
}

/** What has an address: a block, or one of the values in a `locals` block. */
type Piece = { readonly address: string } & ({ readonly block: Block } | { readonly local: Argument });

function piecesOf(json: JsonObject, { blocks }: BlockType): Piece[] {
  return propertiesOf(json).flatMap(([name, value]): Piece[] => {
    const type = blocks[name];
    if (type === undefined) throw new Error(`${name}: the printer does not know this block`);
    const found = located(name, () => blocksOf(name, value, type));
    if (name !== "locals") return found.map((block) => ({ address: addressOf(block), block }));
    return found.flatMap(({ body }) =>
      propertiesOf(body).map(([local, expression]) => ({
        address: `local.${local}`,
        local: { name: local, value: expression, reading: "template" as const },
      })),
    );
  });
}

function addressOf({ name, labels, body }: Block): string {
  if (name === "resource") return labels.join(".");
  if (name === "moved" || name === "removed") return `${name}.${body.from}`;
  if (name === "import") return `${name}.${body.to}`;
  const alias = name === "provider" && body.alias !== undefined ? [`${body.alias}`] : [];
  return [name === "variable" ? "var" : name, ...labels, ...alias].join(".");
}

function fileLines(pieces: readonly Piece[], { commentOf, remarkOf, orderOf }: PrintOptions): Line[] {
  const locals = pieces.flatMap((piece) =>
    "local" in piece ? [{ ...piece.local, comment: comment(commentOf?.(piece.address)) }] : [],
  );
  const firstLocal = pieces.findIndex((piece) => "local" in piece);
  return separate(
    pieces.map((piece, index) => {
      if ("local" in piece) return index === firstLocal ? localsLines(locals) : [];
      const { address, block } = piece;
      return [
        ...comment(commentOf?.(address)),
        ...located(address, () =>
          blockLines(block, 0, { remarks: comment(remarkOf?.(address)), order: orderOf?.(address) }),
        ),
      ];
    }),
  );
}

const localsLines = (locals: readonly Argument[]): Line[] => [
  [identifier("locals"), symbol("{")],
  ...located("locals", () => separate(paragraphs(printArguments(locals, 1)))),
  [symbol("}")],
];

const comment = (text: string | undefined): Line[] =>
  (text?.split("\n") ?? []).map((line) => [{ type: "comment", text: `# ${line}`.trimEnd() }]);
