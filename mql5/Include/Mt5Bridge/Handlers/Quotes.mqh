#ifndef MT5BRIDGE_HANDLERS_QUOTES_MQH
#define MT5BRIDGE_HANDLERS_QUOTES_MQH
#include "../Bridge.mqh"
#include "../Records/Quote.mqh"

bool HandleQuotes(CBridge &bridge,CCall &call)
  {
   SQuotesParams params;
   if(!ReadQuotesParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   SQuotesResult result;
   int asked=ArraySize(params.symbols);
   int found=0;
   int missing=0;
   if(ArrayResize(result.quotes,asked)!=asked || ArrayResize(result.missing,asked)!=asked)
      return(OutOfMemory(call.m_fault));
   SFault fault;
   for(int i=0; i<asked; i++)
     {
      if(FillQuote(params.symbols[i],result.quotes[found],fault))
        {
         found++;
         continue;
        }
      result.missing[missing].symbol=params.symbols[i];
      result.missing[missing].code=FaultCode(fault.code);
      missing++;
     }
   ArrayResize(result.quotes,found);
   ArrayResize(result.missing,missing);
   WriteQuotesResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_QUOTES_MQH
