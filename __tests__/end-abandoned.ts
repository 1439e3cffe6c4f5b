import { afterEach } from "@jest/globals";
import { endAbandoned } from "../simulation/time/present";

/** A simulation that a test leaves running, because it timed out or did not wait, must not hold up the tests after it. */
afterEach(() => endAbandoned("the test that began it is over"));
