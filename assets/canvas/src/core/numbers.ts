// Numbers as people read them.

/** 23508032 -> "23.5 M", 512 -> "512". */
export function short(count: number): string {
  if (count < 1000) return String(count);
  const units: readonly [number, string][] = [[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "k"]];
  for (const [size, unit] of units) {
    if (count >= size) {
      const value = count / size;
      return `${value >= 100 ? Math.round(value) : Number(value.toFixed(value >= 10 ? 1 : 2))} ${unit}`;
    }
  }
  return String(count);
}

/** A change: 1180000 -> "+1.18 M", -512 -> "−512". */
export function signed(change: number): string {
  return `${change < 0 ? "−" : "+"}${short(Math.abs(change))}`;
}

/** 23508032 -> "23,508,032". */
export function long(count: number): string {
  return count.toLocaleString("en-US");
}
