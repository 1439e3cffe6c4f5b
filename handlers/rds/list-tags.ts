import { ListTagsForResourceCommand, type RDSClient } from "@aws-sdk/client-rds";
import type { Tags } from "../core/model";
import type { Deadline } from "./deadline";
import { call, listIn, ownTags } from "./reading";

/** Our own tags of a snapshot, of either kind. */
export async function listTags(deadline: Deadline, client: RDSClient, arn: string): Promise<Tags> {
  const command = new ListTagsForResourceCommand({ ResourceName: arn });
  const { TagList } = await call(deadline, client.send(command, { abortSignal: deadline.signal }));
  return ownTags(listIn(TagList));
}
