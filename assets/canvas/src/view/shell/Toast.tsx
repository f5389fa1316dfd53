import { strings } from "../../strings.ts";
import { useApp, useLook } from "../context.ts";
import { Icon } from "../icons.tsx";

export function Toast() {
  const app = useApp();
  const { toast } = useLook();
  return (
    <div className="ng-toasts" role="status" aria-live="polite">
      {toast && (
        <div className={`ng-toast${toast.bad ? " is-bad" : ""}`} data-testid="toast">
          <span>{toast.text}</span>
          <button type="button" className="ng-button is-icon" aria-label={strings.close} onClick={() => app.look.change({ toast: null })}>
            <Icon name="close" size={12} />
          </button>
        </div>
      )}
    </div>
  );
}
