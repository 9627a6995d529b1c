#ifndef MT5BRIDGE_HANDLERS_TICKS_MQH
#define MT5BRIDGE_HANDLERS_TICKS_MQH
#include "../Bridge.mqh"
#include "../TickHistory.mqh"

bool HandleTicks(CBridge &bridge,CCall &call)
  {
   STicksParams params;
   if(!ReadTicksParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   string ways[]= {"start with count","count with from","from with to"};
   string given="";
   AddGiven(given,params.has_start,"start");
   AddGiven(given,params.has_count,"count");
   AddGiven(given,params.has_from,"from");
   AddGiven(given,params.has_to,"to");
   int way=WayOf(ways,given,call.m_fault);
   if(way<0 || !SelectSymbol(params.symbol,call.m_fault) || !RequireConnection(call.m_fault))
      return(false);
   uint flags=CopyTicksFlags(params.flags);
   int limit=bridge.m_settings.max_ticks;
   int count=0;
   if(way==0)
      count=TicksByPosition(params.symbol,flags,params.start,params.count,limit,call.m_ticks,call.m_fault);
   else
     {
      if(way==1)
         count=TicksFrom(params.symbol,flags,params.from,params.count,limit,call.m_ticks,call.m_fault);
      else
         count=TicksByRange(params.symbol,flags,params.from,params.to,limit,call.m_ticks,call.m_fault);
     }
   if(count<0)
      return(false);
   call.m_bulk=BULK_TICKS;
   call.m_bulk_count=count;
   STicksResult result;
   result.count=count;
   result.digits=SymbolInfoInteger(params.symbol,SYMBOL_DIGITS);
   WriteTicksResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_TICKS_MQH
