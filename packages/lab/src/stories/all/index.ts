/** All stories, in the order in which they are told. */
import type { Story } from "../story.ts";
import { assignmentStories } from "./assignments.ts";
import { attachmentStories } from "./attachments.ts";
import { breakInStories } from "./break-in.ts";
import { callerStories } from "./callers.ts";
import { contentStories } from "./contents.ts";
import { detectorStories } from "./detectors.ts";
import { directoryStories } from "./directory.ts";
import { eventStories } from "./events.ts";
import { modeStories } from "./modes.ts";
import { permissionSetStories } from "./permission-sets.ts";
import { policyTypeStories } from "./policy-types.ts";
import { roleStories } from "./roles.ts";
import { structureStories } from "./structure.ts";
import { trailStories } from "./trails.ts";
import { tripwireStories } from "./tripwires.ts";
import { troubleStories } from "./trouble.ts";
import { trustStories } from "./trust.ts";
import { userStories } from "./users.ts";

export const stories: readonly Story[] = [
  ...attachmentStories,
  ...contentStories,
  ...policyTypeStories,
  ...structureStories,
  ...trustStories,
  ...permissionSetStories,
  ...assignmentStories,
  ...directoryStories,
  ...roleStories,
  ...userStories,
  ...trailStories,
  ...detectorStories,
  ...breakInStories,
  ...eventStories,
  ...callerStories,
  ...modeStories,
  ...troubleStories,
  ...tripwireStories,
];
