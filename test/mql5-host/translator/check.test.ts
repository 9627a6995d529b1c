import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { check, rules } from './check.ts';

const builtins = new Set(['ArrayCopy', 'ArrayResize', 'ArraySize', 'MathMax', 'Print', 'SymbolInfoTick', 'ZeroMemory']);
const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

function found(source: string, name = 'Main.mq5'): string[] {
  writeFileSync(join(folder, name), source);
  return check(join(folder, name), { builtins, includes: [], root: folder }).map(({ rule }) => rule);
}

/** The body of a function. */
const body = (statements: string, top = ''): string => `${top}\nvoid OnStart()\n{ ${statements} }\n`;
const long = 'a'.repeat(64);
const point = 'struct SPoint { int x; int y; };\n';
const reader =
  'class CReader\n{\nint m_at;\npublic:\nCReader():m_at(0) {}\nint Next() { m_at++; return(m_at); }\nint At() const { return(m_at); }\n};\n';

/** For each rule what it has to find and what it has to let pass. */
const snippets: Record<string, { readonly bad: readonly string[]; readonly good: readonly string[] }> = {
  syntax: {
    bad: [
      '#if 1\n#endif',
      '#pragma once',
      body('int x{5};'),
      body("int x=1'000;"),
      body('int a[3]={0,0,0}; for(int v : a) Print(v);'),
      body('int x=1'),
      'constexpr int K=5;',
      'enum E { A } g_e;',
      'namespace N { int F(){ return(1); } }',
    ],
    good: ['#ifdef __MQL5__\nint g_a=1;\n#else\n???\n#endif', body('string s="\\t\\x41\\"";')],
  },
  'foreign-word': {
    bad: ['auto x=5', 'long p=nullptr', 'bool b=true and false', 'std::string s', 'unsigned x=1', 'size_t x=1']
      .map((statement) => body(`${statement};`))
      .concat('#define K static_cast', 'using T=int;', body('goto l; l: ;')),
    good: [body('string automatic="auto"; /* auto */')],
  },
  pointer: {
    bad: ['class C { int v; int F(){ return(this->v); } };', body('delete p;', 'int p;')],
    good: ['class C { int v; int F(){ return(this.v); } };'],
  },
  'number-form': {
    bad: ['int x=010', 'uint x=5u', 'long x=5LL', 'ulong x=0xFFUL'].map((statement) => body(`${statement};`)),
    good: [body('ulong x=0xFFFFFFFFFFFFFFFF;'), body('float x=1.5f;'), body('double x=1e-9;'), body('int x=0;')],
  },
  'text-form': {
    bad: [body('string s=R"(x)";'), body('string s="\\q";'), body('string s=L"x";')],
    good: [body('string s="R";'), '#define NAME "x"'],
  },
  'long-name': { bad: [`int ${long}=1;`], good: [`int ${long.slice(1)}=1;`] },
  macro: {
    bad: ['#define P(a) \\\n (a)', '#define P(a,b) a##b', '#define P(...) 1', '#define P(a,b,c,d,e,f,g,h,i) a'],
    good: ['#define P(a,b) ((a)<(b) ? (a) : (b))'],
  },
  ascii: { bad: ['// caf\u00e9', '\uFEFFint g_a=1;'], good: ['// cafe'] },
  'macro-order': { bad: ['int g_a=K;\n#define K 1'], good: ['#define K 1\nint g_a=K;'] },
  'by-value': {
    bad: [
      `${point}void F(SPoint p) {}`,
      `${point}void F(const SPoint p) {}`,
      'void F(int a[]) {}',
      'void F(MqlTick t) {}',
    ],
    good: [`${point}void F(const SPoint &p,int &a[],const string s) {}`],
  },
  reference: {
    bad: [body('int a=1; int &b=a;'), 'int g_a=1;\nint &F() { return(g_a); }'],
    good: ['void F(int &a) { a=1; }'],
  },
  'pointer-type': {
    bad: [`${reader}${body('CReader *p=NULL;')}`, 'void F(int *p) {}', `${reader}CReader *Make() { return(NULL); }`],
    good: [body('int a=2; int b=a*a;')],
  },
  dimensions: { bad: ['int g_a[2][3];', 'void F(int &a[][2]) {}'], good: ['int g_a[2];'] },
  'one-name': { bad: [body('int a=1,b=2;'), 'int g_a,g_b;'], good: [body('for(int i=0,j=5; i<j; i++,j--) Print(i);')] },
  'member-initialiser': {
    bad: ['class C { int v=5; };', 'struct S { int v=5; };'],
    good: ['class C { int v; public: C():v(5) {} };'],
  },
  'constant-initialiser': {
    bad: ['int g_a=MathMax(1,2);', body('static int a=MathMax(1,2);')],
    good: ['int g_a=-1;', body('int a=MathMax(1,2);')],
  },
  union: {
    bad: ['union U { string s; int i; };', 'union U { int a[]; int i; };'],
    good: ['union U { double d; ulong u; uchar b[8]; };'],
  },
  overload: {
    bad: [
      'int F(int v) { return(1); }\nint F(long v) { return(2); }',
      'int F(const datetime v) { return(1); }\nint F(const long v) { return(2); }',
      'class C { public: void Put(double v) {} void Put(long v) {} };',
    ],
    good: [
      'int F(int v) { return(1); }\nint F(string v) { return(2); }',
      'int F(int v);\nint F(int v) { return(1); }',
      'class A { public: void Put(int v) {} };\nclass B { public: void Put(long v) {} };',
    ],
  },
  enumeration: {
    bad: ['enum { A,B };', 'enum class E { A };', 'enum E : uchar { A };', 'class C { enum E { A }; };'],
    good: ['enum ENUM_E { E_A=1, E_B };'],
  },
  'local-type': { bad: [body('struct S { int a; };')], good: [point] },
  'local-prototype': {
    bad: [body('int F(int);'), body('int F();'), body('int F(const string s);')],
    good: [`${reader}${body('CReader r(1);')}`],
  },
  inheritance: {
    bad: ['class A {};\nclass B {};\nclass C : public A, public B {};', 'class A {};\nclass B : A {};'],
    good: ['class A {};\nclass B : public A {};'],
  },
  'virtual-struct': {
    bad: ['struct S { virtual int F() { return(1); } };'],
    good: ['class C { virtual int F() { return(1); } };'],
  },
  template: {
    bad: [
      'template<class T> T F(T a) { return(a); }',
      'template<int N> int F() { return(N); }',
      'template<> int F(int a) { return(a); }',
    ],
    good: ['template<typename T> T F(const T a) { return(a); }'],
  },
  'default-value': {
    bad: ['void F(const int &v=5) {}', 'void F(int v=MathMax(1,2)) {}'],
    good: ['void F(const int v=-1,const string s="") {}'],
  },
  'type-order': {
    bad: ['void F(const SLater &v) {}\nstruct SLater { int a; };', 'int g_a=(int)E_B;\nenum ENUM_E { E_A, E_B };'],
    good: [`${point}void F(const SPoint &v) {}`, 'class CLater;\nvoid F(CLater &v);\nclass CLater { int a; };'],
  },
  'builtin-name': {
    bad: ['void Print(const string s) {}', body('int ArraySize=1;')],
    good: ['class C { void Print() {} };'],
  },
  'static-function': { bad: ['static int F() { return(1); }'], good: ['class C { static int F() { return(1); } };'] },
  'constructed-with-braces': {
    bad: [`${reader}${body('CReader r={};')}`],
    good: [`${point}${body('SPoint p={};')}`, `${reader}${body('CReader r;')}`],
  },
  'unknown-call': {
    bad: [body('double d=fabs(-1.0);'), body('ChartRedrawX();'), `${reader}${body('CReader r; r.Nowhere();')}`],
    good: [
      `${reader}${body('CReader r; Print(r.At());')}`,
      '#define TWICE(a) ((a)+(a))\nint F(int a) { return(TWICE(a)); }',
    ],
  },
  'argument-effect': {
    bad: [body('int i=0; Print(i++);'), body('int i=0; Print(i=2);'), body('int i=0; Print(MathMax(1,--i));')],
    good: [body('int i=0; i++; Print(i==2);')],
  },
  'argument-order': {
    bad: [`${reader}${body('CReader r; Print(r.Next(),r.Next());')}`],
    good: [`${reader}${body('CReader r; Print(r.At(),r.Next());')}`],
  },
  'index-effect': { bad: [body('int a[3]={1,2,3}; int i=0; a[i++]=i;')], good: [body('int a[3]={1,2,3}; a[0]=1;')] },
  brace: {
    bad: [
      `${point}int F(const SPoint &p) { return(p.x); }\n${body('Print(F({1,2}));')}`,
      `${point}SPoint F() { return {1,2}; }`,
      `${point}${body('SPoint p=SPoint{1,2};')}`,
    ],
    good: [`${point}${body('SPoint p={1,2}; { p.x=2; } for(int i=0; i<2; i++) { p.y=i; }')}`],
  },
  'designated-initialiser': {
    bad: [`${point}${body('SPoint p={.x=1};')}`],
    good: [`${point}${body('SPoint p={1};')}`],
  },
  lambda: { bad: [body('int y=[](){ return 1; }();')], good: [body('int a[2]={1,2}; int y=(a[0])+a[1];')] },
  'condition-declaration': { bad: [body('if(int x=5) Print(x);')], good: [body('int x=5; if(x==5) Print(x);')] },
  'unused-ternary': {
    bad: [body('int a=1; a>0 ? Print("x") : Print("y");')],
    good: [body('int a=1; a=(a>0 ? 2 : 3); a=a>0 ? 2 : 3; Print(a>0 ? 1 : 2);')],
  },
  'assigned-array': {
    bad: [body('int a[]; int b[]; a=b;'), 'struct S { int a[]; };\nvoid F(S &s,const S &t) { s.a=t.a; }'],
    good: [body('int a[]; int b[]; ArrayCopy(a,b); a[0]=b[0];')],
  },
  'temporary-reference': {
    bad: [
      `int F(const int &v) { return(v); }\n${body('Print(F(5));')}`,
      `void F(const string &s) {}\n${body('F("x");')}`,
      `${point}SPoint Make() { SPoint p={}; return(p); }\nvoid F(const SPoint &p) {}\n${body('F(Make());')}`,
      `#import "a.dll"\nint f(long h,const int &v);\n#import\n${body('f(1,2);')}`,
    ],
    good: [
      `${point}void F(const int &v,SPoint &p) {}\n${body('int a[1]={1}; SPoint p[1]; F(a[0],p[0]); F(p[0].x,p[0]);')}`,
    ],
  },
  uninitialised: {
    bad: [body('int x; x=1;'), body('bool b;'), `${point}int F() { SPoint p; return(p.x); }`],
    good: [
      body('string s; int a[]; static int n; int x=0;'),
      `${point}${body('SPoint p; p.x=1;')}`,
      `${point}void G(SPoint &p) { p.x=1; }\n${body('SPoint p; G(p); SPoint q; ZeroMemory(q);')}`,
    ],
  },
  'zeroed-text': {
    bad: [`struct S { string s; };\n${body('S s; ZeroMemory(s);')}`],
    good: [`${point}${body('SPoint p; ZeroMemory(p);')}`],
  },
  'enum-scope': {
    bad: [`enum ENUM_E { E_A };\n${body('int x=ENUM_E::E_A;')}`],
    good: [`enum ENUM_E { E_A };\n${body('int x=(int)E_A;')}`],
  },
};

test('every rule has examples', () => {
  expect(Object.keys(snippets).sort()).toEqual(
    [...Object.keys(rules).filter((rule) => rule !== 'guard'), 'syntax'].sort(),
  );
});

describe.each(Object.entries(snippets))('%s', (rule, { bad, good }) => {
  test.each(bad)('finds: %s', (source) => {
    expect(found(source)).toContain(rule);
  });

  test.each(good)('lets pass: %s', (source) => {
    expect(found(source)).toEqual([]);
  });
});

describe('guard', () => {
  test('headers are guarded', () => {
    expect(found('#ifndef A_MQH\n#define A_MQH\nint g_a=1;\n#endif\n', 'A.mqh')).toEqual([]);
    expect(found('int g_a=1;\n', 'B.mqh')).toEqual(['guard']);
    expect(found('#ifndef C_MQH\n#define OTHER_MQH\n#endif\n', 'C.mqh')).toEqual(['guard']);
  });
});

test('a finding names its file, line and column, in the header where it is', () => {
  writeFileSync(join(folder, 'Part.mqh'), '#ifndef PART_MQH\n#define PART_MQH\n\nint g_a=010;\n#endif\n');
  writeFileSync(join(folder, 'Whole.mq5'), '#include "Part.mqh"\n');
  expect(check(join(folder, 'Whole.mq5'), { builtins, includes: [], root: folder })).toMatchObject([
    { rule: 'number-form', place: { file: 'Part.mqh', line: 4, column: 9 } },
  ]);
});
