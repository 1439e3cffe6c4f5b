/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // A net for what hangs. No test is about how long it takes, and machines may be busy with much else.
  testTimeout: 600_000,
  // The default leaves a core free.
  maxWorkers: "100%",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  setupFilesAfterEnv: ["<rootDir>/__tests__/end-abandoned.ts"],
  moduleNameMapper: {
    "/stack-trace$": "<rootDir>/__tests__/no-stack-trace.ts",
    "^fast-check$": "<rootDir>/__tests__/fixed-seed.ts",
  },
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2023", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
};
