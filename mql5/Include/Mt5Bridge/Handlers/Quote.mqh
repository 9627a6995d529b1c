#ifndef MT5BRIDGE_HANDLERS_QUOTE_MQH
#define MT5BRIDGE_HANDLERS_QUOTE_MQH
#include "../Bridge.mqh"
#include "../Records/Quote.mqh"

bool HandleQuote(CBridge &bridge,CCall &call)
  {
   SQuoteParams params;
   if(!ReadQuoteParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   SQuote result;
   if(!FillQuote(params.symbol,result,call.m_fault))
      return(false);
   WriteQuote(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_QUOTE_MQH
