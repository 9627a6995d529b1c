#ifndef MT5BRIDGE_HANDLERS_GLOBALS_MQH
#define MT5BRIDGE_HANDLERS_GLOBALS_MQH
#include "../Bridge.mqh"
#include "../Selection.mqh"

bool HandleGlobals(CBridge &bridge,CCall &call)
  {
   SGlobalsParams params;
   if(!ReadGlobalsParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   SGlobalsResult result;
   int known=GlobalVariablesTotal();
   int length=StringLen(params.prefix);
   int count=0;
   for(int i=0; i<known; i++)
     {
      string name=GlobalVariableName(i);
      if(StringLen(name)==0 || StringSubstr(name,0,length)!=params.prefix)
         continue;
      if(ArrayResize(result.globals,count+1,known)!=count+1)
         return(OutOfMemory(call.m_fault));
      result.globals[count].name=name;
      result.globals[count].value=GlobalVariableGet(name);
      result.globals[count].time=(long)GlobalVariableTime(name)*1000;
      count++;
     }
   if(!AtMost(count,bridge.m_settings.max_records,"records",call.m_fault))
      return(false);
   WriteGlobalsResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_GLOBALS_MQH
