import { expect, test } from "@jest/globals";
import { quotaMessage } from "../../../handlers/run/quota-message";

const RETENTION = { keepLast: 3, keepDaily: 7, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 };
const TEXT = "Cannot create more than 250 manual snapshots";

test("does the sum for the person who must raise the quota or keep fewer", () => {
  expect(quotaMessage("instance", TEXT, 40, RETENTION)).toBe(
    "Cannot create more than 250 manual snapshots. 40 instances × (10 kept + 1 being made) = 440, " +
      "the account allows 250: raise the quota L-272F1212 in the target region, or keep fewer.",
  );
});

test("names the quota of the kind, and does no sum of what it does not know", () => {
  expect(quotaMessage("cluster", TEXT, undefined, RETENTION)).toBe(
    "Cannot create more than 250 manual snapshots. To remedy, raise the quota L-9B510759 in the target region, or keep fewer.",
  );
  expect(quotaMessage("cluster", "Too many.", 2, RETENTION)).toContain("= 22, the account allows fewer: raise");
});
