/** CreateTrail, GetTrail, UpdateTrail, DeleteTrail, logging, and what a trail records. */
import type { AdvancedEventSelector, EventSelector } from "@aws-sdk/client-cloudtrail";
import { withEntry } from "../organizations/state.ts";
import type { OrganizationStore } from "../organizations/store.ts";
import { type Call, type Operation, ServiceError } from "../service.ts";
import { ALL_MANAGEMENT_EVENTS, type TrailState, trailArn } from "./state.ts";

type Input = Call["input"];

export function trailOperations(
  store: OrganizationStore,
  readLag: () => number,
): Readonly<Record<string, Operation>> {
  const put = (trail: TrailState) => set(trail, trail);
  function set(trail: TrailState, value: TrailState | undefined): void {
    store.update({ trails: withEntry(store.current().trails, trailArn(trail), value) });
  }

  /** One that is to be changed, by name or ARN. */
  function own(call: Call, member = "Name"): TrailState {
    const trail = found(store.current().trails, call, member);
    if (trail.account !== call.principal.account) {
      throw new ServiceError(
        "NotOrganizationMasterAccountException",
        "An organization trail can be changed by the organization's management account alone.",
      );
    }
    if (trail.homeRegion !== call.region) {
      const message = `This operation must be called from the home region of the trail: ${trail.homeRegion}`;
      throw new ServiceError("InvalidHomeRegionException", message);
    }
    return trail;
  }

  const viewed = (call: Call, member = "Name") => found(store.view(readLag()).trails, call, member);

  return {
    CreateTrail(input, { principal: { account }, region }) {
      const trail: TrailState = {
        account,
        homeRegion: region,
        name: nameIn(input.Name),
        organization: false,
        multiRegion: false,
        globalEvents: true,
        validation: false,
        bucket: "",
        prefix: undefined,
        key: undefined,
        ...settingsIn(input),
        logging: false,
        selectors: ALL_MANAGEMENT_EVENTS,
      };
      if (store.current().trails.has(trailArn(trail))) {
        const message = `Trail ${trail.name} already exists for customer: ${account}`;
        throw new ServiceError("TrailAlreadyExistsException", message);
      }
      put(trail);
      return described(trail);
    },
    UpdateTrail(input, call) {
      const trail = { ...own(call), ...settingsIn(input) };
      put(trail);
      return described(trail);
    },
    DeleteTrail(_input, call) {
      set(own(call), undefined);
      return {};
    },
    StartLogging(_input, call) {
      put({ ...own(call), logging: true });
      return {};
    },
    StopLogging(_input, call) {
      put({ ...own(call), logging: false });
      return {};
    },
    PutEventSelectors(input, call) {
      const trail = { ...own(call, "TrailName"), selectors: selectorsIn(input) };
      put(trail);
      return { TrailARN: trailArn(trail), ...selectorsOf(trail) };
    },
    GetTrail: (_input, call) => ({
      Trail: { ...described(viewed(call)), HomeRegion: viewed(call).homeRegion },
    }),
    GetTrailStatus: (_input, call) => ({ IsLogging: viewed(call).logging }),
    GetEventSelectors(_input, call) {
      const trail = viewed(call, "TrailName");
      return { TrailARN: trailArn(trail), ...selectorsOf(trail) };
    },
  };
}

/** Throws `TrailNotFoundException`. By its name alone a trail is looked for in the caller's account and Region. */
function found(
  trails: ReadonlyMap<string, TrailState>,
  { input, principal: { account }, region }: Call,
  member: string,
): TrailState {
  const id = String(input[member]);
  const arn = id.startsWith("arn:") ? id : trailArn({ account, homeRegion: region, name: id });
  const trail = trails.get(arn);
  if (trail !== undefined) return trail;
  throw new ServiceError("TrailNotFoundException", `Unknown trail: ${id} for the user: ${account}`);
}

function nameIn(name: unknown): string {
  if (typeof name === "string" && /^[A-Za-z0-9][\w.-]{1,126}[A-Za-z0-9]$/.test(name)) return name;
  throw new ServiceError("InvalidTrailNameException", "Trail name is not valid.");
}

/** What a call says of them; the rest stays as it is. */
function settingsIn(input: Input): Partial<TrailState> {
  const changed: Partial<Record<keyof TrailState, unknown>> = {
    bucket: input.S3BucketName,
    prefix: input.S3KeyPrefix === "" ? null : input.S3KeyPrefix,
    key: input.KmsKeyId === "" ? null : input.KmsKeyId,
    organization: input.IsOrganizationTrail,
    multiRegion: input.IsMultiRegionTrail,
    globalEvents: input.IncludeGlobalServiceEvents,
    validation: input.EnableLogFileValidation,
  };
  const said = Object.entries(changed).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said.map(([name, value]) => [name, value ?? undefined]));
}

function selectorsIn({ EventSelectors, AdvancedEventSelectors }: Input): TrailState["selectors"] {
  if (Array.isArray(AdvancedEventSelectors)) {
    return { advanced: AdvancedEventSelectors as readonly AdvancedEventSelector[] };
  }
  if (!Array.isArray(EventSelectors) || EventSelectors.length === 0) {
    throw new ServiceError("InvalidEventSelectorsException", "A valid event selector is needed.");
  }
  return { basic: (EventSelectors as readonly EventSelector[]).map(completed) };
}

/** CloudTrail answers with every member of a selector, also with those it was not given. */
function completed(selector: EventSelector): EventSelector {
  return {
    ReadWriteType: selector.ReadWriteType ?? "All",
    IncludeManagementEvents: selector.IncludeManagementEvents ?? true,
    DataResources: selector.DataResources ?? [],
    ExcludeManagementEventSources: selector.ExcludeManagementEventSources ?? [],
  };
}

function selectorsOf({ selectors }: TrailState): Record<string, unknown> {
  return "basic" in selectors
    ? { EventSelectors: selectors.basic }
    : { AdvancedEventSelectors: selectors.advanced };
}

function described(trail: TrailState): Record<string, unknown> {
  const { name, bucket, prefix, key, organization, multiRegion, globalEvents, validation } = trail;
  return {
    Name: name,
    TrailARN: trailArn(trail),
    S3BucketName: bucket,
    ...(prefix !== undefined && { S3KeyPrefix: prefix }),
    ...(key !== undefined && { KmsKeyId: key }),
    IncludeGlobalServiceEvents: globalEvents,
    IsMultiRegionTrail: multiRegion,
    LogFileValidationEnabled: validation,
    IsOrganizationTrail: organization,
  };
}
