#ifndef MT5BRIDGE_HANDLERS_HISTORY_DEALS_MQH
#define MT5BRIDGE_HANDLERS_HISTORY_DEALS_MQH
#include "../Bridge.mqh"
#include "../History.mqh"
#include "../Records/Deal.mqh"

bool HandleHistoryDeals(CBridge &bridge,CCall &call)
  {
   SHistoryDealsParams params;
   if(!ReadHistoryDealsParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   ulong tickets[];
   if(!SelectHistory(params,true,tickets,call.m_fault))
      return(false);
   SHistoryDealsResult result;
   result.total=ArraySize(tickets);
   SPage page;
   if(!PageOf(result.total,params.has_offset,params.offset,params.has_count,params.count,bridge.m_settings.max_records,page,call.m_fault))
      return(false);
   if(ArrayResize(result.deals,page.count)!=page.count)
      return(OutOfMemory(call.m_fault));
   for(int i=0; i<page.count; i++)
      FillDeal(tickets[page.from+i],result.deals[i]);
   WriteHistoryDealsResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_HISTORY_DEALS_MQH
