#ifndef MT5BRIDGE_TRADEVALUES_MQH
#define MT5BRIDGE_TRADEVALUES_MQH
#include "Messages.mqh"
#include "Symbols.mqh"

//--- characters of the broker's comment that the wire has room for
#define RESULT_COMMENT_LENGTH 256
//--- a part of a step that floating point may leave where a whole number of steps is meant
#define STEP_NOISE 0.000001
//--- so many steps are still told apart by floating point
#define STEPS_MOST 1000000000000.0

//--- A whole number of steps that floating point missed by a hair, as 0.30000000000000004 of 0.01. Anything else stays as
//--- it is, for the broker to judge: what was approved is what is sent.
double WithoutNoise(const double value,const double step,const int digits)
  {
   if(step<=0.0)
      return(value);
   double steps=value/step;
   double whole=MathRound(steps);
   //--- and nothing becomes 0, which would mean that there is no stop
   if(whole==0.0 || MathAbs(steps)>STEPS_MOST || MathAbs(steps-whole)>STEP_NOISE)
      return(value);
   return(NormalizeDouble(whole*step,digits));
  }

double VolumeToSend(const string symbol,const double volume)
  {
   return(WithoutNoise(volume,SymbolInfoDouble(symbol,SYMBOL_VOLUME_STEP),VOLUME_DIGITS));
  }

double PriceToSend(const string symbol,const double price)
  {
   double step=SymbolInfoDouble(symbol,SYMBOL_TRADE_TICK_SIZE);
   if(step<=0.0)
      step=SymbolInfoDouble(symbol,SYMBOL_POINT);
   return(WithoutNoise(price,step,(int)SymbolInfoInteger(symbol,SYMBOL_DIGITS)));
  }

//--- an answer that says that nothing was sent
void NotSent(const int retcode,const string why,STradeResult &result)
  {
   result.retcode=retcode;
   result.comment="not sent: "+why;
  }

//--- What OrderSend said; error: GetLastError() where it returned false. Any return code is an answer.
//--- Without one, a few errors say that nothing was sent; after all others nobody knows.
bool OutcomeOf(const MqlTradeResult &told,const int error,const string request_id,STradeResult &result,SFault &fault)
  {
   result.retcode=(long)told.retcode;
   result.deal=told.deal;
   result.order=told.order;
   result.volume=LotsOf(told.volume);
   result.price=told.price;
   result.bid=told.bid;
   result.ask=told.ask;
   result.comment=StringSubstr(told.comment,0,RESULT_COMMENT_LENGTH);
   result.retcode_external=(long)told.retcode_external;
   if(told.retcode!=0)
      return(true);
   string why="error "+IntegerToString(error)+" of the terminal";
   switch(error)
     {
      case ERR_TRADE_DISABLED:
      case ERR_FUNCTION_NOT_ALLOWED:
         NotSent(TRADE_RETCODE_CLIENT_DISABLES_AT,why,result);
         return(true);
      case ERR_INVALID_PARAMETER:
         NotSent(TRADE_RETCODE_INVALID,why,result);
         return(true);
     }
   string message="the terminal did not say what became of "+request_id+" (error "+IntegerToString(error)+")";
   return(RefuseWith(fault,FAULT_OUTCOME_UNKNOWN,error,message));
  }

#endif // MT5BRIDGE_TRADEVALUES_MQH
