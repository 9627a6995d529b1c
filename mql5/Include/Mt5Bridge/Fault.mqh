#ifndef MT5BRIDGE_FAULT_MQH
#define MT5BRIDGE_FAULT_MQH
#include "Protocol.mqh"

//--- why a request is refused; retcode is GetLastError() or a trade return code, 0 where there is none
struct SFault
  {
   ENUM_FAULT        code;
   int               retcode;
   string            message;
                     SFault(void)
     {
      code=FAULT_NONE;
      retcode=0;
      message="";
     }
  };

//--- All refusals return false, so that a handler can end with one. An empty message is the code's own.
bool RefuseWith(SFault &fault,const ENUM_FAULT code,const int retcode,const string message)
  {
   fault.code=code;
   fault.retcode=retcode;
   fault.message=message;
   if(StringLen(message)==0)
      fault.message=FaultMessage(code);
   return(false);
  }

bool Refuse(SFault &fault,const ENUM_FAULT code,const string message="")
  {
   return(RefuseWith(fault,code,0,message));
  }

//--- a runtime error of the terminal, with its number for whoever looks it up
bool RefuseByError(SFault &fault,const int error,const string what)
  {
   return(RefuseWith(fault,FaultOfRuntimeError(error),error,what+" failed with error "+IntegerToString(error)));
  }

bool OutOfMemory(SFault &fault)
  {
   return(Refuse(fault,FAULT_TOO_MUCH_DATA,"the terminal has not enough memory for this"));
  }

#endif // MT5BRIDGE_FAULT_MQH
