// A modal dialog: the browser's own, so that focus stays inside and Escape closes it.

import { type ReactNode, useEffect, useRef } from "react";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { Icon } from "../icons.tsx";

interface Props {
  readonly title: string;
  readonly className: string;
  /** Without a visible heading, for the search. */
  readonly bare?: boolean;
  readonly children: ReactNode;
}

export function Dialog({ title, className, bare, children }: Props) {
  const app = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => app.look.change({ dialog: null });
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => before?.focus?.();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`ng-dialog ${className}`}
      aria-label={title}
      onClose={close}
      onCancel={close}
      onPointerDown={(event) => event.target === dialog.current && close()}
    >
      <div className="ng-dialog-body">
        {!bare && (
          <div className="ng-panel-head">
            <h2>{title}</h2>
            <button type="button" className="ng-button is-icon" aria-label={strings.close} onClick={close}>
              <Icon name="close" />
            </button>
          </div>
        )}
        {children}
      </div>
    </dialog>
  );
}
