#ifndef MT5BRIDGE_HANDLERS_TERMINAL_INFO_MQH
#define MT5BRIDGE_HANDLERS_TERMINAL_INFO_MQH
#include "../Bridge.mqh"
#include "../Records/TerminalInfo.mqh"

bool HandleTerminalInfo(CBridge &bridge,CCall &call)
  {
   STerminalInfo result;
   FillTerminalInfo(result);
   WriteTerminalInfo(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_TERMINAL_INFO_MQH
