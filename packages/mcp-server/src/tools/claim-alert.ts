import { z } from 'zod';
import { defineAlertTool, WORKS_ON_ALERTS } from '../define-tool.ts';
import { ALERT_OUTSIDE_KEYS, alertJson } from '../present/alert.ts';
import { alertIdArg } from '../proposal.ts';

export const claimAlert = defineAlertTool({
  name: 'claim_alert',
  title: 'Claim an alert',
  toolset: 'alerts',
  description:
    'Takes one alert for yourself, so that no other agent works on it too; only the first claim succeeds. Use before acting on it, then resolve_alert. Not an order.',
  annotations: WORKS_ON_ALERTS,
  input: z.object({ alert_id: alertIdArg }),
  output: () => z.object({ alert: z.looseObject({}).describe('As in get_recent_alerts') }),
  outsideKeys: ALERT_OUTSIDE_KEYS,
  async run({ alert_id }, { alerts, caller }) {
    return { alert: alertJson(alerts.claim(alert_id, { kind: 'agent', name: caller.name })) };
  },
});
