//--- Generated from packages/protocol by `npm run generate`: what is changed here is lost.
#ifndef MT5BRIDGE_HANDLERS_MQH
#define MT5BRIDGE_HANDLERS_MQH
#include "Handlers/Hello.mqh"
#include "Handlers/Ping.mqh"
#include "Handlers/TerminalInfo.mqh"
#include "Handlers/AccountInfo.mqh"
#include "Handlers/Symbols.mqh"
#include "Handlers/SymbolInfo.mqh"
#include "Handlers/Quote.mqh"
#include "Handlers/Quotes.mqh"
#include "Handlers/Sessions.mqh"
#include "Handlers/Rates.mqh"
#include "Handlers/Ticks.mqh"
#include "Handlers/Positions.mqh"
#include "Handlers/Orders.mqh"
#include "Handlers/HistoryDeals.mqh"
#include "Handlers/HistoryOrders.mqh"
#include "Handlers/CalcMargin.mqh"
#include "Handlers/CalcProfit.mqh"
#include "Handlers/OrderCheck.mqh"
#include "Handlers/Book.mqh"
#include "Handlers/Watch.mqh"
#include "Handlers/Unwatch.mqh"
#include "Handlers/OrderSend.mqh"
#include "Handlers/PositionModify.mqh"
#include "Handlers/PositionClose.mqh"
#include "Handlers/PositionCloseBy.mqh"
#include "Handlers/OrderModify.mqh"
#include "Handlers/OrderCancel.mqh"
#include "Handlers/OrderLookup.mqh"
#include "Handlers/Indicator.mqh"
#include "Handlers/Calendar.mqh"
#include "Handlers/Screenshot.mqh"
#include "Handlers/Globals.mqh"
#include "Handlers/Charts.mqh"

//--- carries out the operation of a call; false with its fault set where it is refused
bool Handle(CBridge &bridge,CCall &call)
  {
   switch(call.m_operation)
     {
      case OP_HELLO:
         return(HandleHello(bridge,call));
      case OP_PING:
         return(HandlePing(bridge,call));
      case OP_TERMINAL_INFO:
         return(HandleTerminalInfo(bridge,call));
      case OP_ACCOUNT_INFO:
         return(HandleAccountInfo(bridge,call));
      case OP_SYMBOLS:
         return(HandleSymbols(bridge,call));
      case OP_SYMBOL_INFO:
         return(HandleSymbolInfo(bridge,call));
      case OP_QUOTE:
         return(HandleQuote(bridge,call));
      case OP_QUOTES:
         return(HandleQuotes(bridge,call));
      case OP_SESSIONS:
         return(HandleSessions(bridge,call));
      case OP_RATES:
         return(HandleRates(bridge,call));
      case OP_TICKS:
         return(HandleTicks(bridge,call));
      case OP_POSITIONS:
         return(HandlePositions(bridge,call));
      case OP_ORDERS:
         return(HandleOrders(bridge,call));
      case OP_HISTORY_DEALS:
         return(HandleHistoryDeals(bridge,call));
      case OP_HISTORY_ORDERS:
         return(HandleHistoryOrders(bridge,call));
      case OP_CALC_MARGIN:
         return(HandleCalcMargin(bridge,call));
      case OP_CALC_PROFIT:
         return(HandleCalcProfit(bridge,call));
      case OP_ORDER_CHECK:
         return(HandleOrderCheck(bridge,call));
      case OP_BOOK:
         return(HandleBook(bridge,call));
      case OP_WATCH:
         return(HandleWatch(bridge,call));
      case OP_UNWATCH:
         return(HandleUnwatch(bridge,call));
      case OP_ORDER_SEND:
         return(HandleOrderSend(bridge,call));
      case OP_POSITION_MODIFY:
         return(HandlePositionModify(bridge,call));
      case OP_POSITION_CLOSE:
         return(HandlePositionClose(bridge,call));
      case OP_POSITION_CLOSE_BY:
         return(HandlePositionCloseBy(bridge,call));
      case OP_ORDER_MODIFY:
         return(HandleOrderModify(bridge,call));
      case OP_ORDER_CANCEL:
         return(HandleOrderCancel(bridge,call));
      case OP_ORDER_LOOKUP:
         return(HandleOrderLookup(bridge,call));
      case OP_INDICATOR:
         return(HandleIndicator(bridge,call));
      case OP_CALENDAR:
         return(HandleCalendar(bridge,call));
      case OP_SCREENSHOT:
         return(HandleScreenshot(bridge,call));
      case OP_GLOBALS:
         return(HandleGlobals(bridge,call));
      case OP_CHARTS:
         return(HandleCharts(bridge,call));
      default:
         return(Refuse(call.m_fault,FAULT_UNKNOWN_OPERATION,""));
     }
  }

#endif // MT5BRIDGE_HANDLERS_MQH
