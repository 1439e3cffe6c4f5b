import { describe, expect, test } from "@jest/globals";
import { neededPermissions } from "../../../cli/doctor/permissions";
import type { AccessRequest } from "../../../simulation/iam/access";
import { ACCOUNT, DEPLOYMENTS, keyArn, SOURCE } from "../../permissions/deployments";
import { isAllowed } from "../../permissions/iam";
import { isNoticed, mutations } from "../../permissions/mutations";

// The list of what `doctor` asks IAM about follows the policy that the module gives the role, both ways.

describe.each(DEPLOYMENTS.map((one) => [one.title, one] as const))(
  "%s",
  (_title, { name, startup, props, rolePolicy }) => {
    const deployment = { name, partition: ACCOUNT.partition, account: ACCOUNT.id, sourceRegion: SOURCE };
    const permissions = neededPermissions(
      { deployment, startup, functionName: `${name}-sweep` },
      {
        ofDatabases: [keyArn(SOURCE, "orders"), ...(props.sourceKmsKeyArns ?? [])],
        ofPlumbing: props.encryptionKeyArn,
      },
    );
    const requests = permissions.flatMap(({ actions, resource, context = {} }) =>
      actions.map((action): AccessRequest => ({ action, resource, context })),
    );

    test("the role's policy allows all that is asked about", async () => {
      const denied: AccessRequest[] = [];
      for (const request of requests) if (!(await isAllowed(request, { identity: rolePolicy }))) denied.push(request);
      expect(denied).toEqual([]);
    });

    test("whatever is taken from the role's policy, something that is asked about is denied", async () => {
      // Of keys and copies that are older than the settings nothing is asked: their names are not in the settings.
      const grants = mutations(rolePolicy).filter(
        ({ effect, value }) => effect === "denies" && !value?.endsWith("key/*"),
      );
      const unnoticed: string[] = [];
      for (const change of grants) {
        const isSeen = await isNoticed(change, { needed: requests, others: [] }, (request, identity) =>
          isAllowed(request, { identity }),
        );
        if (!isSeen) unnoticed.push(change.what);
      }
      expect(unnoticed).toEqual([]);
    });
  },
);
