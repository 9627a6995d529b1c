#ifndef MT5BRIDGE_HANDLERS_POSITIONCLOSEBY_MQH
#define MT5BRIDGE_HANDLERS_POSITIONCLOSEBY_MQH
#include "../Trade.mqh"

bool HandlePositionCloseBy(CBridge &bridge,CCall &call)
  {
   SPositionCloseByParams params;
   if(!ReadPositionCloseByParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   CTrading trading(OP_POSITION_CLOSE_BY,params.request_id);
   WritePositionCloseByParams(trading.m_asked,params);
   if(trading.IsSettled(bridge,call.m_fault))
      return(trading.Replay(call));
   if(!HeldPosition(params.position,call.m_fault))
      return(false);
   string symbol=PositionGetString(POSITION_SYMBOL);
   trading.m_guarded.Add(symbol,(ulong)PositionGetInteger(POSITION_MAGIC));
   if(!HeldPosition(params.position_by,call.m_fault))
      return(false);
   trading.m_guarded.Add(PositionGetString(POSITION_SYMBOL),(ulong)PositionGetInteger(POSITION_MAGIC));
   trading.m_request.action=TRADE_ACTION_CLOSE_BY;
   trading.m_request.position=params.position;
   trading.m_request.position_by=params.position_by;
   trading.m_request.symbol=symbol;
   trading.m_request.magic=params.magic;
   trading.m_request.comment=params.comment;
   return(trading.Send(bridge,call));
  }

#endif // MT5BRIDGE_HANDLERS_POSITIONCLOSEBY_MQH
