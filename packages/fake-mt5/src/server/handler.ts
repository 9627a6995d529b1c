import type { OperationName, Params, Result } from '@mt5-bridge/protocol';
import type { BulkColumns, PictureName } from '@mt5-bridge/protocol/wire';
import type { SimulatedTerminal } from '../simulation/simulated-terminal.ts';
import type { Terminal } from './terminal.ts';

/** A result with the packed records or the picture that travels behind it. */
export interface WithRecords<R> {
  readonly result: R;
  readonly records: Uint8Array;
}

export type Answer<N extends OperationName> = N extends keyof BulkColumns | PictureName
  ? WithRecords<Result<N>>
  : Result<N>;

/** Carries out one operation. @throws Mt5Error with a code that the operation may answer */
export type Handler<N extends OperationName> = (terminal: Terminal, params: Params<N>) => Answer<N>;

/** One that needs nothing of the wire: any simulated terminal answers so. */
export type Answering<N extends OperationName> = (terminal: SimulatedTerminal, params: Params<N>) => Answer<N>;
