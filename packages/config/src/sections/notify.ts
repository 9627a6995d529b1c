import { z } from 'zod';
import { key } from '../key-facts.ts';

/** What the owner and the agent can be told of. */
export const NOTICE_KINDS = ['alert', 'fill', 'approval', 'kill_switch', 'margin', 'link'] as const;

export const notify = z.strictObject({
  webhook_url: key(z.union([z.literal(''), z.url({ protocol: /^https?$/ })]), '', {
    description: 'Address that each notice is posted to as JSON; empty is none.',
    effect: 'at_once',
    allowed: 'an http or https address in quotes (empty for none)',
  }),
  webhook_secret: key(z.string(), '', {
    description: 'Signs each notice: HMAC-SHA256 in the header X-Mt5-Bridge-Signature.',
    effect: 'at_once',
    allowed: 'a text in quotes',
    secret: true,
    env: 'MT5_BRIDGE_WEBHOOK_SECRET',
  }),
  command: key(z.array(z.string()), [], {
    description:
      'Program with its arguments that is run for each notice, which it gets as JSON on stdin; empty is none.',
    effect: 'at_once',
    allowed: 'a list of texts such as ["/usr/local/bin/tell-me", "--urgent"]',
  }),
  events: key(z.array(z.enum(NOTICE_KINDS)), [...NOTICE_KINDS], {
    description: 'What is told.',
    effect: 'at_once',
    allowed: `a list of ${NOTICE_KINDS.join(', ')}`,
    candidates: () => NOTICE_KINDS,
  }),
  margin_level_warning: key(z.number().min(0).max(1_000_000), 150, {
    description: 'Margin level below which a warning is given; 0 is never.',
    unit: '%',
    effect: 'at_once',
    allowed: 'a number from 0 (never)',
  }),
});
