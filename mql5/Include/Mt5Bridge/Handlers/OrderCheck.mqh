#ifndef MT5BRIDGE_HANDLERS_ORDER_CHECK_MQH
#define MT5BRIDGE_HANDLERS_ORDER_CHECK_MQH
#include "../Bridge.mqh"
#include "../Symbols.mqh"
#include "../Records/TradeRequest.mqh"

bool HandleOrderCheck(CBridge &bridge,CCall &call)
  {
   STradeRequest params;
   if(!ReadTradeRequest(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   MqlTick tick;
   if(params.has_symbol && (!SelectSymbol(params.symbol,call.m_fault) || !LastTick(params.symbol,tick,call.m_fault)))
      return(false);
   MqlTradeRequest request;
   ZeroMemory(request);
   FillTradeRequest(params,request);
   MqlTradeCheckResult check;
   ZeroMemory(check);
   ResetLastError();
   bool accepted=OrderCheck(request,check);
   int error=GetLastError();
   //--- a request that would be refused is an answer, too
   if(!accepted && check.retcode==0)
      return(RefuseByError(call.m_fault,error,"OrderCheck"));
   SOrderCheckResult result;
   result.retcode=(long)check.retcode;
   result.balance=check.balance;
   result.equity=check.equity;
   result.profit=check.profit;
   result.margin=check.margin;
   result.margin_free=check.margin_free;
   result.margin_level=check.margin_level;
   result.comment=check.comment;
   WriteOrderCheckResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_ORDER_CHECK_MQH
