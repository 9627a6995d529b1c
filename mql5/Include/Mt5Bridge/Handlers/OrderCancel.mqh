#ifndef MT5BRIDGE_HANDLERS_ORDERCANCEL_MQH
#define MT5BRIDGE_HANDLERS_ORDERCANCEL_MQH
#include "../Trade.mqh"

//--- The request that removes a pending order; false with TICKET_NOT_FOUND
bool PlanCancel(CTrading &trading,const SOrderCancelParams &params,SFault &fault)
  {
   if(!PlacedOrder(params.order,fault))
      return(false);
   string symbol=OrderGetString(ORDER_SYMBOL);
   trading.m_request.action=TRADE_ACTION_REMOVE;
   trading.m_request.order=params.order;
   trading.m_request.symbol=symbol;
   trading.m_guarded.Add(symbol,(ulong)OrderGetInteger(ORDER_MAGIC));
   return(true);
  }

bool HandleOrderCancel(CBridge &bridge,CCall &call)
  {
   SOrderCancelParams params;
   if(!ReadOrderCancelParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   CTrading trading(OP_ORDER_CANCEL,params.request_id);
   WriteOrderCancelParams(trading.m_asked,params);
   if(trading.IsSettled(bridge,call.m_fault))
      return(trading.Replay(call));
   if(!PlanCancel(trading,params,call.m_fault))
      return(false);
   return(trading.Send(bridge,call));
  }

#endif // MT5BRIDGE_HANDLERS_ORDERCANCEL_MQH
