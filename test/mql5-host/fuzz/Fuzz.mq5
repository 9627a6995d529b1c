//+------------------------------------------------------------------+
//| What the fuzzer calls with bytes of its own making (driver.cpp). |
//| A text in answer says what must not be.                          |
//+------------------------------------------------------------------+
#property copyright "mt5-bridge, MIT licence"
#property version   "0.10"

#include <Mt5Bridge/Dispatch.mqh>

//--- the epoch that requests have to name
#define FUZZ_EPOCH 1
//--- few, so that the journal is often written anew
#define FUZZ_JOURNAL_KEEP 4

CBridge    g_bridge;
CMsgReader g_reader;
CMsgReader g_again;
CMsgWriter g_writer;
//--- the input before left something behind
bool       g_changed=true;
//--- what was wrong with an event
string     g_problem="";

bool OpenBytes(CMsgReader &reader,const uchar &data[],const int size)
  {
   ArrayResize(reader.m_data,size);
   if(size>0)
      ArrayCopy(reader.m_data,data,0,0,size);
   return(reader.Open(size));
  }

//+------------------------------------------------------------------+
//| The decoder: what can be read is written, and read again         |
//+------------------------------------------------------------------+

void Rewrite(const CMsgReader &reader,const int at)
  {
   uchar bytes[];
   int count=reader.Count(at);
   int place=reader.First(at);
   int from=reader.BytesFrom(at);
   switch(reader.KindAt(at))
     {
      case MSG_NIL:
         g_writer.Nil();
         break;
      case MSG_BOOL:
         g_writer.Bool(reader.BoolAt(at));
         break;
      case MSG_INT:
         g_writer.Int(reader.IntAt(at));
         break;
      case MSG_HUGE:
         g_writer.UInt(reader.HugeAt(at));
         break;
      case MSG_REAL:
         g_writer.Real(reader.RealAt(at));
         break;
      case MSG_TEXT:
         g_writer.Text(reader.TextAt(at));
         break;
      case MSG_BYTES:
         ArrayResize(bytes,count);
         for(int i=0; i<count; i++)
            bytes[i]=reader.m_data[from+i];
         g_writer.Bytes(bytes,count);
         break;
      case MSG_LIST:
         g_writer.List(count);
         for(int i=0; i<count; i++)
           {
            Rewrite(reader,place);
            place=reader.Next(place);
           }
         break;
      case MSG_MAP:
         g_writer.Map(count);
         for(int i=0; i<count; i++)
           {
            Rewrite(reader,place);
            place=reader.Next(place);
            Rewrite(reader,place);
            place=reader.Next(place);
           }
         break;
      default:
         break;
     }
  }

//--- a key of plain ASCII, which every key is that somebody looks for
bool IsPlain(const CMsgReader &reader,const int at)
  {
   int from=reader.BytesFrom(at);
   int count=reader.Count(at);
   for(int i=0; i<count; i++)
     {
      if(reader.m_data[from+i]==0 || reader.m_data[from+i]>=0x80)
         return(false);
     }
   return(true);
  }

string Difference(const CMsgReader &a,const int a_at,const CMsgReader &b,const int b_at)
  {
   ENUM_MSG_KIND kind=a.KindAt(a_at);
   if(kind==MSG_NOTHING || kind!=b.KindAt(b_at))
      return("another kind at byte "+IntegerToString(a_at));
   bool same=true;
   int count=a.Count(a_at);
   double real=a.RealAt(a_at);
   switch(kind)
     {
      case MSG_BOOL:
         same=(a.BoolAt(a_at)==b.BoolAt(b_at));
         break;
      case MSG_INT:
         same=(a.IntAt(a_at)==b.IntAt(b_at));
         break;
      case MSG_HUGE:
         same=(a.HugeAt(a_at)==b.HugeAt(b_at));
         break;
      case MSG_REAL:
         same=(b.RealAt(b_at)==(MathIsValidNumber(real) ? real : 0.0));
         break;
      case MSG_TEXT:
         same=(a.TextAt(a_at)==b.TextAt(b_at));
         break;
      case MSG_BYTES:
         same=(count==b.Count(b_at));
         for(int i=0; i<count && same; i++)
            same=(a.m_data[a.BytesFrom(a_at)+i]==b.m_data[b.BytesFrom(b_at)+i]);
         break;
      default:
         break;
     }
   if(!same)
      return("another value at byte "+IntegerToString(a_at));
   if(kind!=MSG_LIST && kind!=MSG_MAP)
      return("");
   if(count!=b.Count(b_at))
      return("another count at byte "+IntegerToString(a_at));
   int a_place=a.First(a_at);
   int b_place=b.First(b_at);
   for(int i=0; i<count; i++)
     {
      if(kind==MSG_MAP)
        {
         if(IsPlain(a,a_place) && a.Find(a_at,a.TextAt(a_place))<a.Next(a_place))
            return("the key at byte "+IntegerToString(a_place)+" is not found");
         a_place=a.Next(a_place);
         b_place=b.Next(b_place);
        }
      string difference=Difference(a,a_place,b,b_place);
      if(StringLen(difference)>0)
         return(difference);
      a_place=a.Next(a_place);
      b_place=b.Next(b_place);
     }
   return("");
  }

string DecoderProblem(const uchar &data[])
  {
   int size=ArraySize(data);
   if(!OpenBytes(g_reader,data,size))
      return(StringLen(g_reader.m_problem)>0 && g_reader.Root()<0 ? "" : "refused without a reason");
   int root=g_reader.Root();
   if(g_reader.Next(root)!=size)
      return("the value does not end with the message");
   g_writer.Reset();
   Rewrite(g_reader,root);
   if(!g_writer.Fits())
      return("it cannot be written");
   if(!OpenBytes(g_again,g_writer.m_data,g_writer.m_size))
      return("what was written cannot be read: "+g_again.m_problem);
   return(Difference(g_reader,root,g_again,g_again.Root()));
  }

//+------------------------------------------------------------------+
//| Dispatch: whatever comes, there is one answer that can be read   |
//+------------------------------------------------------------------+

bool PublishFrames(const string topic,CMsgWriter &payload)
  {
   if(!OpenBytes(g_again,payload.m_data,payload.m_size))
      g_problem="an event of "+topic+" cannot be read: "+g_again.m_problem;
   return(true);
  }

void DeleteIfThere(const string name)
  {
   if(FileIsExist(name))
      FileDelete(name);
  }

//--- before the first frame of an input: as a bridge that has just been started
void BeginFrames(void)
  {
   g_problem="";
   g_bridge.m_settings.read_only=false;
   g_bridge.m_settings.max_lots=50.0;
   g_bridge.m_settings.max_rates=500;
   g_bridge.m_settings.max_ticks=500;
   g_bridge.m_settings.max_records=100;
   if(g_bridge.m_instance.Changed())
      g_bridge.m_instance.Take();
   g_bridge.m_clock.Start(0);
   g_bridge.m_books.Close();
   g_bridge.m_indicators.Close();
   g_bridge.m_screenshots.Close();
   string folder=g_bridge.m_instance.Folder();
   long now=g_bridge.m_clock.Now();
   g_bridge.m_guard.Start(folder);
   if(!g_changed)
      return;
   g_bridge.m_journal.Stop();
   DeleteIfThere(folder+JOURNAL_FILE);
   g_bridge.m_journal.Start(folder,FUZZ_JOURNAL_KEEP,now);
   g_bridge.m_streams.Start(g_bridge.m_topics,g_bridge.m_watches,g_bridge.m_settings,FUZZ_EPOCH,now);
   g_changed=false;
  }

//--- the answer in a call
string AnswerProblem(const CCall &call)
  {
   if(!call.m_reply.Fits() || !OpenBytes(g_again,call.m_reply.m_data,call.m_reply.m_size))
      return("the answer cannot be read: "+g_again.m_problem);
   int root=g_again.Root();
   int ok=g_again.Find(root,"ok");
   if(!g_again.IsMap(root) || g_again.Count(root)!=4 || g_again.KindAt(ok)!=MSG_BOOL)
      return("the answer is no map of four");
   int id=g_again.Find(root,"id");
   if(g_again.KindAt(id)!=MSG_INT || g_again.IntAt(id)!=call.m_id || g_again.KindAt(g_again.Find(root,"t"))!=MSG_INT)
      return("the answer has another id, or no time");
   if(g_again.BoolAt(ok))
      return(g_again.Find(root,"d")>0 ? "" : "the answer has no data");
   int told=g_again.Find(root,"e");
   int code=g_again.Find(told,"code");
   int message=g_again.Find(told,"message");
   if(g_again.Count(code)==0 || g_again.KindAt(message)!=MSG_TEXT)
      return("a refusal without code or message");
   return("");
  }

//--- bytes that come with an answer are there
string BulkProblem(const CCall &call)
  {
   int there=0;
   switch(call.m_bulk)
     {
      case BULK_RATES:
         there=ArraySize(call.m_rates);
         break;
      case BULK_TICKS:
         there=ArraySize(call.m_ticks);
         break;
      case BULK_BYTES:
         there=ArraySize(call.m_bytes);
         break;
      default:
         return("");
     }
   return(call.m_bulk_count<=there ? "" : "more records are announced than there are");
  }

//--- one frame, and a look at the market after it
string FrameProblem(const uchar &data[])
  {
   int size=ArraySize(data);
   ArrayResize(g_bridge.m_call.m_request.m_data,size);
   if(size>0)
      ArrayCopy(g_bridge.m_call.m_request.m_data,data,0,0,size);
   Dispatch(g_bridge,g_bridge.m_call,size);
   g_bridge.Served();
   int operation=g_bridge.m_call.m_operation;
   g_changed=(g_changed || operation==OP_WATCH || IsWriteOperation(operation));
   string problem=AnswerProblem(g_bridge.m_call);
   if(StringLen(problem)==0)
      problem=BulkProblem(g_bridge.m_call);
   if(StringLen(problem)>0)
      return(OperationName(g_bridge.m_call.m_operation)+": "+problem);
   g_bridge.m_screenshots.Keep();
   g_bridge.m_streams.OnTimerSlice(g_bridge.m_topics,g_bridge.m_watches,g_bridge.m_clock.Now());
   return(g_problem);
  }

//--- operation and outcome of the frame before
string Outcome(void)
  {
   ENUM_FAULT code=g_bridge.m_call.m_fault.code;
   return(OperationName(g_bridge.m_call.m_operation)+" "+(code==FAULT_NONE ? "ok" : FaultCode(code)));
  }

//--- how many orders the frame before may have sent
int OrdersAllowed(void)
  {
   return(IsWriteOperation(g_bridge.m_call.m_operation) ? 1 : 0);
  }
