import { describe, expect, it } from "vitest";
import { readable } from "./log-line.ts";

describe("log lines of the lab's functions", () => {
  it("shows what happened and to what", () => {
    const line = { level: "INFO", message: "reconciled", key: "a/b", status: "IN_SYNC", xray: "1" };
    expect(readable(JSON.stringify(line))).toBe("INFO reconciled key=a/b status=IN_SYNC");
  });

  it("leaves metrics out and shows what is not JSON as it is", () => {
    expect(readable('{"_aws":{}}')).toBeUndefined();
    expect(readable("Task timed out")).toBe("Task timed out");
  });

  it("lets no control character through to the terminal", () => {
    expect(readable(JSON.stringify({ message: "x\u001b[31m" }))).toBe("x?[31m");
  });
});
