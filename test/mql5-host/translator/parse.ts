import { splitAtCommas } from './brackets.ts';
import { DeclarationCursor } from './declaration-cursor.ts';
import type {
  Declaration,
  FunctionDeclaration,
  Program,
  Span,
  Statement,
  StatementKind,
  TypeDeclaration,
  TypeKind,
  TypeUse,
  Variable,
  VariableKind,
} from './program.ts';
import type { Source } from './source.ts';

const trailingWords: ReadonlySet<string> = new Set(['const', 'override', 'final']);

export function parse(source: Source): Program {
  return new Parser(source).program();
}

/** Reads declarations and statements; expressions stay tokens. */
class Parser extends DeclarationCursor {
  readonly #source: Source;
  readonly #types: TypeDeclaration[] = [];
  readonly #functions: FunctionDeclaration[] = [];
  readonly #declarations: Declaration[] = [];
  readonly #groups: Span[] = [];

  constructor(source: Source) {
    super(source.tokens);
    this.#source = source;
  }

  program(): Program {
    while (this.at < this.tokens.length) this.#item(undefined);
    return {
      source: this.#source,
      tokens: this.tokens,
      types: this.#types,
      functions: this.#functions,
      declarations: this.#declarations,
      groups: this.#groups,
    };
  }

  /** Something at global level or, with an owner, in the body of a type. */
  #item(owner: TypeDeclaration | undefined): void {
    const from = this.at;
    if (this.is(';')) {
      this.at++;
      return;
    }
    if (this.isOneOf(['public', 'private', 'protected']) && this.is(':', 1)) {
      this.at += 2;
      return;
    }
    if (this.isOneOf(['input', 'sinput']) && this.is('group', 1)) {
      this.at += 2;
      while (this.kind() === 'string') this.at++;
      this.#groups.push({ from, to: this.at });
      if (this.is(';')) this.at++;
      return;
    }
    if (this.is('typedef')) {
      this.skipTo(';');
      return;
    }
    if (this.is('namespace')) throw this.error('namespaces are outside the subset');
    const modifiers = this.modifiers();
    if (this.isType()) {
      this.#type(from, modifiers, owner ? 'member' : 'top');
      return;
    }
    const special = this.#construction(from, modifiers, owner);
    if (special) return;
    const type = this.typeUse(modifiers);
    if (!type) throw this.error(`a declaration was expected before ${this.here()}`);
    if (this.startsFunction()) {
      this.#function(from, modifiers, type, owner);
      return;
    }
    const isInput = modifiers.has('input') || modifiers.has('sinput');
    this.#declaration(from, modifiers, type, owner ? 'member' : isInput ? 'input' : 'global', owner);
    this.expect(';');
  }

  /** A constructor or a destructor, inside its class or outside. */
  #construction(from: number, modifiers: Set<string>, owner: TypeDeclaration | undefined): boolean {
    const start = this.at;
    const outside = this.kind() === 'word' && this.is('::', 1);
    if (outside) this.at += 2;
    const destructor = this.is('~');
    if (destructor) this.at++;
    const title = outside ? this.textAt(start) : owner?.title;
    if (title === undefined || this.text() !== title || !this.is('(', 1)) {
      this.at = start;
      return false;
    }
    this.#function(from, modifiers, undefined, owner, title, outside);
    return true;
  }

  #function(
    from: number,
    modifiers: Set<string>,
    type: TypeUse | undefined,
    owner: TypeDeclaration | undefined,
    ownerTitle: string | undefined = owner?.title,
    isOutside = false,
  ): void {
    let title = ownerTitle;
    let outside = isOutside;
    if (type && this.is('::', 1)) {
      title = this.text();
      outside = true;
      this.at += 2;
    }
    const name = this.at;
    if (this.is('operator')) while (!this.is('(') || this.textAt(this.at - 1) === 'operator') this.at++;
    else this.at++;
    const list = this.brackets('(');
    const parameters = this.#parameters(list);
    const head = { from, to: this.at };
    while (trailingWords.has(this.text())) modifiers.add(`${this.text()} method`) && this.at++;
    if (this.is('=') && this.is('0', 1)) this.at += 2;
    let initializers: Span | undefined;
    if (this.is(':')) {
      const first = this.at + 1;
      while (!this.is('{')) this.advance();
      initializers = { from: first, to: this.at };
    }
    const body = this.is('{') ? this.#statement() : undefined;
    if (!body && this.textAt(name) !== undefined) this.expect(';');
    const result: FunctionDeclaration = {
      name,
      title: this.textAt(name),
      type,
      head,
      list,
      parameters,
      owner: title,
      outside,
      modifiers,
      initializers,
      body,
      end: this.at,
    };
    this.#functions.push(result);
    owner?.methods.push(result);
  }

  #parameters(list: Span): Variable[] {
    const after = this.at;
    const found: Variable[] = [];
    for (const part of splitAtCommas(this.tokens, list)) {
      if (part.to - part.from === 1 && this.textAt(part.from) === 'void') continue;
      this.at = part.from;
      const type = this.typeUse(new Set());
      if (!type) {
        this.at = part.from;
        throw this.error('a parameter has a type and a name');
      }
      const name = this.at++;
      found.push(this.#variable('parameter', name, type, part.to));
      if (this.at !== part.to) throw this.error(`${this.here()} after a parameter`);
    }
    this.at = after;
    return found;
  }

  #declaration(
    from: number,
    modifiers: ReadonlySet<string>,
    type: TypeUse,
    kind: VariableKind,
    owner?: TypeDeclaration,
  ): Declaration {
    const variables: Variable[] = [];
    for (;;) {
      if (this.kind() !== 'word') throw this.error(`a name was expected before ${this.here()}`);
      if (this.is('::', 1)) this.at += 2;
      const name = this.at++;
      variables.push(this.#variable(kind, name, type));
      if (!this.is(',')) break;
      this.at++;
    }
    const result = { kind, span: { from, to: this.at }, isStatic: modifiers.has('static'), variables, owner };
    this.#declarations.push(result);
    owner?.members.push(result);
    return result;
  }

  /** The rest of a variable after its name. */
  #variable(kind: VariableKind, name: number, type: TypeUse, limit = this.tokens.length): Variable {
    const dimensions: Span[] = [];
    while (this.is('[') && this.at < limit) dimensions.push(this.brackets('['));
    let construct: Span | undefined;
    let initial: Span | undefined;
    if (this.is('(') && this.at < limit) construct = this.brackets('(');
    if (this.is('=') && this.at < limit) {
      const from = ++this.at;
      while (this.at < limit && !this.isOneOf([',', ';', '}', ')'])) this.advance();
      initial = { from, to: this.at };
    }
    return { kind, name, type, dimensions, span: { from: name, to: this.at }, initial, construct };
  }

  #type(from: number, modifiers: ReadonlySet<string>, level: TypeDeclaration['level']): void {
    const keyword = this.at;
    const kind = this.text() as TypeKind;
    this.at++;
    let pack: Span | undefined;
    if (this.is('pack') && this.is('(', 1)) {
      this.at++;
      pack = this.brackets('(');
    }
    const name = this.kind() === 'word' ? this.at++ : undefined;
    const basesFrom = this.at;
    while (!this.isOneOf(['{', ';'])) this.at++;
    const bases = { from: basesFrom, to: this.at };
    if (this.is(';')) {
      this.at++;
      return;
    }
    const end = this.closing(this.at);
    const body = { from: this.at + 1, to: end };
    const type: TypeDeclaration = {
      kind,
      keyword,
      name,
      title: name === undefined ? '' : this.textAt(name),
      pack,
      bases,
      body,
      span: { from, to: end + 1 },
      isTemplate: modifiers.has('template'),
      level,
      enumerators:
        kind === 'enum'
          ? splitAtCommas(this.tokens, body).flatMap((part) => (part.from < part.to ? [part.from] : []))
          : [],
      members: [],
      methods: [],
    };
    this.#types.push(type);
    if (kind === 'enum') this.at = end;
    else for (this.at = body.from; this.at < end; ) this.#item(type);
    this.expect('}');
    if (!this.is(';')) throw this.error(`${kind} ${type.title} declares a type and nothing else: ; is missing`);
    this.at++;
  }

  #statement(): Statement {
    const from = this.at;
    const parts: Statement[] = [];
    let head: Span | undefined;
    const done = (kind: StatementKind, declaration?: Declaration): Statement => ({
      kind,
      span: { from, to: this.at },
      head,
      declaration,
      parts,
    });
    switch (this.text()) {
      case ';':
        this.at++;
        return done('empty');
      case '{':
        this.at++;
        while (!this.is('}')) parts.push(this.#statement());
        this.at++;
        return done('block');
      case 'if':
        this.at++;
        head = this.brackets('(');
        parts.push(this.#statement());
        if (this.is('else')) {
          this.at++;
          parts.push(this.#statement());
        }
        return done('if');
      case 'while':
      case 'switch': {
        const kind = this.text() as StatementKind;
        this.at++;
        head = this.brackets('(');
        parts.push(this.#statement());
        return done(kind);
      }
      case 'do':
        this.at++;
        parts.push(this.#statement());
        this.expect('while');
        head = this.brackets('(');
        this.expect(';');
        return done('do');
      case 'for': {
        this.at++;
        head = this.brackets('(');
        const body = this.at;
        this.at = head.from;
        parts.push(this.#simple(head.to));
        head = { from: this.at, to: head.to };
        this.at = body;
        parts.push(this.#statement());
        return done('for');
      }
      case 'case':
      case 'default':
        while (!this.is(':')) this.advance();
        head = { from: from + 1, to: this.at };
        this.at++;
        return done('label');
      case 'break':
      case 'continue':
        this.at++;
        this.expect(';');
        return done('jump');
      case 'return':
        this.at++;
        head = this.#expression();
        return done('return');
    }
    return this.#simple();
  }

  /** A declaration or an expression with its semicolon. */
  #simple(limit = this.tokens.length): Statement {
    const from = this.at;
    const statement = (kind: StatementKind, head?: Span, declaration?: Declaration): Statement => ({
      kind,
      span: { from, to: this.at },
      head,
      declaration,
      parts: [],
    });
    if (this.is(';')) {
      this.at++;
      return statement('empty');
    }
    const modifiers = this.modifiers();
    if (this.isType()) {
      this.#type(from, modifiers, 'local');
      return statement('type');
    }
    const type = this.typeUse(modifiers);
    const known = type && !this.is('operator');
    if (known && this.is('(', 1) && this.isParameterList(this.at + 1)) {
      const head = { from, to: this.at };
      this.skipTo(';');
      return statement('prototype', head);
    }
    if (known && this.isOneOf(['=', ';', ',', '[', '(', '{', ':'], 1)) {
      if (this.is('{', 1)) throw this.error(`${this.text()}{...}: MQL5 initialises with = only`);
      if (this.is(':', 1)) throw this.error('a range for does not exist in MQL5');
      const declaration = this.#declaration(from, modifiers, type, 'local');
      this.expect(';');
      return statement('declaration', undefined, declaration);
    }
    this.at = from;
    const head = this.#expression(limit);
    return statement('expression', head);
  }

  #expression(limit = this.tokens.length): Span {
    const from = this.at;
    while (!this.is(';')) {
      if (this.at >= limit || this.is('}')) throw this.error('; was expected');
      this.advance();
    }
    const to = this.at++;
    return { from, to };
  }
}
