// What NULL and PERIOD_CURRENT stand for: the chart that the expert is on.
#pragma once
#include "program.hpp"

namespace mqlrt {
inline const string &or_chart(const string &symbol) { return symbol.size() == 0 ? program.symbol : symbol; }
inline mql::ENUM_TIMEFRAMES or_chart(mql::ENUM_TIMEFRAMES period) { return period == mql::PERIOD_CURRENT ? program.period : period; }
} // namespace mqlrt
