/** What a trail records, and how it comes to record all management events without losing anything else. */
import type { Input, Output } from "@holdfast/core";

type Given = Output<"cloudtrail:GetEventSelectors">;
type Put = Input<"cloudtrail:PutEventSelectors">;

interface Basic {
  readonly ReadWriteType: string;
  readonly IncludeManagementEvents: boolean;
  readonly DataResources: readonly { readonly Type: string; readonly Values: readonly string[] }[];
  readonly ExcludeManagementEventSources: readonly string[];
}

interface Field {
  readonly Field: string;
  readonly [operator: string]: string | readonly string[];
}

interface Advanced {
  readonly Name: string;
  readonly FieldSelectors: readonly Field[];
}

/** A trail has the one kind or the other. */
export type Selectors = {
  readonly basic: readonly { readonly [K in keyof Basic]: Basic[K] }[];
  readonly advanced: readonly { readonly [K in keyof Advanced]: Advanced[K] }[];
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
    const others = advanced.filter((one) => !isOfManagement(one)) as readonly Advanced[];
    const all: Advanced = {
      Name: "Management events",
      FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }],
    };
    return { AdvancedEventSelectors: [all, ...others] } as Pick<Put, "AdvancedEventSelectors">;
  }
  const resources = basic.flatMap(({ DataResources }) => DataResources);
  const all = {
    ReadWriteType: "All",
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [],
  };
  // Data events are selected beside them, by the same selectors without management events.
  const others = basic
    .filter(({ DataResources }) => DataResources.length > 0)
    .map((one) => ({ ...one, IncludeManagementEvents: false }));
  const EventSelectors = resources.length === 0 ? [all] : [all, ...others];
  return { EventSelectors } as unknown as Pick<Put, "EventSelectors">;
}
