/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // Bundling, synthesis and simulated weeks take their time on a busy machine; no test is about how long it takes.
  testTimeout: 120_000,
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  setupFilesAfterEnv: ["<rootDir>/__tests__/end-abandoned.ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2023", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
};
