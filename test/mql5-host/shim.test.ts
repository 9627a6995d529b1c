// What the shim makes of MQL5: each snippet goes through the translator, and the text that it returns is compared.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from './compile.ts';
import { answers, both, logged, program, type Snippets } from './snippets.ts';

const top = `${both}
enum ENUM_SIDE { SIDE_NONE=0, SIDE_LONG=7 };
struct SRecord { int id; double price; uchar tag[3]; };
struct SPair { string name; int values[]; };

string Bytes(const uchar &bytes[])
  {
   string text="";
   for(int i=0; i<ArraySize(bytes); i++)
      text+=StringFormat(i>0 ? " %02x" : "%02x",bytes[i]);
   return(text);
  }
string Numbers(const int &numbers[])
  {
   string text="";
   for(int i=0; i<ArraySize(numbers); i++)
      text+=(i>0 ? "," : "")+IntegerToString(numbers[i]);
   return(text);
  }
void Count(int &numbers[],const int size)
  {
   ArrayResize(numbers,size);
   for(int i=0; i<size; i++)
      numbers[i]=i;
  }
string Units(const string text)
  {
   string units="";
   for(int i=0; i<StringLen(text); i++)
      units+=StringFormat(i>0 ? " %04x" : "%04x",StringGetCharacter(text,i));
   return(units);
  }
int WriteText(const string name,const string text)
  {
   int file=FileOpen(name,FILE_WRITE|FILE_BIN|FILE_ANSI);
   int written=(int)FileWriteString(file,text);
   FileClose(file);
   return(written);
  }
`;

const text: Snippets = {
  'StringSubstr("abcdef",2,3)': 'cde',
  'StringSubstr("abc",3)+"|"+StringSubstr("abc",-1)+"|"+StringSubstr("abc",1)': '||bc',
  'IntegerToString(StringFind("a.b.c",".",2))+IntegerToString(StringFind("abc","x"))': '3-1',
  'string s=NULL; string e=""; return((s==NULL ? "null" : "-")+(e==NULL ? "null" : "-")+(s==e ? "same" : "-"));':
    'null--',
  'string s=NULL; return(IntegerToString(StringLen(s))+s+"x");': '0x',
  'string s="  \\t a b \\r\\n"; int l=StringTrimLeft(s); int r=StringTrimRight(s); return(s+"|"+IntegerToString(l)+IntegerToString(r));':
    'a b|43',
  'string s="one two one"; int n=StringReplace(s,"one","1"); return(s+IntegerToString(n));': '1 two 12',
  'string s=""; return(IntegerToString(StringReplace(s,"a","b")));': '-1',
  'string parts[]; int n=StringSplit("a;;b",\';\',parts); return(IntegerToString(n)+parts[0]+"|"+parts[1]+"|"+parts[2]);':
    '3a||b',
  'string parts[]; return(IntegerToString(StringSplit("",\';\',parts))+IntegerToString(StringSplit("ab",\';\',parts)));':
    '01',
  'string s="aZ"; StringToUpper(s); string t="aZ"; StringToLower(t); return(s+t);': 'AZaz',
  'Both(IntegerToString(StringGetCharacter("abc",3)))': '0 5041',
  'string s="abc"; StringSetCharacter(s,3,\'d\'); string t="abc"; StringSetCharacter(t,1,0); return(s+t);': 'abcda',
  'string s="abc"; return(Both(StringSetCharacter(s,4,\'x\') ? s : "refused"));': 'refused 5041',
  'string s="\\x41\\"\\\\"; return(s);': 'A"\\',
  'IntegerToString(StringCompare("a","B"))+IntegerToString(StringCompare("A","a",false))': '10',
  'EnumToString(ORDER_TYPE_BUY_LIMIT)+EnumToString((ENUM_TIMEFRAMES)16385)+EnumToString(SIDE_LONG)':
    'ORDER_TYPE_BUY_LIMITPERIOD_H1SIDE_LONG',
  'EnumToString((ENUM_ORDER_TYPE)99)': 'ENUM_ORDER_TYPE::99',
};

const conversions: Snippets = {
  'uchar a[]; int n=StringToCharArray("h\\x00e9",a,0,WHOLE_ARRAY,CP_UTF8); return(IntegerToString(n)+": "+Bytes(a));':
    '4: 68 c3 a9 00',
  'uchar a[]; int n=StringToCharArray("",a,0,WHOLE_ARRAY,CP_UTF8); return(IntegerToString(n)+": "+Bytes(a));': '1: 00',
  'uchar a[]; ArrayResize(a,5); ArrayInitialize(a,255); StringToCharArray("x",a); return(Bytes(a));': '78 00 ff ff ff',
  'uchar a[]; StringToCharArray("abcdef",a,0,3); return(Bytes(a));': '61 62 63',
  'uchar a[]; StringToCharArray("ab",a,2,2); a[0]=1; a[1]=2; return(Bytes(a));': '01 02 61 62',
  'uchar a[2]; int n=StringToCharArray("abc",a); return(IntegerToString(n)+Bytes(a));': '261 62',
  'uchar a[]; StringToCharArray("\\xd83d\\xde00",a,0,WHOLE_ARRAY,CP_UTF8); return(Bytes(a));': 'f0 9f 98 80 00',
  'uchar a[]; StringToCharArray("a\\xd83d",a,0,WHOLE_ARRAY,CP_UTF8); return(Bytes(a));': '61 ef bf bd 00',
  'uchar a[]={0xF0,0x9F,0x98,0x80,0x41}; return(Units(CharArrayToString(a,0,-1,CP_UTF8)));': 'd83d de00 0041',
  'uchar a[]={0x41,0xFF,0xC3,0x42,0xE2,0x82}; return(Units(CharArrayToString(a,0,-1,CP_UTF8)));':
    '0041 fffd fffd 0042 fffd fffd',
  'uchar a[]={0xC0,0x80,0xED,0xA0,0x80}; return(Units(CharArrayToString(a,0,-1,CP_UTF8)));': 'fffd fffd fffd fffd fffd',
  'uchar a[]={0x61,0x62,0,0x63}; return(CharArrayToString(a)+"|"+CharArrayToString(a,1,1)+"|"+CharArrayToString(a,9));':
    'ab|b|',
  'uchar a[]; return("["+CharArrayToString(a,0,0,CP_UTF8)+"]");': '[]',
  'ushort a[]; int n=StringToShortArray("hi",a); return(IntegerToString(n)+ShortArrayToString(a)+ShortToString(0x41)+CharToString(66));':
    '3hiAB',
  'IntegerToString(-5)+"|"+IntegerToString(7,4)+"|"+IntegerToString(7,3,\'0\')': '-5|   7|007',
  'DoubleToString(1.23456,2)+"|"+DoubleToString(2.0)+"|"+DoubleToString(1.5,0)+"|"+DoubleToString(12345.678,-3)':
    '1.23|2.00000000|2|1.235e+04',
  'IntegerToString(StringToInteger(" -42x"))+"|"+IntegerToString(StringToInteger("x"))+"|"+IntegerToString(StringToInteger("0x10"))':
    '-42|0|0',
  '(string)StringToDouble("1.5e3z")+"|"+(string)StringToDouble("nan")+"|"+(string)StringToDouble(".5")':
    '1500.0|0.0|0.5',
  '(string)0.1+"|"+(string)(0.1+0.2)+"|"+(string)1.0+"|"+(string)1e300+"|"+(string)true':
    '0.1|0.30000000000000004|1.0|1e+300|true',
  '(string)(ulong)0xFFFFFFFFFFFFFFFF+"|"+(string)(long)-1+"|"+(string)(uchar)200': '18446744073709551615|-1|200',
  'string s="n="; s+=5; s+=true; return(s+1.5);': 'n=5true1.5',
  'IntegerToString(StringToTime("2026.03.29 01:59:58"))+"|"+IntegerToString(StringToTime("20260329 015958"))+"|"+IntegerToString(StringToTime("1970-01-02"))':
    '1774749598|1774749598|86400',
  'Both(IntegerToString(StringToTime("2026.13.01")))': '0 5031',
  'TimeToString(1774749598,TIME_DATE|TIME_SECONDS)+"|"+TimeToString(1774749598)+"|"+TimeToString(1774749598,TIME_MINUTES)':
    '2026.03.29 01:59:58|2026.03.29 01:59|01:59',
  'MqlDateTime t; TimeToStruct(1709251199,t); return(StringFormat("%d-%d-%d %d:%d:%d wd%d yd%d",t.year,t.mon,t.day,t.hour,t.min,t.sec,t.day_of_week,t.day_of_year));':
    '2024-2-29 23:59:59 wd4 yd59',
  'MqlDateTime t; TimeToStruct(1709251199,t); return(IntegerToString(StructToTime(t)));': '1709251199',
};

const formats: Snippets = {
  'StringFormat("%d|%5d|%-5d|%05d|%+d",7,7,7,7,7)': '7|    7|7    |00007|+7',
  'long n=4294967297; return(StringFormat("%d|%I64d|%lld|%hd|%ld",n,n,n,n,n));': '1|4294967297|4294967297|1|1',
  'long n=-1; return(StringFormat("%u|%I64u|%x|%I64X",n,n,n,n));':
    '4294967295|18446744073709551615|ffffffff|FFFFFFFFFFFFFFFF',
  'StringFormat("%.2f|%8.3f|%g|%.17g|%e",1.005,3.14159,0.0001,0.1,12345.678)':
    '1.00|   3.142|0.0001|0.10000000000000001|1.234568e+04',
  'IntegerToString(StringLen(StringFormat("%.1f",1e300)))': '303',
  'StringFormat("%s|%5s|%-5s|%.2s|%*s","abc","abc","abc","abc",4,"x")': 'abc|  abc|abc  |ab|   x',
  'StringFormat("%c%c|%%|%s",72,0x20AC,"\\x20AC")': 'H€|%|€',
  'StringFormat("%s",5)': '(non-string passed)',
  'StringFormat("%d %d",1)': '1 (missed argument)',
  'StringFormat("%.*f",3,2.5)': '2.500',
  'StringFormat("%#x|%X|%o",255,255,8)': '0xff|FF|10',
  'StringFormat("%.5s|%s","\\xd83d\\xde00ab",NULL+"")': '😀ab|',
};

const arrays: Snippets = {
  'int a[]; Count(a,3); int b[]; Count(b,5); int n=ArrayCopy(b,a,1); return(IntegerToString(n)+": "+Numbers(b));':
    '3: 0,0,1,2,4',
  'int a[]; Count(a,3); int b[]; Count(b,2); ArrayCopy(b,a,1); return(Numbers(b));': '0,0,1,2',
  'int a[]; Count(a,6); int n=ArrayCopy(a,a,2,0,4); return(IntegerToString(n)+": "+Numbers(a));': '4: 0,1,0,1,2,3',
  'int a[]; Count(a,4); int b[2]; int n=ArrayCopy(b,a); return(IntegerToString(n)+": "+Numbers(b));': '2: 0,1',
  'int a[]; Count(a,3); int b[]; return(IntegerToString(ArrayCopy(b,a,0,3))+IntegerToString(ArrayCopy(b,a,0,-1)));':
    '00',
  'double a[]; int b[]; Count(b,2); ArrayCopy(a,b); return((string)a[1]);': '1.0',
  'int a[]; int n=ArrayResize(a,3); ArrayResize(a,0); return(IntegerToString(n)+IntegerToString(ArraySize(a)));': '30',
  'int a[]; Count(a,3); ArrayResize(a,5,100); ArrayResize(a,2); return(Numbers(a));': '0,1',
  'int a[3]; return(Both(IntegerToString(ArrayResize(a,4))));': '-1 4007',
  'int a[]; Count(a,6); ArrayRemove(a,1,2); return(Numbers(a));': '0,3,4,5',
  'int a[]; Count(a,3); ArrayRemove(a,1); return(Numbers(a));': '0',
  'int a[]; Count(a,3); return(Both(ArrayRemove(a,1,3) ? "removed" : Numbers(a)));': '0,1,2 4003',
  'int a[]; Count(a,3); return(Both(ArrayRemove(a,3) ? "removed" : Numbers(a)));': '0,1,2 5052',
  'int a[]={5,6,7,8,9}; int b[]={1,2}; ArrayInsert(a,b,1); return(Numbers(a));': '5,1,2,6,7,8,9',
  'int a[3]={5,6,7}; int b[]={1,2}; ArrayInsert(a,b,1); return(Numbers(a));': '5,1,2',
  'int a[]={1,2}; return(Both(ArrayInsert(a,a,0) ? "inserted" : "refused"));': 'refused 4006',
  'int a[]={3,1,2}; ArraySort(a); int b[]={9}; ArraySwap(a,b); return(Numbers(a)+"|"+Numbers(b));': '9|1,2,3',
  'int a[]={1,3,5}; return(IntegerToString(ArrayBsearch(a,3))+IntegerToString(ArrayMaximum(a))+IntegerToString(ArrayMinimum(a)));':
    '120',
  'int a[]={1,2,3,4}; ArrayFill(a,1,2,9); ArrayReverse(a); return(Numbers(a));': '4,9,9,1',
  'int a[]={1,2}; int b[]={1,3}; int c[]={1}; return(IntegerToString(ArrayCompare(a,b))+IntegerToString(ArrayCompare(a,c))+IntegerToString(ArrayCompare(a,a)));':
    '-110',
  'int a[3]={1}; return(Numbers(a));': '1,0,0',
  'int a[]; Count(a,2); ArrayFree(a); return(IntegerToString(ArraySize(a)));': '0',
  'SRecord r; ZeroMemory(r); r.id=258; r.tag[2]=9; uchar b[]; StructToCharArray(r,b); return(IntegerToString(sizeof(SRecord))+": "+Bytes(b));':
    '15: 02 01 00 00 00 00 00 00 00 00 00 00 00 00 09',
  'uchar b[]={1,0,0,0}; SRecord r; ZeroMemory(r); return(CharArrayToStruct(r,b) ? "taken" : Both("refused"));':
    'refused 5052',
  'SPair p; p.name="x"; Count(p.values,2); SPair q=p; q.values[0]=7; return(Numbers(p.values)+Numbers(q.values)+q.name);':
    '0,17,1x',
  'SPair p[]; ArrayResize(p,2); p[1].name="kept"; ArrayResize(p,3); return(p[1].name+(p[2].name==NULL ? "|null" : "|?"));':
    'kept|null',
  'IntegerToString(sizeof(MqlRates))+IntegerToString(sizeof(MqlTick))+IntegerToString(sizeof(MqlBookInfo))': '606028',
};

const numbers: Snippets = {
  'int x=INT_MAX; x++; return(IntegerToString(x));': '-2147483648',
  'long x=LONG_MAX; x++; return(x==LONG_MIN ? "wraps" : "no");': 'wraps',
  'uint x=0; x--; uchar c=(uchar)300; short s=(short)40000; return(StringFormat("%u %d %d",x,c,s));':
    '4294967295 44 -25536',
  'ulong x=ULONG_MAX; return((string)(x+2));': '1',
  'int x=-7; return(IntegerToString(x/2)+IntegerToString(x%2)+IntegerToString(x>>1));': '-3-1-4',
  '(string)NormalizeDouble(1.234567,3)+"|"+(string)NormalizeDouble(-0.5,0)+"|"+(string)NormalizeDouble(1.1,20)':
    '1.235|-1.0|1.1',
  '(string)MathMax(2,3.5)+"|"+IntegerToString(MathMin(2,3))+"|"+IntegerToString(MathAbs(-4))+"|"+(string)MathMod(7.5,2)':
    '3.5|2|4|1.5',
  'double zero=0.0; return((MathIsValidNumber(MathLog(zero)) ? "?" : "pole")+(MathIsValidNumber(MathPow(zero,-1)) ? "?" : "pole"));':
    'polepole',
  'MathSrand(1); int a=MathRand(); MathSrand(1); int b=MathRand(); return(a==b && a>=0 && a<=32767 ? "same" : "other");':
    'same',
  'IntegerToString(PeriodSeconds(PERIOD_M15))+"|"+IntegerToString(PeriodSeconds(PERIOD_H4))+"|"+IntegerToString(PeriodSeconds(PERIOD_D1))':
    '900|14400|86400',
  'SetUserError(5); return(Both(""));': ' 65541',
  'EMPTY_VALUE==DBL_MAX ? "same" : "other"': 'same',
};

const hashes: Snippets = {
  'uchar d[]; uchar k[]; uchar r[]; int n=CryptEncode(CRYPT_HASH_SHA256,d,k,r); return(IntegerToString(n)+": "+Bytes(r));':
    '32: e3 b0 c4 42 98 fc 1c 14 9a fb f4 c8 99 6f b9 24 27 ae 41 e4 64 9b 93 4c a4 95 99 1b 78 52 b8 55',
  'uchar d[]; uchar k[]; uchar r[]; StringToCharArray("abc",d,0,3); CryptEncode(CRYPT_HASH_SHA256,d,k,r); return(Bytes(r));':
    'ba 78 16 bf 8f 01 cf ea 41 41 40 de 5d ae 22 23 b0 03 61 a3 96 17 7a 9c b4 10 ff 61 f2 00 15 ad',
  'uchar d[]; ArrayResize(d,119); ArrayInitialize(d,97); uchar k[]; uchar r[]; CryptEncode(CRYPT_HASH_SHA256,d,k,r); return(StringSubstr(Bytes(r),0,11));':
    '31 eb a5 1c',
  'uchar d[]; uchar k[]; uchar r[]; StringToCharArray("ab",d,0,2); CryptEncode(CRYPT_BASE64,d,k,r); return(CharArrayToString(r));':
    'YWI=',
  'uchar d[]; uchar k[]; uchar r[]; return(Both(IntegerToString(CryptEncode(CRYPT_HASH_MD5,d,k,r))));': '0 4003',
};

const files: Snippets = {
  'Both(IntegerToString(FileOpen("missing.bin",FILE_READ|FILE_BIN)))': '-1 5004',
  'Both(IntegerToString(FileOpen("x.bin",FILE_BIN)))': '-1 4003',
  'Both(IntegerToString(FileOpen("..\\\\out.bin",FILE_WRITE|FILE_BIN)))': '-1 5002',
  'Both(IntegerToString(FileOpen("a\\\\..\\\\..\\\\out.bin",FILE_WRITE|FILE_BIN)))': '-1 5002',
  'Both(IntegerToString(FileOpen("/tmp/out.bin",FILE_WRITE|FILE_BIN)))': '-1 5002',
  'Both(IntegerToString(FileOpen("C:\\\\out.bin",FILE_WRITE|FILE_BIN)))': '-1 5002',
  'Both(IntegerToString(FileOpen("outside\\\\out.bin",FILE_WRITE|FILE_BIN)))': '-1 5002',
  'Both(IntegerToString(FileOpen("",FILE_WRITE|FILE_BIN)))': '-1 5002',
  'string long_name=""; StringInit(long_name,260,\'n\'); return(Both(IntegerToString(FileOpen(long_name,FILE_WRITE|FILE_BIN))));':
    '-1 5003',
  'WriteText("sub\\\\deep\\\\a.txt","hello"); int f=FileOpen("sub/deep/a.txt",FILE_READ|FILE_BIN|FILE_ANSI); string s=FileReadString(f,5); FileClose(f); return(s);':
    'hello',
  'WriteText("keep.bin","0123456789"); int f=FileOpen("keep.bin",FILE_READ|FILE_WRITE|FILE_BIN); ulong size=FileSize(f); FileSeek(f,0,SEEK_END); FileWriteInteger(f,1,1); ulong after=FileSize(f); FileClose(f); return((string)size+"|"+(string)after);':
    '10|11',
  'WriteText("cut.bin","0123456789"); int f=FileOpen("cut.bin",FILE_WRITE|FILE_BIN); ulong size=FileSize(f); FileClose(f); return((string)size);':
    '0',
  'int f=FileOpen("n.bin",FILE_READ|FILE_WRITE|FILE_BIN); FileWriteLong(f,LONG_MIN); FileWriteDouble(f,1.5); FileWriteInteger(f,-2,2); FileWriteFloat(f,0.5f); FileSeek(f,0,SEEK_SET); long l=FileReadLong(f); double d=FileReadDouble(f); int i=FileReadInteger(f,2); float x=FileReadFloat(f); bool end=FileIsEnding(f); FileClose(f); return((string)l+"|"+(string)d+"|"+(string)i+"|"+(string)x+"|"+(string)end);':
    '-9223372036854775808|1.5|-2|0.5|true',
  'int a[]; Count(a,5); int f=FileOpen("array.bin",FILE_READ|FILE_WRITE|FILE_BIN); uint w=FileWriteArray(f,a,1,3); FileSeek(f,0,SEEK_SET); int b[]; uint r=FileReadArray(f,b); FileClose(f); return((string)w+(string)r+": "+Numbers(b));':
    '33: 1,2,3',
  'uchar a[]; WriteText("grow.bin","abcdef"); int f=FileOpen("grow.bin",FILE_READ|FILE_BIN); uint r=FileReadArray(f,a,2,2); a[0]=0; a[1]=0; string s=Bytes(a); FileReadArray(f,a); FileClose(f); return((string)r+": "+s+"|"+(string)ArraySize(a)+CharArrayToString(a,0,4));':
    '2: 00 00 61 62|4cdef',
  'SRecord r; ZeroMemory(r); r.id=7; r.price=2.5; int f=FileOpen("struct.bin",FILE_READ|FILE_WRITE|FILE_BIN); uint w=FileWriteStruct(f,r); FileSeek(f,0,SEEK_SET); SRecord q; ZeroMemory(q); uint n=FileReadStruct(f,q); FileClose(f); return((string)w+"|"+(string)n+"|"+(string)q.id+"|"+(string)q.price);':
    '15|15|7|2.5',
  'int f=FileOpen("grow.bin",FILE_READ|FILE_BIN); FileSeek(f,4,SEEK_SET); long n=FileReadLong(f); string s=Both((string)n); FileClose(f); return(s);':
    '0 5015',
  'int f=FileOpen("grow.bin",FILE_READ|FILE_BIN); string s=Both((string)FileWriteInteger(f,1)); FileClose(f); return(s);':
    '0 5009',
  'int f=FileOpen("grow.bin",FILE_WRITE|FILE_BIN); string s=Both((string)FileReadInteger(f)); FileClose(f); return(s);':
    '0 5010',
  'Both((string)FileTell(99))': '0 5008',
  'Both((string)FileTell(60))': '0 5007',
  'int f=FileOpen("open.bin",FILE_WRITE|FILE_BIN); int g=FileOpen("open.bin",FILE_READ|FILE_BIN); bool gone=FileDelete("open.bin"); string s=Both((string)g+(string)gone); FileClose(f); return(s+(string)FileDelete("open.bin"));':
    '-1false 5006true',
  'int f=FileOpen("both.bin",FILE_WRITE|FILE_BIN|FILE_SHARE_READ); int g=FileOpen("both.bin",FILE_READ|FILE_BIN|FILE_SHARE_WRITE); FileWriteInteger(f,65); FileFlush(f); int i=FileReadInteger(g); FileClose(f); FileClose(g); return((string)(g>0)+(string)i);':
    'true65',
  'int f=FileOpen("one.bin",FILE_WRITE|FILE_BIN|FILE_SHARE_READ); int g=FileOpen("one.bin",FILE_WRITE|FILE_BIN|FILE_SHARE_READ); FileClose(f); return(Both((string)g));':
    '-1 5004',
  'int n=0; for(int i=0; i<70; i++) { if(FileOpen("many"+IntegerToString(i),FILE_WRITE|FILE_BIN)>0) n++; } for(int i=1; i<=64; i++) FileClose(i); return(Both((string)n));':
    '64 5001',
  'FileIsExist("both.bin") ? Both((string)FileIsExist("sub")) : "?"': 'false 5018',
  'Both((string)FileIsExist("nowhere\\\\x"))': 'false 5019',
  'WriteText("from.txt","new"); WriteText("to.txt","old"); bool refused=FileMove("from.txt",0,"to.txt",0); string s=Both((string)refused); bool moved=FileMove("from.txt",0,"to.txt",FILE_REWRITE); return(s+(string)moved+(string)FileIsExist("from.txt"));':
    'false 5020truefalse',
  'WriteText("src.txt","x"); bool a=FileCopy("src.txt",0,"dst.txt",FILE_REWRITE); bool b=FileCopy("gone.txt",0,"dst.txt",FILE_REWRITE); return(Both((string)a+(string)b+(string)FileIsExist("src.txt")));':
    'truefalsetrue 5019',
  'FolderCreate("list\\\\inner"); WriteText("list\\\\b.txt",""); WriteText("list\\\\a.txt",""); string n=""; string s=""; long h=FileFindFirst("list\\\\*",n); do s+=n+" "; while(FileFindNext(h,n)); FileFindClose(h); return(s);':
    'a.txt b.txt inner\\ ',
  'string n=""; return((string)FileFindFirst("list\\\\*.bin",n)+(string)FolderDelete("list\\\\inner")+(string)FolderDelete("list"));':
    '-1truefalse',
  'int f=FileOpen("t.txt",FILE_WRITE|FILE_TXT|FILE_ANSI); FileWriteString(f,"a\\nb\\n"); FileWrite(f,"c",1); FileClose(f); f=FileOpen("t.txt",FILE_READ|FILE_BIN); uchar b[]; FileReadArray(f,b); FileClose(f); return(Bytes(b));':
    '61 0d 0a 62 0d 0a 63 31 0d 0a',
  'int f=FileOpen("u.csv",FILE_WRITE|FILE_CSV,";"[0]); FileWrite(f,"k\\x20AC",2.5,true); FileClose(f); f=FileOpen("u.csv",FILE_READ|FILE_CSV,";"[0]); string k=FileReadString(f); double d=FileReadNumber(f); bool b=FileReadBool(f); bool end=FileIsEnding(f); FileClose(f); return(k+(string)d+(string)b+(string)end);':
    'k€2.5truetrue',
  'int f=FileOpen("v.txt",FILE_WRITE|FILE_TXT|FILE_ANSI,0,CP_UTF8); FileWriteString(f,"\\x20AC"); FileClose(f); f=FileOpen("v.txt",FILE_READ|FILE_TXT|FILE_ANSI,0,CP_UTF8); string s=FileReadString(f); FileClose(f); return(s);':
    '€',
  'int f=FileOpen("n.txt",FILE_WRITE|FILE_TXT); string s=Both((string)FileWriteLong(f,1)); FileClose(f); return(s);':
    '0 5011',
};

/** What ends the program for good, with its exit code and what it says. */
const ends: readonly { readonly body: string; readonly code: number; readonly says: RegExp }[] = [
  { body: 'int a[]; ArrayResize(a,2); int i=2;\na[i]=1;', code: 42, says: /array out of range/ },
  { body: 'int a[3]; int i=-1; Print(a[i]);', code: 42, says: /array out of range/ },
  { body: 'SRecord r; ZeroMemory(r); int i=3; r.tag[i]=1;', code: 42, says: /array out of range/ },
  { body: 'string s="abc"; int i=4; Print(s[i]);', code: 42, says: /string index out of range/ },
  { body: 'int zero=0; Print(1/zero);', code: 43, says: /zero divide/ },
  { body: 'int zero=0; Print(1%zero);', code: 43, says: /zero divide/ },
  { body: 'double zero=0.0; Print(1.5/zero);', code: 43, says: /zero divide/ },
  { body: 'ulong zero=0; ulong x=5; x/=zero; Print(x);', code: 43, says: /zero divide/ },
];

const groups = { text, conversions, formats, arrays, numbers, hashes, files };
const all: Snippets = Object.assign({}, ...Object.values(groups));

/** The script: it prints every snippet's answer, or ends as the file "end" in its sandbox says. */
function script(): string {
  const { functions, calls } = program(all);
  const endings = ends.map(({ body }, at) => `void End${at}(void)\n{\n${body}\n}\n`);
  const choices = ends.map((_, at) => `   if(which==${at})\n      End${at}();\n`);
  return `${top}${functions}${endings.join('')}
void OnStart(void)
  {
   int file=FileOpen("end",FILE_READ|FILE_BIN);
   int which=(file==INVALID_HANDLE) ? -1 : FileReadInteger(file,1);
${choices.join('')}${calls}  }
`;
}

describe('the shim', { timeout: 900_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-shim-'));
  const sandbox = join(folder, 'Files');
  const main = join(folder, 'Snippets.mq5');
  const source = script();
  let built = '';
  let said: Snippets = {};

  const run = (): { readonly code: number | null; readonly lines: string[] } => {
    const { status, stderr } = spawnSync(built, ['--files', sandbox], { encoding: 'utf8' });
    return { code: status, lines: logged(stderr) };
  };

  beforeAll(async () => {
    mkdirSync(sandbox);
    symlinkSync(folder, join(sandbox, 'outside'));
    writeFileSync(main, source);
    built = await build({ variant: 'plain', main, runner: 'bare' });
    said = answers(all, run().lines);
  }, 900_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  for (const [group, snippets] of Object.entries(groups))
    describe(group, () => {
      for (const [body, answer] of Object.entries(snippets))
        test(body, () => {
          expect(said[body]).toBe(answer);
        });
    });

  test('what is not the sandbox stays as it was', () => {
    expect(existsSync(join(folder, 'out.bin'))).toBe(false);
    expect(readFileSync(join(sandbox, 'to.txt'), 'utf8')).toBe('new');
  });

  describe('ends the program', () => {
    test.each(ends.map((end, at) => ({ ...end, at })))('$body', ({ at, body, code, says }) => {
      writeFileSync(join(sandbox, 'end'), Buffer.of(at));
      const ended = run();
      expect(ended.code).toBe(code);
      const line = source.slice(0, source.indexOf(`\n${body}\n`)).split('\n').length + body.split('\n').length;
      expect(ended.lines.join('\n')).toMatch(
        code === 42 ? new RegExp(`${says.source} \\(.*Snippets\\.mq5:${line}\\)`) : says,
      );
    });
  });
});
