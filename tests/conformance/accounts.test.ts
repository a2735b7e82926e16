import { testDomain } from "./test-domain.ts";

testDomain("accounts");
