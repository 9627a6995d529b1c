#ifndef MT5BRIDGE_HANDLERS_POSITIONS_MQH
#define MT5BRIDGE_HANDLERS_POSITIONS_MQH
#include "../Bridge.mqh"
#include "../Records/Position.mqh"

bool HandlePositions(CBridge &bridge,CCall &call)
  {
   SPositionsParams params;
   if(!ReadPositionsParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   SPositionsResult result;
   result.epoch=bridge.m_topics.Epoch();
   result.seq=bridge.m_topics.Seq(PLAIN_TOPIC_POSITIONS);
   if(!CollectPositions(params.symbol,params.has_ticket,params.ticket,result.positions))
      return(OutOfMemory(call.m_fault));
   if(params.has_ticket && ArraySize(result.positions)==0)
      return(Refuse(call.m_fault,FAULT_TICKET_NOT_FOUND,"there is no ticket "+TicketText(params.ticket)));
   WritePositionsResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_POSITIONS_MQH
