#ifndef MT5BRIDGE_HANDLERS_WATCH_MQH
#define MT5BRIDGE_HANDLERS_WATCH_MQH
#include "../Bridge.mqh"

//--- each topic for itself: what cannot be watched is told with its code, the others begin
bool HandleWatch(CBridge &bridge,CCall &call)
  {
   SWatchParams params;
   if(!ReadWatchParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   if(!bridge.m_watches.Renew(params.client,bridge.m_clock.Now()))
      return(Refuse(call.m_fault,FAULT_TOO_MUCH_DATA,"too many clients are watching"));
   SWatchResult result;
   result.epoch=bridge.m_topics.Epoch();
   result.lease_ms=bridge.m_settings.watch_lease_ms;
   int topics=ArraySize(params.topics);
   for(int i=0; i<topics; i++)
     {
      SFault fault;
      if(bridge.m_streams.Watch(bridge.m_topics,bridge.m_watches,params.client,params.topics[i],fault))
         continue;
      int refused=ArraySize(result.refused);
      if(ArrayResize(result.refused,refused+1,topics)!=refused+1)
         return(OutOfMemory(call.m_fault));
      result.refused[refused].topic=params.topics[i];
      result.refused[refused].code=FaultCode(fault.code);
     }
   WriteWatchResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_WATCH_MQH
