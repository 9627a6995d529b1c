#ifndef MT5BRIDGE_TRADERING_MQH
#define MT5BRIDGE_TRADERING_MQH
#include "Messages.mqh"
#include "Publisher.mqh"
#include "Symbols.mqh"

//--- transactions that may wait to be told
#define TRADE_RING 4096

void FillTrade(const MqlTradeTransaction &transaction,STradeEvent &record)
  {
   string symbol=transaction.symbol;
   record.type=(int)transaction.type;
   record.deal=transaction.deal;
   record.order=transaction.order;
   record.symbol=symbol;
   record.order_type=(int)transaction.order_type;
   record.order_state=(int)transaction.order_state;
   record.deal_type=(int)transaction.deal_type;
   record.time_type=(int)transaction.time_type;
   record.time_expiration=(long)transaction.time_expiration*1000;
   record.price=transaction.price;
   record.price_trigger=PriceOf(symbol,transaction.price_trigger);
   record.price_sl=PriceOf(symbol,transaction.price_sl);
   record.price_tp=PriceOf(symbol,transaction.price_tp);
   record.volume=LotsOf(transaction.volume);
   record.position=transaction.position;
   record.position_by=transaction.position_by;
  }

//+------------------------------------------------------------------+
//| Trade transactions between OnTradeTransaction, which must end    |
//| soon, and the events that tell them. Those that find the ring    |
//| full are lost, and are counted as if they had been sent.         |
//+------------------------------------------------------------------+
class CTradeRing
  {
private:
   STradeEvent       m_items[];
   int               m_first;
   int               m_count;
   long              m_lost;

public:
                     CTradeRing(void);
   void              Clear(void);
   bool              Push(const MqlTradeTransaction &transaction);
   void              Flush(CPublisher &publisher);
  };

CTradeRing::CTradeRing(void)
  {
   m_first=0;
   m_count=0;
   m_lost=0;
  }

void CTradeRing::Clear(void)
  {
   m_first=0;
   m_count=0;
   m_lost=0;
  }

//--- false when it is lost
bool CTradeRing::Push(const MqlTradeTransaction &transaction)
  {
   bool fits=(ArraySize(m_items)==TRADE_RING || ArrayResize(m_items,TRADE_RING)==TRADE_RING);
   //--- behind a lost one the order would be broken
   if(!fits || m_count>=TRADE_RING || m_lost>0)
     {
      m_lost++;
      return(false);
     }
   FillTrade(transaction,m_items[(m_first+m_count)%TRADE_RING]);
   m_count++;
   return(true);
  }

//--- tells what waits, in order; the lost ones leave a gap behind it
void CTradeRing::Flush(CPublisher &publisher)
  {
   while(m_count>0)
     {
      publisher.Begin(PLAIN_TOPIC_TRADE);
      WriteTradeEvent(publisher.m_frame,m_items[m_first]);
      publisher.Send();
      m_first=(m_first+1)%TRADE_RING;
      m_count--;
     }
   if(m_lost==0)
      return;
   publisher.Count(PLAIN_TOPIC_TRADE,m_lost);
   Print("mt5-bridge: ",m_lost," trade transactions came faster than they could be told; clients read the state anew");
   m_lost=0;
  }

#endif // MT5BRIDGE_TRADERING_MQH
