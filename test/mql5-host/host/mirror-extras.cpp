// Indicators and the economic calendar.
#include "mirror.hpp"

namespace host {
using mqlrt::Array;
using mqlrt::Error;
using mqlrt::string;

Error Mirror::indicator_create(const string &, mql::ENUM_TIMEFRAMES, mql::ENUM_INDICATOR, const Array<mql::MqlParam> &, int &) {
  return mql::ERR_INDICATOR_CANNOT_CREATE;
}
Error Mirror::indicator_release(int) { return mql::ERR_INDICATOR_WRONG_HANDLE; }
Error Mirror::indicator_bars(int, int &) { return mql::ERR_INDICATOR_WRONG_HANDLE; }
Error Mirror::indicator_copy(int, int, const mqlrt::BarRange &, Array<double> &) { return mql::ERR_INDICATOR_WRONG_HANDLE; }

Error Mirror::calendar_countries(Array<mql::MqlCalendarCountry> &) { return mql::ERR_CALENDAR_NO_DATA; }
Error Mirror::calendar_country(u64, mql::MqlCalendarCountry &) { return mql::ERR_CALENDAR_NO_DATA; }
Error Mirror::calendar_events(const string &, const string &, Array<mql::MqlCalendarEvent> &) { return mql::ERR_CALENDAR_NO_DATA; }
Error Mirror::calendar_event(u64, mql::MqlCalendarEvent &) { return mql::ERR_CALENDAR_NO_DATA; }
Error Mirror::calendar_value(u64, mql::MqlCalendarValue &) { return mql::ERR_CALENDAR_NO_DATA; }
Error Mirror::calendar_values(i64, i64, const string &, const string &, Array<mql::MqlCalendarValue> &) { return mql::ERR_CALENDAR_NO_DATA; }
Error Mirror::calendar_values_of_event(u64, i64, i64, Array<mql::MqlCalendarValue> &) { return mql::ERR_CALENDAR_NO_DATA; }
Error Mirror::calendar_changes(u64 &, u64, const string &, const string &, Array<mql::MqlCalendarValue> &) { return mql::ERR_CALENDAR_NO_DATA; }
} // namespace host
