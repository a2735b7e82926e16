import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, readBlock } from "../evaluate/operators/ip.ts";
import { addressesAround, datesAround, numbersAround } from "./typed-values.ts";

describe("numbers", () => {
  it("lie before, at, between and after the values", () => {
    expect(numbersAround(["10", "3", "10"])).toEqual(["2", "3", "4", "10", "11"]);
  });

  it("have a fraction where no whole number lies between", () => {
    expect(numbersAround(["3", "4"])).toEqual(["2", "3", "3.5", "4", "5"]);
    expect(numbersAround(["3", "5"])).toEqual(["2", "3", "4", "5", "6"]);
  });

  it("of nothing legible are none", () => {
    expect(numbersAround(["many"])).toEqual([]);
  });

  it("tell apart whatever a comparison with the values can tell apart", () => {
    const value = fc.integer({ min: -9, max: 9 });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1 }),
        fc.double({ min: -12, max: 12, noNaN: true }),
        (all, any) => {
          const like = (one: number) => all.map((other) => Math.sign(one - other)).join();
          const found = numbersAround(all.map(String)).map(Number);
          expect(found.map(like)).toContain(like(any));
        },
      ),
    );
  });
});

describe("dates", () => {
  it("lie a moment before, at and after the value, however it is written", () => {
    expect(datesAround(["2026-01-01", "1767225602"])).toEqual([
      "2025-12-31T23:59:59.999Z",
      "2026-01-01T00:00:00.000Z",
      "2026-01-01T00:00:00.001Z",
      "2026-01-01T00:00:02.000Z",
      "2026-01-01T00:00:02.001Z",
    ]);
  });
});

describe("addresses", () => {
  it("are at the start of each block, right after it, and outside of all", () => {
    expect(addressesAround(["10.0.0.0/8", "10.1.2.3", "2001:db8::/32"])).toEqual([
      "10.0.0.0",
      "11.0.0.0",
      "10.1.2.3",
      "10.1.2.4",
      "2001:db8:0:0:0:0:0:0",
      "2001:db9:0:0:0:0:0:0",
      "0.0.0.0",
      "::",
    ]);
  });

  it("stop at the last address there is", () => {
    expect(addressesAround(["255.255.255.255"])).toEqual(["255.255.255.255", "0.0.0.0", "::"]);
    expect(addressesAround(["ff00::/8"])).toEqual(["ff00:0:0:0:0:0:0:0", "0.0.0.0", "::"]);
    expect(addressesAround(["somewhere"])).toEqual(["0.0.0.0", "::"]);
  });

  it("tell apart whatever the blocks can tell apart", () => {
    const octet = fc.constantFrom(0, 1, 127, 128, 255);
    const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
    const block = fc
      .tuple(address, fc.integer({ min: 0, max: 32 }))
      .map((parts) => parts.join("/"));
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5 }), address, (blocks, any) => {
        const like = (one: string) =>
          blocks
            .map((outer) => {
              const [inner, around] = [readBlock(one), readBlock(outer)];
              return inner !== undefined && around !== undefined && contains(inner, around);
            })
            .join();
        expect(addressesAround(blocks).map(like)).toContain(like(any));
      }),
    );
  });
});
