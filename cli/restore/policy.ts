import { LISTING_SNAPSHOTS, LOOKING_AT_VERSIONS, LOOKING_AT_WANTS } from "../actions";
import type { Calls } from "../policy";

/** What `restore` calls. It makes and changes nothing. */
export const RESTORE_CALLS: Calls = {
  needed: LISTING_SNAPSHOTS,
  helpful: ["kms:DescribeKey", LOOKING_AT_VERSIONS, ...LOOKING_AT_WANTS],
  isInOneRegion: true,
};
