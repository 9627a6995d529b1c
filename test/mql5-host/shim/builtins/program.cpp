#include "program.hpp"
#include <algorithm>
#include <chrono>
#include <thread>

namespace mql {
using ::mqlrt::program;

int PeriodSeconds(ENUM_TIMEFRAMES period) {
  const int code = period == PERIOD_CURRENT ? program.period : period;
  if (code == PERIOD_W1) return 604800;
  if (code == PERIOD_MN1) return 2592000;
  // Minutes are their own number; hours have 0x4000 added.
  return code & 0x4000 ? (code & 0x3FFF) * 3600 : code * 60;
}

void ExpertRemove() { program.remove = true; }

void Sleep(int milliseconds) {
  using namespace std::chrono;
  const auto end = steady_clock::now() + ::std::chrono::milliseconds(milliseconds);
  while (!program.stop && steady_clock::now() < end)
    std::this_thread::sleep_for(std::min<steady_clock::duration>(end - steady_clock::now(), ::std::chrono::milliseconds(100)));
}

bool EventSetMillisecondTimer(int milliseconds) {
  if (milliseconds <= 0) return ::mqlrt::succeeded(ERR_INVALID_PARAMETER);
  program.timer_ms = milliseconds;
  program.timer_settings++;
  return true;
}

bool EventSetTimer(int seconds) { return EventSetMillisecondTimer(seconds > 0 && seconds < 2147483 ? seconds * 1000 : 0); }

void EventKillTimer() {
  program.timer_ms = 0;
  program.timer_settings++;
}

bool EventChartCustom(i64 chart, ushort id, i64 lparam, double dparam, const string &sparam) {
  program.chart_events.push_back({chart, 1000 + id, lparam, dparam, sparam});
  return true;
}

int MQLInfoInteger(int property) {
  switch (static_cast<ENUM_MQL_INFO_INTEGER>(property)) {
  case MQL_PROGRAM_TYPE:
    return PROGRAM_EXPERT;
  case MQL_DLLS_ALLOWED:
    return program.dlls_allowed;
  case MQL_TRADE_ALLOWED:
    return program.trade_allowed;
  case MQL_MEMORY_LIMIT:
    return 0x7FFFFFFF;
  case MQL_MEMORY_USED:
    return 1;
  default:
    return 0;
  }
}

string MQLInfoString(int property) {
  switch (static_cast<ENUM_MQL_INFO_STRING>(property)) {
  case MQL_PROGRAM_NAME:
    return program.name;
  case MQL_PROGRAM_PATH:
    return program.path;
  }
  ::mqlrt::last_error = ERR_MQL5_WRONG_PROPERTY;
  return string(u"");
}
} // namespace mql
