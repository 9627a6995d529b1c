import { Mt5Error } from '@mt5-bridge/protocol';
import { z } from 'zod';

const MOST_REASON = 500;

export const reasonArg = z.string().trim().min(1).max(MOST_REASON);
export const idempotencyKeyArg = z.string().trim().min(1).max(128);
export const approvalIdArg = z.string().trim().min(1).max(64);
export const alertIdArg = z.string().trim().min(1).max(64);

/** How an order is proposed, whatever the order. */
export const proposalArgs = {
  idempotency_key: idempotencyKeyArg
    .optional()
    .describe('Your own word for this one order: the same again answers the first, and never orders twice'),
  reason: reasonArg.optional().describe('Why, in your words, for the owner and the audit log'),
};

/** mt5-trading-mcp's way to say that the user has agreed. */
export const approvalArgs = {
  approval_confirmed: z.boolean().default(false).describe('The user has said yes to that approval'),
  approval_request_id: approvalIdArg.optional().describe('The approval_id of a pending approval'),
};

/** @throws Mt5Error INVALID_APPROVAL when one half is missing */
export function confirmationOf(confirmed = false, approval_id?: string): { approval_id: string } | undefined {
  if (confirmed !== (approval_id !== undefined)) {
    throw new Mt5Error('INVALID_APPROVAL', 'approval_confirmed=true and approval_request_id go together.');
  }
  return approval_id === undefined ? undefined : { approval_id };
}
