#ifndef MT5BRIDGE_HANDLERS_ORDERMODIFY_MQH
#define MT5BRIDGE_HANDLERS_ORDERMODIFY_MQH
#include "../Trade.mqh"

bool HandleOrderModify(CBridge &bridge,CCall &call)
  {
   SOrderModifyParams params;
   if(!ReadOrderModifyParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   CTrading trading(OP_ORDER_MODIFY,params.request_id);
   WriteOrderModifyParams(trading.m_asked,params);
   if(trading.IsSettled(bridge,call.m_fault))
      return(trading.Replay(call));
   if(!PlacedOrder(params.order,call.m_fault))
      return(false);
   string symbol=OrderGetString(ORDER_SYMBOL);
   trading.m_request.action=TRADE_ACTION_MODIFY;
   trading.m_request.order=params.order;
   trading.m_request.symbol=symbol;
   trading.m_request.price=PriceToSend(symbol,params.price);
   trading.m_request.stoplimit=PriceToSend(symbol,params.stoplimit);
   trading.m_request.sl=PriceToSend(symbol,params.sl);
   trading.m_request.tp=PriceToSend(symbol,params.tp);
   trading.m_request.type_time=(ENUM_ORDER_TYPE_TIME)params.type_time;
   trading.m_request.expiration=(datetime)(params.expiration/1000);
   trading.m_guarded.Add(symbol,(ulong)OrderGetInteger(ORDER_MAGIC));
   return(trading.Send(bridge,call));
  }

#endif // MT5BRIDGE_HANDLERS_ORDERMODIFY_MQH
