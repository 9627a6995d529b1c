import { bookType } from '../enums/index.ts';
import { type Infer, lots, price, record, reported } from '../schema/index.ts';

/** One level of the depth of market (MqlBookInfo). */
export const bookEntry = record({ type: reported(bookType), price: price(), volume: lots() });
export type BookEntry = Infer<typeof bookEntry>;
