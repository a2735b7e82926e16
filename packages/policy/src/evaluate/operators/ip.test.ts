import { BlockList, isIPv6 } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, readBlock } from "./ip.ts";

const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();
/** Addresses near each other, or nearly every pair would be a trivial miss. */
const near4 = fc.tuple(fc.nat(3), fc.nat(255)).map(([a, b]) => `10.0.${a}.${b}`);
const near6 = fc
  .tuple(fc.nat(3), fc.nat(0xffff))
  .map(([a, b]) => `2001:db8:${a}::${b.toString(16)}`);

function inside(address: string, block: string): boolean | undefined {
  const [inner, outer] = [readBlock(address), readBlock(block)];
  return inner && outer && contains(inner, outer);
}

describe("CIDR blocks", () => {
  it.each([
    ["ipv4", fc.oneof(near4, ipv4), 32],
    ["ipv6", fc.oneof(near6, ipv6), 128],
  ] as const)("hold the %s addresses that Node's own block list says", (family, address, bits) => {
    fc.assert(
      fc.property(address, address, fc.nat(bits), (one, other, prefix) => {
        const list = new BlockList();
        list.addSubnet(other, prefix, family);
        expect(inside(one, `${other}/${prefix}`)).toBe(list.check(one, family));
      }),
      { numRuns: 500 },
    );
  });

  it("read a text as IPv6 exactly if Node does, zones apart", () => {
    const text = fc.string({
      unit: fc.constantFrom("::", ":", "1", "f", "g", "1.2.3.4", "0"),
      maxLength: 9,
    });
    fc.assert(
      fc.property(text, (candidate) => {
        fc.pre(candidate.includes(":"));
        expect(readBlock(candidate) !== undefined).toBe(isIPv6(candidate));
      }),
      { numRuns: 3000 },
    );
  });

  it("hold smaller ones that lie in them, and no larger ones", () => {
    expect(inside("10.1.0.0/16", "10.0.0.0/8")).toBe(true);
    expect(inside("10.0.0.0/8", "10.0.0.0/8")).toBe(true);
    expect(inside("10.0.0.0/8", "10.0.0.0/16")).toBe(false);
    expect(inside("2001:db8::/32", "2001:db8::/33")).toBe(false);
  });

  it("keep the two families apart", () => {
    expect(inside("10.0.0.1", "::/0")).toBe(false);
    expect(inside("::ffff:10.0.0.1", "10.0.0.0/8")).toBe(false);
  });

  it.each([
    "",
    "10.0.0",
    "10.0.0.256",
    "010.0.0.1",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/08",
    "::1%eth0",
    "::/129",
    "1::2::3",
    "1:2:3:4:5:6:7::8",
    "1:2:3:4:5:6:7:8::9",
    "x/10.0.0.0/8",
    "10.0.0.0/8/8",
    "\n::1.2.3.4",
    "/8",
  ])("refuse %j", (text) => {
    expect(readBlock(text)).toBeUndefined();
  });
});
