import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { bundleCommandLine } from "../../scripts/bundle";
import { MUTATIONS } from "../../suites/mutations/mutations";
import { synth } from "../modules/synth";
import { read } from "./documents";

const ROOT = resolve(__dirname, "../..");
const MEASUREMENTS = read("docs/measurements.md");

/** The figures that a row of the document quotes. */
function quoted(row: RegExp): number[] {
  const [, ...figures] = row.exec(MEASUREMENTS) ?? [];
  return figures.map(Number);
}

const kb = (bytes: number): number => bytes / 1024;
const isNear = (is: number, said: number): boolean => Math.abs(is - said) < 0.05 * said;

describe("docs/measurements.md says what is so", () => {
  test("of the zips of the functions, within a twentieth", () => {
    const sizes = ["sweep", "backup-finished"].map((name) =>
      kb(statSync(join(ROOT, `terraform/functions/${name}.zip`)).size),
    );
    const said = quoted(/; (\d+) and (\d+) kB zipped, with source map/);
    expect(sizes.map((size, index) => isNear(size, said[index] ?? 0))).toEqual([true, true]);
  });

  test("of the command line, within a twentieth", async () => {
    const code = Buffer.from(await bundleCommandLine());
    const [plain = 0, zipped = 0] = quoted(/Command line \| ([\d.]+) MB, one file \((\d+) kB zipped\)/);
    expect([isNear(code.length / 1e6, plain), isNear(kb(deflateSync(code).length), zipped)]).toEqual([true, true]);
  });

  test("of the statements of the role's policy", () => {
    const statements = synth({ targets: { "eu-central-1": {} } }).statements("functions");
    expect(quoted(/the role's policy: (\d+) statements/)).toEqual([statements.length]);
  });

  test("of planted bugs", () => {
    const unseen = MUTATIONS.filter((one) => one.unseen !== undefined).length;
    const said = quoted(/\| (\d+): (\d+) with a seed that finds them in 30 days, (\d+) that only unit tests notice/);
    expect(said).toEqual([MUTATIONS.length, MUTATIONS.length - unseen, unseen]);
  });
});
