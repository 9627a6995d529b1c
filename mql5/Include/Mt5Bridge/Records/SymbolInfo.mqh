#ifndef MT5BRIDGE_RECORDS_SYMBOL_INFO_MQH
#define MT5BRIDGE_RECORDS_SYMBOL_INFO_MQH
#include "../Messages.mqh"

//--- the reference leaves these two numbers of the terminal open: they travel by the numbers of the wire
int WireCalcMode(const ENUM_SYMBOL_CALC_MODE mode)
  {
   if(mode==SYMBOL_CALC_MODE_EXCH_FUTURES_FORTS)
      return(WIRE_CALC_MODE_EXCH_FUTURES_FORTS);
   return((int)mode);
  }

int WireSwapMode(const ENUM_SYMBOL_SWAP_MODE mode)
  {
   if(mode==SYMBOL_SWAP_MODE_CURRENCY_PROFIT)
      return(WIRE_SWAP_MODE_CURRENCY_PROFIT);
   return((int)mode);
  }

//--- what a list of symbols shows of each is also a part of the whole specification
template<typename T>
void FillSymbolFacts(const string symbol,T &record)
  {
   record.name=symbol;
   record.path=SymbolInfoString(symbol,SYMBOL_PATH);
   record.description=SymbolInfoString(symbol,SYMBOL_DESCRIPTION);
   record.currency_base=SymbolInfoString(symbol,SYMBOL_CURRENCY_BASE);
   record.currency_profit=SymbolInfoString(symbol,SYMBOL_CURRENCY_PROFIT);
   record.digits=SymbolInfoInteger(symbol,SYMBOL_DIGITS);
   record.trade_mode=(int)SymbolInfoInteger(symbol,SYMBOL_TRADE_MODE);
   record.trade_contract_size=SymbolInfoDouble(symbol,SYMBOL_TRADE_CONTRACT_SIZE);
   record.volume_min=SymbolInfoDouble(symbol,SYMBOL_VOLUME_MIN);
   record.volume_max=SymbolInfoDouble(symbol,SYMBOL_VOLUME_MAX);
   record.volume_step=SymbolInfoDouble(symbol,SYMBOL_VOLUME_STEP);
   record.select=(SymbolInfoInteger(symbol,SYMBOL_SELECT)!=0);
  }

void FillSymbolInfo(const string symbol,SSymbolInfo &record)
  {
   FillSymbolFacts(symbol,record);
   record.custom=(SymbolInfoInteger(symbol,SYMBOL_CUSTOM)!=0);
   record.currency_margin=SymbolInfoString(symbol,SYMBOL_CURRENCY_MARGIN);
   record.isin=SymbolInfoString(symbol,SYMBOL_ISIN);
   record.point=SymbolInfoDouble(symbol,SYMBOL_POINT);
   record.spread_float=(SymbolInfoInteger(symbol,SYMBOL_SPREAD_FLOAT)!=0);
   record.trade_tick_size=SymbolInfoDouble(symbol,SYMBOL_TRADE_TICK_SIZE);
   record.trade_tick_value=SymbolInfoDouble(symbol,SYMBOL_TRADE_TICK_VALUE);
   record.trade_tick_value_profit=SymbolInfoDouble(symbol,SYMBOL_TRADE_TICK_VALUE_PROFIT);
   record.trade_tick_value_loss=SymbolInfoDouble(symbol,SYMBOL_TRADE_TICK_VALUE_LOSS);
   record.trade_calc_mode=WireCalcMode((ENUM_SYMBOL_CALC_MODE)SymbolInfoInteger(symbol,SYMBOL_TRADE_CALC_MODE));
   record.trade_exemode=(int)SymbolInfoInteger(symbol,SYMBOL_TRADE_EXEMODE);
   record.trade_stops_level=SymbolInfoInteger(symbol,SYMBOL_TRADE_STOPS_LEVEL);
   record.trade_freeze_level=SymbolInfoInteger(symbol,SYMBOL_TRADE_FREEZE_LEVEL);
   record.volume_limit=SymbolInfoDouble(symbol,SYMBOL_VOLUME_LIMIT);
   record.filling_mode=(int)SymbolInfoInteger(symbol,SYMBOL_FILLING_MODE);
   record.expiration_mode=(int)SymbolInfoInteger(symbol,SYMBOL_EXPIRATION_MODE);
   record.order_mode=(int)SymbolInfoInteger(symbol,SYMBOL_ORDER_MODE);
   record.order_gtc_mode=(int)SymbolInfoInteger(symbol,SYMBOL_ORDER_GTC_MODE);
   record.swap_mode=WireSwapMode((ENUM_SYMBOL_SWAP_MODE)SymbolInfoInteger(symbol,SYMBOL_SWAP_MODE));
   record.swap_long=SymbolInfoDouble(symbol,SYMBOL_SWAP_LONG);
   record.swap_short=SymbolInfoDouble(symbol,SYMBOL_SWAP_SHORT);
   record.swap_rollover3days=(int)SymbolInfoInteger(symbol,SYMBOL_SWAP_ROLLOVER3DAYS);
   record.margin_initial=SymbolInfoDouble(symbol,SYMBOL_MARGIN_INITIAL);
   record.margin_maintenance=SymbolInfoDouble(symbol,SYMBOL_MARGIN_MAINTENANCE);
   record.margin_hedged=SymbolInfoDouble(symbol,SYMBOL_MARGIN_HEDGED);
   record.ticks_bookdepth=SymbolInfoInteger(symbol,SYMBOL_TICKS_BOOKDEPTH);
   record.session_open=SymbolInfoDouble(symbol,SYMBOL_SESSION_OPEN);
   record.session_close=SymbolInfoDouble(symbol,SYMBOL_SESSION_CLOSE);
   record.start_time=SymbolInfoInteger(symbol,SYMBOL_START_TIME)*1000;
   record.expiration_time=SymbolInfoInteger(symbol,SYMBOL_EXPIRATION_TIME)*1000;
  }

#endif // MT5BRIDGE_RECORDS_SYMBOL_INFO_MQH
