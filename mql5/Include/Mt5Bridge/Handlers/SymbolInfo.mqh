#ifndef MT5BRIDGE_HANDLERS_SYMBOL_INFO_MQH
#define MT5BRIDGE_HANDLERS_SYMBOL_INFO_MQH
#include "../Bridge.mqh"
#include "../Symbols.mqh"
#include "../Records/SymbolInfo.mqh"

bool HandleSymbolInfo(CBridge &bridge,CCall &call)
  {
   SSymbolInfoParams params;
   if(!ReadSymbolInfoParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   if(!FindSymbol(params.symbol,call.m_fault))
      return(false);
   SSymbolInfo result;
   FillSymbolInfo(params.symbol,result);
   WriteSymbolInfo(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_SYMBOL_INFO_MQH
