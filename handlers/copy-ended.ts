import { createCopyEnded } from "./run/create-copy-ended";

export const handler = createCopyEnded({ environment: process.env });
