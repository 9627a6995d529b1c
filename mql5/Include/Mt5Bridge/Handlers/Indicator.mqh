#ifndef MT5BRIDGE_HANDLERS_INDICATOR_MQH
#define MT5BRIDGE_HANDLERS_INDICATOR_MQH
#include "../Bridge.mqh"
#include "../Series.mqh"

//--- names of the buffers that are answered: a custom indicator's are numbered
int BufferNames(const SIndicatorParams &params,string &names[])
  {
   if(params.type!=INDICATOR_CUSTOM)
      return(StringSplit(IndicatorBuffers(params.type),',',names));
   int count=(params.has_buffers ? (int)params.buffers : 1);
   if(ArrayResize(names,count)!=count)
      return(0);
   for(int i=0; i<count; i++)
      names[i]=IntegerToString(i);
   return(count);
  }

//--- opening times of the bars; how many, or -1 with the fault set
int TimesOf(const SIndicatorParams &params,datetime &times[],SFault &fault)
  {
   ENUM_TIMEFRAMES timeframe=(ENUM_TIMEFRAMES)params.timeframe;
   int asked=(int)params.count;
   if(params.start>INT_MAX-params.count)
      return(0);
   ResetLastError();
   int copied=CopyTime(params.symbol,timeframe,(int)params.start,asked,times);
   return(Loaded(params.symbol,timeframe,copied,asked,GetLastError(),fault));
  }

bool HandleIndicator(CBridge &bridge,CCall &call)
  {
   SIndicatorParams params;
   if(!ReadIndicatorParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   if(!SelectSymbol(params.symbol,call.m_fault) || !RequireConnection(call.m_fault))
      return(false);
   int handle=bridge.m_indicators.Ready(params,call.m_fault);
   if(handle==INVALID_HANDLE)
      return(false);
   datetime times[];
   int count=TimesOf(params,times,call.m_fault);
   if(count<0)
      return(false);
   SIndicatorResult result;
   result.digits=SymbolInfoInteger(params.symbol,SYMBOL_DIGITS);
   string names[];
   int buffers=BufferNames(params,names);
   if(ArrayResize(result.times,count)!=count || ArrayResize(result.buffers,buffers)!=buffers)
      return(OutOfMemory(call.m_fault));
   for(int i=0; i<count; i++)
      result.times[i]=(long)times[i]*1000;
   for(int i=0; i<buffers; i++)
     {
      result.buffers[i].name=names[i];
      if(count>0 && !bridge.m_indicators.Copy(handle,i,times[count-1],count,result.buffers[i].values,call.m_fault))
         return(false);
     }
   WriteIndicatorResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_INDICATOR_MQH
