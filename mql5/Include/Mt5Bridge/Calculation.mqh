#ifndef MT5BRIDGE_CALCULATION_MQH
#define MT5BRIDGE_CALCULATION_MQH
#include "Fault.mqh"

string NumberText(const double value)
  {
   return(StringFormat("%.10g",value));
  }

bool Meaningful(const bool condition,const string problem,SFault &fault)
  {
   if(!condition)
      return(Refuse(fault,FAULT_CALC_FAILED,problem));
   return(true);
  }

//--- whether a calculation of the terminal succeeded, called right after it
bool Calculated(const bool done,const double amount,const string what,SFault &fault)
  {
   int error=GetLastError();
   if(!done)
      return(RefuseWith(fault,FAULT_CALC_FAILED,error,what+" failed with error "+IntegerToString(error)));
   return(Meaningful(MathIsValidNumber(amount),"the result is out of range",fault));
  }

//--- whether an order of any kind buys, at the ask
bool IsBuying(const ENUM_ORDER_TYPE type)
  {
   switch(type)
     {
      case ORDER_TYPE_BUY:
      case ORDER_TYPE_BUY_LIMIT:
      case ORDER_TYPE_BUY_STOP:
      case ORDER_TYPE_BUY_STOP_LIMIT:
         return(true);
      default:
         return(false);
     }
  }

#endif // MT5BRIDGE_CALCULATION_MQH
