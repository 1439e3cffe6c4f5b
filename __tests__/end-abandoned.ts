import { afterEach } from "@jest/globals";
import { endAbandoned } from "../simulation/time/present";

/** What a test leaves running, because it timed out or did not wait for it, takes nothing from the tests after it. */
afterEach(() => endAbandoned("the test that began it is over"));
