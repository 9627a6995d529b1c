#ifndef MT5BRIDGE_ACCOUNTSTREAM_MQH
#define MT5BRIDGE_ACCOUNTSTREAM_MQH
#include "Publisher.mqh"
#include "Records/AccountInfo.mqh"
#include "Records/Order.mqh"
#include "Records/Position.mqh"
#include "Told.mqh"

//--- how often account, positions and orders are looked at without a trade transaction
#define STATE_LOOK_MS 250
//--- however fast transactions come: a look is followed by a rest of so many times its own length
#define STATE_LOOK_REST 2
//--- figures that follow the market are told at most this often
#define FLOATING_MS 1000

#define CAUSE_STATE "state"
#define CAUSE_FLOATING "floating"

//--- place of the margin among the account's figures
#define FIGURE_MARGIN 0

//+------------------------------------------------------------------+
//| Account, positions and orders, when they are not as told last.   |
//+------------------------------------------------------------------+
class CAccountStream
  {
private:
   SAccountEvent     m_account;
   SPositionsEvent   m_positions;
   SOrdersEvent      m_orders;
   CTold             m_account_told;
   CTold             m_positions_told;
   CTold             m_orders_told;
   long              m_account_floated;
   long              m_positions_floated;
   long              m_look_at;
   ulong             m_rest_until_us;
   //--- a trade transaction tells that they may have changed
   bool              m_has_traded;

   void              ReadAccount(void);
   bool              ReadPositions(void);
   bool              ReadOrders(void);
   void              TellAccount(CPublisher &publisher,const long now);
   void              TellPositions(CPublisher &publisher,const long now);
   void              TellOrders(CPublisher &publisher);

public:
                     CAccountStream(void);
   void              Start(const long now);
   void              Hear(const ENUM_TRADE_TRANSACTION_TYPE type);
   void              Flush(CPublisher &publisher,const long now);
  };

CAccountStream::CAccountStream(void)
  {
   m_account_floated=0;
   m_positions_floated=0;
   m_look_at=0;
   m_rest_until_us=0;
   m_has_traded=false;
  }

//--- what there is counts as told: clients begin with a snapshot
void CAccountStream::Start(const long now)
  {
   ReadAccount();
   m_account_told.Keep();
   if(ReadPositions())
      m_positions_told.Keep();
   if(ReadOrders())
      m_orders_told.Keep();
   m_account_floated=now;
   m_positions_floated=now;
   m_look_at=now+STATE_LOOK_MS;
   m_has_traded=false;
  }

void CAccountStream::Hear(const ENUM_TRADE_TRANSACTION_TYPE type)
  {
   //--- the answer to a request; what it did comes by itself
   if(type!=TRADE_TRANSACTION_REQUEST)
      m_has_traded=true;
  }

void CAccountStream::Flush(CPublisher &publisher,const long now)
  {
   ulong begin=GetMicrosecondCount();
   if(now<m_look_at && (!m_has_traded || begin<m_rest_until_us))
      return;
   m_look_at=now+STATE_LOOK_MS;
   TellPositions(publisher,now);
   TellOrders(publisher);
   TellAccount(publisher,now);
   m_has_traded=false;
   ulong end=GetMicrosecondCount();
   m_rest_until_us=end+(end-begin)*STATE_LOOK_REST;
  }

void CAccountStream::ReadAccount(void)
  {
   FillAccountInfo(m_account.account);
   m_account_told.Begin();
   m_account_told.Figure(m_account.account.margin);
   m_account_told.Figure(m_account.account.profit);
   m_account_told.Figure(m_account.account.equity);
   m_account_told.Figure(m_account.account.margin_free);
   m_account_told.Figure(m_account.account.margin_level);
   SAccountInfo state=m_account.account;
   state.margin=0.0;
   state.profit=0.0;
   state.equity=0.0;
   state.margin_free=0.0;
   state.margin_level=0.0;
   WriteAccountInfo(m_account_told.m_state,state);
  }

void CAccountStream::TellAccount(CPublisher &publisher,const long now)
  {
   ReadAccount();
   bool is_state=(m_account_told.IsStateNew() || (m_has_traded && m_account_told.IsFigureNew(FIGURE_MARGIN)));
   if(!is_state && (now-m_account_floated<FLOATING_MS || !m_account_told.AreFiguresNew()))
      return;
   m_account_told.Keep();
   m_account.cause=CAUSE_STATE;
   if(!is_state)
     {
      m_account.cause=CAUSE_FLOATING;
      m_account_floated=now;
     }
   publisher.Begin(PLAIN_TOPIC_ACCOUNT);
   WriteAccountEvent(publisher.m_frame,m_account);
   publisher.Send();
  }

bool CAccountStream::ReadPositions(void)
  {
   m_positions_told.Begin();
   if(!CollectPositions("",false,0,m_positions.positions))
      return(false);
   int total=ArraySize(m_positions.positions);
   for(int i=0; i<total; i++)
     {
      SPosition state=m_positions.positions[i];
      m_positions_told.Figure(state.price_current);
      m_positions_told.Figure(state.profit);
      state.price_current=0.0;
      state.profit=0.0;
      WritePosition(m_positions_told.m_state,state);
     }
   return(true);
  }

void CAccountStream::TellPositions(CPublisher &publisher,const long now)
  {
   if(!ReadPositions())
      return;
   bool is_state=m_positions_told.IsStateNew();
   if(!is_state && (now-m_positions_floated<FLOATING_MS || !m_positions_told.AreFiguresNew()))
      return;
   m_positions_told.Keep();
   m_positions.cause=CAUSE_STATE;
   if(!is_state)
     {
      m_positions.cause=CAUSE_FLOATING;
      m_positions_floated=now;
     }
   publisher.Begin(PLAIN_TOPIC_POSITIONS);
   WritePositionsEvent(publisher.m_frame,m_positions);
   publisher.Send();
  }

bool CAccountStream::ReadOrders(void)
  {
   m_orders_told.Begin();
   if(!CollectOrders("",false,0,m_orders.orders))
      return(false);
   int total=ArraySize(m_orders.orders);
   for(int i=0; i<total; i++)
     {
      SOrder state=m_orders.orders[i];
      state.price_current=0.0;
      WriteOrder(m_orders_told.m_state,state);
     }
   return(true);
  }

void CAccountStream::TellOrders(CPublisher &publisher)
  {
   if(!ReadOrders() || !m_orders_told.IsStateNew())
      return;
   m_orders_told.Keep();
   publisher.Begin(PLAIN_TOPIC_ORDERS);
   WriteOrdersEvent(publisher.m_frame,m_orders);
   publisher.Send();
  }

#endif // MT5BRIDGE_ACCOUNTSTREAM_MQH
