import { createSweep } from "./run/create-sweep";

export const handler = createSweep({ environment: process.env });
