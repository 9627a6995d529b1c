#ifndef MT5BRIDGE_HANDLERS_ORDERS_MQH
#define MT5BRIDGE_HANDLERS_ORDERS_MQH
#include "../Bridge.mqh"
#include "../Records/Order.mqh"

bool HandleOrders(CBridge &bridge,CCall &call)
  {
   SOrdersParams params;
   if(!ReadOrdersParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   SOrdersResult result;
   result.epoch=bridge.m_topics.Epoch();
   result.seq=bridge.m_topics.Seq(PLAIN_TOPIC_ORDERS);
   if(!CollectOrders(params.symbol,params.has_ticket,params.ticket,result.orders))
      return(OutOfMemory(call.m_fault));
   if(params.has_ticket && ArraySize(result.orders)==0)
      return(Refuse(call.m_fault,FAULT_TICKET_NOT_FOUND,"there is no ticket "+TicketText(params.ticket)));
   WriteOrdersResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_ORDERS_MQH
