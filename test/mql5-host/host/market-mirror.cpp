#include "market-mirror.hpp"
#include <algorithm>
#include <cmath>
#include <cstring>

namespace host {
namespace {
constexpr std::size_t kept_ticks = 4096;
constexpr mqlrt::u32 info_flags = 2 | 4;
constexpr mqlrt::u32 trade_flags = 8 | 16 | 32 | 64;

mqlrt::u32 mask_of(mqlrt::u32 copy_flags) {
  mqlrt::u32 mask = 0;
  if (copy_flags & mql::COPY_TICKS_INFO) mask |= info_flags;
  if (copy_flags & mql::COPY_TICKS_TRADE) mask |= trade_flags;
  return mask;
}
} // namespace

void TickCache::append(std::string_view records) {
  mql::MqlTick tick;
  for (std::size_t at = 0; at + sizeof tick <= records.size(); at += sizeof tick) {
    std::memcpy(static_cast<void *>(&tick), records.data() + at, sizeof tick);
    ticks_.push_back(tick);
  }
  while (ticks_.size() > kept_ticks) {
    complete_after_ = ticks_.front().time_msc;
    ticks_.pop_front();
  }
}

void TickCache::restart(std::string_view record) {
  ticks_.clear();
  append(record);
  complete_after_ = ticks_.empty() ? INT64_MAX : ticks_.back().time_msc;
}

bool TickCache::copy(mqlrt::u32 flags, i64 from, i64 to, mqlrt::u32 count, mqlrt::Array<mql::MqlTick> &out) const {
  const mqlrt::u32 mask = mask_of(flags);
  const auto is_wanted = [mask](const mql::MqlTick &tick) { return (tick.flags & mask) != 0; };
  auto first = ticks_.begin();
  auto last = ticks_.end();
  if (from > 0) {
    if (from <= complete_after_) return false;
    const auto before = [](const mql::MqlTick &tick, i64 time) { return tick.time_msc < time; };
    const auto after = [](i64 time, const mql::MqlTick &tick) { return time < tick.time_msc; };
    first = std::lower_bound(first, last, from, before);
    if (to > 0) last = std::upper_bound(first, last, to, after);
  } else {
    mqlrt::u32 left = count;
    for (first = last; first != ticks_.begin() && left > 0;)
      if (is_wanted(*--first)) left--;
    if (left > 0 || count == 0) return false;
  }
  std::vector<mql::MqlTick> found;
  for (auto tick = first; tick != last && (count == 0 || found.size() < count); ++tick)
    if (is_wanted(*tick)) found.push_back(*tick);
  if (out.resize(static_cast<int>(found.size()), 0) < 0) return false;
  if (!found.empty()) std::memcpy(static_cast<void *>(out.data()), found.data(), found.size() * sizeof found[0]);
  return true;
}

bool Symbol::is_selected() const {
  i64 selected = 0;
  return properties.integer(mql::SYMBOL_SELECT, selected) && selected != 0;
}

bool Symbol::quoted_integer(int property, i64 &out) const {
  const mql::MqlTick *tick = ticks.newest();
  switch (property) {
    case mql::SYMBOL_TIME: out = tick ? tick->time : 0; return true;
    case mql::SYMBOL_TIME_MSC: out = tick ? tick->time_msc : 0; return true;
    case mql::SYMBOL_VOLUME: out = tick ? static_cast<i64>(tick->volume) : 0; return true;
    case mql::SYMBOL_SPREAD: {
      double point = 0;
      properties.real(mql::SYMBOL_POINT, point);
      out = tick && point > 0 ? std::llround((tick->ask - tick->bid) / point) : 0;
      return true;
    }
    default: return false;
  }
}

bool Symbol::quoted_real(int property, double &out) const {
  const mql::MqlTick *tick = ticks.newest();
  switch (property) {
    case mql::SYMBOL_BID: out = tick ? tick->bid : 0; return true;
    case mql::SYMBOL_ASK: out = tick ? tick->ask : 0; return true;
    case mql::SYMBOL_LAST: out = tick ? tick->last : 0; return true;
    case mql::SYMBOL_VOLUME_REAL: out = tick ? tick->volume_real : 0; return true;
    case mql::SYMBOL_BIDHIGH: out = day_high; return true;
    case mql::SYMBOL_BIDLOW: out = day_low; return true;
    default: return false;
  }
}
} // namespace host
