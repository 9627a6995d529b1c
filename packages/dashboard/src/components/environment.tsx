import type { LinkView } from '@mt5-bridge/mcp-server/dashboard';
import { Badge, type Look } from './basics.tsx';

const ENVIRONMENTS: Readonly<
  Record<NonNullable<LinkView['environment']>, { readonly name: string; readonly look: Look }>
> = {
  live: { name: 'LIVE', look: 'live' },
  demo: { name: 'Demo', look: 'accent' },
  paper: { name: 'Paper', look: 'up' },
  fake: { name: 'Simulated', look: 'neutral' },
};

export function EnvironmentBadge({ of }: { readonly of: LinkView['environment'] }) {
  if (of === null) return null;
  const { name, look } = ENVIRONMENTS[of];
  return <Badge look={look}>{name}</Badge>;
}
