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

//--- All open positions of a symbol, or of any where it is empty; of one ticket, if asked. The terminal may change its list
//--- at any time: what is gone while it is read shifts the others, so that it is read anew.
bool CollectPositions(const string symbol,const bool has_ticket,const ulong ticket,SPosition &records[])
  {
   for(int attempt=0; attempt<COLLECT_ATTEMPTS; attempt++)
     {
      int total=PositionsTotal();
      int count=0;
      if(ArrayResize(records,total)!=total)
         return(false);
      for(int i=0; i<total; i++)
        {
         ulong found=PositionGetTicket(i);
         if(found==0 || (has_ticket && found!=ticket))
            continue;
         if(StringLen(symbol)>0 && PositionGetString(POSITION_SYMBOL)!=symbol)
            continue;
         FillPosition(records[count]);
         count++;
        }
      if(ArrayResize(records,count)!=count)
         return(false);
      if(PositionsTotal()==total)
         return(true);
     }
   return(true);
  }

#endif // MT5BRIDGE_RECORDS_POSITION_MQH
