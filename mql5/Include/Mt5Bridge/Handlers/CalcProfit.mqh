#ifndef MT5BRIDGE_HANDLERS_CALC_PROFIT_MQH
#define MT5BRIDGE_HANDLERS_CALC_PROFIT_MQH
#include "../Bridge.mqh"
#include "../Calculation.mqh"
#include "../Symbols.mqh"

bool HandleCalcProfit(CBridge &bridge,CCall &call)
  {
   SCalcProfitParams params;
   if(!ReadCalcProfitParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   if(!SelectSymbol(params.symbol,call.m_fault))
      return(false);
   ENUM_ORDER_TYPE type=(ENUM_ORDER_TYPE)params.type;
   if(type!=ORDER_TYPE_BUY && type!=ORDER_TYPE_SELL)
      return(Refuse(call.m_fault,FAULT_INVALID_PARAMS,"a.type: profit is calculated for buy and sell alone"));
   if(!Meaningful(params.volume>0.0,"a volume of "+NumberText(params.volume)+" lots has no profit",call.m_fault))
      return(false);
   string prices=NumberText(params.price_open)+" and "+NumberText(params.price_close);
   if(!Meaningful(params.price_open>0.0 && params.price_close>0.0,prices+" are not both prices",call.m_fault))
      return(false);
   double profit=0.0;
   ResetLastError();
   bool done=OrderCalcProfit(type,params.symbol,params.volume,params.price_open,params.price_close,profit);
   if(!Calculated(done,profit,"OrderCalcProfit",call.m_fault))
      return(false);
   SCalcProfitResult result;
   result.profit=profit;
   result.currency=AccountInfoString(ACCOUNT_CURRENCY);
   WriteCalcProfitResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_CALC_PROFIT_MQH
