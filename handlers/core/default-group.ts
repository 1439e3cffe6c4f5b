/**
 * Whether RDS makes a parameter group or option group itself, in every region, for what is restored: `default.postgres16`,
 * `default:oracle-ee-19` (docs/aws-facts.md#default-groups).
 */
export const isDefaultGroup = (name: string): boolean => /^default[.:]/.test(name);
