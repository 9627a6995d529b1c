#ifndef MT5BRIDGE_HANDLERS_POSITIONCLOSE_MQH
#define MT5BRIDGE_HANDLERS_POSITIONCLOSE_MQH
#include "../Trade.mqh"

//--- The order that closes a position. It names the position, so that the server closes it or refuses, but never opens
//--- the opposite. False with TICKET_NOT_FOUND, NO_QUOTE
bool PlanClose(CTrading &trading,const SPositionCloseParams &params,SFault &fault)
  {
   if(!HeldPosition(params.position,fault))
      return(false);
   string symbol=PositionGetString(POSITION_SYMBOL);
   bool bought=(PositionGetInteger(POSITION_TYPE)==POSITION_TYPE_BUY);
   trading.m_guarded.Add(symbol,(ulong)PositionGetInteger(POSITION_MAGIC));
   //--- a netting server may turn the position around by what goes beyond it
   trading.m_guarded.lots=LotsOf(MathMax(0.0,params.volume-PositionGetDouble(POSITION_VOLUME)));
   MqlTick tick;
   if(!LastTick(symbol,tick,fault))
      return(false);
   trading.m_request.action=TRADE_ACTION_DEAL;
   trading.m_request.position=params.position;
   trading.m_request.symbol=symbol;
   trading.m_request.type=(bought ? ORDER_TYPE_SELL : ORDER_TYPE_BUY);
   trading.m_request.volume=VolumeToSend(symbol,params.volume);
   trading.m_request.price=PriceToSend(symbol,bought ? tick.bid : tick.ask);
   trading.m_request.deviation=(ulong)params.deviation;
   trading.m_request.type_filling=(ENUM_ORDER_TYPE_FILLING)params.type_filling;
   trading.m_request.magic=params.magic;
   trading.m_request.comment=params.comment;
   return(true);
  }

bool HandlePositionClose(CBridge &bridge,CCall &call)
  {
   SPositionCloseParams params;
   if(!ReadPositionCloseParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   CTrading trading(OP_POSITION_CLOSE,params.request_id);
   WritePositionCloseParams(trading.m_asked,params);
   if(trading.IsSettled(bridge,call.m_fault))
      return(trading.Replay(call));
   if(!PlanClose(trading,params,call.m_fault))
      return(false);
   return(trading.Send(bridge,call));
  }

#endif // MT5BRIDGE_HANDLERS_POSITIONCLOSE_MQH
