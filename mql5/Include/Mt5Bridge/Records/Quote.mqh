#ifndef MT5BRIDGE_RECORDS_QUOTE_MQH
#define MT5BRIDGE_RECORDS_QUOTE_MQH
#include "../Messages.mqh"
#include "../Symbols.mqh"

//--- one of the day's figures; before the day has any, the tick's own bid
double DayFigure(const string symbol,const ENUM_SYMBOL_INFO_DOUBLE property,const double bid)
  {
   double figure=SymbolInfoDouble(symbol,property);
   return(figure>0.0 ? PriceOf(symbol,figure) : bid);
  }

//--- ask - bid in points; a crossed market counts as none
long SpreadOf(const string symbol,const double bid,const double ask)
  {
   double point=SymbolInfoDouble(symbol,SYMBOL_POINT);
   if(point<=0.0 || ask<=bid)
      return(0);
   return((long)MathRound((ask-bid)/point));
  }

bool FillQuote(const string symbol,SQuote &record,SFault &fault)
  {
   if(!SelectSymbol(symbol,fault))
      return(false);
   MqlTick tick;
   if(!LastTick(symbol,tick,fault))
      return(false);
   record.symbol=symbol;
   record.time_msc=tick.time_msc;
   record.bid=PriceOf(symbol,tick.bid);
   record.ask=PriceOf(symbol,tick.ask);
   record.last=PriceOf(symbol,tick.last);
   record.volume_real=LotsOf(tick.volume_real);
   record.flags=(int)(tick.flags & 0x7FFFFFFF);
   record.spread=SpreadOf(symbol,record.bid,record.ask);
   record.bidhigh=DayFigure(symbol,SYMBOL_BIDHIGH,record.bid);
   record.bidlow=DayFigure(symbol,SYMBOL_BIDLOW,record.bid);
   return(true);
  }

#endif // MT5BRIDGE_RECORDS_QUOTE_MQH
