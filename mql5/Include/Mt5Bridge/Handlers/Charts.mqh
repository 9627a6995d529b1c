#ifndef MT5BRIDGE_HANDLERS_CHARTS_MQH
#define MT5BRIDGE_HANDLERS_CHARTS_MQH
#include "../Bridge.mqh"

//--- as many as the list of an answer takes; a terminal opens at most 100 charts
#define MOST_CHARTS 128
#define MOST_CHART_INDICATORS 256

//--- short names of the indicators of all windows of a chart
bool CollectIndicators(const long id,string &names[])
  {
   int windows=(int)ChartGetInteger(id,CHART_WINDOWS_TOTAL);
   int count=0;
   for(int window=0; window<windows; window++)
     {
      int total=ChartIndicatorsTotal(id,window);
      for(int i=0; i<total && count<MOST_CHART_INDICATORS; i++)
        {
         if(ArrayResize(names,count+1,16)!=count+1)
            return(false);
         names[count]=ChartIndicatorName(id,window,i);
         count++;
        }
     }
   return(true);
  }

bool HandleCharts(CBridge &bridge,CCall &call)
  {
   SChartsResult result;
   int count=0;
   for(long id=ChartFirst(); id>=0 && count<MOST_CHARTS; id=ChartNext(id))
     {
      string symbol=ChartSymbol(id);
      //--- one that is just being closed
      if(StringLen(symbol)==0)
         continue;
      if(ArrayResize(result.charts,count+1,16)!=count+1)
         return(OutOfMemory(call.m_fault));
      result.charts[count].id=(ulong)id;
      result.charts[count].symbol=symbol;
      result.charts[count].timeframe=(int)ChartPeriod(id);
      result.charts[count].own=(id==ChartID());
      if(!CollectIndicators(id,result.charts[count].indicators))
         return(OutOfMemory(call.m_fault));
      count++;
     }
   WriteChartsResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_CHARTS_MQH
