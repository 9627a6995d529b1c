import type { TradeIntent } from '@mt5-bridge/gateway';
import {
  operations,
  type RecordField,
  type Shape,
  type TradeCommand,
  type TradeOperationName,
} from '@mt5-bridge/protocol';
import { z } from 'zod';
import { type JsonRecord, type Presentation, presentation } from './presentation.ts';
import type { Scale } from './scales.ts';

export const ACTIONS = [
  'place_order',
  'modify_order',
  'close_position',
  'close_by',
  'cancel_order',
] as const satisfies readonly TradeIntent['action'][];

const views = new Map<TradeOperationName, Presentation<never>>();

function viewOf(operation: TradeOperationName): Presentation<never> {
  const view =
    views.get(operation) ?? (presentation(operations[operation].params as RecordField<Shape>) as Presentation<never>);
  views.set(operation, view);
  return view;
}

/** Every field of an order as it is sent, named as on the wire. */
export function commandJson({ operation, params }: TradeCommand, scale: Scale): JsonRecord {
  return { operation, ...viewOf(operation).present(params as never, scale) };
}

/** The schema of {@link commandJson}; its fields depend on the operation. */
export const commandOutput = () => z.looseObject({}).describe('The order as sent, field by field');
