import type { CopyRequest, NewCopy } from "../core/actions";
import type { TargetSnapshot } from "../core/model";
import { SHEET_TAGS } from "../core/sheet/sheet";
import { type RdsError, toRdsError } from "../rds/errors";
import { said, VAGUE } from "./said";

/** A copy that RDS accepted, and how it refused the restore sheet without which it was started. */
export interface SheetTried {
  readonly started: TargetSnapshot;
  readonly sheetRefused: RdsError | undefined;
}

/**
 * Calls RDS, and once more without the restore sheet where that may be what is refused: RDS does not like a tag, or an organisation lets
 * the role set certain tags only. A copy without a sheet is better than none.
 */
export async function inEitherSheet(
  request: CopyRequest,
  copy: NewCopy,
  call: (request: CopyRequest) => Promise<TargetSnapshot>,
): Promise<SheetTried> {
  try {
    return { started: await call(request), sheetRefused: undefined };
  } catch (cause) {
    const error = toRdsError(cause);
    const bare = withoutSheet(request);
    if (bare === undefined || !mayBeAboutTags(error, copy)) throw error;
    return { started: await call(bare), sheetRefused: error };
  }
}

function withoutSheet(request: CopyRequest): CopyRequest | undefined {
  const keys = new Set<string>(SHEET_TAGS);
  const others = Object.entries(request.tags).filter(([key]) => !keys.has(key));
  if (others.length === Object.keys(request.tags).length) return undefined;
  return { ...request, tags: Object.fromEntries(others) };
}

/** As texts and codes have it, but not in `storage` or `staging`: `InvalidTagKey`, `tag values`. */
const OF_TAGS = /\btag|Tag/;

/** What denies a call may depend on its tags, and does not always say so (docs/aws-facts.md#denied-calls). */
const mayBeAboutTags = (error: RdsError, copy: NewCopy): boolean =>
  error.code === "denied" ||
  (VAGUE.has(error.code) && (OF_TAGS.test(error.awsCode) || OF_TAGS.test(said(error, copy))));
