//--- Generated from packages/protocol by `npm run generate`: what is changed here is lost.
#ifndef MT5BRIDGE_PROTOCOL_MQH
#define MT5BRIDGE_PROTOCOL_MQH

#define PROTOCOL_VERSION 1
#define PROTOCOL_VERSION_MIN 1
#define BRIDGE_VERSION "0.1.0"
#define MAX_DEPTH 32
#define LAST_INSTANT 253402300799999
#define REQUEST_ID_ALPHABET "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#define REQUEST_ID_LENGTH 12
#define ERROR_MESSAGE_LENGTH 1024

//--- enumerations whose number in the terminal is open: theirs on the wire
#define WIRE_CALC_MODE_EXCH_FUTURES_FORTS 34
#define WIRE_SWAP_MODE_CURRENCY_PROFIT 9

//--- operations
#define OP_HELLO 1
#define OP_PING 2
#define OP_TERMINAL_INFO 3
#define OP_ACCOUNT_INFO 4
#define OP_SYMBOLS 5
#define OP_SYMBOL_INFO 6
#define OP_QUOTE 7
#define OP_QUOTES 8
#define OP_SESSIONS 9
#define OP_RATES 10
#define OP_TICKS 11
#define OP_POSITIONS 12
#define OP_ORDERS 13
#define OP_HISTORY_DEALS 14
#define OP_HISTORY_ORDERS 15
#define OP_CALC_MARGIN 16
#define OP_CALC_PROFIT 17
#define OP_ORDER_CHECK 18
#define OP_BOOK 19
#define OP_WATCH 20
#define OP_UNWATCH 21
#define OP_ORDER_SEND 22
#define OP_POSITION_MODIFY 23
#define OP_POSITION_CLOSE 24
#define OP_POSITION_CLOSE_BY 25
#define OP_ORDER_MODIFY 26
#define OP_ORDER_CANCEL 27
#define OP_ORDER_LOOKUP 28
#define OP_INDICATOR 29
#define OP_CALENDAR 30
#define OP_SCREENSHOT 31
#define OP_GLOBALS 32
#define OP_CHARTS 33
#define OP_LAST 33

//--- name of an operation; empty where there is none of that number
string OperationName(const int value)
  {
   switch(value)
     {
      case OP_HELLO:
         return("hello");
      case OP_PING:
         return("ping");
      case OP_TERMINAL_INFO:
         return("terminal_info");
      case OP_ACCOUNT_INFO:
         return("account_info");
      case OP_SYMBOLS:
         return("symbols");
      case OP_SYMBOL_INFO:
         return("symbol_info");
      case OP_QUOTE:
         return("quote");
      case OP_QUOTES:
         return("quotes");
      case OP_SESSIONS:
         return("sessions");
      case OP_RATES:
         return("rates");
      case OP_TICKS:
         return("ticks");
      case OP_POSITIONS:
         return("positions");
      case OP_ORDERS:
         return("orders");
      case OP_HISTORY_DEALS:
         return("history_deals");
      case OP_HISTORY_ORDERS:
         return("history_orders");
      case OP_CALC_MARGIN:
         return("calc_margin");
      case OP_CALC_PROFIT:
         return("calc_profit");
      case OP_ORDER_CHECK:
         return("order_check");
      case OP_BOOK:
         return("book");
      case OP_WATCH:
         return("watch");
      case OP_UNWATCH:
         return("unwatch");
      case OP_ORDER_SEND:
         return("order_send");
      case OP_POSITION_MODIFY:
         return("position_modify");
      case OP_POSITION_CLOSE:
         return("position_close");
      case OP_POSITION_CLOSE_BY:
         return("position_close_by");
      case OP_ORDER_MODIFY:
         return("order_modify");
      case OP_ORDER_CANCEL:
         return("order_cancel");
      case OP_ORDER_LOOKUP:
         return("order_lookup");
      case OP_INDICATOR:
         return("indicator");
      case OP_CALENDAR:
         return("calendar");
      case OP_SCREENSHOT:
         return("screenshot");
      case OP_GLOBALS:
         return("globals");
      case OP_CHARTS:
         return("charts");
      default:
         return("");
     }
  }
//--- whether an operation may reach the broker
bool IsWriteOperation(const int value)
  {
   switch(value)
     {
      case OP_ORDER_SEND:
      case OP_POSITION_MODIFY:
      case OP_POSITION_CLOSE:
      case OP_POSITION_CLOSE_BY:
      case OP_ORDER_MODIFY:
      case OP_ORDER_CANCEL:
         return(true);
      default:
         return(false);
     }
  }

//--- topics that flow without a watch
#define PLAIN_TOPIC_HB 0
#define PLAIN_TOPIC_ACCOUNT 1
#define PLAIN_TOPIC_POSITIONS 2
#define PLAIN_TOPIC_ORDERS 3
#define PLAIN_TOPIC_TRADE 4
#define PLAIN_TOPIC_STATUS 5
#define PLAIN_TOPICS 6
string PlainTopicName(const int value)
  {
   switch(value)
     {
      case PLAIN_TOPIC_HB:
         return("hb");
      case PLAIN_TOPIC_ACCOUNT:
         return("account");
      case PLAIN_TOPIC_POSITIONS:
         return("positions");
      case PLAIN_TOPIC_ORDERS:
         return("orders");
      case PLAIN_TOPIC_TRADE:
         return("trade");
      case PLAIN_TOPIC_STATUS:
         return("status");
      default:
         return("");
     }
  }

//--- why a request is refused
enum ENUM_FAULT
  {
   FAULT_NONE=0,
   FAULT_BAD_FRAME,
   FAULT_VERSION_MISMATCH,
   FAULT_UNKNOWN_OPERATION,
   FAULT_INVALID_PARAMS,
   FAULT_EXPIRED,
   FAULT_STALE_EPOCH,
   FAULT_INTERNAL,
   FAULT_SYMBOL_NOT_FOUND,
   FAULT_SYMBOL_NOT_SELECTED,
   FAULT_NO_QUOTE,
   FAULT_NOT_CONNECTED,
   FAULT_TOO_MUCH_DATA,
   FAULT_PENDING,
   FAULT_TICKET_NOT_FOUND,
   FAULT_CALC_FAILED,
   FAULT_BOOK_UNAVAILABLE,
   FAULT_REQUEST_ID_REUSED,
   FAULT_OUTCOME_UNKNOWN,
   FAULT_JOURNAL_FAILED,
   FAULT_GUARD_READ_ONLY,
   FAULT_GUARD_STOPPED,
   FAULT_GUARD_SYMBOL,
   FAULT_GUARD_VOLUME,
   FAULT_GUARD_MAGIC,
   FAULT_INDICATOR_FAILED,
   FAULT_CALENDAR_UNAVAILABLE,
   FAULT_SCREENSHOT_FAILED,
   FAULT_TERMINAL_ERROR
  };
//--- code of a refusal, as it travels
string FaultCode(const ENUM_FAULT value)
  {
   switch(value)
     {
      case FAULT_BAD_FRAME:
         return("BAD_FRAME");
      case FAULT_VERSION_MISMATCH:
         return("VERSION_MISMATCH");
      case FAULT_UNKNOWN_OPERATION:
         return("UNKNOWN_OPERATION");
      case FAULT_INVALID_PARAMS:
         return("INVALID_PARAMS");
      case FAULT_EXPIRED:
         return("EXPIRED");
      case FAULT_STALE_EPOCH:
         return("STALE_EPOCH");
      case FAULT_INTERNAL:
         return("INTERNAL");
      case FAULT_SYMBOL_NOT_FOUND:
         return("SYMBOL_NOT_FOUND");
      case FAULT_SYMBOL_NOT_SELECTED:
         return("SYMBOL_NOT_SELECTED");
      case FAULT_NO_QUOTE:
         return("NO_QUOTE");
      case FAULT_NOT_CONNECTED:
         return("NOT_CONNECTED");
      case FAULT_TOO_MUCH_DATA:
         return("TOO_MUCH_DATA");
      case FAULT_PENDING:
         return("PENDING");
      case FAULT_TICKET_NOT_FOUND:
         return("TICKET_NOT_FOUND");
      case FAULT_CALC_FAILED:
         return("CALC_FAILED");
      case FAULT_BOOK_UNAVAILABLE:
         return("BOOK_UNAVAILABLE");
      case FAULT_REQUEST_ID_REUSED:
         return("REQUEST_ID_REUSED");
      case FAULT_OUTCOME_UNKNOWN:
         return("OUTCOME_UNKNOWN");
      case FAULT_JOURNAL_FAILED:
         return("JOURNAL_FAILED");
      case FAULT_GUARD_READ_ONLY:
         return("GUARD_READ_ONLY");
      case FAULT_GUARD_STOPPED:
         return("GUARD_STOPPED");
      case FAULT_GUARD_SYMBOL:
         return("GUARD_SYMBOL");
      case FAULT_GUARD_VOLUME:
         return("GUARD_VOLUME");
      case FAULT_GUARD_MAGIC:
         return("GUARD_MAGIC");
      case FAULT_INDICATOR_FAILED:
         return("INDICATOR_FAILED");
      case FAULT_CALENDAR_UNAVAILABLE:
         return("CALENDAR_UNAVAILABLE");
      case FAULT_SCREENSHOT_FAILED:
         return("SCREENSHOT_FAILED");
      case FAULT_TERMINAL_ERROR:
         return("TERMINAL_ERROR");
      default:
         return("");
     }
  }
//--- what a refusal says where there is nothing more precise to say
string FaultMessage(const ENUM_FAULT value)
  {
   switch(value)
     {
      case FAULT_BAD_FRAME:
         return("The message could not be read.");
      case FAULT_VERSION_MISMATCH:
         return("The two sides speak different protocol versions.");
      case FAULT_UNKNOWN_OPERATION:
         return("The terminal side does not know this operation.");
      case FAULT_INVALID_PARAMS:
         return("An argument is wrong.");
      case FAULT_EXPIRED:
         return("The request was older than its time to live and was not carried out.");
      case FAULT_STALE_EPOCH:
         return("The terminal has started anew since this request was judged, so it was not carried out.");
      case FAULT_INTERNAL:
         return("Something failed that should not have.");
      case FAULT_SYMBOL_NOT_FOUND:
         return("The broker has no such symbol.");
      case FAULT_SYMBOL_NOT_SELECTED:
         return("The symbol is not in Market Watch and could not be added.");
      case FAULT_NO_QUOTE:
         return("The symbol has no quote yet.");
      case FAULT_NOT_CONNECTED:
         return("The terminal has no connection to the broker.");
      case FAULT_TOO_MUCH_DATA:
         return("The answer would be larger than the limit.");
      case FAULT_PENDING:
         return("The terminal is still loading or drawing this.");
      case FAULT_TICKET_NOT_FOUND:
         return("There is no such ticket.");
      case FAULT_CALC_FAILED:
         return("The terminal could not calculate this.");
      case FAULT_BOOK_UNAVAILABLE:
         return("The broker sends no depth of market for this symbol.");
      case FAULT_REQUEST_ID_REUSED:
         return("This request id belongs to another trade request.");
      case FAULT_OUTCOME_UNKNOWN:
         return("This trade request was begun before and its answer is not known.");
      case FAULT_JOURNAL_FAILED:
         return("The journal of trade requests cannot be written, so nothing was sent.");
      case FAULT_GUARD_READ_ONLY:
         return("The expert advisor is set to read only.");
      case FAULT_GUARD_STOPPED:
         return("Trading was stopped with the button on the chart in the terminal.");
      case FAULT_GUARD_SYMBOL:
         return("The expert advisor does not allow trading this symbol.");
      case FAULT_GUARD_VOLUME:
         return("The volume is larger than the expert advisor allows.");
      case FAULT_GUARD_MAGIC:
         return("The expert advisor does not allow trading with this magic number, or on what carries it.");
      case FAULT_INDICATOR_FAILED:
         return("The terminal cannot compute this indicator.");
      case FAULT_CALENDAR_UNAVAILABLE:
         return("The terminal has no economic calendar.");
      case FAULT_SCREENSHOT_FAILED:
         return("The terminal could not draw the chart.");
      case FAULT_TERMINAL_ERROR:
         return("The terminal reported a runtime error.");
      default:
         return("");
     }
  }
//--- refusal that a runtime error of the terminal (GetLastError) amounts to
ENUM_FAULT FaultOfRuntimeError(const int error)
  {
   switch(error)
     {
      case 4003:
         return(FAULT_INVALID_PARAMS);
      case 4004:
         return(FAULT_TOO_MUCH_DATA);
      case 4007:
         return(FAULT_TOO_MUCH_DATA);
      case 4011:
         return(FAULT_TOO_MUCH_DATA);
      case 4301:
         return(FAULT_SYMBOL_NOT_FOUND);
      case 4302:
         return(FAULT_SYMBOL_NOT_SELECTED);
      case 4304:
         return(FAULT_NO_QUOTE);
      case 4305:
         return(FAULT_SYMBOL_NOT_SELECTED);
      case 4306:
         return(FAULT_SYMBOL_NOT_SELECTED);
      case 4401:
         return(FAULT_PENDING);
      case 4403:
         return(FAULT_PENDING);
      case 4404:
         return(FAULT_TOO_MUCH_DATA);
      case 4405:
         return(FAULT_PENDING);
      case 4407:
         return(FAULT_TOO_MUCH_DATA);
      case 4753:
         return(FAULT_TICKET_NOT_FOUND);
      case 4754:
         return(FAULT_TICKET_NOT_FOUND);
      case 4755:
         return(FAULT_TICKET_NOT_FOUND);
      case 4758:
         return(FAULT_CALC_FAILED);
      case 4901:
         return(FAULT_BOOK_UNAVAILABLE);
      case 4902:
         return(FAULT_BOOK_UNAVAILABLE);
      case 4903:
         return(FAULT_BOOK_UNAVAILABLE);
      case 4904:
         return(FAULT_BOOK_UNAVAILABLE);
      default:
         return(FAULT_TERMINAL_ERROR);
     }
  }

//--- timeframes by their short names; the number is that of ENUM_TIMEFRAMES, 0 where there is none
string TimeframeName(const int value)
  {
   switch(value)
     {
      case 1:
         return("M1");
      case 2:
         return("M2");
      case 3:
         return("M3");
      case 4:
         return("M4");
      case 5:
         return("M5");
      case 6:
         return("M6");
      case 10:
         return("M10");
      case 12:
         return("M12");
      case 15:
         return("M15");
      case 20:
         return("M20");
      case 30:
         return("M30");
      case 16385:
         return("H1");
      case 16386:
         return("H2");
      case 16387:
         return("H3");
      case 16388:
         return("H4");
      case 16390:
         return("H6");
      case 16392:
         return("H8");
      case 16396:
         return("H12");
      case 16408:
         return("D1");
      case 32769:
         return("W1");
      case 49153:
         return("MN1");
      default:
         return("");
     }
  }
int TimeframeOf(const string name)
  {
   if(name=="M1")
      return(1);
   if(name=="M2")
      return(2);
   if(name=="M3")
      return(3);
   if(name=="M4")
      return(4);
   if(name=="M5")
      return(5);
   if(name=="M6")
      return(6);
   if(name=="M10")
      return(10);
   if(name=="M12")
      return(12);
   if(name=="M15")
      return(15);
   if(name=="M20")
      return(20);
   if(name=="M30")
      return(30);
   if(name=="H1")
      return(16385);
   if(name=="H2")
      return(16386);
   if(name=="H3")
      return(16387);
   if(name=="H4")
      return(16388);
   if(name=="H6")
      return(16390);
   if(name=="H8")
      return(16392);
   if(name=="H12")
      return(16396);
   if(name=="D1")
      return(16408);
   if(name=="W1")
      return(32769);
   if(name=="MN1")
      return(49153);
   return(0);
  }

#define INDICATOR_CUSTOM 43
//--- inputs of a built-in indicator, a letter each: i = TYPE_INT, d = TYPE_DOUBLE
string IndicatorInputs(const int value)
  {
   switch(value)
     {
      case 5:
         return("");
      case 6:
         return("i");
      case 7:
         return("iiiiiiii");
      case 8:
         return("i");
      case 9:
         return("i");
      case 10:
         return("i");
      case 11:
         return("");
      case 12:
         return("i");
      case 13:
         return("iidi");
      case 14:
         return("i");
      case 15:
         return("ii");
      case 16:
         return("i");
      case 17:
         return("iiiid");
      case 18:
         return("iii");
      case 19:
         return("");
      case 20:
         return("iiiiiiii");
      case 21:
         return("iii");
      case 22:
         return("i");
      case 23:
         return("iiii");
      case 24:
         return("ii");
      case 25:
         return("ii");
      case 26:
         return("iiii");
      case 27:
         return("iiii");
      case 28:
         return("i");
      case 29:
         return("dd");
      case 30:
         return("ii");
      case 31:
         return("i");
      case 32:
         return("iiii");
      case 33:
         return("iiiii");
      case 34:
         return("i");
      case 35:
         return("i");
      case 36:
         return("iii");
      case 37:
         return("iii");
      case 38:
         return("ii");
      case 39:
         return("iii");
      case 40:
         return("iiiii");
      case 41:
         return("iiii");
      case 42:
         return("iiii");
      default:
         return("");
     }
  }
//--- buffers of a built-in indicator, separated by commas
string IndicatorBuffers(const int value)
  {
   switch(value)
     {
      case 5:
         return("value,color");
      case 6:
         return("value");
      case 7:
         return("jaw,teeth,lips");
      case 8:
         return("main,plus_di,minus_di");
      case 9:
         return("main,plus_di,minus_di");
      case 10:
         return("value");
      case 11:
         return("value,color");
      case 12:
         return("value");
      case 13:
         return("base,upper,lower");
      case 14:
         return("value");
      case 15:
         return("value");
      case 16:
         return("value");
      case 17:
         return("upper,lower");
      case 18:
         return("value");
      case 19:
         return("upper,lower");
      case 20:
         return("upper,upper_color,lower,lower_color");
      case 21:
         return("tenkan,kijun,senkou_span_a,senkou_span_b,chikou");
      case 22:
         return("value,color");
      case 23:
         return("main,signal");
      case 24:
         return("value");
      case 25:
         return("value");
      case 26:
         return("value");
      case 27:
         return("value");
      case 28:
         return("value");
      case 29:
         return("value");
      case 30:
         return("value");
      case 31:
         return("main,signal");
      case 32:
         return("value");
      case 33:
         return("main,signal");
      case 34:
         return("value,color");
      case 35:
         return("value");
      case 36:
         return("value");
      case 37:
         return("value");
      case 38:
         return("value");
      case 39:
         return("value");
      case 40:
         return("value");
      case 41:
         return("value");
      case 42:
         return("value");
      default:
         return("");
     }
  }

#endif // MT5BRIDGE_PROTOCOL_MQH
