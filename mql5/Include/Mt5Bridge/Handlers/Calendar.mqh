#ifndef MT5BRIDGE_HANDLERS_CALENDAR_MQH
#define MT5BRIDGE_HANDLERS_CALENDAR_MQH
#include "../Bridge.mqh"
#include "../MarketTime.mqh"
#include "../Selection.mqh"
#include "../Records/CalendarValue.mqh"

//--- what an error of the calendar amounts to; a strategy tester has none at all
bool RefuseCalendar(SFault &fault,const int error)
  {
   switch(error)
     {
      case ERR_CALENDAR_TIMEOUT:
         return(RefuseWith(fault,FAULT_PENDING,error,"the terminal is loading the calendar"));
      case ERR_CALENDAR_MORE_DATA:
         return(RefuseWith(fault,FAULT_TOO_MUCH_DATA,error,"the terminal has more releases in this time than it can tell at once"));
      default:
         return(RefuseWith(fault,FAULT_CALENDAR_UNAVAILABLE,error,""));
     }
  }

//--- what the terminal has from one ms to another, both inclusive
bool ReleasesOf(const SCalendarParams &params,MqlCalendarValue &values[],SFault &fault)
  {
   if(!OrderedRange(params.from,params.to,fault))
      return(false);
   datetime first=SecondNotBefore(params.from);
   datetime last=SecondNotAfter(params.to);
   //--- an end of 0 would mean none
   if(first>last || last==0)
      return(true);
   string country=NULL;
   string currency=NULL;
   if(params.has_country)
      country=params.country;
   if(params.has_currency)
      currency=params.currency;
   ResetLastError();
   CalendarValueHistory(values,first,last,country,currency);
   int error=GetLastError();
   if(error==0 || error==ERR_CALENDAR_NO_DATA)
      return(true);
   return(RefuseCalendar(fault,error));
  }

bool FillRelease(const MqlCalendarValue &value,SCalendarValue &record,SFault &fault)
  {
   MqlCalendarEvent about;
   MqlCalendarCountry country;
   ResetLastError();
   if(!CalendarEventById(value.event_id,about) || !CalendarCountryById((long)about.country_id,country))
      return(RefuseCalendar(fault,GetLastError()));
   FillCalendarValue(value,about,country,record);
   return(true);
  }

bool HandleCalendar(CBridge &bridge,CCall &call)
  {
   SCalendarParams params;
   if(!ReadCalendarParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   MqlCalendarValue values[];
   if(!ReleasesOf(params,values,call.m_fault))
      return(false);
   SCalendarResult result;
   result.total=ArraySize(values);
   SPage page;
   if(!PageOf(result.total,params.has_offset,params.offset,params.has_count,params.count,bridge.m_settings.max_records,page,call.m_fault))
      return(false);
   if(ArrayResize(result.values,page.count)!=page.count)
      return(OutOfMemory(call.m_fault));
   for(int i=0; i<page.count; i++)
     {
      if(!FillRelease(values[page.from+i],result.values[i],call.m_fault))
         return(false);
     }
   WriteCalendarResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_CALENDAR_MQH
