import { testDomain } from "./test-domain.ts";

testDomain("identity-center");
