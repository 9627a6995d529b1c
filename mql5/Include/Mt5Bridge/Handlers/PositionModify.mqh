#ifndef MT5BRIDGE_HANDLERS_POSITIONMODIFY_MQH
#define MT5BRIDGE_HANDLERS_POSITIONMODIFY_MQH
#include "../Trade.mqh"

bool HandlePositionModify(CBridge &bridge,CCall &call)
  {
   SPositionModifyParams params;
   if(!ReadPositionModifyParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   CTrading trading(OP_POSITION_MODIFY,params.request_id);
   WritePositionModifyParams(trading.m_asked,params);
   if(trading.IsSettled(bridge,call.m_fault))
      return(trading.Replay(call));
   if(!HeldPosition(params.position,call.m_fault))
      return(false);
   string symbol=PositionGetString(POSITION_SYMBOL);
   trading.m_request.action=TRADE_ACTION_SLTP;
   trading.m_request.position=params.position;
   trading.m_request.symbol=symbol;
   trading.m_request.sl=PriceToSend(symbol,params.sl);
   trading.m_request.tp=PriceToSend(symbol,params.tp);
   trading.m_guarded.Add(symbol,(ulong)PositionGetInteger(POSITION_MAGIC));
   return(trading.Send(bridge,call));
  }

#endif // MT5BRIDGE_HANDLERS_POSITIONMODIFY_MQH
