import { createBackupFinished } from "./run/create-backup-finished";

export const handler = createBackupFinished({ environment: process.env });
