import { testDomain } from "./test-domain.ts";

testDomain("organization");
