#include "maths.hpp"

namespace mql {
double MathLog(double value) { return value == 0 ? -HUGE_VAL : std::log(value); }
double MathLog10(double value) { return value == 0 ? -HUGE_VAL : std::log10(value); }
double MathLog1p(double value) { return value == -1 ? -HUGE_VAL : std::log1p(value); }
double MathPow(double base, double exponent) { return base == 0 && exponent < 0 ? HUGE_VAL : std::pow(base, exponent); }

static ::mqlrt::u32 seed_of_rand = 1;

int MathRand() {
  seed_of_rand = seed_of_rand * 214013u + 2531011u;
  return static_cast<int>(seed_of_rand >> 16 & 0x7FFF);
}

void MathSrand(int seed) { seed_of_rand = static_cast<::mqlrt::u32>(seed); }

::mqlrt::u16 MathSwap(::mqlrt::u16 value) { return static_cast<::mqlrt::u16>(value << 8 | value >> 8); }
::mqlrt::u32 MathSwap(::mqlrt::u32 value) { return __builtin_bswap32(value); }
::mqlrt::u64 MathSwap(::mqlrt::u64 value) { return __builtin_bswap64(value); }

double NormalizeDouble(double value, int digits) {
  static constexpr double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};
  const double power = powers[digits < 0 ? 0 : digits > 8 ? 8 : digits];
  const double scaled = value * power;
  return std::fabs(scaled) < 9007199254740992.0 ? std::round(scaled) / power : value;
}
} // namespace mql
