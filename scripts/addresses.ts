import { homepage, version } from "../package.json";

/** Where the project is, without an end: package.json alone says it. */
export const PROJECT = homepage.replace(/#.*$/, "");

const [OWNER = "", NAME = ""] = PROJECT.split("/").slice(-2);

/** The repository of the Terraform module alone. The registry takes no other form of name: `terraform-<provider>-<name>`. */
export const MIRROR = `https://github.com/${OWNER}/terraform-aws-${NAME}`;

export const tagOf = (release: string): string => `v${release}`;

/**
 * What a module call has as its `source`: a git address, which works before the registry lists the module, and from any clone.
 */
export const moduleSource = (release: string = version): string => `git::${MIRROR}.git?ref=${tagOf(release)}`;
