// Indicators and the economic calendar.
#include <algorithm>
#include "mirror.hpp"

namespace host {
using mqlrt::Array;
using mqlrt::Error;
using mqlrt::string;

namespace {
/** A member of an enumeration by its word on the link: `percent` for CALENDAR_UNIT_PERCENT. */
struct Word {
  std::string_view name;
  int value;
};
#define WORD(name, value) {#name, value},
constexpr Word units[] = {MQL_LIST_CALENDAR_EVENT_UNIT(WORD)};
constexpr Word multipliers[] = {MQL_LIST_CALENDAR_EVENT_MULTIPLIER(WORD)};
#undef WORD

template <std::size_t N> int number_of(const Word (&words)[N], const char *prefix, std::string_view word) {
  std::string name = prefix;
  for (const char letter : word) name += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  for (const Word &one : words)
    if (one.name == name) return one.value;
  throw LinkError("MQL5 has no " + name);
}

template <class T> void copy_to(const std::vector<T> &from, Array<T> &to) {
  to.resize(static_cast<int>(from.size()), 0);
  std::copy(from.begin(), from.end(), to.data());
}

enum ParameterKind { whole_number = 0, real_number = 1, words = 2 };

ParameterKind kind_of(mql::ENUM_DATATYPE type) {
  if (type == mql::TYPE_STRING) return words;
  return type == mql::TYPE_DOUBLE || type == mql::TYPE_FLOAT ? real_number : whole_number;
}
} // namespace

Error Mirror::indicator_create(const string &symbol, mql::ENUM_TIMEFRAMES period, mql::ENUM_INDICATOR type, const Array<mql::MqlParam> &parameters, int &handle) {
  MessageWriter arguments;
  arguments.text(symbol).integer(period).integer(type).array(static_cast<u64>(parameters.size()));
  for (int i = 0; i < parameters.size(); i++) {
    const mql::MqlParam &one = parameters[i];
    arguments.array(4).integer(kind_of(one.type)).integer(one.integer_value).real(one.double_value).text(one.string_value);
  }
  Error error = 0;
  MessageReader answer = call("indicator_create", arguments, 4, error);
  if (error == 0) handle = static_cast<int>(answer.integer());
  return error;
}

Error Mirror::indicator_release(int handle) {
  MessageWriter arguments;
  arguments.integer(handle);
  Error error = 0;
  call("indicator_release", arguments, 1, error);
  return error;
}

Error Mirror::indicator_bars(int handle, int &out) {
  MessageWriter arguments;
  arguments.integer(handle);
  Error error = 0;
  MessageReader answer = call("indicator_bars", arguments, 1, error);
  if (error == 0) out = static_cast<int>(answer.integer());
  return error;
}

Error Mirror::indicator_copy(int handle, int buffer, const mqlrt::BarRange &range, Array<double> &out) {
  MessageWriter arguments;
  arguments.integer(handle).integer(buffer).integer(static_cast<int>(range.form)).integer(range.start).integer(range.count_or_stop);
  return records("indicator_copy", arguments, 5, out);
}

void Mirror::apply_calendar(std::string_view kind, MessageReader &message) {
  if (kind == "calendar_country") {
    mql::MqlCalendarCountry country{};
    country.id = message.natural();
    country.name = message.text();
    country.code = message.text();
    country.currency = message.text();
    countries_.push_back(country);
  } else {
    mql::MqlCalendarEvent event{};
    event.type = mql::CALENDAR_TYPE_INDICATOR;
    event.id = message.natural();
    event.country_id = message.natural();
    event.importance = message.enumerator<mql::ENUM_CALENDAR_EVENT_IMPORTANCE>();
    event.unit = static_cast<mql::ENUM_CALENDAR_EVENT_UNIT>(number_of(units, "CALENDAR_UNIT_", message.bytes()));
    event.multiplier = static_cast<mql::ENUM_CALENDAR_EVENT_MULTIPLIER>(number_of(multipliers, "CALENDAR_MULTIPLIER_", message.bytes()));
    event.digits = static_cast<mql::uint>(message.integer());
    event.name = message.text();
    calendar_events_.push_back(event);
  }
}

Error Mirror::calendar_countries(Array<mql::MqlCalendarCountry> &out) {
  copy_to(countries_, out);
  return 0;
}

Error Mirror::calendar_country(u64 id, mql::MqlCalendarCountry &out) {
  for (const mql::MqlCalendarCountry &one : countries_) {
    if (one.id != id) continue;
    out = one;
    return 0;
  }
  return mql::ERR_CALENDAR_NO_DATA;
}

Error Mirror::calendar_events(const string &country_code, const string &currency, Array<mql::MqlCalendarEvent> &out) {
  std::vector<mql::MqlCalendarEvent> found;
  for (const mql::MqlCalendarEvent &event : calendar_events_) {
    mql::MqlCalendarCountry country{};
    calendar_country(event.country_id, country);
    const bool is_wanted = (country_code.size() == 0 || country.code == country_code) && (currency.size() == 0 || country.currency == currency);
    if (is_wanted) found.push_back(event);
  }
  copy_to(found, out);
  return found.empty() ? mql::ERR_CALENDAR_NO_DATA : 0;
}

Error Mirror::calendar_event(u64 id, mql::MqlCalendarEvent &out) {
  for (const mql::MqlCalendarEvent &one : calendar_events_) {
    if (one.id != id) continue;
    out = one;
    return 0;
  }
  return mql::ERR_CALENDAR_NO_DATA;
}

Error Mirror::calendar_range(i64 from, i64 to, const string &country_code, const string &currency, u64 event_id, Array<mql::MqlCalendarValue> &out) {
  MessageWriter arguments;
  arguments.integer(from).integer(to).text(country_code).text(currency).natural(event_id);
  Error error = 0;
  MessageReader answer = call("calendar_values", arguments, 5, error);
  if (error != 0) return error;
  std::vector<mql::MqlCalendarValue> found;
  for (u64 left = answer.array(); left > 0; left--) {
    answer.array();
    mql::MqlCalendarValue value{};
    value.id = answer.natural();
    value.event_id = answer.natural();
    value.time = answer.integer();
    value.actual_value = answer.integer();
    value.prev_value = answer.integer();
    value.revised_prev_value = answer.integer();
    value.forecast_value = answer.integer();
    value.impact_type = answer.enumerator<mql::ENUM_CALENDAR_EVENT_IMPACT>();
    found.push_back(value);
  }
  copy_to(found, out);
  return 0;
}

/** A value's number begins with its event's. */
Error Mirror::calendar_value(u64 id, mql::MqlCalendarValue &out) {
  constexpr u64 values_of_event = 10'000;
  Array<mql::MqlCalendarValue> all;
  const Error error = calendar_range(0, 0, {}, {}, id / values_of_event, all);
  if (error != 0) return error;
  for (int i = 0; i < all.size(); i++) {
    if (all[i].id != id) continue;
    out = all[i];
    return 0;
  }
  return mql::ERR_CALENDAR_NO_DATA;
}

Error Mirror::calendar_values(i64 from, i64 to, const string &country_code, const string &currency, Array<mql::MqlCalendarValue> &out) {
  return calendar_range(from, to, country_code, currency, 0, out);
}

Error Mirror::calendar_values_of_event(u64 event_id, i64 from, i64 to, Array<mql::MqlCalendarValue> &out) {
  return calendar_range(from, to, {}, {}, event_id, out);
}

/** The simulated calendar does not say which value came when. */
Error Mirror::calendar_changes(u64 &, u64, const string &, const string &, Array<mql::MqlCalendarValue> &) {
  return mql::ERR_CALENDAR_NO_DATA;
}
} // namespace host
