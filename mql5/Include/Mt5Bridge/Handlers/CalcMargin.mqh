#ifndef MT5BRIDGE_HANDLERS_CALC_MARGIN_MQH
#define MT5BRIDGE_HANDLERS_CALC_MARGIN_MQH
#include "../Bridge.mqh"
#include "../Calculation.mqh"
#include "../Symbols.mqh"

bool HandleCalcMargin(CBridge &bridge,CCall &call)
  {
   SCalcMarginParams params;
   if(!ReadCalcMarginParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   if(!SelectSymbol(params.symbol,call.m_fault))
      return(false);
   ENUM_ORDER_TYPE type=(ENUM_ORDER_TYPE)params.type;
   double price=params.price;
   MqlTick tick;
   if(!params.has_price)
     {
      if(!LastTick(params.symbol,tick,call.m_fault))
         return(false);
      price=PriceOf(params.symbol,IsBuying(type) ? tick.ask : tick.bid);
     }
   if(!Meaningful(type!=ORDER_TYPE_CLOSE_BY,"closing by an opposite position needs no margin",call.m_fault))
      return(false);
   if(!Meaningful(params.volume>0.0,"a volume of "+NumberText(params.volume)+" lots has no margin",call.m_fault))
      return(false);
   if(!Meaningful(price>0.0,NumberText(price)+" is no price",call.m_fault))
      return(false);
   double margin=0.0;
   ResetLastError();
   bool done=OrderCalcMargin(type,params.symbol,params.volume,price,margin);
   if(!Calculated(done,margin,"OrderCalcMargin",call.m_fault))
      return(false);
   SCalcMarginResult result;
   result.margin=margin;
   result.price=price;
   result.currency=AccountInfoString(ACCOUNT_CURRENCY);
   WriteCalcMarginResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_CALC_MARGIN_MQH
