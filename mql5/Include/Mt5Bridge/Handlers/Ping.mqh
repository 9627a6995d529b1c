#ifndef MT5BRIDGE_HANDLERS_PING_MQH
#define MT5BRIDGE_HANDLERS_PING_MQH
#include "../Bridge.mqh"

bool HandlePing(CBridge &bridge,CCall &call)
  {
   SPingResult result;
   result.epoch=bridge.m_topics.Epoch();
   WritePingResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_PING_MQH
