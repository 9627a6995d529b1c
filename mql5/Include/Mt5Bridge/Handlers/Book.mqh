#ifndef MT5BRIDGE_HANDLERS_BOOK_MQH
#define MT5BRIDGE_HANDLERS_BOOK_MQH
#include "../Bridge.mqh"
#include "../Records/BookEntry.mqh"

bool HandleBook(CBridge &bridge,CCall &call)
  {
   SBookParams params;
   if(!ReadBookParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   if(!SelectSymbol(params.symbol,call.m_fault) || !RequireConnection(call.m_fault))
      return(false);
   MqlBookInfo levels[];
   if(!bridge.m_books.Get(params.symbol,levels,call.m_fault))
      return(false);
   SBookResult result;
   result.symbol=params.symbol;
   if(!FillBook(params.symbol,levels,result.entries))
      return(OutOfMemory(call.m_fault));
   WriteBookResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_BOOK_MQH
