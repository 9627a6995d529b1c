// The economic calendar. Counts, or -1 where CalendarValueHistory and its kin fail.
#pragma once
#include "../terminal.hpp"

namespace mql {
int CalendarCountries(Array<MqlCalendarCountry> &countries);
bool CalendarCountryById(i64 id, MqlCalendarCountry &country);
int CalendarEventByCountry(const string &country_code, Array<MqlCalendarEvent> &events);
int CalendarEventByCurrency(const string &currency, Array<MqlCalendarEvent> &events);
bool CalendarEventById(u64 id, MqlCalendarEvent &event);
bool CalendarValueById(u64 id, MqlCalendarValue &value);
int CalendarValueHistory(Array<MqlCalendarValue> &values, datetime from, datetime to = 0, const string &country_code = string(), const string &currency = string());
int CalendarValueHistoryByEvent(u64 event, Array<MqlCalendarValue> &values, datetime from, datetime to = 0);
int CalendarValueLast(u64 &change, Array<MqlCalendarValue> &values, const string &country_code = string(), const string &currency = string());
int CalendarValueLastByEvent(u64 event, u64 &change, Array<MqlCalendarValue> &values);
} // namespace mql
