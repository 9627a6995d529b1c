import { z } from 'zod';
import { defineGatewayTool } from '../define-tool.ts';
import { killSwitchJson, killSwitchShape } from '../present/kill-switch.ts';
import { reasonArg } from '../proposal.ts';

export const killSwitchOn = defineGatewayTool({
  name: 'kill_switch_on',
  title: 'Pull the kill switch',
  toolset: 'trading',
  description:
    'Stops every order that adds risk, for every program that trades through this bridge; closing, cancelling and tightening stops still work. Use when something is wrong, or when the user says stop. Not reversible from here: only the owner releases it.',
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.object({ reason: reasonArg.describe('For the owner, who must decide when to go on') }),
  output: () => z.object({ kill_switch: z.object(killSwitchShape) }),
  outsideKeys: ['by', 'reason'],
  async run({ reason }, { gateway, caller }) {
    return { kill_switch: killSwitchJson(gateway.pullKillSwitch({ kind: 'agent', name: caller.name }, reason)) };
  },
});
