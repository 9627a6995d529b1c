#include "series.hpp"
#include "../runtime/valued.hpp"

namespace mqlrt {
int copy_rates(const string &symbol, mql::ENUM_TIMEFRAMES period, const BarRange &range, Array<mql::MqlRates> &target) {
  return copy_from_terminal(target, [&](Array<mql::MqlRates> &out) { return terminal->rates(or_chart(symbol), or_chart(period), range, out); });
}
} // namespace mqlrt

namespace mql {
using ::mqlrt::or_chart;
using ::mqlrt::succeeded;
using ::mqlrt::terminal;
using ::mqlrt::valued;

/** One bar; all zero where there is none. */
static MqlRates bar_at(const string &symbol, ENUM_TIMEFRAMES period, int shift) {
  Array<MqlRates> rates;
  const bool exists = shift >= 0 && ::mqlrt::copy_rates(symbol, period, ::mqlrt::bars(shift, 1), rates) == 1;
  return exists ? rates[0] : MqlRates{};
}

datetime iTime(const string &symbol, ENUM_TIMEFRAMES period, int shift) { return bar_at(symbol, period, shift).time; }
double iOpen(const string &symbol, ENUM_TIMEFRAMES period, int shift) { return bar_at(symbol, period, shift).open; }
double iHigh(const string &symbol, ENUM_TIMEFRAMES period, int shift) { return bar_at(symbol, period, shift).high; }
double iLow(const string &symbol, ENUM_TIMEFRAMES period, int shift) { return bar_at(symbol, period, shift).low; }
double iClose(const string &symbol, ENUM_TIMEFRAMES period, int shift) { return bar_at(symbol, period, shift).close; }
i64 iVolume(const string &symbol, ENUM_TIMEFRAMES period, int shift) { return bar_at(symbol, period, shift).tick_volume; }
i64 iTickVolume(const string &symbol, ENUM_TIMEFRAMES period, int shift) { return bar_at(symbol, period, shift).tick_volume; }
i64 iRealVolume(const string &symbol, ENUM_TIMEFRAMES period, int shift) { return bar_at(symbol, period, shift).real_volume; }
i64 iSpread(const string &symbol, ENUM_TIMEFRAMES period, int shift) { return bar_at(symbol, period, shift).spread; }

int iBars(const string &symbol, ENUM_TIMEFRAMES period) { return Bars(symbol, period); }

int iBarShift(const string &symbol, ENUM_TIMEFRAMES period, datetime time, bool exact) {
  const datetime newest = iTime(symbol, period, 0);
  if (newest == 0) return -1;
  if (time >= newest) return exact && time != newest ? -1 : 0;
  Array<MqlRates> at_time;
  if (::mqlrt::copy_rates(symbol, period, ::mqlrt::bars(time, 1), at_time) != 1) return -1;
  if (exact && at_time[0].time != time) return -1;
  return Bars(symbol, period, at_time[0].time, newest) - 1;
}

int Bars(const string &symbol, ENUM_TIMEFRAMES period) { return static_cast<int>(SeriesInfoInteger(symbol, period, SERIES_BARS_COUNT)); }

int Bars(const string &symbol, ENUM_TIMEFRAMES period, datetime start, datetime stop) {
  Array<MqlRates> rates;
  return std::max(0, ::mqlrt::copy_rates(symbol, period, ::mqlrt::bars(start, stop), rates));
}

bool SeriesInfoInteger(const string &symbol, ENUM_TIMEFRAMES period, ENUM_SERIES_INFO_INTEGER property, i64 &value) {
  return succeeded(terminal->series_integer(or_chart(symbol), or_chart(period), property, value));
}

i64 SeriesInfoInteger(const string &symbol, ENUM_TIMEFRAMES period, ENUM_SERIES_INFO_INTEGER property) {
  return valued<i64>([&](i64 &value) { SeriesInfoInteger(symbol, period, property, value); });
}

/** COPY_TICKS_ALL, however it is written: 3, -1 or no flag at all. */
static uint tick_kinds(uint flags) {
  const uint kinds = flags & (COPY_TICKS_INFO | COPY_TICKS_TRADE);
  return kinds == 0 ? COPY_TICKS_INFO | COPY_TICKS_TRADE : kinds;
}

int CopyTicks(const string &symbol, Array<MqlTick> &ticks, uint flags, u64 from_msc, uint count) {
  return ::mqlrt::copy_from_terminal(
      ticks, [&](Array<MqlTick> &out) { return terminal->ticks(or_chart(symbol), tick_kinds(flags), from_msc, count, out); });
}

int CopyTicksRange(const string &symbol, Array<MqlTick> &ticks, uint flags, u64 from_msc, u64 to_msc) {
  return ::mqlrt::copy_from_terminal(
      ticks, [&](Array<MqlTick> &out) { return terminal->ticks_range(or_chart(symbol), tick_kinds(flags), from_msc, to_msc, out); });
}

int IndicatorCreate(const string &symbol, ENUM_TIMEFRAMES period, ENUM_INDICATOR type, int count, const Array<MqlParam> &parameters) {
  int handle = INVALID_HANDLE;
  if (count < 0 || count > parameters.size()) return succeeded(ERR_INDICATOR_PARAMETERS_MISSING), INVALID_HANDLE;
  Array<MqlParam> used;
  used.resize(count, 0);
  for (int i = 0; i < count; i++) used[i] = parameters[i];
  return succeeded(terminal->indicator_create(or_chart(symbol), or_chart(period), type, used, handle)) ? handle : INVALID_HANDLE;
}

int IndicatorCreate(const string &symbol, ENUM_TIMEFRAMES period, ENUM_INDICATOR type) {
  return IndicatorCreate(symbol, period, type, 0, Array<MqlParam>());
}

bool IndicatorRelease(int handle) { return succeeded(terminal->indicator_release(handle)); }

int BarsCalculated(int handle) {
  int bars = 0;
  return succeeded(terminal->indicator_bars(handle, bars)) ? bars : -1;
}

int copy_buffer(int handle, int buffer, const ::mqlrt::BarRange &range, Array<double> &values) {
  return ::mqlrt::copy_from_terminal(values, [&](Array<double> &out) { return terminal->indicator_copy(handle, buffer, range, out); });
}
} // namespace mql
