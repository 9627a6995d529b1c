// Critical errors: what stops an expert for good in the terminal ends the process here.
#pragma once
#include <string>
#include "types.hpp"

namespace mqlrt {
/** Thrown up to the host's main, which ends with the code. With MQL_CRITICAL_ABORT the process aborts on the spot. */
struct CriticalError {
  int exit_code;
  std::string what;
};

inline constexpr int exit_out_of_range = 42;
inline constexpr int exit_zero_divide = 43;

/** Writes the line that the terminal would log, with the place if there is one, and stops the expert. */
[[noreturn]] void critical(int exit_code, const char *what, const char *file = nullptr, int line = 0);

/** An index together with the place that used it: a wrong one is reported where the expert indexes. */
struct Index {
  i64 value;
  const char *file;
  int line;
  template <class I, class = std::enable_if_t<is_plain<I>>>
  Index(I index, const char *at_file = __builtin_FILE(), int at_line = __builtin_LINE())
      : value(static_cast<i64>(index)), file(at_file), line(at_line) {}
};

inline void check_index(const Index &index, i64 size, const char *what = "array out of range") {
  if (static_cast<u64>(index.value) >= static_cast<u64>(size)) critical(exit_out_of_range, what, index.file, index.line);
}

/** Makes a division by zero, of integers or of real numbers, a critical error. Call it once, at the start of main. */
void arm_zero_divide();
} // namespace mqlrt
