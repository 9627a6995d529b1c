#ifndef MT5BRIDGE_HANDLERS_SCREENSHOT_MQH
#define MT5BRIDGE_HANDLERS_SCREENSHOT_MQH
#include "../Bridge.mqh"
#include "../Symbols.mqh"

bool HandleScreenshot(CBridge &bridge,CCall &call)
  {
   SScreenshotParams params;
   if(!ReadScreenshotParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   if(!SelectSymbol(params.symbol,call.m_fault))
      return(false);
   int size=0;
   if(!bridge.m_screenshots.Get(params,bridge.m_instance.Folder(),call.m_bytes,size,call.m_fault))
      return(false);
   call.m_bulk=BULK_BYTES;
   call.m_bulk_count=size;
   SScreenshotResult result;
   result.bytes=size;
   WriteScreenshotResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_SCREENSHOT_MQH
