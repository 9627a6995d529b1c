import { decodeReply, encodeReply, type Frames, pack } from '@mt5-bridge/protocol/wire';
import type { GarbageKind } from './fault.ts';

/** 0xc1 is the one byte that MessagePack never uses. */
export const NO_MESSAGE = Uint8Array.of(0xc1, 0xff, 0x00, 0xc1);

/** What a broken peer would send in place of a good answer. */
export function spoil(answer: Frames, kind: GarbageKind): Frames {
  const [head = NO_MESSAGE, bulk] = answer;
  switch (kind) {
    case 'bytes':
      return [NO_MESSAGE];
    case 'empty':
      return [new Uint8Array()];
    case 'truncated':
      return [head.slice(0, Math.floor(head.length / 2))];
    case 'no-map':
      return [pack([1, 2, 3])];
    case 'wrong-id': {
      const reply = decodeReply(head);
      return [encodeReply({ ...reply, id: reply.id + 1 }), ...answer.slice(1)];
    }
    case 'wrong-shape': {
      const { id, t } = decodeReply(head);
      return [encodeReply({ id, ok: true, t, d: { nonsense: true } })];
    }
    case 'half-record':
      return [head, bulk === undefined ? NO_MESSAGE : bulk.slice(0, bulk.length - 1)];
    case 'blank':
      return [head, bulk === undefined ? NO_MESSAGE : new Uint8Array(bulk.length)];
  }
}
