#ifndef MT5BRIDGE_RECORDS_ORDER_MQH
#define MT5BRIDGE_RECORDS_ORDER_MQH
#include "../Messages.mqh"
#include "../Symbols.mqh"

//--- properties of an order, wherever the terminal keeps it: the selected one in force, or one of the selected history
class COrderProperties
  {
private:
   ulong             m_past;

public:
   //--- ticket of an order of the history, or 0 for the order in force that is selected
                     COrderProperties(const ulong past)
     {
      m_past=past;
     }
   long              Integer(const ENUM_ORDER_PROPERTY_INTEGER property) const
     {
      return(m_past>0 ? HistoryOrderGetInteger(m_past,property) : OrderGetInteger(property));
     }
   double            Real(const ENUM_ORDER_PROPERTY_DOUBLE property) const
     {
      return(m_past>0 ? HistoryOrderGetDouble(m_past,property) : OrderGetDouble(property));
     }
   string            Text(const ENUM_ORDER_PROPERTY_STRING property) const
     {
      return(m_past>0 ? HistoryOrderGetString(m_past,property) : OrderGetString(property));
     }
  };

template<typename T>
void FillOrderFacts(const COrderProperties &properties,T &record)
  {
   string symbol=properties.Text(ORDER_SYMBOL);
   record.ticket=(ulong)properties.Integer(ORDER_TICKET);
   record.symbol=symbol;
   record.type=(int)properties.Integer(ORDER_TYPE);
   record.state=(int)properties.Integer(ORDER_STATE);
   record.volume_initial=LotsOf(properties.Real(ORDER_VOLUME_INITIAL));
   record.volume_current=LotsOf(properties.Real(ORDER_VOLUME_CURRENT));
   record.price_open=PriceOf(symbol,properties.Real(ORDER_PRICE_OPEN));
   record.price_stoplimit=PriceOf(symbol,properties.Real(ORDER_PRICE_STOPLIMIT));
   record.sl=PriceOf(symbol,properties.Real(ORDER_SL));
   record.tp=PriceOf(symbol,properties.Real(ORDER_TP));
   record.type_filling=(int)properties.Integer(ORDER_TYPE_FILLING);
   record.type_time=(int)properties.Integer(ORDER_TYPE_TIME);
   record.time_setup_msc=properties.Integer(ORDER_TIME_SETUP_MSC);
   record.time_expiration=properties.Integer(ORDER_TIME_EXPIRATION)*1000;
   record.magic=(ulong)properties.Integer(ORDER_MAGIC);
   record.reason=(int)properties.Integer(ORDER_REASON);
   record.position_id=(ulong)properties.Integer(ORDER_POSITION_ID);
   record.position_by_id=(ulong)properties.Integer(ORDER_POSITION_BY_ID);
   record.comment=properties.Text(ORDER_COMMENT);
   record.external_id=properties.Text(ORDER_EXTERNAL_ID);
  }

//--- the order in force that is selected (OrderGetTicket, OrderSelect)
void FillOrder(SOrder &record)
  {
   COrderProperties properties(0);
   FillOrderFacts(properties,record);
   record.price_current=PriceOf(record.symbol,properties.Real(ORDER_PRICE_CURRENT));
  }

//--- an order of the history that is selected (HistorySelect, HistoryOrderSelect)
void FillHistoryOrder(const ulong ticket,SHistoryOrder &record)
  {
   COrderProperties properties(ticket);
   FillOrderFacts(properties,record);
   record.time_done_msc=properties.Integer(ORDER_TIME_DONE_MSC);
  }

//--- All orders in force of a symbol, or of any where it is empty; of one ticket, if asked. The terminal may change its list
//--- at any time: what is gone while it is read shifts the others, so that it is read anew.
bool CollectOrders(const string symbol,const bool has_ticket,const ulong ticket,SOrder &records[])
  {
   for(int attempt=0; attempt<COLLECT_ATTEMPTS; attempt++)
     {
      int total=OrdersTotal();
      int count=0;
      if(ArrayResize(records,total)!=total)
         return(false);
      for(int i=0; i<total; i++)
        {
         ulong found=OrderGetTicket(i);
         if(found==0 || (has_ticket && found!=ticket))
            continue;
         if(StringLen(symbol)>0 && OrderGetString(ORDER_SYMBOL)!=symbol)
            continue;
         FillOrder(records[count]);
         count++;
        }
      if(ArrayResize(records,count)!=count)
         return(false);
      if(OrdersTotal()==total)
         return(true);
     }
   return(true);
  }

#endif // MT5BRIDGE_RECORDS_ORDER_MQH
