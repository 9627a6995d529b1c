import { computed } from '@preact/signals';
import type { IconName } from '../components/icon.tsx';
import { path } from '../state/router.ts';

export interface Route {
  readonly path: string;
  readonly name: string;
  readonly icon: IconName;
  /** After `g`. */
  readonly key: string;
}

export const ROUTES = [
  { path: '/', name: 'Overview', icon: 'overview', key: 'o' },
  { path: '/positions', name: 'Positions', icon: 'positions', key: 'p' },
  { path: '/approvals', name: 'Approvals', icon: 'approvals', key: 'a' },
  { path: '/chart', name: 'Chart', icon: 'chart', key: 'c' },
  { path: '/activity', name: 'Activity', icon: 'activity', key: 't' },
  { path: '/alerts', name: 'Alerts', icon: 'alerts', key: 'w' },
  { path: '/limits', name: 'Limits', icon: 'limits', key: 'l' },
  { path: '/settings', name: 'Settings', icon: 'settings', key: 's' },
] as const satisfies readonly Route[];

/** On a phone these stand at the bottom, the rest behind "More". */
export const FIRST_ROUTES: readonly Route[] = ROUTES.slice(0, 4);
export const MORE_ROUTES: readonly Route[] = ROUTES.slice(4);

const APPROVE = '/approve/';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // No encoding at all: then it names no approval, which the server says.
    return text;
  }
}

/** The approval that the address names. */
export const approvalInPath = computed(() =>
  path.value.startsWith(APPROVE) ? decoded(path.value.slice(APPROVE.length)) : undefined,
);

export const approvalAddress = (id: string): string => `${APPROVE}${encodeURIComponent(id)}`;

export const route = computed<Route | undefined>(() => {
  const at = approvalInPath.value === undefined ? path.value : '/approvals';
  return ROUTES.find((each) => each.path === at);
});
