#include "calendar.hpp"
#include <limits>
#include "../runtime/errors.hpp"

namespace mql {
using ::mqlrt::succeeded;
using ::mqlrt::terminal;

static constexpr i64 not_set = std::numeric_limits<i64>::min();

bool MqlCalendarValue::is_set(i64 value) { return value != not_set; }
double MqlCalendarValue::unscaled(i64 value) {
  return value == not_set ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(value) / 1e6;
}

int CalendarCountries(Array<MqlCalendarCountry> &countries) {
  return succeeded(terminal->calendar_countries(countries)) ? countries.size() : 0;
}

bool CalendarCountryById(i64 id, MqlCalendarCountry &country) { return succeeded(terminal->calendar_country(static_cast<u64>(id), country)); }

int CalendarEventByCountry(const string &country_code, Array<MqlCalendarEvent> &events) {
  return succeeded(terminal->calendar_events(country_code, string(u""), events)) ? events.size() : 0;
}

int CalendarEventByCurrency(const string &currency, Array<MqlCalendarEvent> &events) {
  return succeeded(terminal->calendar_events(string(u""), currency, events)) ? events.size() : 0;
}

bool CalendarEventById(u64 id, MqlCalendarEvent &event) { return succeeded(terminal->calendar_event(id, event)); }
bool CalendarValueById(u64 id, MqlCalendarValue &value) { return succeeded(terminal->calendar_value(id, value)); }

int CalendarValueHistory(Array<MqlCalendarValue> &values, datetime from, datetime to, const string &country_code, const string &currency) {
  return succeeded(terminal->calendar_values(from, to, country_code, currency, values)) ? values.size() : -1;
}

int CalendarValueHistoryByEvent(u64 event, Array<MqlCalendarValue> &values, datetime from, datetime to) {
  return succeeded(terminal->calendar_values_of_event(event, from, to, values)) ? values.size() : -1;
}

int CalendarValueLast(u64 &change, Array<MqlCalendarValue> &values, const string &country_code, const string &currency) {
  return succeeded(terminal->calendar_changes(change, 0, country_code, currency, values)) ? values.size() : 0;
}

int CalendarValueLastByEvent(u64 event, u64 &change, Array<MqlCalendarValue> &values) {
  return succeeded(terminal->calendar_changes(change, event, string(u""), string(u""), values)) ? values.size() : 0;
}
} // namespace mql
