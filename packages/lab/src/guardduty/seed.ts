/** GuardDuty as a baseline declares it: on everywhere, for every member, with the declared features. */
import { createHash } from "node:crypto";
import type { Baseline } from "@holdfast/core";
import { type Detector, type Detectors, detectorKey } from "./state.ts";

export function seedDetectors({ securityServices, organization }: Baseline): Detectors {
  const declared = securityServices?.guardDuty;
  if (declared === undefined) return new Map();
  const detectors = organization.regions.map((region): Detector => {
    const place = { account: declared.administrator, region };
    return {
      ...place,
      id: createHash("sha256").update(detectorKey(place)).digest("hex").slice(0, 32),
      enabled: true,
      features: declared.features,
      filters: new Map(),
      ipSets: new Map(),
      members: "ALL",
      memberFeatures: new Map(declared.features.map((name) => [name, "ALL"])),
    };
  });
  return new Map(detectors.map((detector) => [detectorKey(detector), detector]));
}
