// Bars, ticks and indicators. Copy* functions fit a dynamic array to what they copy; into a fixed one goes what fits.
#pragma once
#include <algorithm>
#include "../runtime/errors.hpp"
#include "../runtime/names.hpp"
#include "../terminal.hpp"

namespace mqlrt {
/** The three forms of the Copy* functions: `int` is a position, `datetime` a time. */
inline BarRange bars(i32 start, i32 count) { return {BarRange::Form::position_count, start, count}; }
inline BarRange bars(i64 start, i32 count) { return {BarRange::Form::time_count, start, count}; }
inline BarRange bars(i64 start, i64 stop) { return {BarRange::Form::time_time, start, stop}; }

/** Has `ask` fill the expert's array, or one beside it if that has a fixed size: the count, or -1 with the error kept. */
template <class T, class Ask> int copy_from_terminal(Array<T> &target, Ask ask) {
  if (!target.is_fixed()) return succeeded(ask(target)) ? target.size() : -1;
  Array<T> answer;
  if (!succeeded(ask(answer))) return -1;
  const int count = std::min(answer.size(), target.size());
  for (int i = 0; i < count; i++) target[i] = answer[i];
  return count;
}

int copy_rates(const string &symbol, mql::ENUM_TIMEFRAMES period, const BarRange &range, Array<mql::MqlRates> &target);

/** One column of the bars. */
template <class T, class Column>
int copy_column(const string &symbol, mql::ENUM_TIMEFRAMES period, const BarRange &range, Array<T> &target, Column column) {
  Array<mql::MqlRates> rates;
  if (copy_rates(symbol, period, range, rates) < 0) return -1;
  if (!target.is_fixed()) target.resize(rates.size(), 0);
  const int count = std::min(rates.size(), target.size());
  for (int i = 0; i < count; i++) target[i] = static_cast<T>(column(rates[i]));
  return count;
}
} // namespace mqlrt

namespace mql {
template <class Start, class Stop>
int CopyRates(const string &symbol, ENUM_TIMEFRAMES period, Start start, Stop stop, Array<MqlRates> &rates) {
  return ::mqlrt::copy_rates(symbol, period, ::mqlrt::bars(start, stop), rates);
}

#define MQL_COPY_COLUMN(function, type, field)                                                                        \
  template <class Start, class Stop>                                                                                  \
  int function(const string &symbol, ENUM_TIMEFRAMES period, Start start, Stop stop, Array<type> &values) {           \
    return ::mqlrt::copy_column(symbol, period, ::mqlrt::bars(start, stop), values, [](const MqlRates &bar) { return bar.field; }); \
  }
MQL_COPY_COLUMN(CopyTime, datetime, time)
MQL_COPY_COLUMN(CopyOpen, double, open)
MQL_COPY_COLUMN(CopyHigh, double, high)
MQL_COPY_COLUMN(CopyLow, double, low)
MQL_COPY_COLUMN(CopyClose, double, close)
MQL_COPY_COLUMN(CopyTickVolume, i64, tick_volume)
MQL_COPY_COLUMN(CopyRealVolume, i64, real_volume)
MQL_COPY_COLUMN(CopySpread, int, spread)
#undef MQL_COPY_COLUMN

/** One value of one bar, counted from the newest; 0 where there is none. */
datetime iTime(const string &symbol, ENUM_TIMEFRAMES period, int shift);
double iOpen(const string &symbol, ENUM_TIMEFRAMES period, int shift);
double iHigh(const string &symbol, ENUM_TIMEFRAMES period, int shift);
double iLow(const string &symbol, ENUM_TIMEFRAMES period, int shift);
double iClose(const string &symbol, ENUM_TIMEFRAMES period, int shift);
i64 iVolume(const string &symbol, ENUM_TIMEFRAMES period, int shift);
i64 iTickVolume(const string &symbol, ENUM_TIMEFRAMES period, int shift);
i64 iRealVolume(const string &symbol, ENUM_TIMEFRAMES period, int shift);
i64 iSpread(const string &symbol, ENUM_TIMEFRAMES period, int shift);
int iBars(const string &symbol, ENUM_TIMEFRAMES period);
/** The bar that holds a time; with `exact`, -1 where no bar begins then. */
int iBarShift(const string &symbol, ENUM_TIMEFRAMES period, datetime time, bool exact = false);
int Bars(const string &symbol, ENUM_TIMEFRAMES period);
int Bars(const string &symbol, ENUM_TIMEFRAMES period, datetime start, datetime stop);
bool SeriesInfoInteger(const string &symbol, ENUM_TIMEFRAMES period, ENUM_SERIES_INFO_INTEGER property, i64 &value);
i64 SeriesInfoInteger(const string &symbol, ENUM_TIMEFRAMES period, ENUM_SERIES_INFO_INTEGER property);

int CopyTicks(const string &symbol, Array<MqlTick> &ticks, uint flags = COPY_TICKS_ALL, u64 from_msc = 0, uint count = 0);
int CopyTicksRange(const string &symbol, Array<MqlTick> &ticks, uint flags = COPY_TICKS_ALL, u64 from_msc = 0, u64 to_msc = 0);

/** The handle, or INVALID_HANDLE. */
int IndicatorCreate(const string &symbol, ENUM_TIMEFRAMES period, ENUM_INDICATOR type, int count, const Array<MqlParam> &parameters);
int IndicatorCreate(const string &symbol, ENUM_TIMEFRAMES period, ENUM_INDICATOR type);
bool IndicatorRelease(int handle);
/** How many bars are worked out, -1 for an unknown handle. */
int BarsCalculated(int handle);
int copy_buffer(int handle, int buffer, const ::mqlrt::BarRange &range, Array<double> &values);
template <class Start, class Stop> int CopyBuffer(int handle, int buffer, Start start, Stop stop, Array<double> &values) {
  return copy_buffer(handle, buffer, ::mqlrt::bars(start, stop), values);
}
} // namespace mql
