// The two forms of MQL5's getters: true with the value in a variable, or the value itself.
#pragma once
#include <type_traits>
#include "string.hpp"

namespace mqlrt {
/** What `get` writes into a variable, 0 or "" where it writes nothing. */
template <class T, class Get> T valued(Get get) {
  T value{};
  if constexpr (std::is_same_v<T, string>) value = string(u"");
  get(value);
  return value;
}
} // namespace mqlrt
