#ifndef MT5BRIDGE_HANDLERS_RATES_MQH
#define MT5BRIDGE_HANDLERS_RATES_MQH
#include "../Bridge.mqh"
#include "../Series.mqh"

bool HandleRates(CBridge &bridge,CCall &call)
  {
   SRatesParams params;
   if(!ReadRatesParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   string ways[]= {"start with count","from with to"};
   string given="";
   AddGiven(given,params.has_start,"start");
   AddGiven(given,params.has_count,"count");
   AddGiven(given,params.has_from,"from");
   AddGiven(given,params.has_to,"to");
   int way=WayOf(ways,given,call.m_fault);
   if(way<0 || !SelectSymbol(params.symbol,call.m_fault) || !RequireConnection(call.m_fault))
      return(false);
   ENUM_TIMEFRAMES timeframe=(ENUM_TIMEFRAMES)params.timeframe;
   int limit=bridge.m_settings.max_rates;
   int count=0;
   if(way==0)
      count=RatesByPosition(params.symbol,timeframe,params.start,params.count,limit,call.m_rates,call.m_fault);
   else
      count=RatesByRange(params.symbol,timeframe,params.from,params.to,limit,call.m_rates,call.m_fault);
   if(count<0)
      return(false);
   call.m_bulk=BULK_RATES;
   call.m_bulk_count=count;
   SRatesResult result;
   result.count=count;
   result.digits=SymbolInfoInteger(params.symbol,SYMBOL_DIGITS);
   WriteRatesResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_RATES_MQH
