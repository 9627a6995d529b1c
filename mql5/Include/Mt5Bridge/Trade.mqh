#ifndef MT5BRIDGE_TRADE_MQH
#define MT5BRIDGE_TRADE_MQH
#include "Bridge.mqh"
#include "TradeValues.mqh"

//--- an open position, selected; false with TICKET_NOT_FOUND
bool HeldPosition(const ulong ticket,SFault &fault)
  {
   if(PositionSelectByTicket(ticket))
      return(true);
   return(Refuse(fault,FAULT_TICKET_NOT_FOUND,StringFormat("there is no open position %I64u",ticket)));
  }

//--- a pending order, selected; false with TICKET_NOT_FOUND
bool PlacedOrder(const ulong ticket,SFault &fault)
  {
   if(OrderSelect(ticket))
      return(true);
   return(Refuse(fault,FAULT_TICKET_NOT_FOUND,StringFormat("there is no pending order %I64u",ticket)));
  }

//+------------------------------------------------------------------+
//| One trade request. Its id is sent to the broker once in its      |
//| life: it is on disk before the broker hears of it, and known ids |
//| are answered from there. A handler                               |
//|  1. writes its arguments into m_asked,                           |
//|  2. ends with Replay() where IsSettled() says so,                |
//|  3. fills m_request and m_guarded, or refuses what does not      |
//|     exist (nothing is journaled then),                           |
//|  4. ends with Send().                                            |
//+------------------------------------------------------------------+
class CTrading
  {
public:
   //--- the operation and its arguments, for the digest
   CMsgWriter        m_asked;
   MqlTradeRequest   m_request;
   SGuarded          m_guarded;

                     CTrading(const int operation,const string request_id);
   bool              IsSettled(CBridge &bridge,SFault &fault);
   bool              Replay(CCall &call) const;
   bool              Send(CBridge &bridge,CCall &call);
   bool              SendOnce(CBridge &bridge,STradeResult &result,SFault &fault);

private:
   int               m_operation;
   string            m_request_id;
   string            m_digest;
   //--- the stored answer is the answer
   bool              m_replays;
   //--- 0 = at any time
   long              m_expires;
   SJournaled        m_journaled;

   bool              MakeDigest(SFault &fault);
   bool              SendToBroker(STradeResult &result,SFault &fault) const;
  };

CTrading::CTrading(const int operation,const string request_id)
  {
   ZeroMemory(m_request);
   m_operation=operation;
   m_request_id=request_id;
   m_digest="";
   m_replays=false;
   m_expires=0;
   m_asked.List(2);
   m_asked.Int(operation);
  }

//--- SHA-256 of the operation and its arguments as the schema spells them, however the caller did
bool CTrading::MakeDigest(SFault &fault)
  {
   uchar asked[];
   uchar none[];
   uchar hash[];
   if(!m_asked.Fits() || ArrayCopy(asked,m_asked.m_data,0,0,m_asked.m_size)!=m_asked.m_size)
      return(OutOfMemory(fault));
   ResetLastError();
   if(CryptEncode(CRYPT_HASH_SHA256,asked,none,hash)<=0)
      return(RefuseWith(fault,FAULT_JOURNAL_FAILED,GetLastError(),"the terminal cannot digest the request for its journal"));
   for(int i=0; i<ArraySize(hash); i++)
      m_digest+=StringFormat("%02x",(int)hash[i]);
   return(true);
  }

//--- Whether there is nothing left to send: the id is known, or `fault` says why it cannot be told.
bool CTrading::IsSettled(CBridge &bridge,SFault &fault)
  {
   bool known=false;
   if(!MakeDigest(fault) || !bridge.m_journal.Find(m_request_id,bridge.m_clock.Now(),known,m_journaled,fault))
      return(true);
   if(!known)
      return(false);
   m_replays=(m_journaled.digest==m_digest && m_journaled.answered);
   if(m_journaled.digest!=m_digest)
      Refuse(fault,FAULT_REQUEST_ID_REUSED,m_request_id+" belongs to another request, a "+OperationName(m_journaled.operation));
   else
      if(!m_journaled.answered)
         Refuse(fault,FAULT_OUTCOME_UNKNOWN,m_request_id+" was begun before, and its answer is not known here");
   return(true);
  }

//--- the stored answer; false with the fault that IsSettled told
bool CTrading::Replay(CCall &call) const
  {
   if(!m_replays)
      return(false);
   STradeResult answer;
   answer=m_journaled.answer;
   answer.replayed=true;
   WriteTradeResult(call.m_reply,answer);
   return(true);
  }

//--- for an id that is not known
bool CTrading::Send(CBridge &bridge,CCall &call)
  {
   m_expires=call.m_ttl;
   STradeResult result;
   if(!SendOnce(bridge,result,call.m_fault))
      return(false);
   WriteTradeResult(call.m_reply,result);
   return(true);
  }

//--- false with OUTCOME_UNKNOWN
bool CTrading::SendToBroker(STradeResult &result,SFault &fault) const
  {
   MqlTradeResult told;
   ZeroMemory(told);
   ResetLastError();
   bool accepted=OrderSend(m_request,told);
   int error=(accepted ? 0 : GetLastError());
   if(OutcomeOf(told,error,m_request_id,result,fault))
      return(true);
   Print("mt5-bridge: ",fault.message);
   return(false);
  }

//--- guard, journal, broker, journal. The caller hears the broker's answer also where it cannot be journaled; to everyone
//--- later, the request stays begun.
bool CTrading::SendOnce(CBridge &bridge,STradeResult &result,SFault &fault)
  {
   if(!bridge.m_guard.Allows(bridge.m_settings,m_guarded,fault))
      return(false);
   if(!bridge.m_journal.Begin(m_request_id,m_operation,m_digest,bridge.m_clock.Now(),fault))
      return(false);
   //--- the disk may have kept the journal waiting
   long late=bridge.m_clock.Now()-m_expires;
   if(m_expires>0 && late>0)
      NotSent(TRADE_RETCODE_CANCEL,"the journal was ready "+IntegerToString(late)+" ms after its time to live",result);
   else
      if(!SendToBroker(result,fault))
         return(false);
   SFault failed;
   if(!bridge.m_journal.Answer(m_request_id,result,failed))
      Print("mt5-bridge: the answer to ",m_request_id," is not journaled: ",failed.message);
   return(true);
  }

#endif // MT5BRIDGE_TRADE_MQH
