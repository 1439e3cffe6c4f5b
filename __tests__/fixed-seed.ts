// By its path, as its name leads here (jest.config.js).
const actual = require("../node_modules/fast-check/lib/cjs/fast-check.js");

/** The same inputs for each change, so that red means the change; others each night (decisions/0013-what-counts-as-survived.md). */
actual.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });

module.exports = actual;
