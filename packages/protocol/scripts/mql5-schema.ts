import * as domain from '../src/domain/index.ts';
import { events } from '../src/events/index.ts';
import { type Operation, operations } from '../src/ops/index.ts';
import type { FieldSchema } from '../src/schema/index.ts';

/** A field of a message as the MQL5 side sees it. */
export interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly schema: FieldSchema;
}

/** A record of the wire that becomes an MQL5 structure. */
export interface Structure {
  /** Name without prefix: `Position` is `SPosition`. */
  readonly name: string;
  readonly members: readonly Member[];
}

export const pascal = (name: string): string =>
  name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const fieldsOf = (schema: FieldSchema): Readonly<Record<string, FieldSchema>> =>
  schema.fields as Readonly<Record<string, FieldSchema>>;

/** Finds every record that is part of a message, inner ones first; shared ones keep the name of the domain type. */
export class Structures {
  /** By their fields, which are one object wherever the same record is used. */
  private readonly byFields = new Map<object, Structure>();
  private readonly names = new Map<object, string>();

  constructor() {
    for (const [name, field] of Object.entries(domain)) {
      if (typeof field !== 'object' || !('schema' in field)) continue;
      this.names.set(fieldsOf(field.schema), name.charAt(0).toUpperCase() + name.slice(1));
    }
  }

  get all(): Iterable<Structure> {
    return this.byFields.values();
  }

  /** The structure of a record; `name` is for one that no domain type names. */
  of(schema: FieldSchema, name: string): Structure {
    const fields = fieldsOf(schema);
    const known = this.byFields.get(fields);
    if (known !== undefined) return known;
    const own = this.names.get(fields) ?? name;
    const members = Object.entries(fields).map(([key, field]) => {
      this.visit(field, own + pascal(key));
      return { name: key, optional: field.optional === true, schema: field };
    });
    const made = { name: own, members };
    this.byFields.set(fields, made);
    return made;
  }

  private visit(schema: FieldSchema, name: string): void {
    if (schema.type === 'record') this.of(schema, name);
    if (schema.type === 'list' || schema.type === 'map') this.visit(schema.of as FieldSchema, name);
  }
}

export const operationList: readonly Operation[] = Object.values(operations as Record<string, unknown>)
  .map((operation) => operation as Operation)
  .sort((a, b) => a.number - b.number);

export const eventList = Object.values(events);
