import type { Problem } from "../problem";
import { choicesFile } from "./choices-file";
import { dataFile } from "./data-file";
import { folderReadme } from "./folder-readme";
import type { Folder } from "./model";
import { clustersFile, instancesFile, parameterGroupsFile, variablesFile, versionsFile } from "./terraform-files";

/** The files of the folder: as many for one database as for hundreds. @returns name → content */
export const filesOf = (folder: Folder, problems: readonly Problem[]): ReadonlyMap<string, string> =>
  new Map([
    ["README.md", folderReadme(folder, problems)],
    ["terraform.tfvars", choicesFile(folder)],
    ["databases.tf", dataFile(folder)],
    ["instances.tf", instancesFile()],
    ["clusters.tf", clustersFile()],
    ["parameter-groups.tf", parameterGroupsFile()],
    ["variables.tf", variablesFile(folder)],
    ["versions.tf", versionsFile(folder)],
  ]);
