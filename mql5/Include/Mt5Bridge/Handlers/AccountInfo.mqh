#ifndef MT5BRIDGE_HANDLERS_ACCOUNT_INFO_MQH
#define MT5BRIDGE_HANDLERS_ACCOUNT_INFO_MQH
#include "../Bridge.mqh"
#include "../Records/AccountInfo.mqh"

bool HandleAccountInfo(CBridge &bridge,CCall &call)
  {
   SAccountInfoResult result;
   result.epoch=bridge.m_topics.Epoch();
   result.seq=bridge.m_topics.Seq(PLAIN_TOPIC_ACCOUNT);
   FillAccountInfo(result.account);
   WriteAccountInfoResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_ACCOUNT_INFO_MQH
