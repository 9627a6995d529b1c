#include "program.hpp"
#include <chrono>
#include "../terminal.hpp"
#include "errors.hpp"

namespace mqlrt {
int last_error = 0;
Program program;
Terminal *terminal = nullptr;

static const auto start_of_process = std::chrono::steady_clock::now();

i64 micros() {
  const auto passed = std::chrono::steady_clock::now() - start_of_process;
  return std::chrono::duration_cast<std::chrono::microseconds>(passed).count() + program.skipped_us;
}
} // namespace mqlrt
