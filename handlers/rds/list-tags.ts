import { ListTagsForResourceCommand, type RDSClient } from "@aws-sdk/client-rds";
import type { Tags } from "../core/model";
import type { Deadline } from "./deadline";
import { unreadableAnswer } from "./errors";
import { call, ownTags } from "./reading";

/** Our own tags of a snapshot, of either kind. */
export async function listTags(deadline: Deadline, client: RDSClient, arn: string): Promise<Tags> {
  const command = new ListTagsForResourceCommand({ ResourceName: arn });
  const { TagList } = await call(deadline, client.send(command, { abortSignal: deadline.signal }));
  if (TagList === undefined) throw unreadableAnswer("there is no list in it");
  return ownTags(TagList);
}
