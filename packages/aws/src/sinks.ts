/** Where findings, alerts and announcements go: Security Hub and an SNS topic. Loaded when there is something to tell. */
import type { Sinks } from "@holdfast/core";
import type { SecurityHubOptions } from "./security-hub.ts";
import type { SnsOptions } from "./sns.ts";

// Most cold starts lead to a look that finds nothing: they need no renderers.
export function createSinks(options: SecurityHubOptions & SnsOptions): Sinks {
  return {
    async findings(findings) {
      const { createSecurityHub } = await import("./security-hub.ts");
      await createSecurityHub(options)(findings);
    },
    async alert(alert) {
      const { createSns } = await import("./sns.ts");
      await createSns(options)(alert);
    },
    async announcement(announcement) {
      const { createAnnounce } = await import("./announce.ts");
      await createAnnounce(options)(announcement);
    },
  };
}
