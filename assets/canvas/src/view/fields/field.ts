// What every kind of field is given.

import type { Param } from "../../core/catalogue.ts";
import type { ParamValue } from "../../core/document.ts";

export interface FieldProps {
  readonly param: Param;
  /** The id for the label to point at. */
  readonly id: string;
  /** The node's own value; undefined where the default or the inferred value holds. */
  readonly own: ParamValue | undefined;
  /** What Python found for it, where it is inferred. */
  readonly inferred: unknown;
  set(value: ParamValue | undefined): void;
  fault(message: string | null): void;
}
