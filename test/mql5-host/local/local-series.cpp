// Ticks, bars and indicators: numbers that follow from where they stand.
#include <algorithm>
#include <cstring>
#include <limits>
#include "builtins/program.hpp"
#include "local-terminal.hpp"

namespace local {
namespace {
constexpr i64 tick_ms = 50;
constexpr u32 info_flags = 2 | 4;
constexpr Error unknown_symbol = mql::ERR_MARKET_UNKNOWN_SYMBOL;

/** A price that goes up and down by up to 50 points, the same at the same place. */
double price_at(const Symbol &symbol, i64 place) {
  return symbol.price + symbol.point() * static_cast<double>((place * 7919) % 101 - 50);
}

template <class Record> Error copied(const Record *from, std::size_t count, Array<Record> &out) {
  if (out.resize(static_cast<int>(count), 0) < 0) return mql::ERR_NOT_ENOUGH_MEMORY;
  if (count > 0) std::memcpy(static_cast<void *>(out.data()), from, count * sizeof(Record));
  return 0;
}

/** The bars that a Copy* function wants: their places, the end exclusive. */
template <class Record> std::pair<std::size_t, std::size_t> places(const std::vector<Record> &all, const mqlrt::BarRange &range) {
  using Form = mqlrt::BarRange::Form;
  const auto upto = [&all](i64 time) {
    const auto later = [](i64 at, const Record &bar) { return at < bar.time; };
    return std::upper_bound(all.begin(), all.end(), time, later) - all.begin();
  };
  const i64 total = static_cast<i64>(all.size());
  if (range.form == Form::time_time) {
    const i64 last = upto(range.count_or_stop);
    const i64 first = range.start == INT64_MIN ? 0 : std::min<i64>(upto(range.start - 1), last);
    return {static_cast<std::size_t>(first), static_cast<std::size_t>(last)};
  }
  const i64 last = range.form == Form::time_count ? upto(range.start) : total - std::clamp<i64>(range.start, 0, total);
  const i64 first = last - std::clamp<i64>(range.count_or_stop, 0, last);
  return {static_cast<std::size_t>(first), static_cast<std::size_t>(last)};
}
} // namespace

const std::vector<mql::MqlTick> &LocalTerminal::ticks_of(const Symbol &symbol) {
  std::vector<mql::MqlTick> &ticks = ticks_[&symbol];
  if (!ticks.empty()) return ticks;
  const i64 newest = options_.clock() * 1000;
  for (i64 left = options_.ticks; left-- > 0;) {
    mql::MqlTick tick{};
    tick.time_msc = newest - left * tick_ms;
    tick.time = tick.time_msc / 1000;
    tick.bid = price_at(symbol, left);
    tick.ask = tick.bid + 10 * symbol.point();
    tick.flags = info_flags;
    ticks.push_back(tick);
  }
  return ticks;
}

Error LocalTerminal::ticks(const string &symbol, u32 flags, u64 from_msc, u32 count, Array<mql::MqlTick> &out) {
  constexpr u32 usual_count = 2000;
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  const std::vector<mql::MqlTick> &all = ticks_of(*found);
  if (!(flags & mql::COPY_TICKS_INFO)) return copied(all.data(), 0, out);
  const auto earlier = [](const mql::MqlTick &tick, u64 time) { return static_cast<u64>(tick.time_msc) < time; };
  const auto wanted = static_cast<std::size_t>(count > 0 ? count : usual_count);
  auto first = std::lower_bound(all.begin(), all.end(), from_msc, earlier);
  if (from_msc == 0 && all.size() > wanted) first = all.end() - static_cast<std::ptrdiff_t>(wanted);
  return copied(all.data() + (first - all.begin()), std::min(wanted, static_cast<std::size_t>(all.end() - first)), out);
}

Error LocalTerminal::ticks_range(const string &symbol, u32 flags, u64 from_msc, u64 to_msc, Array<mql::MqlTick> &out) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  const std::vector<mql::MqlTick> &all = ticks_of(*found);
  const auto is_late = [to_msc](const mql::MqlTick &tick) { return to_msc > 0 && static_cast<u64>(tick.time_msc) > to_msc; };
  const auto is_early = [from_msc](const mql::MqlTick &tick) { return static_cast<u64>(tick.time_msc) < from_msc; };
  const auto first = std::partition_point(all.begin(), all.end(), is_early);
  const auto last = std::find_if(first, all.end(), is_late);
  return copied(all.data() + (first - all.begin()), flags & mql::COPY_TICKS_INFO ? static_cast<std::size_t>(last - first) : 0, out);
}

const std::vector<mql::MqlRates> &LocalTerminal::rates_of(const Symbol &symbol, mql::ENUM_TIMEFRAMES period) {
  std::vector<mql::MqlRates> &rates = rates_[{&symbol, period}];
  if (!rates.empty()) return rates;
  const i64 seconds = std::max(60, mql::PeriodSeconds(period));
  const i64 newest = options_.clock() / seconds;
  for (i64 left = std::min<i64>(options_.bars, newest); left-- > 0;) {
    mql::MqlRates bar{};
    bar.time = (newest - left) * seconds;
    bar.open = price_at(symbol, left + 1);
    bar.close = price_at(symbol, left);
    bar.high = std::max(bar.open, bar.close) + symbol.point();
    bar.low = std::min(bar.open, bar.close) - symbol.point();
    bar.tick_volume = 100 + left % 50;
    bar.spread = 10;
    rates.push_back(bar);
  }
  return rates;
}

Error LocalTerminal::rates(const string &symbol, mql::ENUM_TIMEFRAMES period, const mqlrt::BarRange &range, Array<mql::MqlRates> &out) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  const std::vector<mql::MqlRates> &all = rates_of(*found, period);
  const auto [first, last] = places(all, range);
  return first < last ? copied(all.data() + first, last - first, out) : mql::ERR_HISTORY_NOT_FOUND;
}

Error LocalTerminal::series_integer(const string &symbol, mql::ENUM_TIMEFRAMES period, mql::ENUM_SERIES_INFO_INTEGER property, i64 &out) {
  const Symbol *found = find(symbol);
  if (!found) return unknown_symbol;
  const std::vector<mql::MqlRates> &all = rates_of(*found, period);
  switch (property) {
    case mql::SERIES_SYNCHRONIZED: out = found->is_selected; break;
    case mql::SERIES_BARS_COUNT: out = static_cast<i64>(all.size()); break;
    case mql::SERIES_LASTBAR_DATE: out = all.back().time; break;
    default: out = all.front().time;
  }
  return 0;
}

Error LocalTerminal::indicator_create(const string &symbol, mql::ENUM_TIMEFRAMES period, mql::ENUM_INDICATOR type, const Array<mql::MqlParam> &parameters, int &handle) {
  if (!find(symbol)) return mql::ERR_INDICATOR_UNKNOWN_SYMBOL;
  if (type == mql::IND_CUSTOM && parameters.size() == 0) return mql::ERR_INDICATOR_PARAMETERS_MISSING;
  handle = ++newest_indicator_;
  indicators_[handle] = {symbol, period};
  return 0;
}

Error LocalTerminal::indicator_release(int handle) { return indicators_.erase(handle) == 1 ? 0 : mql::ERR_INDICATOR_WRONG_HANDLE; }

Error LocalTerminal::indicator_bars(int handle, int &out) {
  const auto found = indicators_.find(handle);
  if (found == indicators_.end()) return mql::ERR_INDICATOR_WRONG_HANDLE;
  // One of four is never ready.
  out = handle % 4 == 0 ? 0 : static_cast<int>(rates_of(*find(found->second.symbol), found->second.period).size());
  return 0;
}

Error LocalTerminal::indicator_copy(int handle, int buffer, const mqlrt::BarRange &range, Array<double> &out) {
  constexpr int buffers = 3;
  const auto found = indicators_.find(handle);
  if (found == indicators_.end()) return mql::ERR_INDICATOR_WRONG_HANDLE;
  if (buffer < 0 || buffer >= buffers) return mql::ERR_INDICATOR_WRONG_INDEX;
  const std::vector<mql::MqlRates> &all = rates_of(*find(found->second.symbol), found->second.period);
  const auto [first, last] = places(all, range);
  if (first >= last) return mql::ERR_INDICATOR_DATA_NOT_FOUND;
  std::vector<double> values;
  for (std::size_t at = first; at < last; at++) values.push_back(at < 10 ? std::numeric_limits<double>::max() : all[at].close + buffer);
  return copied(values.data(), values.size(), out);
}
} // namespace local
