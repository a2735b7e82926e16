/** What a trail records, and how it comes to record all management events without losing anything else. */
import type { Input, Output } from "@holdfast/core";

type Given = Output<"cloudtrail:GetEventSelectors">;
type Put = Input<"cloudtrail:PutEventSelectors">;

// Types and not interfaces: live state is plain JSON to the engine.
type Basic = {
  readonly ReadWriteType: "All" | "ReadOnly" | "WriteOnly";
  readonly IncludeManagementEvents: boolean;
  readonly DataResources: readonly { readonly Type: string; readonly Values: readonly string[] }[];
  readonly ExcludeManagementEventSources: readonly string[];
};

type Field = {
  readonly Field: string;
  readonly [operator: string]: string | readonly string[];
};

type Advanced = { readonly Name: string; readonly FieldSelectors: readonly Field[] };

/** A trail has the one kind or the other. */
export type Selectors = {
  readonly basic: readonly Basic[];
  readonly advanced: readonly Advanced[];
};

export function selectorsIn({ EventSelectors, AdvancedEventSelectors }: Given): Selectors {
  return {
    // What AWS leaves out is its default (CloudTrail API Reference).
    basic: (EventSelectors ?? []).map((one) => ({
      ReadWriteType: one.ReadWriteType ?? "All",
      IncludeManagementEvents: one.IncludeManagementEvents ?? true,
      DataResources: (one.DataResources ?? []).map(({ Type = "", Values = [] }) => ({
        Type,
        Values,
      })),
      ExcludeManagementEventSources: one.ExcludeManagementEventSources ?? [],
    })),
    advanced: (AdvancedEventSelectors ?? []).map(({ Name = "", FieldSelectors = [] }) => ({
      Name,
      FieldSelectors: FieldSelectors.map(({ Field = "", ...operators }) => {
        const said = Object.entries(operators).filter(([, values]) => values !== undefined);
        return { Field, ...(Object.fromEntries(said) as Record<string, readonly string[]>) };
      }),
    })),
  };
}

/** Whether every management event is recorded: reads and writes, of all services. */
export function recordsAll({ basic, advanced }: Selectors): boolean {
  return basic.some(isWhole) || advanced.some(isWholeAdvanced);
}

function isWhole(selector: Basic): boolean {
  return (
    selector.ReadWriteType === "All" &&
    selector.IncludeManagementEvents &&
    selector.ExcludeManagementEventSources.length === 0
  );
}

function isOfManagement({ FieldSelectors }: Advanced): boolean {
  return FieldSelectors.some(
    ({ Field, Equals }) => Field === "eventCategory" && Equals?.includes("Management") === true,
  );
}

/** Every further field narrows it. */
function isWholeAdvanced(selector: Advanced): boolean {
  return isOfManagement(selector) && selector.FieldSelectors.length === 1;
}

/** The same with all management events; data events stay as they are. */
export function withAllManagementEvents({
  basic,
  advanced,
}: Selectors): Pick<Put, "EventSelectors" | "AdvancedEventSelectors"> {
  if (advanced.length > 0) {
    const others = advanced.filter((one) => !isOfManagement(one));
    const all = {
      Name: "Management events",
      FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }],
    };
    return { AdvancedEventSelectors: [all, ...others.map(sent)] };
  }
  // Data events are selected beside them, by the same selectors without management events.
  const others = basic
    .filter(({ DataResources }) => DataResources.length > 0)
    .map(({ ReadWriteType, DataResources }) => ({
      ReadWriteType,
      IncludeManagementEvents: false,
      DataResources: DataResources.map(({ Type, Values }) => ({ Type, Values: [...Values] })),
    }));
  const all = { ReadWriteType: "All" as const, IncludeManagementEvents: true };
  return { EventSelectors: [all, ...others] };
}

/** As the SDK takes it: its lists can be changed, ours can't. */
function sent({ Name, FieldSelectors }: Advanced) {
  return {
    Name,
    FieldSelectors: FieldSelectors.map(({ Field, ...operators }) => ({
      Field,
      ...Object.fromEntries(
        Object.entries(operators).map(([operator, values]) => [operator, [values].flat()]),
      ),
    })),
  };
}
