#ifndef MT5BRIDGE_RECORDS_DEAL_MQH
#define MT5BRIDGE_RECORDS_DEAL_MQH
#include "../Messages.mqh"
#include "../Symbols.mqh"

//--- a deal of the history that is selected (HistorySelect, HistoryDealSelect); its price may be an average
void FillDeal(const ulong ticket,SDeal &record)
  {
   string symbol=HistoryDealGetString(ticket,DEAL_SYMBOL);
   record.ticket=ticket;
   record.order=(ulong)HistoryDealGetInteger(ticket,DEAL_ORDER);
   record.position_id=(ulong)HistoryDealGetInteger(ticket,DEAL_POSITION_ID);
   record.symbol=symbol;
   record.type=(int)HistoryDealGetInteger(ticket,DEAL_TYPE);
   record.entry=(int)HistoryDealGetInteger(ticket,DEAL_ENTRY);
   record.volume=LotsOf(HistoryDealGetDouble(ticket,DEAL_VOLUME));
   record.price=HistoryDealGetDouble(ticket,DEAL_PRICE);
   record.sl=PriceOf(symbol,HistoryDealGetDouble(ticket,DEAL_SL));
   record.tp=PriceOf(symbol,HistoryDealGetDouble(ticket,DEAL_TP));
   record.profit=HistoryDealGetDouble(ticket,DEAL_PROFIT);
   record.swap=HistoryDealGetDouble(ticket,DEAL_SWAP);
   record.commission=HistoryDealGetDouble(ticket,DEAL_COMMISSION);
   record.fee=HistoryDealGetDouble(ticket,DEAL_FEE);
   record.time_msc=HistoryDealGetInteger(ticket,DEAL_TIME_MSC);
   record.magic=(ulong)HistoryDealGetInteger(ticket,DEAL_MAGIC);
   record.reason=(int)HistoryDealGetInteger(ticket,DEAL_REASON);
   record.comment=HistoryDealGetString(ticket,DEAL_COMMENT);
   record.external_id=HistoryDealGetString(ticket,DEAL_EXTERNAL_ID);
  }

#endif // MT5BRIDGE_RECORDS_DEAL_MQH
