#ifndef MT5BRIDGE_CALL_MQH
#define MT5BRIDGE_CALL_MQH
#include "Messages.mqh"

//--- what frame 1 of a reply holds
enum ENUM_BULK
  {
   BULK_NONE,
   BULK_RATES,
   BULK_TICKS,
   BULK_BYTES
  };

//+------------------------------------------------------------------+
//| One request under way: its frame, and what is answered. There is |
//| one object for all of them, so that its arrays are used again.   |
//+------------------------------------------------------------------+
class CCall
  {
public:
   CMsgReader        m_request;
   long              m_id;
   //--- 0 where there is none of that number
   int               m_operation;
   long              m_ttl;
   bool              m_has_epoch;
   long              m_epoch;
   //--- place of the arguments
   int               m_args;
   //--- bytes of further frames, which nobody reads
   int               m_extra_bytes;
   CMsgWriter        m_reply;
   SFault            m_fault;
   ENUM_BULK         m_bulk;
   int               m_bulk_count;
   MqlRates          m_rates[];
   MqlTick           m_ticks[];
   uchar             m_bytes[];

                     CCall(void);
   bool              Begin(const int size);
   void              BeginReply(void);
   void              EndReply(const long clock);
   void              WriteRefusal(const long clock);

private:
   int               m_clock_at;

   bool              ReadHead(void);
   bool              Broken(void);
  };

CCall::CCall(void)
  {
   m_id=0;
   m_operation=0;
   m_ttl=0;
   m_has_epoch=false;
   m_epoch=0;
   m_args=-1;
   m_extra_bytes=0;
   m_bulk=BULK_NONE;
   m_bulk_count=0;
   m_clock_at=0;
  }

//--- reads the head of the frame in m_request.m_data; the fault is BAD_FRAME or VERSION_MISMATCH
bool CCall::Begin(const int size)
  {
   m_id=0;
   m_operation=0;
   m_args=-1;
   m_bulk=BULK_NONE;
   m_bulk_count=0;
   m_fault.code=FAULT_NONE;
   if(!m_request.Open(size))
      return(Refuse(m_fault,FAULT_BAD_FRAME,"request: not MessagePack ("+m_request.m_problem+")"));
   return(ReadHead());
  }

bool CCall::ReadHead(void)
  {
   int root=m_request.Root();
   if(!m_request.IsMap(root))
      return(Refuse(m_fault,FAULT_BAD_FRAME,"request: expected a map"));
   long whole=0;
   if(WholeAt(m_request,m_request.Find(root,"id"),whole) && whole>0 && whole<LARGEST_WHOLE)
      m_id=whole;
   //--- before the other fields, which another version may lay out differently
   if(!ReadInt(m_request,m_request.Find(root,"v"),"request.v",0,LARGEST_WHOLE,whole,m_fault))
      return(Broken());
   if(whole<PROTOCOL_VERSION_MIN || whole>PROTOCOL_VERSION)
     {
      string spoken=IntegerToString(PROTOCOL_VERSION_MIN)+" to "+IntegerToString(PROTOCOL_VERSION);
      string message="the request speaks protocol version "+IntegerToString(whole)+", this side "+spoken;
      return(Refuse(m_fault,FAULT_VERSION_MISMATCH,message));
     }
   if(!ReadInt(m_request,m_request.Find(root,"id"),"request.id",0,LARGEST_WHOLE,m_id,m_fault))
     {
      m_id=0;
      return(Broken());
     }
   long number=0;
   if(!ReadInt(m_request,m_request.Find(root,"op"),"request.op",0,LARGEST_WHOLE,number,m_fault))
      return(Broken());
   if(!ReadInt(m_request,m_request.Find(root,"ttl"),"request.ttl",0,LARGEST_WHOLE,m_ttl,m_fault))
      return(Broken());
   int epoch_at=m_request.Find(root,"e");
   m_has_epoch=(epoch_at>=0 && !m_request.IsNil(epoch_at));
   if(m_has_epoch && !ReadInt(m_request,epoch_at,"request.e",0,LARGEST_WHOLE,m_epoch,m_fault))
      return(Broken());
   m_args=m_request.Find(root,"a");
   if(number<=OP_LAST)
      m_operation=(int)number;
   return(true);
  }

//--- a field of the frame itself that does not fit is no fault of the operation's arguments
bool CCall::Broken(void)
  {
   m_fault.code=FAULT_BAD_FRAME;
   return(false);
  }

//--- head of a reply; the handler writes its result behind it
void CCall::BeginReply(void)
  {
   m_reply.Reset();
   m_reply.Map(4);
   m_reply.Key("id");
   m_reply.Int(m_id);
   m_reply.Key("ok");
   m_reply.Bool(true);
   m_reply.Key("t");
   m_clock_at=m_reply.Later();
   m_reply.Key("d");
  }

void CCall::EndReply(const long clock)
  {
   m_reply.Fill(m_clock_at,(ulong)clock);
  }

void CCall::WriteRefusal(const long clock)
  {
   m_bulk=BULK_NONE;
   m_reply.Reset();
   m_reply.Map(4);
   m_reply.Key("id");
   m_reply.Int(m_id);
   m_reply.Key("ok");
   m_reply.Bool(false);
   m_reply.Key("t");
   m_reply.Int(clock);
   m_reply.Key("e");
   m_reply.Map(m_fault.retcode!=0 ? 3 : 2);
   m_reply.Key("code");
   m_reply.Text(FaultCode(m_fault.code));
   if(m_fault.retcode!=0)
     {
      m_reply.Key("retcode");
      m_reply.Int(m_fault.retcode);
     }
   m_reply.Key("message");
   m_reply.Text(StringSubstr(m_fault.message,0,ERROR_MESSAGE_LENGTH));
  }

#endif // MT5BRIDGE_CALL_MQH
