#ifndef MT5BRIDGE_HANDLERS_HISTORY_ORDERS_MQH
#define MT5BRIDGE_HANDLERS_HISTORY_ORDERS_MQH
#include "../Bridge.mqh"
#include "../History.mqh"
#include "../Records/Order.mqh"

bool HandleHistoryOrders(CBridge &bridge,CCall &call)
  {
   SHistoryOrdersParams params;
   if(!ReadHistoryOrdersParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   ulong tickets[];
   if(!SelectHistory(params,false,tickets,call.m_fault))
      return(false);
   SHistoryOrdersResult result;
   result.total=ArraySize(tickets);
   SPage page;
   if(!PageOf(result.total,params.has_offset,params.offset,params.has_count,params.count,bridge.m_settings.max_records,page,call.m_fault))
      return(false);
   if(ArrayResize(result.orders,page.count)!=page.count)
      return(OutOfMemory(call.m_fault));
   for(int i=0; i<page.count; i++)
      FillHistoryOrder(tickets[page.from+i],result.orders[i]);
   WriteHistoryOrdersResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_HISTORY_ORDERS_MQH
