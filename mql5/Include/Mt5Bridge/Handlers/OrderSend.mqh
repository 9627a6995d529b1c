#ifndef MT5BRIDGE_HANDLERS_ORDERSEND_MQH
#define MT5BRIDGE_HANDLERS_ORDERSEND_MQH
#include "../Trade.mqh"

bool HandleOrderSend(CBridge &bridge,CCall &call)
  {
   SOrderSendParams params;
   if(!ReadOrderSendParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   CTrading trading(OP_ORDER_SEND,params.request_id);
   WriteOrderSendParams(trading.m_asked,params);
   if(trading.IsSettled(bridge,call.m_fault))
      return(trading.Replay(call));
   ENUM_ORDER_TYPE type=(ENUM_ORDER_TYPE)params.type;
   if(type==ORDER_TYPE_CLOSE_BY)
      return(Refuse(call.m_fault,FAULT_INVALID_PARAMS,"a.type: close_by is an operation of its own"));
   MqlTick tick;
   if(!SelectSymbol(params.symbol,call.m_fault) || !LastTick(params.symbol,tick,call.m_fault))
      return(false);
   bool market=(type==ORDER_TYPE_BUY || type==ORDER_TYPE_SELL);
   double price=params.price;
   if(market && price==0.0)
      price=(type==ORDER_TYPE_BUY ? tick.ask : tick.bid);
   trading.m_request.action=(market ? TRADE_ACTION_DEAL : TRADE_ACTION_PENDING);
   trading.m_request.symbol=params.symbol;
   trading.m_request.type=type;
   trading.m_request.volume=VolumeToSend(params.symbol,params.volume);
   trading.m_request.price=PriceToSend(params.symbol,price);
   trading.m_request.stoplimit=PriceToSend(params.symbol,params.stoplimit);
   trading.m_request.sl=PriceToSend(params.symbol,params.sl);
   trading.m_request.tp=PriceToSend(params.symbol,params.tp);
   trading.m_request.deviation=(ulong)params.deviation;
   trading.m_request.type_filling=(ENUM_ORDER_TYPE_FILLING)params.type_filling;
   trading.m_request.type_time=(ENUM_ORDER_TYPE_TIME)params.type_time;
   trading.m_request.expiration=(datetime)(params.expiration/1000);
   trading.m_request.magic=params.magic;
   trading.m_request.comment=params.comment;
   trading.m_guarded.Add(params.symbol,params.magic);
   trading.m_guarded.lots=trading.m_request.volume;
   return(trading.Send(bridge,call));
  }

#endif // MT5BRIDGE_HANDLERS_ORDERSEND_MQH
