/** Powertools' logger as the port that the packages know. */
import type { Logger } from "@aws-lambda-powertools/logger";
import type { Log } from "@holdfast/core";

export function logOf(logger: Logger): Log {
  return {
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
  };
}
