import { z } from 'zod';
import { defineAlertTool, WORKS_ON_ALERTS } from '../define-tool.ts';
import { ALERT_OUTSIDE_KEYS, alertJson } from '../present/alert.ts';
import { alertIdArg, reasonArg } from '../proposal.ts';

export const resolveAlert = defineAlertTool({
  name: 'resolve_alert',
  title: 'Resolve an alert',
  toolset: 'alerts',
  description:
    "Marks an alert as dealt with and says how, for the owner and the audit log. Use when you are done with it, also when you decide to do nothing. Not for another's claimed alert, and not an order.",
  annotations: WORKS_ON_ALERTS,
  input: z.object({
    alert_id: alertIdArg,
    resolution: reasonArg.describe("What you did and why; name the order's request_id if there is one"),
  }),
  output: () => z.object({ alert: z.looseObject({}).describe('As in get_recent_alerts') }),
  outsideKeys: ALERT_OUTSIDE_KEYS,
  async run({ alert_id, resolution }, { alerts, caller }) {
    return { alert: alertJson(alerts.resolve(alert_id, { kind: 'agent', name: caller.name }, resolution)) };
  },
});
