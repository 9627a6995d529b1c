#ifndef MT5BRIDGE_TICKHISTORY_MQH
#define MT5BRIDGE_TICKHISTORY_MQH
#include "Selection.mqh"
#include "Symbols.mqh"

//--- Ticks of the past. All functions answer how many, oldest first, or -1 with the fault set.

//--- COPY_TICKS of the wire: all, or those that changed a price or a trade
#define WIRE_COPY_TICKS_INFO 1
#define WIRE_COPY_TICKS_TRADE 2
//--- ticks that a range is first looked through for, and how many times as many the next time
#define TICKS_AT_FIRST 4096
#define TICKS_GROWTH 8

uint CopyTicksFlags(const int flags)
  {
   switch(flags)
     {
      case WIRE_COPY_TICKS_INFO:
         return((uint)COPY_TICKS_INFO);
      case WIRE_COPY_TICKS_TRADE:
         return((uint)COPY_TICKS_TRADE);
      default:
         return((uint)COPY_TICKS_ALL);
     }
  }

//--- CopyTicks, which would wait while the terminal still loads: PENDING instead. From 0 on means the last ones.
int LoadedTicks(const string symbol,const uint flags,const long from,const int count,MqlTick &ticks[],SFault &fault)
  {
   int copied=-1;
   int error=ERR_HISTORY_TIMEOUT;
   if(SymbolIsSynchronized(symbol))
     {
      ResetLastError();
      copied=CopyTicks(symbol,ticks,flags,(ulong)from,(uint)count);
      error=GetLastError();
     }
   if(error==ERR_HISTORY_NOT_FOUND)
      return(0);
   if(FaultOfRuntimeError(error)==FAULT_PENDING)
     {
      RefuseWith(fault,FAULT_PENDING,error,"the terminal is loading the ticks of "+symbol);
      return(-1);
     }
   if(copied<0)
      RefuseByError(fault,error,"CopyTicks of "+symbol);
   return(copied);
  }

int TicksByPosition(const string symbol,const uint flags,const long start,const long count,
                    const int limit,MqlTick &ticks[],SFault &fault)
  {
   if(!AtMost(start+count,limit,"ticks",fault))
      return(-1);
   int copied=LoadedTicks(symbol,flags,0,(int)(start+count),ticks,fault);
   if(copied<0)
      return(-1);
   return((int)MathMax(0,copied-(int)start));
  }

int TicksFrom(const string symbol,const uint flags,const long from,const long count,
              const int limit,MqlTick &ticks[],SFault &fault)
  {
   if(!AtMost(count,limit,"ticks",fault))
      return(-1);
   return(LoadedTicks(symbol,flags,(long)MathMax(1,from),(int)count,ticks,fault));
  }

//--- as many as it takes to reach the end of the range, or one more than the limit
int TicksByRange(const string symbol,const uint flags,const long from,const long to,
                 const int limit,MqlTick &ticks[],SFault &fault)
  {
   if(!OrderedRange(from,to,fault))
      return(-1);
   long asked=TICKS_AT_FIRST;
   int count=0;
   bool whole=false;
   while(!whole)
     {
      asked=(long)MathMin(asked,(long)limit+1);
      count=LoadedTicks(symbol,flags,(long)MathMax(1,from),(int)asked,ticks,fault);
      if(count<0)
         return(-1);
      whole=(count<asked || asked>limit || ticks[count-1].time_msc>to);
      asked*=TICKS_GROWTH;
     }
   while(count>0 && ticks[count-1].time_msc>to)
      count--;
   if(!AtMost(count,limit,"ticks or more",fault))
      return(-1);
   return(count);
  }

#endif // MT5BRIDGE_TICKHISTORY_MQH
