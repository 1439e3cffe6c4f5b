import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { condition } from "../../../handlers/core/status";

const TERMINAL = {
  available: "available",
  failed: "failed",
  deleting: "going",
  deleted: "going",
  "incompatible-restore": "bad",
  "incompatible-parameters": "bad",
};

describe("the status of a snapshot", () => {
  test.each(Object.entries(TERMINAL))("%s is %s", (status, expected) => {
    expect(condition({ status })).toBe(expected);
    expect(condition({ status: status.toUpperCase() })).toBe(expected);
  });

  test.each(["copying", "creating", "pending", "modifying", "", "constructor", "__proto__"])(
    "%p is work in progress",
    (status) => {
      expect(condition({ status })).toBe("in-progress");
    },
  );

  test.each(["modifying", "odd"])(
    "%p, which is none of a copy, says nothing of a snapshot that is complete",
    (status) => {
      expect(condition({ status, percent: 100 })).toBe("unclear");
      expect(condition({ status, percent: 99 })).toBe("in-progress");
      expect(condition({ status: "copying", percent: 100 })).toBe("in-progress");
    },
  );

  test("that RDS has never told of is work in progress, so that nothing is deleted or started over it", () => {
    const unknown = fc.string().filter((status) => !(status.toLowerCase() in TERMINAL));
    fc.assert(fc.property(unknown, (status) => condition({ status }) === "in-progress"));
  });
});
