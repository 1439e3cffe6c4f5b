/** A `run` block of a `.tftest.hcl` file as `terraform fmt` writes it. */
export interface TestRun {
  readonly name: string;
  /** The block, as it stands in the file. */
  readonly text: string;
  /** The variables that it sets. */
  readonly variables: readonly string[];
}

/** @returns what stands before the first run, and the runs in the order of the file */
export function parseTestFile(text: string): { readonly head: string; readonly runs: readonly TestRun[] } {
  const blocks = [...text.matchAll(/(?:^#.*\n)*^run "(\w+)" \{\n[\s\S]*?^\}\n/gm)];
  return {
    head: text.slice(0, blocks[0]?.index ?? text.length),
    runs: blocks.map(([block, name = ""]) => ({
      name,
      text: block,
      variables: [...(/^ {2}variables \{\n([\s\S]*?)^ {2}\}/m.exec(block)?.[1] ?? "").matchAll(/^ {4}(\w+) +=/gm)].map(
        ([, variable = ""]) => variable,
      ),
    })),
  };
}
