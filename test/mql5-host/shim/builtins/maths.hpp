// Mathematics. Poles give infinities, as in the terminal: only the operator / is a critical error there.
#pragma once
#include <cfloat>
#include <climits>
#include <cmath>
#include "../runtime/types.hpp"

// Where a C header names them they are these same numbers; where C `long` is 32 bits (Windows) they are not.
#undef LONG_MAX
#undef LONG_MIN
#undef ULONG_MAX
#define LONG_MAX (::mqlrt::i64{0x7FFFFFFFFFFFFFFF})
#define LONG_MIN (-LONG_MAX - 1)
#define ULONG_MAX (::mqlrt::u64{0xFFFFFFFFFFFFFFFF})
#ifndef M_PI
#define M_PI 3.14159265358979323846
#define M_E 2.71828182845904523536
#define M_LN2 0.69314718055994530942
#define M_LN10 2.30258509299404568402
#define M_SQRT2 1.41421356237309504880
#endif
#define EMPTY_VALUE DBL_MAX

namespace mql {
inline constexpr int SHORT_MIN = -32768;
inline constexpr int SHORT_MAX = 32767;
inline constexpr int USHORT_MAX = 65535;
inline constexpr int CHAR_VALUE = 1;
inline constexpr int SHORT_VALUE = 2;
inline constexpr int INT_VALUE = 4;

template <class A, class B> std::common_type_t<A, B> MathMax(A left, B right) { return left > right ? left : right; }
template <class A, class B> std::common_type_t<A, B> MathMin(A left, B right) { return left < right ? left : right; }
template <class T> T MathAbs(T value) { return value < T(0) ? static_cast<T>(-value) : value; }

inline double MathRound(double value) { return std::round(value); }
inline double MathFloor(double value) { return std::floor(value); }
inline double MathCeil(double value) { return std::ceil(value); }
inline double MathMod(double value, double divisor) { return std::fmod(value, divisor); }
inline double MathSqrt(double value) { return std::sqrt(value); }
inline double MathExp(double value) { return std::exp(value); }
inline double MathExpm1(double value) { return std::expm1(value); }
inline double MathSin(double value) { return std::sin(value); }
inline double MathCos(double value) { return std::cos(value); }
inline double MathTan(double value) { return std::tan(value); }
inline double MathArcsin(double value) { return std::asin(value); }
inline double MathArccos(double value) { return std::acos(value); }
inline double MathArctan(double value) { return std::atan(value); }
inline double MathArctan2(double y, double x) { return std::atan2(y, x); }
double MathLog(double value);
double MathLog10(double value);
double MathLog1p(double value);
double MathPow(double base, double exponent);
inline bool MathIsValidNumber(double value) { return std::isfinite(value); }

/** 0 to 32767, the same numbers after the same MathSrand. */
int MathRand();
void MathSrand(int seed);
::mqlrt::u16 MathSwap(::mqlrt::u16 value);
::mqlrt::u32 MathSwap(::mqlrt::u32 value);
::mqlrt::u64 MathSwap(::mqlrt::u64 value);

/** Rounds half away from zero at `digits` decimals. */
double NormalizeDouble(double value, int digits);
} // namespace mql
