/** CreateOrganizationalUnit, UpdateOrganizationalUnit, DeleteOrganizationalUnit. */
import type { Random } from "@holdfast/core";
import { randomLower } from "../random.ts";
import { type Operation, ServiceError } from "../service.ts";
import { constraint, parentNotFound, unitNotFound } from "./errors.ts";
import { type Input, limited, optionalText, text } from "./input.ts";
import { firstPolicies } from "./policy-kinds.ts";
import { describedUnit } from "./shapes.ts";
import { type OrganizationState, pathTo, type Unit, withEntry } from "./state.ts";
import type { OrganizationStore } from "./store.ts";
import { requestedTags, withTags } from "./tags.ts";

/** Levels of units below the root, and units in the organization. */
const DEEPEST = 5;
const MOST = 2_000;
const LONGEST_NAME = 128;

type Name = "CreateOrganizationalUnit" | "UpdateOrganizationalUnit" | "DeleteOrganizationalUnit";

export function unitOperations(
  store: OrganizationStore,
  random: Random,
): Readonly<Record<Name, Operation>> {
  function asked(input: Input): Unit {
    const { units, root } = store.current();
    const unit = units.get(text(input, "OrganizationalUnitId"));
    if (!unit || unit.id === root) throw unitNotFound();
    return unit;
  }

  return {
    CreateOrganizationalUnit(input) {
      const state = store.current();
      const parent = text(input, "ParentId");
      const name = limited(text(input, "Name"), "Name", LONGEST_NAME);
      const tags = requestedTags(input);
      if (!state.units.has(parent)) throw parentNotFound();
      checkName(state, parent, name);
      // The path to the parent has one part for the root, as the new unit would have for itself.
      if (pathTo(state, parent).length > DEEPEST) {
        const message = "You have exceeded the number of levels of organizational units.";
        throw constraint("OU_DEPTH_LIMIT_EXCEEDED", message);
      }
      if (state.units.size > MOST) {
        const message = "You have exceeded the number of organizational units.";
        throw constraint("OU_NUMBER_LIMIT_EXCEEDED", message);
      }
      const root = state.root.slice("r-".length);
      const unit = { id: `ou-${root}-${randomLower(random, 8)}`, name, parent };
      store.update({
        units: withEntry(state.units, unit.id, unit),
        attachments: withEntry(state.attachments, unit.id, firstPolicies(state.policyTypes.keys())),
        tags: withTags(state, unit.id, tags),
      });
      return { OrganizationalUnit: describedUnit(store.current(), unit) };
    },
    UpdateOrganizationalUnit(input) {
      const before = asked(input);
      const state = store.current();
      const name = limited(optionalText(input, "Name"), "Name", LONGEST_NAME) ?? before.name;
      const unit = { ...before, name };
      checkName(state, unit.parent, name, unit.id);
      store.update({ units: withEntry(state.units, unit.id, unit) });
      return { OrganizationalUnit: describedUnit(store.current(), unit) };
    },
    DeleteOrganizationalUnit(input) {
      const { id } = asked(input);
      const { units, accounts, attachments, tags } = store.current();
      if ([...units.values(), ...accounts.values()].some(({ parent }) => parent === id)) {
        throw new ServiceError(
          "OrganizationalUnitNotEmptyException",
          "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.",
        );
      }
      store.update({
        units: withEntry(units, id, undefined),
        attachments: withEntry(attachments, id, undefined),
        tags: withEntry(tags, id, undefined),
      });
      return {};
    },
  };
}

/** Names are unique among units of one parent. */
function checkName(
  { units }: OrganizationState,
  parent: string | undefined,
  name: string,
  except?: string,
): void {
  const taken = [...units.values()].some(
    (unit) => unit.parent === parent && unit.name === name && unit.id !== except,
  );
  if (!taken) return;
  const message = "An OU with the same name already exists.";
  throw new ServiceError("DuplicateOrganizationalUnitException", message);
}
