/** Fewer runs of each property: thousands of mutants each see them. */
import fc from "fast-check";

fc.configureGlobal({ numRuns: 20 });
