#ifndef MT5BRIDGE_MESSAGESTESTS_MQH
#define MT5BRIDGE_MESSAGESTESTS_MQH
#include "TestRun.mqh"
#include "../Call.mqh"

//--- "81 a1 61 c0" -> bytes
int HexBytes(const string text,uchar &bytes[])
  {
   string digits="0123456789abcdef";
   int count=0;
   int high=-1;
   int length=StringLen(text);
   for(int i=0; i<length; i++)
     {
      int digit=StringFind(digits,StringSubstr(text,i,1));
      if(digit<0)
         continue;
      if(high<0)
        {
         high=digit;
         continue;
        }
      if(ArraySize(bytes)<=count && ArrayResize(bytes,count+1,64)!=count+1)
         return(count);
      bytes[count]=(uchar)(high*16+digit);
      high=-1;
      count++;
     }
   return(count);
  }

bool Opens(CMsgReader &reader,const string hex)
  {
   int size=HexBytes(hex,reader.m_data);
   return(reader.Open(size));
  }

//--- every width of every number comes back as it was written, in its shortest form
void TestNumbers(CTestRun &run)
  {
   run.Begin("numbers");
   long values[]={0,1,127,128,255,256,65535,65536,4294967295,4294967296,LONG_MAX,-1,-32,-33,-128,-129,-32768,-32769,-2147483648,-2147483649,LONG_MIN};
   int widths[]={1,1,1,2,2,3,3,5,5,9,9,1,1,2,2,3,3,5,5,9,9};
   CMsgWriter writer;
   CMsgReader reader;
   for(int i=0; i<ArraySize(values); i++)
     {
      writer.Reset();
      writer.Int(values[i]);
      run.EqualLong(writer.m_size,widths[i],"bytes of "+IntegerToString(values[i]));
      ArrayCopy(reader.m_data,writer.m_data,0,0,writer.m_size);
      run.Check(reader.Open(writer.m_size),"opens "+IntegerToString(values[i]));
      run.EqualLong(reader.IntAt(0),values[i],"read again");
     }
   writer.Reset();
   writer.UInt(ULONG_MAX);
   ArrayCopy(reader.m_data,writer.m_data,0,0,writer.m_size);
   run.Check(reader.Open(writer.m_size) && reader.KindAt(0)==MSG_HUGE && reader.HugeAt(0)==ULONG_MAX,"the largest ticket");
   double reals[]={0.0,-0.5,1.1,1e308,5e-324};
   for(int i=0; i<ArraySize(reals); i++)
     {
      writer.Reset();
      writer.Real(reals[i]);
      ArrayCopy(reader.m_data,writer.m_data,0,0,writer.m_size);
      run.Check(reader.Open(writer.m_size),"opens a real");
      run.EqualReal(reader.RealAt(0),reals[i],"read again");
     }
   run.Check(Opens(reader,"ca 3f c0 00 00"),"opens a float 32");
   run.EqualReal(reader.RealAt(0),1.5,"float 32");
  }

void TestTexts(CTestRun &run)
  {
   run.Begin("texts");
   string texts[];
   ArrayResize(texts,5);
   texts[0]="";
   texts[1]="EURUSD";
   texts[2]="\x0416\x20AC";
   texts[3]="";
   texts[4]="";
   for(int i=0; i<40; i++)
      texts[3]+="0123456789";
   for(int i=0; i<7000; i++)
      texts[4]+="0123456789";
   CMsgWriter writer;
   CMsgReader reader;
   for(int i=0; i<ArraySize(texts); i++)
     {
      writer.Reset();
      writer.Text(texts[i]);
      ArrayCopy(reader.m_data,writer.m_data,0,0,writer.m_size);
      run.Check(reader.Open(writer.m_size),"opens text "+IntegerToString(i));
      run.Check(reader.TextAt(0)==texts[i],"text "+IntegerToString(i)+" read again");
     }
  }

//--- what is no message of this wire is recognised before anything reads it
void TestBroken(CTestRun &run)
  {
   run.Begin("broken messages");
   string broken[]={"","c1","85 a1","df 7f ff ff ff","dd ff ff ff ff","81 01 c0","a5 61","c4","c6 7f ff ff ff 00","d9","c7 00 01","92 01","01 02"};
   CMsgReader reader;
   for(int i=0; i<ArraySize(broken); i++)
     {
      run.Check(!Opens(reader,broken[i]),"refuses "+broken[i]);
      run.Check(StringLen(reader.m_problem)>0,"says why "+broken[i]);
      run.EqualLong(reader.Root(),-1,"nothing is read of "+broken[i]);
     }
   string deep="";
   for(int i=0; i<=MAX_DEPTH; i++)
      deep+="91";
   run.Check(!Opens(reader,deep+"c0"),"refuses nesting that is too deep");
   run.Check(Opens(reader,StringSubstr(deep,2)+"c0"),"takes nesting that is deep");
  }

void TestMaps(CTestRun &run)
  {
   run.Begin("maps");
   CMsgReader reader;
   //--- {a: 1, b: [2, 3], a: 4}
   run.Check(Opens(reader,"83 a1 61 01 a1 62 92 02 03 a1 61 04"),"opens");
   int root=reader.Root();
   run.EqualLong(reader.IntAt(reader.Find(root,"a")),4,"of equal keys the last one counts");
   int items=reader.Find(root,"b");
   run.EqualLong(reader.Count(items),2,"items");
   run.EqualLong(reader.IntAt(reader.Next(reader.First(items))),3,"second item");
   run.EqualLong(reader.Find(root,"c"),-1,"a key that is not there");
   run.EqualLong(reader.Find(items,"a"),-1,"keys of a list");
  }

//--- the frame of a request: what is refused, by which code, and to which id it is answered
void TestFrames(CTestRun &run)
  {
   run.Begin("frames");
   CCall call;
   //--- {v: 1, id: 7, op: 2, ttl: 0, a: {}}
   int size=HexBytes("85 a1 76 01 a2 69 64 07 a2 6f 70 02 a3 74 74 6c 00 a1 61 80",call.m_request.m_data);
   run.Check(call.Begin(size),"a ping");
   run.EqualLong(call.m_operation,OP_PING,"operation");
   run.EqualLong(call.m_id,7,"id");
   run.Check(!call.m_has_epoch,"no epoch");
   //--- {v: 9, id: 7, ...}
   size=HexBytes("85 a1 76 09 a2 69 64 07 a2 6f 70 02 a3 74 74 6c 00 a1 61 80",call.m_request.m_data);
   run.Check(!call.Begin(size) && call.m_fault.code==FAULT_VERSION_MISMATCH && call.m_id==7,"another version");
   //--- an operation that is a text
   size=HexBytes("85 a1 76 01 a2 69 64 07 a2 6f 70 a1 78 a3 74 74 6c 00 a1 61 80",call.m_request.m_data);
   run.Check(!call.Begin(size) && call.m_fault.code==FAULT_BAD_FRAME && call.m_id==7,"an operation that is a text");
   size=HexBytes("93 01 02 03",call.m_request.m_data);
   run.Check(!call.Begin(size) && call.m_fault.code==FAULT_BAD_FRAME && call.m_id==0,"a list");
   call.WriteRefusal(1000);
   CMsgReader reply;
   ArrayCopy(reply.m_data,call.m_reply.m_data,0,0,call.m_reply.m_size);
   run.Check(reply.Open(call.m_reply.m_size),"a refusal opens");
   int error=reply.Find(reply.Root(),"e");
   run.EqualText(reply.TextAt(reply.Find(error,"code")),"BAD_FRAME","code");
   run.EqualLong(reply.IntAt(reply.Find(reply.Root(),"t")),1000,"clock");
  }

void TestMessages(CTestRun &run)
  {
   TestNumbers(run);
   TestTexts(run);
   TestBroken(run);
   TestMaps(run);
   TestFrames(run);
  }

#endif // MT5BRIDGE_MESSAGESTESTS_MQH
