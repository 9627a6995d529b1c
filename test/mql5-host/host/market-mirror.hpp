// One symbol as the host knows it from the simulated terminal.
#pragma once
#include <deque>
#include <vector>
#include "properties.hpp"

namespace host {
struct Session {
  i64 from;
  i64 to;
};

/** The newest ticks of a symbol, as the terminal keeps them at hand. */
class TickCache {
  std::deque<mql::MqlTick> ticks_;
  /** Every tick after this time is here. */
  i64 complete_after_ = INT64_MAX;

public:
  void append(std::string_view records);
  /** The newest tick, before which others may be missing. */
  void restart(std::string_view record);
  const mql::MqlTick *newest() const { return ticks_.empty() ? nullptr : &ticks_.back(); }
  /** CopyTicks and CopyTicksRange; false where the answer may lie further back. `count` 0 = all, `to` 0 = no end. */
  bool copy(mqlrt::u32 flags, i64 from, i64 to, mqlrt::u32 count, mqlrt::Array<mql::MqlTick> &out) const;
};

struct Symbol {
  mqlrt::string name;
  Properties properties;
  double margin_initial = 0;
  double margin_maintenance = 0;
  std::vector<Session> quote_sessions[7];
  std::vector<Session> trade_sessions[7];
  TickCache ticks;
  double day_high = 0;
  double day_low = 0;
  std::vector<mql::MqlBookInfo> book;
  /** Prices have moved since the properties were told: what is worth depends on them. */
  bool is_stale = false;

  bool is_selected() const;
  /** What follows from the newest tick; false for a property that does not. */
  bool quoted_integer(int property, i64 &out) const;
  bool quoted_real(int property, double &out) const;
};
} // namespace host
