import { expect, test } from "@jest/globals";
import { claimedDeployment } from "../../../cli/deployments/claimed";
import { foreignCopies } from "../../../cli/doctor/look/leftovers";
import { COPY_TAGS } from "../../../handlers/core/copy-tags";
import type { TargetSnapshot } from "../../../handlers/core/model";
import { ACCOUNT, copyOf, DEPLOYMENT, foreign, NOW, snapshot } from "../../handlers/core/builders";

const OTHER = { ...DEPLOYMENT, name: "of-somebody-else" };
const copy = copyOf(snapshot());

/** As if the source had been in another account. */
const sourceArn = snapshot().arn.replace(ACCOUNT, "999999999999");
const ofAnotherAccount: TargetSnapshot = {
  ...copy,
  sourceArn,
  tags: { ...copy.tags, [COPY_TAGS.sourceArn]: sourceArn },
};

test("a copy tells its deployment, source region and account", () => {
  expect(claimedDeployment(copy)).toEqual(DEPLOYMENT);
});

test("the account is RDS's word, not that of a tag, which anybody may write", () => {
  expect(claimedDeployment(ofAnotherAccount)?.account).toBe(ACCOUNT);
});

test("a snapshot without our tag is nobody's", () => {
  expect(claimedDeployment(foreign())).toBeUndefined();
});

test("the doctor counts as left behind what deletes as a copy, and nothing that only is tagged as one", () => {
  expect(foreignCopies([copy, ofAnotherAccount, foreign()], OTHER, NOW).map(({ copies }) => copies.length)).toEqual([
    1,
  ]);
});
