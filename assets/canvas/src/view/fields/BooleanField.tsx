import type { FieldProps } from "./field.ts";

export function BooleanField({ param, id, own, set }: FieldProps) {
  const on = (own === undefined ? param.default : own) === true;
  return (
    <button
      id={id}
      type="button"
      role="switch"
      aria-checked={on}
      className="ng-switch"
      onClick={() => set(!on === param.default ? undefined : !on)}
    >
      <span />
    </button>
  );
}
