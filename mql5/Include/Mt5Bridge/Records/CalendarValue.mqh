#ifndef MT5BRIDGE_RECORDS_CALENDAR_VALUE_MQH
#define MT5BRIDGE_RECORDS_CALENDAR_VALUE_MQH
#include "../Messages.mqh"

//--- "CALENDAR_UNIT_PERCENT" -> "percent": the terminal's numbers are open, its names are not
string ShortName(const string name,const string prefix)
  {
   string rest=name;
   if(StringFind(name,prefix)==0)
      rest=StringSubstr(name,StringLen(prefix));
   StringToLower(rest);
   return(rest);
  }

//--- one release with its event and country; times are those of the trade server, figures that are not set stay absent
void FillCalendarValue(const MqlCalendarValue &value,const MqlCalendarEvent &about,const MqlCalendarCountry &country,
                       SCalendarValue &record)
  {
   record.id=value.id;
   record.event_id=value.event_id;
   record.time=(long)value.time*1000;
   record.country=country.code;
   record.currency=country.currency;
   record.name=about.name;
   record.importance=(int)about.importance;
   record.has_actual=value.HasActualValue();
   record.actual=(record.has_actual ? value.GetActualValue() : 0.0);
   record.has_forecast=value.HasForecastValue();
   record.forecast=(record.has_forecast ? value.GetForecastValue() : 0.0);
   record.has_previous=value.HasPreviousValue();
   record.previous=(record.has_previous ? value.GetPreviousValue() : 0.0);
   record.has_revised_previous=value.HasRevisedValue();
   record.revised_previous=(record.has_revised_previous ? value.GetRevisedValue() : 0.0);
   record.impact=(int)value.impact_type;
   record.unit=ShortName(EnumToString(about.unit),"CALENDAR_UNIT_");
   record.multiplier=ShortName(EnumToString(about.multiplier),"CALENDAR_MULTIPLIER_");
   record.digits=(long)about.digits;
  }

#endif // MT5BRIDGE_RECORDS_CALENDAR_VALUE_MQH
