import { LISTING_SNAPSHOTS, ofKinds } from "../actions";
import { FINDING } from "../deployments/deployed";
import type { Calls } from "../policy";

const DATABASES = ofKinds("databases");

/** What each of the commands calls. `list` changes nothing. Databases are looked at for `--orphaned`. */
export const COPIES_CALLS = {
  list: { needed: LISTING_SNAPSHOTS, helpful: [...FINDING, ...DATABASES] },
  hold: { needed: [...LISTING_SNAPSHOTS, "rds:AddTagsToResource"], helpful: FINDING },
  release: { needed: [...LISTING_SNAPSHOTS, "rds:RemoveTagsFromResource"], helpful: FINDING },
  delete: {
    needed: [...LISTING_SNAPSHOTS, ...ofKinds("delete")],
    helpful: [...FINDING, ...DATABASES],
  },
} as const satisfies Record<string, Calls>;
