#ifndef MT5BRIDGE_HANDLERS_UNWATCH_MQH
#define MT5BRIDGE_HANDLERS_UNWATCH_MQH
#include "../Bridge.mqh"

bool HandleUnwatch(CBridge &bridge,CCall &call)
  {
   SUnwatchParams params;
   if(!ReadUnwatchParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   int topics=ArraySize(params.topics);
   for(int i=0; i<topics; i++)
      bridge.m_streams.Unwatch(bridge.m_topics,bridge.m_watches,params.client,params.topics[i]);
   SUnwatchResult result;
   result.epoch=bridge.m_topics.Epoch();
   WriteUnwatchResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_UNWATCH_MQH
