// Line icons of 16 x 16, drawn for this canvas.

const PATHS = {
  file: "M4 2h5l3 3v9H4zM9 2v3h3",
  gallery: "M2.5 3h5v4h-5zM9.5 3h4v4h-4zM2.5 9h5v4h-5zM9.5 9h4v4h-4z",
  folder: "M2 4.5V12a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V6a1 1 0 0 0-1-1H8L6.5 3.5H3a1 1 0 0 0-1 1z",
  download: "M8 2.5v7M5 7l3 3 3-3M3 13h10",
  undo: "M5.5 3 2.5 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H7",
  redo: "M10.5 3l3 3-3 3M13 6H6.5a3.5 3.5 0 0 0 0 7H9",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  cut: "M4 4l8 8M12 4l-8 8M3 13.2a1.6 1.6 0 1 0 0-.1M11.5 13.2a1.6 1.6 0 1 0 0-.1",
  paste: "M5.5 3.5h-2v10h9v-10h-2M5.5 2.5h5v2h-5z",
  duplicate: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3M9.5 7.5v4M7.5 9.5h4",
  trash: "M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.6 9h5.8l.6-9M6.7 7v4M9.3 7v4",
  select: "M2.5 4.5v-2h2M7 2.5h2M11.5 2.5h2v2M13.5 7v2M13.5 11.5v2h-2M9 13.5H7M4.5 13.5h-2v-2M2.5 9V7",
  close: "M4 4l8 8M12 4l-8 8",
  snowflake: "M8 2v12M2.8 5l10.4 6M13.2 5 2.8 11M6.5 3 8 4.5 9.5 3M6.5 13 8 11.5 9.5 13",
  tidy: "M2 6.5h3.5v3H2zM10.5 2.5H14v3h-3.5zM10.5 10.5H14v3h-3.5zM5.5 8H8V4h2.5M8 8v4h2.5",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3 13.5 13.5",
  help: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM6 6.3a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.3M8 11.4v.1",
  moon: "M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1z",
  sun: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7",
  panelLeft: "M2.5 3h11v10h-11zM6 3v10",
  panelRight: "M2.5 3h11v10h-11zM10 3v10",
  panelBottom: "M2.5 3h11v10h-11zM2.5 9.5h11",
  chevron: "M6 4l4 4-4 4",
  check: "M3 8.5 6.5 12 13 4.5",
  error: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 4.8v4M8 11v.1",
  warning: "M8 2.2 14.3 13H1.7zM8 6.5v3M8 11.2v.1",
  note: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.3v3.7M8 5v.1",
  wait: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 4.5V8l2.3 1.5",
  reset: "M3 3v3.5h3.5M3.3 6.5A5.2 5.2 0 1 1 3 9",
  tap: "M2 8h6.5M8.5 8a2.5 2.5 0 1 0 5 0 2.5 2.5 0 0 0-5 0M5.5 5 8 8l-2.5 3",
  wand: "M3 13l7-7M9 3.5v-2M12.5 7h2M11.5 4.5l1.5-1.5M12 10l1 1",
  up: "M8 13V4M4.5 7 8 3.5 11.5 7",
  down: "M8 3v9M4.5 9 8 12.5 11.5 9",
  back: "M13 8H4M7.5 4.5 4 8l3.5 3.5",
  next: "M3 8h9M8.5 4.5 12 8l-3.5 3.5",
  link: "M6.5 9.5l3-3M7 4.8l1.6-1.6a2.6 2.6 0 0 1 3.7 3.7L10.7 8.5M9 11.2l-1.6 1.6a2.6 2.6 0 0 1-3.7-3.7L5.3 7.5",
  book: "M8 4.2C6.5 3 4.5 2.8 2.5 3v9.5c2-.2 4 0 5.5 1.2 1.5-1.2 3.5-1.4 5.5-1.2V3c-2-.2-4 0-5.5 1.2zM8 4.2v9.5",
  more: "M3.5 8v.1M8 8v.1M12.5 8v.1",
  group: "M5 2.5h8.5V11H5zM3 5H2.5v8.5H11V13",
  ungroup: "M2.5 2.5h4.5v4.5h-4.5zM9 9h4.5v4.5H9zM10 2.5h3.5V6M6 13.5H2.5V10",
  inside: "M2.5 2.5h11v11h-11zM5.5 5.5h5v5h-5z",
  beside: "M5 2.5v11M5 5h4.5a1.5 1.5 0 0 1 1.5 1.5v3A1.5 1.5 0 0 1 9.5 11H5",
  through: "M8 2v3M8 11v3M4 6.5v3M12 6.5v3M8 7v2",
  scale: "M8 3v10M5 13h6M3 5h10M3 5l-1.5 4h3zM13 5l-1.5 4h3z",
  guess: "M8 2a4.2 4.2 0 0 0-2.3 7.7V12h4.6V9.7A4.2 4.2 0 0 0 8 2zM6.5 14h3",
  swap: "M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="ng-icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
