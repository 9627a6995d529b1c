#ifndef MT5BRIDGE_DEADMAN_MQH
#define MT5BRIDGE_DEADMAN_MQH
#include "Trade.mqh"
#include "Handlers/PositionClose.mqh"
#include "Handlers/OrderCancel.mqh"

//--- the request ids of its trades start so
#define DEAD_MAN_LETTERS "DM"
//--- bits of its request ids that count trades within one millisecond, and that hold clock and count together
#define DEAD_MAN_COUNT_BITS 9
#define DEAD_MAN_ID_BITS 50
//--- the timer looks more often than this; what is longer between two looks was a standstill of the terminal
#define DEAD_MAN_LOOK_MS 2500
//--- slippage in points that a close takes
#define DEAD_MAN_DEVIATION 1000

//--- a way of filling that the symbol takes for a market order
ENUM_ORDER_TYPE_FILLING FillingOf(const string symbol)
  {
   long modes=SymbolInfoInteger(symbol,SYMBOL_FILLING_MODE);
   if((modes&SYMBOL_FILLING_FOK)!=0)
      return(ORDER_FILLING_FOK);
   if((modes&SYMBOL_FILLING_IOC)!=0)
      return(ORDER_FILLING_IOC);
   return(ORDER_FILLING_RETURN);
  }

//+------------------------------------------------------------------+
//| Acts once when every client has fallen silent: removes the       |
//| pending orders, and closes the positions, that carry its magic   |
//| number, one at each call of Act so that the terminal stays       |
//| responsive. Its trades are guarded and journaled as any other.   |
//| The first request arms it; the next one arms it again, and stops |
//| what it has not done yet.                                        |
//+------------------------------------------------------------------+
class CDeadMan
  {
public:
                     CDeadMan(void);
   void              Heard(const CBridge &bridge);
   bool              Act(CBridge &bridge);

private:
   bool              m_armed;
   long              m_heard;
   long              m_looked;
   //--- of which account's start it heard
   long              m_epoch;
   //--- what is left to do: orders first, then positions
   ulong             m_orders[];
   ulong             m_positions[];
   long              m_count;

   void              Forget(void);
   void              Look(const long now);
   void              Strike(const SSettings &settings,const long now);
   void              Collect(const SSettings &settings);
   string            NewRequestId(const long now);
   void              Cancel(CBridge &bridge,const ulong ticket);
   void              ClosePosition(CBridge &bridge,const ulong ticket);
   void              Tell(const string what,const bool done,const STradeResult &result,const SFault &fault) const;
  };

CDeadMan::CDeadMan(void)
  {
   m_armed=false;
   m_heard=0;
   m_looked=0;
   m_epoch=0;
   m_count=0;
  }

//--- a request came
void CDeadMan::Heard(const CBridge &bridge)
  {
   if(ArraySize(m_orders)+ArraySize(m_positions)>0)
      Print("mt5-bridge: dead-man rule: a client is back, what is left stays as it is");
   Forget();
   m_armed=true;
   m_heard=bridge.m_clock.Now();
   m_epoch=bridge.m_topics.Epoch();
  }

void CDeadMan::Forget(void)
  {
   m_armed=false;
   ArrayResize(m_orders,0);
   ArrayResize(m_positions,0);
  }

//--- While the terminal stood still nobody could be heard, and requests may still wait: that time is no silence.
void CDeadMan::Look(const long now)
  {
   long deaf=(m_looked>0 ? now-m_looked-DEAD_MAN_LOOK_MS : 0);
   if(deaf>0)
      m_heard=MathMin(m_heard+deaf,now);
   m_looked=now;
  }

//--- from the timer; true where it traded, so that the trade's events come next
bool CDeadMan::Act(CBridge &bridge)
  {
   //--- tickets of another account mean nothing here
   if(m_epoch!=bridge.m_topics.Epoch())
      Forget();
   long now=bridge.m_clock.Now();
   Look(now);
   if(m_armed && bridge.m_settings.dead_man!=DEAD_MAN_NOTHING && now-m_heard>(long)bridge.m_settings.dead_man_seconds*1000)
      Strike(bridge.m_settings,now);
   int orders=ArraySize(m_orders);
   int positions=ArraySize(m_positions);
   if(orders+positions==0)
      return(false);
   if(orders>0)
     {
      ulong order=m_orders[orders-1];
      ArrayResize(m_orders,orders-1);
      Cancel(bridge,order);
     }
   else
     {
      ulong position=m_positions[positions-1];
      ArrayResize(m_positions,positions-1);
      ClosePosition(bridge,position);
     }
   return(true);
  }

void CDeadMan::Strike(const SSettings &settings,const long now)
  {
   m_armed=false;
   Collect(settings);
   PrintFormat("mt5-bridge: dead-man rule: no request for %I64d s; magic number %I64u: %d orders to cancel, %d positions to close",
               (now-m_heard)/1000,settings.dead_man_magic,ArraySize(m_orders),ArraySize(m_positions));
  }

void CDeadMan::Collect(const SSettings &settings)
  {
   for(int i=0; i<OrdersTotal(); i++)
     {
      ulong ticket=OrderGetTicket(i);
      int count=ArraySize(m_orders);
      if(ticket>0 && (ulong)OrderGetInteger(ORDER_MAGIC)==settings.dead_man_magic && ArrayResize(m_orders,count+1)>count)
         m_orders[count]=ticket;
     }
   if(settings.dead_man!=DEAD_MAN_CLOSE)
      return;
   for(int i=0; i<PositionsTotal(); i++)
     {
      ulong ticket=PositionGetTicket(i);
      int count=ArraySize(m_positions);
      if(ticket>0 && (ulong)PositionGetInteger(POSITION_MAGIC)==settings.dead_man_magic && ArrayResize(m_positions,count+1)>count)
         m_positions[count]=ticket;
     }
  }

//--- letters, clock and count: never the same twice
string CDeadMan::NewRequestId(const long now)
  {
   ulong mask=((ulong)1<<DEAD_MAN_ID_BITS)-1;
   ulong number=((ulong)now<<DEAD_MAN_COUNT_BITS)+(ulong)m_count;
   m_count++;
   return(RequestIdOf((RequestKey(DEAD_MAN_LETTERS)<<DEAD_MAN_ID_BITS)|(number&mask)));
  }

void CDeadMan::Cancel(CBridge &bridge,const ulong ticket)
  {
   SOrderCancelParams params;
   params.request_id=NewRequestId(bridge.m_clock.Now());
   params.order=ticket;
   CTrading trading(OP_ORDER_CANCEL,params.request_id);
   WriteOrderCancelParams(trading.m_asked,params);
   SFault fault;
   STradeResult result;
   bool done=(!trading.IsSettled(bridge,fault) && PlanCancel(trading,params,fault) && trading.SendOnce(bridge,result,fault));
   Tell(StringFormat("order %I64u",ticket),done,result,fault);
  }

void CDeadMan::ClosePosition(CBridge &bridge,const ulong ticket)
  {
   SPositionCloseParams params;
   params.request_id=NewRequestId(bridge.m_clock.Now());
   params.position=ticket;
   if(PositionSelectByTicket(ticket))
     {
      params.volume=PositionGetDouble(POSITION_VOLUME);
      params.type_filling=(int)FillingOf(PositionGetString(POSITION_SYMBOL));
     }
   params.deviation=DEAD_MAN_DEVIATION;
   params.magic=bridge.m_settings.dead_man_magic;
   params.comment="#"+params.request_id+" dead man";
   CTrading trading(OP_POSITION_CLOSE,params.request_id);
   WritePositionCloseParams(trading.m_asked,params);
   SFault fault;
   STradeResult result;
   bool done=(!trading.IsSettled(bridge,fault) && PlanClose(trading,params,fault) && trading.SendOnce(bridge,result,fault));
   Tell(StringFormat("position %I64u",ticket),done,result,fault);
  }

void CDeadMan::Tell(const string what,const bool done,const STradeResult &result,const SFault &fault) const
  {
   if(done)
      Print("mt5-bridge: dead-man rule: ",what,": return code ",result.retcode," ",result.comment);
   else
      Print("mt5-bridge: dead-man rule: ",what,": ",fault.message);
  }

#endif // MT5BRIDGE_DEADMAN_MQH
