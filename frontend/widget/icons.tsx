/** Line icons of 24 by 24, drawn in the text's colour; decoration only. */

const PATHS = {
  close: "M6 6l12 12M18 6 6 18",
  send: "M12 19V5m-6 6 6-6 6 6",
  down: "M12 5v14m-6-6 6 6 6-6",
  check: "m5 12.5 4.5 4.5L19 7.5",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  page: "M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12h5M10 16h5",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.7-3.6 3.7-5.5 7.5-5.5s6.8 1.9 7.5 5.5",
  parcel: "m12 3 8 4.2v9.6L12 21l-8-4.2V7.2zM4.3 7.4 12 11.5l7.7-4.1M12 11.5V21M8 5.2l8 4.2",
  form: "M8 4.5H6v16h12v-16h-2M9 3h6v3.5H9zM9 11h6M9 15h4",
  warn: "M12 8v5m0 3.5v.01M12 3 2.5 20h19z",
  cloud: "M7 18.5h10a4 4 0 0 0 .6-7.950A6 6 0 0 0 6.2 9.6 4.5 4.5 0 0 0 7 18.5Z",
  spark: "M12 4.5c.6 4.2 3 6.7 7.5 7.5-4.5.8-6.9 3.3-7.5 7.5-.6-4.2-3-6.7-7.5-7.5 4.5-.8 6.9-3.3 7.5-7.5Z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
