import { describe, expect, test } from "@jest/globals";
import { parseReturned } from "../../../cli/summary/returned";
import { BAD_DAY } from "./returned";

const wire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("what a function returned", () => {
  test("is read as it is", () => {
    expect(parseReturned(wire(BAD_DAY))).toEqual(BAD_DAY);
  });

  test("may have fields that are not known here", () => {
    expect(parseReturned({ ...BAD_DAY, new_field: 1 })).toEqual(BAD_DAY);
  });

  test.each([
    [null, /^the whole: /],
    [{ ...BAD_DAY, copied: "3" }, /^copied: .*number/],
    [{ ...BAD_DAY, failed: [{ ...BAD_DAY.failed[0], kind: "proxy" }] }, /^failed\.0\.kind: /],
    [{ ...BAD_DAY, troubles: [{ ...BAD_DAY.troubles[0], trouble: "lost" }] }, /^troubles\.0\.trouble: /],
  ])("is refused with what is not understood: %#", (value, problem) => {
    expect(parseReturned(wire(value))).toMatch(problem);
  });
});
