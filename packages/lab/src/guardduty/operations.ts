/** Detectors: made, switched off and on, deleted; and what the organization's members get of them. */
import type { Random } from "@holdfast/core";
import { withEntry } from "../organizations/state.ts";
import type { OrganizationStore } from "../organizations/store.ts";
import { randomHex } from "../random.ts";
import { type Call, type Operation, ServiceError } from "../service.ts";
import { type AutoEnable, type Detector, detectorKey, USUAL_FEATURES } from "./state.ts";

type Input = Call["input"];

export interface Detecting {
  /** The caller's in the Region of the call. Throws `BadRequestException` for one that is not its own. */
  own(call: Call): Detector;
  /** The same as a read sees it. */
  viewed(call: Call): Detector;
  put(detector: Detector): void;
}

export function createDetecting(store: OrganizationStore, readLag: () => number): Detecting {
  const found = (all: ReadonlyMap<string, Detector>, call: Call): Detector => {
    const { input, principal, region } = call;
    const detector = all.get(detectorKey({ account: principal.account, region }));
    if (detector === undefined || detector.id !== input.DetectorId) throw notOwned();
    return detector;
  };
  return {
    own: (call) => found(store.current().detectors, call),
    viewed: (call) => found(store.view(readLag()).detectors, call),
    put(detector) {
      const { detectors } = store.current();
      store.update({ detectors: withEntry(detectors, detectorKey(detector), detector) });
    },
  };
}

export function detectorOperations(
  store: OrganizationStore,
  { own, viewed, put }: Detecting,
  random: Random,
  readLag: () => number,
): Readonly<Record<string, Operation>> {
  return {
    ListDetectors(_input, { principal: { account }, region }) {
      const detector = store.view(readLag()).detectors.get(detectorKey({ account, region }));
      return { DetectorIds: detector ? [detector.id] : [] };
    },
    GetDetector(_input, call) {
      const { enabled, features } = viewed(call);
      return {
        ServiceRole: `arn:aws:iam::${call.principal.account}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
        Status: enabled ? "ENABLED" : "DISABLED",
        FindingPublishingFrequency: "SIX_HOURS",
        Features: [...new Set([...USUAL_FEATURES, ...features])].map((Name) => ({
          Name,
          Status: features.includes(Name) ? "ENABLED" : "DISABLED",
        })),
      };
    },
    CreateDetector(input, { principal: { account }, region }) {
      if (store.current().detectors.has(detectorKey({ account, region }))) {
        throw badRequest("a detector already exists for the current account.");
      }
      const detector: Detector = {
        account,
        region,
        id: randomHex(random, 32),
        enabled: input.Enable === true,
        features: changedFeatures(USUAL_FEATURES, input),
        filters: new Map(),
        ipSets: new Map(),
        members: "NONE",
        memberFeatures: new Map(),
      };
      put(detector);
      return { DetectorId: detector.id };
    },
    UpdateDetector(input, call) {
      const detector = own(call);
      if (input.Enable === false) refuseMembers(store, detector);
      put({
        ...detector,
        enabled: typeof input.Enable === "boolean" ? input.Enable : detector.enabled,
        features: changedFeatures(detector.features, input),
      });
      return {};
    },
    DeleteDetector(_input, call) {
      const detector = own(call);
      refuseMembers(store, detector);
      const { detectors } = store.current();
      store.update({ detectors: withEntry(detectors, detectorKey(detector), undefined) });
      return {};
    },
    DescribeOrganizationConfiguration(_input, call) {
      refuseOthers(store, call);
      const { members, memberFeatures } = viewed(call);
      return {
        AutoEnableOrganizationMembers: members,
        AutoEnable: members !== "NONE",
        MemberAccountLimitReached: false,
        Features: [...memberFeatures].map(([Name, AutoEnable]) => ({ Name, AutoEnable })),
      };
    },
    UpdateOrganizationConfiguration(input, call) {
      refuseOthers(store, call);
      const detector = own(call);
      const features = listOf(input.Features).map(
        ({ Name, AutoEnable: to }) => [String(Name), to as AutoEnable] as const,
      );
      put({
        ...detector,
        members: (input.AutoEnableOrganizationMembers as AutoEnable) ?? detector.members,
        memberFeatures: new Map([...detector.memberFeatures, ...features]),
      });
      return {};
    },
  };
}

function listOf(value: unknown): readonly Input[] {
  return Array.isArray(value) ? value : [];
}

function changedFeatures(before: readonly string[], { Features }: Input): readonly string[] {
  const changes = listOf(Features);
  const off = changes.filter(({ Status }) => Status === "DISABLED").map(({ Name }) => String(Name));
  const on = changes.filter(({ Status }) => Status === "ENABLED").map(({ Name }) => String(Name));
  return [...new Set([...before, ...on])].filter((name) => !off.includes(name)).toSorted();
}

/** Accounts that administer GuardDuty for the organization. */
function isAdministrator({ delegations }: ReturnType<OrganizationStore["current"]>, id: string) {
  return delegations.get(id)?.has("guardduty.amazonaws.com") === true;
}

/**
 * While every member has to be monitored neither they nor their administrator can stop (GuardDuty User
 * Guide); that it would have to let go of its members first, the lab does not ask for.
 */
function refuseMembers(store: OrganizationStore, { account, region }: Detector): void {
  const state = store.current();
  const administrator = [...state.detectors.values()].find(
    (one) => one.region === region && isAdministrator(state, one.account),
  );
  if (administrator?.members !== "ALL") return;
  if (account === administrator.account) {
    throw badRequest("the administrator account still has members that have to be monitored.");
  }
  throw badRequest("the account is managed by the organization's administrator.");
}

function refuseOthers(store: OrganizationStore, { principal: { account } }: Call): void {
  if (!isAdministrator(store.current(), account)) {
    throw badRequest("the current account is not the delegated administrator.");
  }
}

export function badRequest(why: string): ServiceError {
  const message = `The request is rejected because ${why}`;
  return new ServiceError("BadRequestException", message, { Type: "InvalidInputException" });
}

function notOwned(): ServiceError {
  return badRequest("the input detectorId is not owned by the current account.");
}
