#include "log.hpp"
#include <chrono>
#include <cstdio>
#include "../runtime/program.hpp"
#include "times.hpp"

namespace mqlrt {
string chart_comment;

void log_line(const string &text) {
  using namespace std::chrono;
  const i64 now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  const string time = mql::TimeToString(now / 1000, mql::TIME_DATE | mql::TIME_SECONDS);
  const string period = EnumToString(program.period);
  std::fprintf(stderr, "%s.%03d\t%s (%s,%s)\t%s\n", time.utf8().c_str(), static_cast<int>(now % 1000), program.name.utf8().c_str(),
               program.symbol.utf8().c_str(), period.utf8().substr(sizeof "PERIOD_" - 1).c_str(), text.utf8().c_str());
}
} // namespace mqlrt
