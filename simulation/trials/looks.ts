/** Whether a call to RDS looks at what a restore needs: nothing of a run depends on its answer but what it says of that. */
export const isLookAtNeeds = (action: string): boolean =>
  /^Describe(DBEngineVersions|OrderableDBInstanceOptions|\w+Groups)$/.test(action);
