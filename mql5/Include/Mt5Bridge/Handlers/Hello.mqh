#ifndef MT5BRIDGE_HANDLERS_HELLO_MQH
#define MT5BRIDGE_HANDLERS_HELLO_MQH
#include "../Bridge.mqh"
#include "../Records/AccountInfo.mqh"

bool HandleHello(CBridge &bridge,CCall &call)
  {
   SHelloParams params;
   if(!ReadHelloParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   SAccountInfo account;
   FillAccountInfo(account);
   SHelloResult result;
   result.protocol_min=PROTOCOL_VERSION_MIN;
   result.protocol_max=PROTOCOL_VERSION;
   result.program="ea";
   result.program_version=BRIDGE_VERSION;
   result.terminal_build=(long)TerminalInfoInteger(TERMINAL_BUILD);
   result.login=account.login;
   result.server=account.server;
   result.company=account.company;
   result.currency=account.currency;
   result.trade_mode=account.trade_mode;
   result.margin_mode=account.margin_mode;
   result.epoch=bridge.m_topics.Epoch();
   result.heartbeat_ms=bridge.m_settings.heartbeat_ms;
   result.watch_lease_ms=bridge.m_settings.watch_lease_ms;
   result.max_request_bytes=bridge.m_settings.max_request_bytes;
   result.max_rates=bridge.m_settings.max_rates;
   result.max_ticks=bridge.m_settings.max_ticks;
   result.max_records=bridge.m_settings.max_records;
   result.time_server_raw=(long)TimeTradeServer()*1000;
   result.time_gmt_raw=(long)TimeGMT()*1000;
   result.time_server=result.time_server_raw;
   if(ArrayResize(result.operations,OP_LAST)!=OP_LAST)
      return(OutOfMemory(call.m_fault));
   for(int i=0; i<OP_LAST; i++)
      result.operations[i]=OperationName(i+1);
   WriteHelloResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_HELLO_MQH
