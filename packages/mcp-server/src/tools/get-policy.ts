import type { TradingGateway } from '@mt5-bridge/gateway';
import { z } from 'zod';
import { defineGatewayTool, LOOKS_ONLY } from '../define-tool.ts';
import { killSwitchJson, killSwitchShape } from '../present/kill-switch.ts';
import { MOST_DECIMALS, roundedOrNull } from '../present/numbers.ts';
import { isoTimeOrNull, timeOutput } from '../present/times.ts';

type Limits = Awaited<ReturnType<TradingGateway['policy']>>['limits'];

const texts = (): z.ZodType<readonly string[]> => z.array(z.string());
const value = () => z.union([z.number(), z.string(), z.boolean(), texts()]);

const limitsShape = () =>
  z.array(
    z.object({
      limit: z.string(),
      configured: value().nullable().describe('0, false or empty: off'),
      used: z.number().nullable(),
      left: z.number().nullable(),
      resets_at: timeOutput().nullable(),
    }),
  );
const symbolsShape = () => z.object({ allowlist: texts(), denylist: texts() });

export const getPolicy = defineGatewayTool({
  name: 'get_policy',
  title: "The owner's limits",
  toolset: 'ops',
  description:
    'The rules that every order must pass: each limit with what is used and left and when it resets, allowed and denied symbols, who can approve what, the kill switch. Use before proposing a trade and after a refusal. Not a way to change them: only the owner can.',
  annotations: LOOKS_ONLY,
  input: z.object({}),
  output: () =>
    z.object({
      preset: z.string(),
      read_only: z.boolean(),
      live_enabled: z.boolean(),
      kill_switch: z.object(killSwitchShape),
      limits: limitsShape(),
      symbols: symbolsShape(),
      approvals: z.object({
        channels: texts(),
        elicitation_max_notional: z.number(),
        agent_max_notional: z.number(),
        levels: z.array(z.object({ above: z.number(), channels: texts() })),
        ttl_seconds: z.number(),
      }),
      in_flight: z.int().describe('Orders sent whose answer is out; they count as carried out'),
      unknown: z.int().describe('Orders whose outcome is being looked up; they count as carried out'),
      profile: z
        .object({ name: z.string(), limits: limitsShape(), symbols: symbolsShape() })
        .nullable()
        .describe('Limits of your own orders and positions, besides all of the above'),
    }),
  outsideKeys: ['by', 'reason'],
  async run(_args, { gateway }) {
    const { identity: _, kill_switch, limits, profile, approvals, ...policy } = await gateway.policy();
    return {
      ...policy,
      approvals: { ...approvals, levels: approvals.levels.map((level) => ({ ...level })) },
      kill_switch: killSwitchJson(kill_switch),
      limits: limits.map(limitJson),
      profile: profile && { ...profile, limits: profile.limits.map(limitJson) },
    };
  },
});

const limitJson = ({ limit, configured, used, left, resets_at }: Limits[number]) => ({
  limit,
  configured,
  used: roundedOrNull(used, MOST_DECIMALS),
  left: roundedOrNull(left, MOST_DECIMALS),
  resets_at: isoTimeOrNull(resets_at),
});
