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

//--- opening times of the bars as ms; how many, or -1 with the fault set
int TimesOf(const SIndicatorParams &params,long &times[],SFault &fault)
  {
   datetime opened[];
   ENUM_TIMEFRAMES timeframe=(ENUM_TIMEFRAMES)params.timeframe;
   int asked=(int)params.count;
   if(params.start>INT_MAX-params.count)
      return(0);
   ResetLastError();
   int copied=CopyTime(params.symbol,timeframe,(int)params.start,asked,opened);
   copied=Loaded(params.symbol,timeframe,copied,asked,GetLastError(),fault);
   if(copied>=0 && ArrayResize(times,copied)!=copied)
     {
      OutOfMemory(fault);
      return(-1);
     }
   for(int i=0; i<copied; i++)
      times[i]=(long)opened[i]*1000;
   return(copied);
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
   ENUM_TIMEFRAMES timeframe=(ENUM_TIMEFRAMES)params.timeframe;
   SIndicatorResult result;
   result.digits=SymbolInfoInteger(params.symbol,SYMBOL_DIGITS);
   long newest=SeriesInfoInteger(params.symbol,timeframe,SERIES_LASTBAR_DATE);
   int count=TimesOf(params,result.times,call.m_fault);
   if(count<0)
      return(false);
   string names[];
   int buffers=BufferNames(params,names);
   if(ArrayResize(result.buffers,buffers)!=buffers)
      return(OutOfMemory(call.m_fault));
   for(int i=0; i<buffers; i++)
     {
      result.buffers[i].name=names[i];
      if(count>0 && !bridge.m_indicators.Copy(handle,i,(int)params.start,count,result.buffers[i].values,call.m_fault))
         return(false);
     }
   //--- a bar that opened between times and values would have put them side by side
   if(SeriesInfoInteger(params.symbol,timeframe,SERIES_LASTBAR_DATE)!=newest)
      return(Refuse(call.m_fault,FAULT_PENDING,"a bar has just opened"));
   WriteIndicatorResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_INDICATOR_MQH
