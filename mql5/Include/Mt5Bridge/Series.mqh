#ifndef MT5BRIDGE_SERIES_MQH
#define MT5BRIDGE_SERIES_MQH
#include "MarketTime.mqh"
#include "Selection.mqh"
#include "Symbols.mqh"

//--- Bars. All functions answer how many, oldest first, or -1 with the fault set; what the terminal still loads is
//--- PENDING, and the call that was refused has made it load.

//--- what a Copy* function has found, which is less than asked for where the history ends
int Loaded(const string symbol,const ENUM_TIMEFRAMES timeframe,const int copied,const int asked,const int error,SFault &fault)
  {
   if(copied<asked && SeriesInfoInteger(symbol,timeframe,SERIES_SYNCHRONIZED)==0)
     {
      Refuse(fault,FAULT_PENDING,"the terminal is loading the bars of "+symbol);
      return(-1);
     }
   if(copied>=0)
      return(copied);
   if(error==ERR_HISTORY_NOT_FOUND)
      return(0);
   RefuseByError(fault,error,"copying bars of "+symbol);
   return(-1);
  }

int RatesByPosition(const string symbol,const ENUM_TIMEFRAMES timeframe,const long start,const long count,
                    const int limit,MqlRates &rates[],SFault &fault)
  {
   if(!AtMost(count,limit,"bars",fault))
      return(-1);
   if(start>INT_MAX-count)
      return(0);
   ResetLastError();
   int copied=CopyRates(symbol,timeframe,(int)start,(int)count,rates);
   return(Loaded(symbol,timeframe,copied,(int)count,GetLastError(),fault));
  }

//--- Counted back from the end of the range, so that no more than the limit is ever copied: whole periods fit the range
//--- at most once more than it is long, and months are not all as long as PeriodSeconds says.
int RatesByRange(const string symbol,const ENUM_TIMEFRAMES timeframe,const long from,const long to,
                 const int limit,MqlRates &rates[],SFault &fault)
  {
   if(!OrderedRange(from,to,fault))
      return(-1);
   datetime first=SecondNotBefore(from);
   datetime last=SecondNotAfter(to);
   if(last>AfterNow())
      last=AfterNow();
   int period=PeriodSeconds(timeframe);
   if(first>last || period<=0)
      return(0);
   int asked=(int)MathMin(((long)last-(long)first)/period+2,(long)limit+1);
   ResetLastError();
   int copied=CopyRates(symbol,timeframe,last,asked,rates);
   copied=Loaded(symbol,timeframe,copied,asked,GetLastError(),fault);
   int before=0;
   while(before<copied && rates[before].time<first)
      before++;
   int count=copied-before;
   if(copied<0 || !AtMost(count,limit,"bars or more",fault))
      return(-1);
   for(int i=0; i<count && before>0; i++)
      rates[i]=rates[before+i];
   return(count);
  }

#endif // MT5BRIDGE_SERIES_MQH
