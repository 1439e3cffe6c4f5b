import { expect, test } from "@jest/globals";
import { table } from "../../cli/table";

const COLUMNS = [
  { title: "NAME", of: ({ name }: Row) => name, atLeast: 8 },
  { title: "GIB", of: ({ gib }: Row) => String(gib), align: "right" as const },
];
interface Row {
  readonly name: string;
  readonly gib: number;
}
const ROWS = [
  { name: "orders", gib: 5 },
  { name: "a-very-long-name-of-a-database", gib: 1000 },
];

test("columns are as wide as what stands in them", () => {
  expect(table(ROWS, COLUMNS, 80)).toBe(
    `NAME${" ".repeat(28)} GIB\norders${" ".repeat(29)}5\na-very-long-name-of-a-database  1000\n`,
  );
});

test("names are cut in the middle where there is no room, and not below what tells them apart", () => {
  expect(table(ROWS, COLUMNS, 20).split("\n")[2]).toBe("a-very-…tabase  1000");
  expect(table(ROWS, COLUMNS, 1).split("\n")[2]).toBe("a-ve…ase  1000");
});
