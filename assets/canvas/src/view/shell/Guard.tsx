// Catches a fault of the editor itself: the person learns that the document is safe and how to go on.

import { Component, type ReactNode } from "react";
import { strings } from "../../strings.ts";

export class Guard extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <p className="ng-broken" role="alert">
        {strings.broken}
      </p>
    );
  }
}
