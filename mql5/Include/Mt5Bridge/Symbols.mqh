#ifndef MT5BRIDGE_SYMBOLS_MQH
#define MT5BRIDGE_SYMBOLS_MQH
#include "Fault.mqh"

//--- decimals that the terminal keeps of a volume
#define VOLUME_DIGITS 8
//--- how often a list of the terminal that changes while it is read is begun anew
#define COLLECT_ATTEMPTS 3

bool FindSymbol(const string symbol,SFault &fault)
  {
   bool custom=false;
   if(!SymbolExist(symbol,custom))
      return(Refuse(fault,FAULT_SYMBOL_NOT_FOUND,"the broker has no symbol "+symbol));
   return(true);
  }

//--- as FindSymbol, and in Market Watch from now on
bool SelectSymbol(const string symbol,SFault &fault)
  {
   if(!FindSymbol(symbol,fault))
      return(false);
   if(SymbolInfoInteger(symbol,SYMBOL_SELECT)!=0)
      return(true);
   ResetLastError();
   if(!SymbolSelect(symbol,true))
      return(RefuseByError(fault,GetLastError(),"SymbolSelect of "+symbol));
   return(true);
  }

//--- the last tick that the terminal received
bool LastTick(const string symbol,MqlTick &tick,SFault &fault)
  {
   ResetLastError();
   if(SymbolInfoTick(symbol,tick) && tick.time_msc>0)
      return(true);
   int error=GetLastError();
   if(error==0 || error==ERR_MARKET_LASTTIME_UNKNOWN)
      return(Refuse(fault,FAULT_NO_QUOTE,symbol+" has no quote yet"));
   return(RefuseByError(fault,error,"SymbolInfoTick of "+symbol));
  }

//--- for what only the broker can answer
bool RequireConnection(SFault &fault)
  {
   if(TerminalInfoInteger(TERMINAL_CONNECTED)==0)
      return(Refuse(fault,FAULT_NOT_CONNECTED,""));
   return(true);
  }

//--- a price as the broker writes it; one of a symbol that is gone stays as it is
double PriceOf(const string symbol,const double price)
  {
   long digits=0;
   if(!SymbolInfoInteger(symbol,SYMBOL_DIGITS,digits))
      return(price);
   return(NormalizeDouble(price,(int)digits));
  }

//--- a volume without what doubles add to it
double LotsOf(const double volume)
  {
   return(NormalizeDouble(volume,VOLUME_DIGITS));
  }

#endif // MT5BRIDGE_SYMBOLS_MQH
