/** Strokes on a grid of 24. */
const PATHS = {
  overview: 'M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z',
  positions: 'M12 3 3 8l9 5 9-5zM3 12.5l9 5 9-5M3 17l9 5 9-5',
  approvals: 'M12 3l8 3v6c0 4.6-3.3 7.9-8 9-4.7-1.1-8-4.4-8-9V6zM8.5 12l2.5 2.5 4.5-5',
  chart: 'M6 3v3M6 14v4M4 6h4v8H4zM12 6v4M12 17v4M10 10h4v7h-4zM18 3v2M18 12v5M16 5h4v7h-4z',
  activity: 'M4 6h2M4 12h2M4 18h2M10 6h10M10 12h10M10 18h10',
  alerts: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
  limits: 'M4 17a8 8 0 1 1 16 0M12 17l4-5M2.5 17h3M18.5 17h3',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M16 4.5v5M8 14.5v5',
  more: 'M4 7h16M4 12h16M4 17h10',
  stop: 'M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2zM9 9l6 6M15 9l-6 6',
  play: 'M8 5l11 7-11 7z',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5 19 19M19 5l-1.5 1.5M6.5 17.5 5 19',
  moon: 'M20 14.5A8 8 0 1 1 9.5 4a6.5 6.5 0 0 0 10.5 10.5z',
  system: 'M3 5h18v11H3zM8 20h8M12 16v4',
  key: 'M12 9a4 4 0 1 0 8 0 4 4 0 1 0-8 0zM12 9H3v5M7.5 9v3.5',
  fingerprint:
    'M6 18c1.3-2 2-4 2-6.5a4 4 0 0 1 8 0c0 1 0 2-.2 3M12 11.5c0 4-1.2 7-2.8 9.5M15.3 18c-.3 1.2-.7 2.3-1.1 3.2M4.5 14.5c.4-1 .5-2 .5-3a7 7 0 0 1 11.8-5M18.6 9c.3.8.4 1.6.4 2.5 0 2.3-.2 4.3-.7 6.2',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6 6l12 12M18 6 6 18',
  warning: 'M12 4 2.5 20h19zM12 10v4.5M12 17.5h.01',
  info: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v5M12 8h.01',
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  clock: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l3.5 2',
  down: 'M6 9.5l6 6 6-6',
  right: 'M9.5 6l6 6-6 6',
  back: 'M14.5 6l-6 6 6 6',
  send: 'M4 12l16-8-6 16-3-6.5z',
  fill: 'M4 12h11M11 7l5 5-5 5M20 5v14',
  quote: 'M5 11c0-3 1.5-5 4-6M5 11h4v6H5zM14 11c0-3 1.5-5 4-6M14 11h4v6h-4z',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16.5 16.5 21 21',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  leave: 'M14 4h5v16h-5M4 12h11M11 8l4 4-4 4',
  reload: 'M20 11a8 8 0 1 0-2 6.5M20 4v7h-7',
  user: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20a7.5 7.5 0 0 1 15 0',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration: whatever it says must stand in words beside it or in a label. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
