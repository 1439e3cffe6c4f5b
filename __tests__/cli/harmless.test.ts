import { expect, test } from "@jest/globals";
import { harmless, harmlessJson } from "../../cli/harmless";
import { printedJson } from "../../cli/options";
import { table } from "../../cli/table";
import { cli } from "./terminal";

const HOSTILE = "a\u001b[2J\u001b[8mb\u009b31mc\rd\u202ee\u2028f\u0007g\u007f\u2066h";

test("nothing but its text reaches a terminal of a hostile name", () => {
  expect(harmless(HOSTILE)).toBe("a\ufffd[2J\ufffd[8mb\ufffd31mc\ufffdd\ufffde\ufffdf\ufffdg\ufffd\ufffdh");
  expect(harmless("bell\u0007[31m")).toBe("bell\ufffd\ufffd\ufffd\ufffd\ufffd");
});

test("lines, colours and what progress and --watch write stay", () => {
  const own = ["a\n\tb", "\u001b[31mred\u001b[0m", "\r\u001b[Kread 3 …", "\u001b[H\u001b[2J\u001b[3Jall"];
  for (const text of own) expect(harmless(text)).toBe(text);
  expect(harmless("name\r\u001b[Kgone")).toBe("name\ufffd\ufffd[Kgone");
});

test("programs get all characters, and terminals none of them", () => {
  const printed = printedJson({ name: HOSTILE });
  expect(JSON.parse(printed)).toEqual({ name: HOSTILE });
  expect(harmless(printed)).toBe(printed);
  expect(harmlessJson("{}")).toBe("{}");
});

test("a cell of a table stays on its line", () => {
  const rows = table([{ name: "a\nb" }], [{ title: "NAME", of: ({ name }) => name }], 80);
  expect(rows).toBe("NAME\na b\n");
});

test("what is wrong with a command line is said without them, too", async () => {
  const { code, err } = await cli(["status", "--watch", "\u001b[2J", `--${HOSTILE}`]);
  expect(code).toBe(2);
  expect(err).toMatch(/^[^\p{Cc}\u202e]*\n/u);
  expect(err).not.toContain("\u001b");
});
