/** Permission sets made, changed and deleted. What they are made of is in `contents.ts`. */
import { type Random, secondsOf } from "@holdfast/core";
import type { LabClock } from "../clock.ts";
import type { Tags } from "../organizations/state.ts";
import { randomHex } from "../random.ts";
import type { Operation } from "../service.ts";
import { conflict, invalid, notFound, quotaExceeded } from "./errors.ts";
import { type Input, object, optionalText, text } from "./input.ts";
import { described, setIn } from "./permission-set-reads.ts";
import { type Center, checkInstance } from "./reader.ts";
import type { Requests } from "./requests.ts";
import type { PermissionSet } from "./state.ts";

type Name =
  | "CreatePermissionSet"
  | "UpdatePermissionSet"
  | "DeletePermissionSet"
  | "TagResource"
  | "UntagResource";

/** Identity Center quotas: permission sets of an instance. */
const MOST_SETS = 3_500;
const MOST_TAGS = 50;
const NAME = /^[\w+=,.@-]{1,32}$/;

export function permissionSetOperations(
  center: Center,
  requests: Requests,
  random: Random,
  clock: Pick<LabClock, "now">,
): Readonly<Record<Name, Operation>> {
  const changeable = (input: Input): PermissionSet => {
    checkInstance(center.current(), input);
    return setIn(center.current(), input);
  };
  const save = (set: PermissionSet) => center.set("permissionSets", set.arn, set);

  function taggable(input: Input): PermissionSet {
    if (input.InstanceArn !== undefined) checkInstance(center.current(), input);
    const found = center.current().permissionSets.get(text(input, "ResourceArn"));
    if (found === undefined) throw notFound("The resource");
    return found;
  }

  return {
    CreatePermissionSet(input) {
      checkInstance(center.current(), input);
      const { permissionSets, instance } = center.current();
      const name = text(input, "Name", NAME);
      if ([...permissionSets.values()].some((set) => set.name === name)) {
        throw conflict(`PermissionSet with name ${name} already exists.`);
      }
      if (permissionSets.size >= MOST_SETS) {
        throw quotaExceeded("You have exceeded the number of permission sets.");
      }
      const set: PermissionSet = {
        arn: `${instance.replace(":instance/", ":permissionSet/")}/ps-${randomHex(random, 16)}`,
        name,
        description: optionalText(input, "Description", 700) ?? "",
        sessionDuration: durationIn(input) ?? "PT1H",
        relayState: optionalText(input, "RelayState", 240),
        inlinePolicy: undefined,
        managedPolicies: new Map(),
        customerManagedPolicies: [],
        boundary: undefined,
        tags: tagsIn(input),
        created: clock.now(),
        version: 1,
      };
      save(set);
      return { PermissionSet: described(set) };
    },
    UpdatePermissionSet(input) {
      const set = changeable(input);
      requests.refuseWhileProvisioned(set.arn);
      save({
        ...set,
        description: optionalText(input, "Description", 700) ?? set.description,
        sessionDuration: durationIn(input) ?? set.sessionDuration,
        // Unlike the others it is gone if it is not sent again (Terraform's provider works around it).
        relayState: optionalText(input, "RelayState", 240),
        version: set.version + 1,
      });
      return {};
    },
    DeletePermissionSet(input) {
      const { arn } = changeable(input);
      const { assignments, provisioned } = center.current();
      const used = [
        ...assignments.values(),
        ...provisioned.values(),
        ...requests.underWay("create-assignment"),
        ...requests.underWay("provision"),
      ].some(({ permissionSet }) => permissionSet === arn);
      if (used) {
        const why = "PermissionSet has ApplicationProfile associated with it.";
        throw conflict(`Could not delete because ${why}`);
      }
      center.set("permissionSets", arn, undefined);
      return {};
    },
    TagResource(input) {
      const set = taggable(input);
      const tags = new Map([...set.tags, ...tagsIn(input)]);
      if (tags.size > MOST_TAGS) throw quotaExceeded("You have exceeded the number of tags.");
      // Tags are on the permission set alone: there is nothing to provision.
      save({ ...set, tags });
      return {};
    },
    UntagResource(input) {
      const set = taggable(input);
      const gone: readonly unknown[] = Array.isArray(input.TagKeys) ? input.TagKeys : [];
      save({ ...set, tags: new Map([...set.tags].filter(([key]) => !gone.includes(key))) });
      return {};
    },
  };
}

/** Between one and twelve hours. */
function durationIn(input: Input): string | undefined {
  if (input.SessionDuration === undefined) return undefined;
  const duration = text(input, "SessionDuration");
  const seconds = secondsOf(duration) ?? 0;
  if (seconds >= 3_600 && seconds <= 43_200) return duration;
  throw invalid("SessionDuration must be between 1 and 12 hours.");
}

function tagsIn({ Tags }: Input): Tags {
  const list: readonly unknown[] = Array.isArray(Tags) ? Tags : [];
  return new Map(
    list.map((one): [string, string] => {
      const tag = object(one);
      const key = text(tag, "Key");
      if (/^aws:/i.test(key)) throw invalid("Tag keys can't begin with aws:.");
      return [key, String(tag.Value ?? "")];
    }),
  );
}
