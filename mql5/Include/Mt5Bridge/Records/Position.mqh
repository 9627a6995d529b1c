#ifndef MT5BRIDGE_RECORDS_POSITION_MQH
#define MT5BRIDGE_RECORDS_POSITION_MQH
#include "../Messages.mqh"
#include "../Symbols.mqh"

//--- the position that is selected (PositionGetTicket, PositionSelectByTicket); the price of opening may be an average
void FillPosition(SPosition &record)
  {
   string symbol=PositionGetString(POSITION_SYMBOL);
   record.ticket=(ulong)PositionGetInteger(POSITION_TICKET);
   record.identifier=(ulong)PositionGetInteger(POSITION_IDENTIFIER);
   record.symbol=symbol;
   record.type=(int)PositionGetInteger(POSITION_TYPE);
   record.volume=LotsOf(PositionGetDouble(POSITION_VOLUME));
   record.price_open=PositionGetDouble(POSITION_PRICE_OPEN);
   record.price_current=PriceOf(symbol,PositionGetDouble(POSITION_PRICE_CURRENT));
   record.sl=PriceOf(symbol,PositionGetDouble(POSITION_SL));
   record.tp=PriceOf(symbol,PositionGetDouble(POSITION_TP));
   record.profit=PositionGetDouble(POSITION_PROFIT);
   record.swap=PositionGetDouble(POSITION_SWAP);
   record.time_msc=PositionGetInteger(POSITION_TIME_MSC);
   record.time_update_msc=PositionGetInteger(POSITION_TIME_UPDATE_MSC);
   record.magic=(ulong)PositionGetInteger(POSITION_MAGIC);
   record.reason=(int)PositionGetInteger(POSITION_REASON);
   record.comment=PositionGetString(POSITION_COMMENT);
   record.external_id=PositionGetString(POSITION_EXTERNAL_ID);
  }

#endif // MT5BRIDGE_RECORDS_POSITION_MQH
