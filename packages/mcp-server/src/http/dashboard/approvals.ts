import type { ApprovalChannel } from '@mt5-bridge/gateway/api';
import { Mt5Error } from '@mt5-bridge/protocol';
import { Hono } from 'hono';
import { z } from 'zod';
import { given } from '../../arguments.ts';
import type { Env, HttpServices, Routes } from '../context.ts';
import { jsonBody } from '../json-body.ts';
import { browserOf } from '../owner/index.ts';
import { approvalView } from './approval-view.ts';
import { scaled } from './scaled.ts';

const hash = z.string().max(128);
const orderBody = z.object({ hash });
const signedBody = z.object({ hash, answer: z.record(z.string(), z.unknown()) });
const denialBody = z.object({ reason: z.string().max(500).optional() });

/** One approval, its yes and its no, behind the guards. */
export function approvalRoutes(services: HttpServices): Routes {
  const { gateway, owner, reads } = services;
  const view = (id: string) => scaled(reads, (scales) => approvalView(gateway.approval(id), { reads, scales }));

  /** Whoever says yes has seen this order and no other. @throws Mt5Error APPROVAL_NOT_FOUND, INVALID_APPROVAL */
  function seen(approval_id: string, hash: string) {
    if (gateway.approval(approval_id).preview.hash === hash) return { approval_id, hash };
    throw new Mt5Error('INVALID_APPROVAL', 'The order shown is not the one that waits: look at it again.');
  }

  async function approve(id: string, yes: { hash: string; channel: ApprovalChannel; by: string }) {
    await gateway.approve(id, yes);
    return view(id);
  }

  const routes = new Hono<Env>();
  routes.get('/:id', async (c) => c.json(await view(c.req.param('id'))));

  routes.post('/:id/approve', async (c) => {
    const { hash } = await jsonBody(c, orderBody);
    const { approval_id } = seen(c.req.param('id'), hash);
    return c.json(await approve(approval_id, { hash, channel: 'dashboard', by: c.get('session').by }));
  });

  routes.post('/:id/passkey/options', async (c) => {
    const { hash } = await jsonBody(c, orderBody);
    return c.json(await owner.approvalOptions(browserOf(c), seen(c.req.param('id'), hash)));
  });

  routes.post('/:id/passkey', async (c) => {
    const { hash, answer } = await jsonBody(c, signedBody);
    const order = seen(c.req.param('id'), hash);
    const { by } = await owner.checkApproval(browserOf(c), order, answer);
    return c.json(await approve(order.approval_id, { hash, channel: 'passkey', by }));
  });

  routes.post('/:id/deny', async (c) => {
    const id = c.req.param('id');
    const { reason } = await jsonBody(c, denialBody);
    await gateway.deny(id, { channel: 'dashboard', by: c.get('session').by, ...given({ reason }) });
    return c.json(await view(id));
  });
  return routes;
}
