import * as enums from '../src/enums/index.ts';
import type { FieldSchema } from '../src/schema/index.ts';
import { literal } from './mql5-constants.ts';
import { eventList, type Member, operationList, pascal, type Structure, Structures } from './mql5-schema.ts';

const MAX_INT = '9007199254740992';

/** Type of a member in MQL5, and what a new structure holds there. */
function plainType({ type }: FieldSchema): readonly [type: string, zero: string] {
  switch (type) {
    case 'bool':
      return ['bool', 'false'];
    case 'int':
    case 'instant':
      return ['long', '0'];
    case 'real':
      return ['double', '0.0'];
    case 'u64':
      return ['ulong', '0'];
    case 'enum':
    case 'flags':
      return ['int', '0'];
    case 'text':
    case 'symbol':
    case 'request_id':
    case 'word':
      return ['string', '""'];
    default:
      throw new Error(`no MQL5 type for ${type}`);
  }
}

const itemOf = (schema: FieldSchema): FieldSchema => schema.of as FieldSchema;

/** Writes structures, readers and writers for one registry of records. */
class Generator {
  private readonly structures = new Structures();
  private readonly lines: string[] = [];
  private readonly declared = new Set<string>();
  private readonly read = new Set<string>();
  private readonly written = new Set<string>();

  text(): string[] {
    for (const operation of operationList) {
      const base = pascal(operation.name);
      if (Object.keys(operation.params.shape).length > 0) {
        this.reader(this.structures.of(operation.params.schema, `${base}Params`));
      }
      const result = this.structures.of(operation.result.schema, `${base}Result`);
      this.writer(result);
      // The journal digests what was asked for, and keeps what was answered.
      if (operation.kind === 'write') {
        this.writer(this.structures.of(operation.params.schema, `${base}Params`));
        this.reader(result);
      }
    }
    for (const event of eventList) this.writer(this.structures.of(event.data.schema, `${pascal(event.name)}Event`));
    return this.lines;
  }

  private structureOf(schema: FieldSchema, outer: string, member: string): Structure {
    return this.structures.of(schema, outer + pascal(member));
  }

  private structure(structure: Structure): void {
    const { name, members } = structure;
    if (this.declared.has(name)) return;
    this.declared.add(name);
    for (const { name: member, schema } of members) {
      const inner = schema.type === 'list' ? itemOf(schema) : schema;
      if (inner.type === 'record') this.structure(this.structureOf(inner, name, member));
    }
    const fields: string[] = [];
    const zeros: string[] = [];
    for (const member of members) this.addMember(name, member, fields, zeros);
    this.lines.push(
      '',
      `struct S${name}`,
      '  {',
      ...fields.map((field) => `   ${field};`),
      `   S${name}(void)`,
      '     {',
      ...zeros.map((zero) => `      ${zero};`),
      '     }',
      '  };',
    );
  }

  private addMember(outer: string, { name, optional, schema }: Member, fields: string[], zeros: string[]): void {
    if (optional) {
      fields.push(`bool has_${name}`);
      zeros.push(`has_${name}=false`);
    }
    switch (schema.type) {
      case 'record':
        fields.push(`S${this.structureOf(schema, outer, name).name} ${name}`);
        return;
      case 'bytes':
        fields.push(`uchar ${name}[]`);
        return;
      case 'map':
        fields.push(`string ${name}_keys[]`, `${plainType(itemOf(schema))[0]} ${name}_values[]`);
        return;
      case 'list': {
        const item = itemOf(schema);
        const type = item.type === 'record' ? `S${this.structureOf(item, outer, name).name}` : plainType(item)[0];
        fields.push(`${type} ${name}[]`);
        return;
      }
      default: {
        const [type, zero] = plainType(schema);
        fields.push(`${type} ${name}`);
        zeros.push(`${name}=${zero}`);
      }
    }
  }

  //--- readers

  private reader(structure: Structure): void {
    const { name, members } = structure;
    if (this.read.has(name)) return;
    this.read.add(name);
    this.structure(structure);
    for (const { name: member, schema } of members) {
      const inner = schema.type === 'list' ? itemOf(schema) : schema;
      if (inner.type === 'record') this.reader(this.structureOf(inner, name, member));
      if (inner.type === 'enum') this.enumReader(inner.of as string);
    }
    this.lines.push(
      '',
      `bool Read${name}(const CMsgReader &reader,const int at,const string path,S${name} &value,SFault &fault)`,
      '  {',
      '   if(!reader.IsMap(at))',
      '      return(Expected(reader,at,path,"a map",fault));',
      '   int field=0;',
      ...members.flatMap((member) => this.readMember(name, member)),
      '   return(true);',
      '  }',
    );
  }

  private readMember(outer: string, { name, optional, schema }: Member): string[] {
    const find = `   field=reader.Find(at,${literal(name)});`;
    const read = this.readField(outer, name, schema);
    if (!optional) return [find, ...read.map((line) => `   ${line}`)];
    return [
      find,
      `   value.has_${name}=(field>=0 && !reader.IsNil(field));`,
      `   if(value.has_${name})`,
      '     {',
      ...read.map((line) => `      ${line}`),
      '     }',
    ];
  }

  private readField(outer: string, name: string, schema: FieldSchema): string[] {
    const path = `path+${literal(`.${name}`)}`;
    if (schema.type !== 'list') {
      return [`if(!${this.readCall(outer, name, schema, 'field', path, `value.${name}`)})`, '   return(false);'];
    }
    const item = itemOf(schema);
    const count = `${name}_count`;
    const read = this.readCall(outer, name, item, 'field', `${path}+"["+IntegerToString(i)+"]"`, `value.${name}[i]`);
    return [
      `int ${count}=0;`,
      `if(!ReadList(reader,field,${path},${schema.max},${count},fault))`,
      '   return(false);',
      `if(ArrayResize(value.${name},${count})!=${count})`,
      '   return(OutOfMemory(fault));',
      'field=reader.First(field);',
      `for(int i=0; i<${count}; i++)`,
      '  {',
      `   if(!${read})`,
      '      return(false);',
      '   field=reader.Next(field);',
      '  }',
    ];
  }

  private readCall(outer: string, name: string, schema: FieldSchema, at: string, path: string, into: string): string {
    const call = (reader: string, ...more: (string | number)[]): string =>
      `${reader}(${['reader', at, path, ...more, into, 'fault'].join(',')})`;
    switch (schema.type) {
      case 'record':
        return call(`Read${this.structureOf(schema, outer, name).name}`);
      case 'bool':
        return call('ReadBool');
      case 'int':
        return call('ReadInt', String(schema.min ?? `-${MAX_INT}`), String(schema.max ?? MAX_INT));
      case 'instant':
        return call('ReadInt', 0, 'LAST_INSTANT');
      case 'real':
        return call('ReadReal');
      case 'u64':
        return call('ReadUInt');
      case 'text':
        return call('ReadText', String(schema.max));
      case 'symbol':
        return call('ReadSymbol', String(schema.max));
      case 'request_id':
        return call('ReadRequestId');
      case 'enum':
        return call(`Read${enumName(schema.of)}`);
      default:
        throw new Error(`nothing reads ${schema.type} (${outer}.${name})`);
    }
  }

  /** Reads one of the numbers of an enumeration that a caller may ask for. */
  private enumReader(mql5: string): void {
    if (this.read.has(mql5)) return;
    this.read.add(mql5);
    const found = Object.values(enums).find((one) => typeof one === 'object' && one.mql5 === mql5);
    if (typeof found !== 'object') throw new Error(`no enumeration ${mql5}`);
    this.lines.push(
      '',
      `bool Read${enumName(mql5)}(const CMsgReader &reader,const int at,const string path,int &value,SFault &fault)`,
      '  {',
      `   if(!ReadEnum(reader,at,path,${literal(mql5)},value,fault))`,
      '      return(false);',
      '   switch(value)',
      '     {',
      ...Object.values(found.numbers).map((number) => `      case ${number}:`),
      '         return(true);',
      '      default:',
      `         return(NotOneOf(value,path,${literal(mql5)},fault));`,
      '     }',
      '  }',
    );
  }

  //--- writers

  private writer(structure: Structure): void {
    const { name, members } = structure;
    if (this.written.has(name)) return;
    this.written.add(name);
    this.structure(structure);
    for (const { name: member, schema } of members) {
      const inner = schema.type === 'list' ? itemOf(schema) : schema;
      if (inner.type === 'record') this.writer(this.structureOf(inner, name, member));
    }
    const always = members.filter(({ optional }) => !optional).length;
    const counts = members
      .filter(({ optional }) => optional)
      .flatMap((member) => [`   if(value.has_${member.name})`, '      fields++;']);
    this.lines.push(
      '',
      `void Write${name}(CMsgWriter &writer,const S${name} &value)`,
      '  {',
      ...(counts.length === 0
        ? [`   writer.Map(${always});`]
        : [`   int fields=${always};`, ...counts, '   writer.Map(fields);']),
      ...members.flatMap((member) => this.writeMember(name, member)),
      '  }',
    );
  }

  private writeMember(outer: string, { name, optional, schema }: Member): string[] {
    const write = [`writer.Key(${literal(name)});`, ...this.writeField(outer, name, schema)];
    if (!optional) return write.map((line) => `   ${line}`);
    return [`   if(value.has_${name})`, '     {', ...write.map((line) => `      ${line}`), '     }'];
  }

  private writeField(outer: string, name: string, schema: FieldSchema): string[] {
    const of = `value.${name}`;
    switch (schema.type) {
      case 'bytes':
        return [`writer.Bytes(${of},ArraySize(${of}));`];
      case 'map':
        return [
          `int ${name}_count=ArraySize(${of}_keys);`,
          `writer.Map(${name}_count);`,
          `for(int i=0; i<${name}_count; i++)`,
          '  {',
          `   writer.Text(${of}_keys[i]);`,
          `   ${this.writeCall(outer, name, itemOf(schema), `${of}_values[i]`)}`,
          '  }',
        ];
      case 'list':
        return [
          `int ${name}_count=ArraySize(${of});`,
          `writer.List(${name}_count);`,
          `for(int i=0; i<${name}_count; i++)`,
          `   ${this.writeCall(outer, name, itemOf(schema), `${of}[i]`)}`,
        ];
      default:
        return [this.writeCall(outer, name, schema, of)];
    }
  }

  private writeCall(outer: string, name: string, schema: FieldSchema, of: string): string {
    switch (schema.type) {
      case 'record':
        return `Write${this.structureOf(schema, outer, name).name}(writer,${of});`;
      case 'bool':
        return `writer.Bool(${of});`;
      case 'real':
        return `writer.Real(${of});`;
      case 'u64':
        return `writer.UInt(${of});`;
      case 'int':
      case 'instant':
        return `writer.Int(${of});`;
      case 'enum':
      case 'flags':
        return `writer.Int((long)${of});`;
      default:
        return `writer.Text(${of});`;
    }
  }
}

const enumName = (mql5: unknown): string =>
  pascal(
    String(mql5)
      .replace(/^ENUM_/, '')
      .toLowerCase(),
  );

/** Everything of Messages.mqh but its frame. */
export const messages = (): string[] => new Generator().text();
