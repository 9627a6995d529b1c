#ifndef MT5BRIDGE_HANDLERS_ORDERLOOKUP_MQH
#define MT5BRIDGE_HANDLERS_ORDERLOOKUP_MQH
#include "../Bridge.mqh"
#include "../Records/Position.mqh"
#include "../Records/Order.mqh"
#include "../Records/Deal.mqh"

//--- server time may be ahead of what the terminal takes it for
#define LOOKUP_AHEAD_SECONDS 86400

//--- whether a comment is the tag, or goes on after it with a blank
bool CarriesTag(const string comment,const string tag)
  {
   int length=StringLen(tag);
   if(StringFind(comment,tag)!=0)
      return(false);
   return(StringLen(comment)==length || StringGetCharacter(comment,length)==' ');
  }

//--- Each Look... adds what carries the tag; false without memory

bool LookThroughOrders(const string tag,SOrder &found[])
  {
   int count=0;
   for(int i=0; i<OrdersTotal(); i++)
     {
      if(OrderGetTicket(i)==0 || !CarriesTag(OrderGetString(ORDER_COMMENT),tag))
         continue;
      if(ArrayResize(found,count+1)<=count)
         return(false);
      FillOrder(found[count]);
      count++;
     }
   return(true);
  }

bool LookThroughPositions(const string tag,SPosition &found[])
  {
   int count=0;
   for(int i=0; i<PositionsTotal(); i++)
     {
      if(PositionGetTicket(i)==0 || !CarriesTag(PositionGetString(POSITION_COMMENT),tag))
         continue;
      if(ArrayResize(found,count+1)<=count)
         return(false);
      FillPosition(found[count]);
      count++;
     }
   return(true);
  }

bool LookThroughPastOrders(const string tag,const long since,SHistoryOrder &found[])
  {
   int count=0;
   for(int i=0; i<HistoryOrdersTotal(); i++)
     {
      ulong ticket=HistoryOrderGetTicket(i);
      if(ticket==0 || !CarriesTag(HistoryOrderGetString(ticket,ORDER_COMMENT),tag))
         continue;
      if(HistoryOrderGetInteger(ticket,ORDER_TIME_SETUP_MSC)<since)
         continue;
      if(ArrayResize(found,count+1)<=count)
         return(false);
      FillHistoryOrder(ticket,found[count]);
      count++;
     }
   return(true);
  }

bool LookThroughDeals(const string tag,const long since,SDeal &found[])
  {
   int count=0;
   for(int i=0; i<HistoryDealsTotal(); i++)
     {
      ulong ticket=HistoryDealGetTicket(i);
      if(ticket==0 || !CarriesTag(HistoryDealGetString(ticket,DEAL_COMMENT),tag))
         continue;
      if(HistoryDealGetInteger(ticket,DEAL_TIME_MSC)<since)
         continue;
      if(ArrayResize(found,count+1)<=count)
         return(false);
      FillDeal(ticket,found[count]);
      count++;
     }
   return(true);
  }

//--- What became of a trade request: the journal first, then every record whose comment carries the request's tag. A broker
//--- may put a comment of its own in place of it ("[sl 1.0842]", "so: ..."): such a record is not found here, and only the
//--- journal knows. Without a connection the terminal's records are old ones, and their silence proves nothing.
bool HandleOrderLookup(CBridge &bridge,CCall &call)
  {
   SOrderLookupParams params;
   if(!ReadOrderLookupParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   if(!RequireConnection(call.m_fault))
      return(false);
   bool known=false;
   SJournaled journaled;
   long now=bridge.m_clock.Now();
   if(!bridge.m_journal.Find(params.request_id,now,known,journaled,call.m_fault))
      return(false);
   SOrderLookupResult result;
   result.state="not_seen";
   if(known)
      result.state=(journaled.answered ? "answered" : "begun");
   result.has_answer=(known && journaled.answered);
   result.answer=journaled.answer;
   result.answer.replayed=true;
   result.journal_since=bridge.m_journal.Since();
   result.clock=now;
   datetime from=(datetime)(params.since/1000);
   datetime to=(datetime)(MathMax((long)from,(long)TimeTradeServer())+LOOKUP_AHEAD_SECONDS);
   ResetLastError();
   if(!HistorySelect(from,to))
      return(RefuseWith(call.m_fault,FAULT_PENDING,GetLastError(),"the terminal is still loading the history of the account"));
   string tag="#"+params.request_id;
   bool whole=LookThroughOrders(tag,result.orders);
   whole=(whole && LookThroughPastOrders(tag,params.since,result.history_orders));
   whole=(whole && LookThroughDeals(tag,params.since,result.deals));
   whole=(whole && LookThroughPositions(tag,result.positions));
   if(!whole)
      return(OutOfMemory(call.m_fault));
   WriteOrderLookupResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_ORDERLOOKUP_MQH
