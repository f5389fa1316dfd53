// The tabs of the page around the canvas: it can lead on to the one where the network is trained.

const TAB = "tab-train-button";
const START = "train-start";
const PATIENCE = 40;
const STEP = 50;

/** Opens the tab, and puts the focus on the button that begins, once it is drawn. */
export function openTraining(): void {
  document.getElementById(TAB)?.click();
  arrive(PATIENCE);
}

function arrive(left: number): void {
  const start = document.getElementById(START);
  if (start && start.offsetParent !== null) start.focus();
  else if (left > 0) setTimeout(() => arrive(left - 1), STEP);
}
