#include "times.hpp"
#include <chrono>
#include <cstdio>
#include "../runtime/errors.hpp"
#include "../runtime/program.hpp"
#include "../terminal.hpp"

namespace mql {
static constexpr i64 day_seconds = 86400;

/** Days since 1970 of a date of the Gregorian calendar: years begin in March, so that leap days come last. */
static i64 days_from_date(i64 year, int month, int day) {
  const i64 march_year = month <= 2 ? year - 1 : year;
  const i64 era = (march_year >= 0 ? march_year : march_year - 399) / 400;
  const i64 year_of_era = march_year - era * 400;
  const i64 day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static datetime told(datetime time, MqlDateTime &parts) {
  TimeToStruct(time, parts);
  return time;
}

datetime TimeCurrent() { return ::mqlrt::terminal->time_current(); }
datetime TimeCurrent(MqlDateTime &parts) { return told(TimeCurrent(), parts); }
datetime TimeTradeServer() { return ::mqlrt::terminal->time_trade_server(); }
datetime TimeTradeServer(MqlDateTime &parts) { return told(TimeTradeServer(), parts); }
datetime TimeGMT() { return ::mqlrt::terminal->time_gmt(); }
datetime TimeGMT(MqlDateTime &parts) { return told(TimeGMT(), parts); }
datetime TimeLocal() { return ::mqlrt::terminal->time_local(); }
datetime TimeLocal(MqlDateTime &parts) { return told(TimeLocal(), parts); }
int TimeGMTOffset() { return static_cast<int>(TimeGMT() - TimeLocal()); }
int TimeDaylightSavings() { return 0; }

u64 GetTickCount64() {
  const auto since_start = std::chrono::steady_clock::now().time_since_epoch() + std::chrono::microseconds(::mqlrt::program.skipped_us);
  return static_cast<u64>(std::chrono::duration_cast<std::chrono::milliseconds>(since_start).count());
}
uint GetTickCount() { return static_cast<uint>(GetTickCount64()); }
u64 GetMicrosecondCount() { return static_cast<u64>(::mqlrt::micros()); }

bool TimeToStruct(datetime time, MqlDateTime &parts) {
  i64 days = time / day_seconds;
  i64 seconds = time % day_seconds;
  if (seconds < 0) {
    seconds += day_seconds;
    days--;
  }
  const i64 shifted = days + 719468;
  const i64 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const i64 day_of_era = shifted - era * 146097;
  const i64 year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const i64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const i64 month_from_march = (5 * day_of_year + 2) / 153;
  parts.day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  parts.mon = static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  parts.year = static_cast<int>(year_of_era + era * 400 + (parts.mon <= 2 ? 1 : 0));
  parts.hour = static_cast<int>(seconds / 3600);
  parts.min = static_cast<int>(seconds / 60 % 60);
  parts.sec = static_cast<int>(seconds % 60);
  parts.day_of_week = static_cast<int>(((days + 4) % 7 + 7) % 7);
  parts.day_of_year = static_cast<int>(days - days_from_date(parts.year, 1, 1));
  return true;
}

datetime StructToTime(const MqlDateTime &parts) {
  return days_from_date(parts.year, parts.mon, parts.day) * day_seconds + i64{parts.hour} * 3600 + i64{parts.min} * 60 + parts.sec;
}

string TimeToString(datetime time, int mode) {
  MqlDateTime parts;
  TimeToStruct(time, parts);
  char date[48] = "";
  char clock[48] = "";
  if (mode & TIME_DATE) std::snprintf(date, sizeof date, "%04d.%02d.%02d", parts.year, parts.mon, parts.day);
  if (mode & TIME_SECONDS) std::snprintf(clock, sizeof clock, "%02d:%02d:%02d", parts.hour, parts.min, parts.sec);
  else if (mode & TIME_MINUTES) std::snprintf(clock, sizeof clock, "%02d:%02d", parts.hour, parts.min);
  return string(std::string(date) + (*date && *clock ? " " : "") + clock);
}

/** Up to `most` digits at `at` as a number, moving on; -1 where there are none. */
static int digits_at(const std::string &text, std::size_t &at, std::size_t most) {
  int value = -1;
  for (std::size_t read = 0; read < most && at < text.size() && text[at] >= '0' && text[at] <= '9'; read++, at++)
    value = (value < 0 ? 0 : value * 10) + (text[at] - '0');
  return value;
}

static void skip_one_of(const std::string &text, std::size_t &at, const char *separators) {
  if (at < text.size() && std::string(separators).find(text[at]) != std::string::npos) at++;
}

datetime StringToTime(const string &text) {
  const std::string s = text.utf8();
  std::size_t at = s.find_first_not_of(" \t");
  if (at == std::string::npos) return ::mqlrt::succeeded(ERR_NO_STRING_DATE), 0;
  MqlDateTime parts{};
  const std::size_t colon = s.find(':');
  const bool has_date = s.find_first_of("./-") != std::string::npos || colon == std::string::npos || colon - at > 2;
  if (has_date) {
    parts.year = digits_at(s, at, 4);
    skip_one_of(s, at, "./-");
    parts.mon = digits_at(s, at, 2);
    skip_one_of(s, at, "./-");
    parts.day = digits_at(s, at, 2);
    if (parts.year < 1970 || parts.mon < 1 || parts.mon > 12 || parts.day < 1 || parts.day > 31) return ::mqlrt::succeeded(ERR_WRONG_STRING_DATE), 0;
  } else {
    TimeLocal(parts);
  }
  parts.hour = parts.min = parts.sec = 0;
  at = s.find_first_not_of(" \t", at);
  if (at == std::string::npos) return StructToTime(parts);
  parts.hour = digits_at(s, at, 2);
  skip_one_of(s, at, ":");
  parts.min = digits_at(s, at, 2);
  skip_one_of(s, at, ":");
  const int seconds = digits_at(s, at, 2);
  parts.sec = seconds < 0 ? 0 : seconds;
  if (parts.hour < 0 || parts.hour > 23 || parts.min < 0 || parts.min > 59 || parts.sec > 59) return ::mqlrt::succeeded(ERR_WRONG_STRING_TIME), 0;
  return StructToTime(parts);
}
} // namespace mql
