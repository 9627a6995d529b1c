#ifndef MT5BRIDGE_HANDLERS_SYMBOLS_MQH
#define MT5BRIDGE_HANDLERS_SYMBOLS_MQH
#include "../Bridge.mqh"
#include "../Records/SymbolInfo.mqh"

bool HasPath(const string symbol,const string start)
  {
   int length=StringLen(start);
   return(length==0 || StringSubstr(SymbolInfoString(symbol,SYMBOL_PATH),0,length)==start);
  }

bool HandleSymbols(CBridge &bridge,CCall &call)
  {
   SSymbolsParams params;
   if(!ReadSymbolsParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   SSymbolsResult result;
   bool only_selected=(params.has_selected && params.selected);
   int known=SymbolsTotal(only_selected);
   int count=0;
   for(int i=0; i<known; i++)
     {
      string symbol=SymbolName(i,only_selected);
      if(StringLen(symbol)==0 || !HasPath(symbol,params.path))
         continue;
      if(result.total>=params.offset && count<params.count)
        {
         if(ArrayResize(result.symbols,count+1,(int)params.count)!=count+1)
            return(OutOfMemory(call.m_fault));
         FillSymbolFacts(symbol,result.symbols[count]);
         count++;
        }
      result.total++;
     }
   WriteSymbolsResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_SYMBOLS_MQH
