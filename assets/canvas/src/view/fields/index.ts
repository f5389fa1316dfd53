// One field for each kind of parameter: a new kind needs a file here and a line in this table.

import type { ComponentType } from "react";
import type { ParamType } from "../../core/catalogue.ts";
import { BooleanField } from "./BooleanField.tsx";
import { ChoiceField } from "./ChoiceField.tsx";
import type { FieldProps } from "./field.ts";
import { IntegerField } from "./IntegerField.tsx";
import { IntegersField } from "./IntegersField.tsx";
import { NumberField } from "./NumberField.tsx";
import { TextField } from "./TextField.tsx";
import { WeightsFileField } from "./WeightsFileField.tsx";

export const FIELDS: Readonly<Record<ParamType, ComponentType<FieldProps>>> = {
  integer: IntegerField,
  number: NumberField,
  boolean: BooleanField,
  text: TextField,
  choice: ChoiceField,
  integers: IntegersField,
  weights_file: WeightsFileField,
};
