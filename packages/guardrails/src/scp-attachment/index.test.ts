import type { Baseline, ResourceKey } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { idOf, securecart } from "../securecart.fixture.ts";
import { scpAttachment } from "./index.ts";
import { keyOf } from "./keys.ts";

const SCP = "SERVICE_CONTROL_POLICY";
const subject = (target: string) =>
  scpAttachment.subject(keyOf(securecart, SCP, target), securecart);
const missing = (id: string) => ({
  path: "policies.x",
  kind: "missing" as const,
  expected: id,
  actual: null,
  message: "is missing",
});

describe("the subject of a key", () => {
  it("is the root, on which every account depends", () => {
    expect(subject("r-5c7t")).toEqual({
      name: "Root",
      unit: "Root",
      accounts: securecart.accounts.map(({ id }) => id),
      resourceType: "Other",
      resourceId: "arn:aws:organizations::100000000001:root/o-5ecurecart/r-5c7t",
    });
  });

  it("is a unit, with the accounts in it", () => {
    const { name, unit, accounts, resourceId } = subject(idOf("Root/Security"));
    expect({ name, unit, accounts: accounts.toSorted() }).toEqual({
      name: "Root/Security",
      unit: "Root/Security",
      accounts: [idOf("security"), idOf("log-archive")],
    });
    expect(resourceId).toContain(`:ou/o-5ecurecart/${idOf("Root/Security")}`);
  });

  it("is an account, by its name, in its unit", () => {
    expect(subject(idOf("production"))).toEqual({
      name: "production",
      unit: "Root/Workloads",
      accounts: [idOf("production")],
      resourceType: "AwsAccount",
      resourceId: `arn:aws:organizations::100000000001:account/o-5ecurecart/${idOf("production")}`,
    });
  });

  it("is what nobody declared, by its id and in no unit", () => {
    expect(subject("999999999999")).toMatchObject({
      name: "999999999999",
      accounts: ["999999999999"],
      resourceType: "AwsAccount",
    });
    expect(subject("ou-5c7t-unknown1")).toMatchObject({
      name: "ou-5c7t-unknown1",
      accounts: [],
      accountsUnknown: true,
    });
    for (const target of ["999999999999", "ou-5c7t-unknown1"]) {
      expect(subject(target)).not.toHaveProperty("unit");
    }
  });
});

describe("the neighbours of a drift", () => {
  const key: ResourceKey = keyOf(securecart, SCP, idOf("Root/Workloads"));
  const resources = (...ids: string[]) =>
    scpAttachment.neighbours(key, ids.map(missing), securecart).map(({ resource }) => resource);

  it("are all units, each once, and never the key itself", () => {
    const found = resources();
    expect(found).toHaveLength(securecart.units.length - 1);
    expect(new Set(found).size).toBe(found.length);
    expect(found).not.toContain(key.resource);
  });

  it("begin with whatever else declares the same policy", () => {
    expect(resources(idOf("deny-root-user"))[0]).toBe(`${SCP}/r-5c7t`);
  });
});

describe("a place without any policy, not even AWS's own", () => {
  const at = async (place: string, baseline = securecart) => {
    const aws = {
      call: () => Promise.reject(new Error("only pages are read")),
      at() {
        throw new Error("it is asked at home");
      },
      async *pages() {
        yield { Policies: [] } as never;
      },
    };
    return scpAttachment.inspect(keyOf(baseline, SCP, idOf(place)), baseline, aws);
  };
  const typeKey = { guardrail: "policy-type", resource: SCP };

  it("waits for the policy type where it is to carry some", async () => {
    expect(await at("Root/Workloads")).toMatchObject({ kind: "pending" });
    expect(await at("Root/Infrastructure")).toMatchObject({ kind: "pending" });
    const key = keyOf(securecart, SCP, idOf("Root/Workloads"));
    expect(scpAttachment.dependsOn(key, securecart)).toMatchObject({ key: typeKey });
  });

  it("agrees with the baseline where it is to carry none", async () => {
    expect(await at("dev")).toMatchObject({ kind: "known", differences: [] });
  });

  it("is drift where nobody watches the policy type", async () => {
    const guardrails = { ...securecart.modes.guardrails, "policy-type": "off" } as const;
    const unwatched = { ...securecart, modes: { ...securecart.modes, guardrails } };
    const found = await at("Root/Workloads", unwatched);
    expect(found).toMatchObject({ kind: "known" });
    expect(found.kind === "known" && found.steps.map(({ action }) => action)).toContain(
      "organizations:AttachPolicy",
    );
  });

  it("depends on no type that the baseline does not use", () => {
    const scpsOnly = {
      ...securecart,
      policies: securecart.policies.filter(({ type }) => type === SCP),
    };
    const key = keyOf(scpsOnly, "RESOURCE_CONTROL_POLICY", idOf("Root"));
    expect(scpAttachment.dependsOn(key, scpsOnly)).toBeUndefined();
  });
});

describe("what is declared of calls", () => {
  const attachable = (guardrails: Baseline["modes"]["guardrails"]) => {
    const baseline = { ...securecart, modes: { ...securecart.modes, guardrails } };
    const attach = scpAttachment.writes.find(({ action }) => action.endsWith(":AttachPolicy"));
    const arns = attach?.resources(baseline) ?? [];
    expect(arns.filter((arn) => !arn.includes("/o-5ecurecart/"))).toEqual([]);
    return arns.filter((arn) => arn.includes(":policy/")).map((arn) => arn.split("/").slice(-2));
  };

  it("attaches only policies that the baseline pins, and to this organization only", () => {
    const ids = attachable({ "scp-attachment": "revert", "scp-content": "alert" });
    expect(ids.map(([, id]) => id).toSorted()).toEqual(
      securecart.policies.map(({ id }) => id).toSorted(),
    );
  });

  it("attaches any policy of the organization's own where a deleted one is made anew", () => {
    expect(attachable({ "scp-attachment": "revert", "scp-content": "revert" })).toEqual([
      ["service_control_policy", "*"],
      ["resource_control_policy", "*"],
      ["aiservices_opt_out_policy", "*"],
    ]);
  });

  it("asks for every resource only where AWS knows no narrower one", () => {
    const wide = [...scpAttachment.reads, ...scpAttachment.writes].filter(({ resources }) =>
      resources(securecart).includes("*"),
    );
    expect(wide.map(({ action }) => action)).toEqual(["organizations:ListPolicies"]);
  });
});

describe("a policy type that configures services", () => {
  const AI = "AISERVICES_OPT_OUT_POLICY";
  const bare = { ...securecart, policies: [] };
  const key = (place: string) => keyOf(securecart, AI, idOf(place));

  it("may be attached and detached, by its own name in the ARNs, where it is declared", () => {
    const own = "arn:aws:organizations::100000000001:policy/o-5ecurecart/aiservices_opt_out_policy";
    const guardrails = { ...securecart.modes.guardrails, "scp-content": "alert" } as const;
    const pinned = { ...securecart, modes: { ...securecart.modes, guardrails } };
    const [attach, detach] = ["AttachPolicy", "DetachPolicy"].map((name) =>
      scpAttachment.writes.find(({ action }) => action === `organizations:${name}`),
    );
    expect(attach?.resources(pinned)).toContain(`${own}/${idOf("ai-opt-out")}`);
    expect(detach?.resources(securecart)).toContain(`${own}/*`);
    expect(detach?.resources(bare).join(" ")).not.toContain("aiservices");
  });

  it("is put back as something that is not known to restrict", async () => {
    const found = await scpAttachment.inspect(key("Root"), securecart, carrying());
    expect(found.kind === "known" && found.steps).toMatchObject([
      { action: "organizations:AttachPolicy", effect: "grant" },
    ]);
  });

  it("costs no read of what an undeclared policy says, which would settle nothing", async () => {
    const stranger = { Id: "p-stranger1", Name: "stranger", AwsManaged: false };
    const found = await scpAttachment.inspect(key("dev"), securecart, carrying(stranger));
    expect(found.kind === "known" && found.steps).toMatchObject([
      { action: "organizations:DetachPolicy", effect: "grant" },
    ]);
  });

  it("costs no read at all, and is no drift any more, once no policy of it is declared", async () => {
    const unread = { call: refuse, pages: refuse } as never;
    const found = await scpAttachment.inspect(key("Root"), bare, unread);
    expect(found).toMatchObject({ kind: "known", differences: [], steps: [] });
  });

  it("has only the places asked one by one that have to carry a policy of it", async () => {
    const asked: unknown[] = [];
    const aws = {
      call: refuse,
      at() {
        throw new Error("it is asked at home");
      },
      async *pages(_action: unknown, input: unknown) {
        const asking = typeof input === "object" && input !== null;
        if (asking && "TargetId" in input && "Filter" in input && input.Filter === AI) {
          asked.push(input.TargetId);
        }
        yield { Policies: [] } as never;
      },
    };
    const found = new Set<string>();
    for await (const one of scpAttachment.survey(securecart, aws)) {
      if ("key" in one) found.add(one.key.resource);
    }
    expect(asked).toEqual([idOf("Root")]);
    const { units, accounts } = securecart;
    for (const { id } of [...units, ...accounts]) expect(found).toContain(`${AI}/${id}`);
  });

  function refuse(): never {
    throw new Error("nothing is to be read");
  }

  /** Lists these policies, whatever is asked. */
  function carrying(...Policies: object[]) {
    return {
      call: refuse,
      at() {
        throw new Error("it is asked at home");
      },
      async *pages() {
        yield { Policies } as never;
      },
    };
  }
});
