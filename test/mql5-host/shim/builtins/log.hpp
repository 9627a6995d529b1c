// Print and its kin: lines of the Experts log, on standard error.
#pragma once
#include "format.hpp"

namespace mqlrt {
/** Writes one line as the Experts log has it: time, program and chart, text. */
void log_line(const string &text);

/** What Comment last put on the chart. */
extern string chart_comment;

template <class... Values> string joined(const Values &...values) {
  string text(u"");
  ((text += string(values)), ...);
  return text;
}
} // namespace mqlrt

namespace mql {
template <class... Values> ::mqlrt::string StringFormat(const ::mqlrt::string &pattern, Values... values) {
  return ::mqlrt::format(pattern, {::mqlrt::Argument(values)...});
}
template <class... Values> void PrintFormat(const ::mqlrt::string &pattern, Values... values) {
  ::mqlrt::log_line(StringFormat(pattern, values...));
}
template <class... Values> void Print(Values... values) { ::mqlrt::log_line(::mqlrt::joined(values...)); }
template <class... Values> void Alert(Values... values) {
  ::mqlrt::log_line(::mqlrt::string(u"Alert: ") + ::mqlrt::joined(values...));
}
template <class... Values> void Comment(Values... values) { ::mqlrt::chart_comment = ::mqlrt::joined(values...); }
} // namespace mql
