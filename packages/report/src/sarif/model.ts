/** The part of SARIF 2.1.0 that is written here, by the names of the standard. */

interface Text {
  readonly text: string;
}

export type SarifLevel = "error" | "warning" | "note";

export interface SarifRule {
  readonly id: string;
  readonly shortDescription: Text;
  readonly fullDescription: Text;
  readonly help: Text;
  readonly defaultConfiguration: { readonly level: SarifLevel };
  readonly properties: {
    readonly tags: readonly string[];
    /** GitHub's: 0 to 10, as text. */
    readonly "security-severity"?: string;
  };
}

export interface SarifLocation {
  readonly id?: number;
  readonly message?: Text;
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: "%SRCROOT%" };
    /** Both from 1. */
    readonly region: { readonly startLine: number; readonly startColumn: number };
  };
  readonly logicalLocations?: readonly { readonly fullyQualifiedName: string }[];
}

export interface SarifResult {
  readonly ruleId: string;
  /** Position of the rule in the driver's list. */
  readonly ruleIndex: number;
  readonly level: SarifLevel;
  readonly message: Text;
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations?: readonly SarifLocation[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, string>>;
}

export interface SarifLog {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly name: string; readonly rules: readonly SarifRule[] };
    };
    readonly columnKind: "utf16CodeUnits";
    readonly invocations?: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly {
        readonly level: SarifLevel;
        readonly message: Text;
      }[];
    }[];
    readonly results: readonly SarifResult[];
  }[];
}
