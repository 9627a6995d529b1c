#ifndef MT5BRIDGE_RECORDS_TRADE_REQUEST_MQH
#define MT5BRIDGE_RECORDS_TRADE_REQUEST_MQH
#include "../Messages.mqh"

//--- what is absent is 0; `request` is zeroed by the caller
void FillTradeRequest(const STradeRequest &params,MqlTradeRequest &request)
  {
   request.action=(ENUM_TRADE_REQUEST_ACTIONS)params.action;
   request.symbol=params.symbol;
   request.type=(ENUM_ORDER_TYPE)params.type;
   request.volume=params.volume;
   request.price=params.price;
   request.stoplimit=params.stoplimit;
   request.sl=params.sl;
   request.tp=params.tp;
   request.deviation=(ulong)params.deviation;
   request.type_filling=(ENUM_ORDER_TYPE_FILLING)params.type_filling;
   request.type_time=(ENUM_ORDER_TYPE_TIME)params.type_time;
   request.expiration=(datetime)(params.expiration/1000);
   request.magic=params.magic;
   request.comment=params.comment;
   request.order=params.order;
   request.position=params.position;
   request.position_by=params.position_by;
  }

#endif // MT5BRIDGE_RECORDS_TRADE_REQUEST_MQH
