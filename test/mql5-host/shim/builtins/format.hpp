// printf's rules as MQL5 has them: the size in the format decides how much of a number is shown.
#pragma once
#include <vector>
#include "../runtime/string.hpp"

namespace mqlrt {
/** One argument of StringFormat or PrintFormat. */
struct Argument {
  enum class Kind { integer, real, text } kind;
  i64 integer = 0;
  double real = 0;
  string text;

  template <class T, class = std::enable_if_t<is_plain<T>>>
  Argument(T value) : kind(std::is_floating_point_v<T> ? Kind::real : Kind::integer) {
    if constexpr (std::is_floating_point_v<T>) real = static_cast<double>(value);
    else integer = static_cast<i64>(value);
  }
  Argument(string value) : kind(Kind::text), text(std::move(value)) {}
};

string format(const string &pattern, const std::vector<Argument> &arguments);
} // namespace mqlrt
