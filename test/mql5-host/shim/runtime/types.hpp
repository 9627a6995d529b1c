// The number types of MQL5, its NULL, and what counts as a plain value.
#pragma once
#include <cstdint>
#include <type_traits>

namespace mqlrt {
using i8 = signed char;
using u8 = unsigned char;
using i16 = std::int16_t;
using u16 = std::uint16_t;
using i32 = std::int32_t;
using u32 = std::uint32_t;
using i64 = std::int64_t;
using u64 = std::uint64_t;

template <class T> inline constexpr bool is_plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;

/** NULL: the zero of every number, the absent object, the text that was never set (see string). */
struct NullT {
  template <class T, class = std::enable_if_t<std::is_arithmetic_v<T> || std::is_pointer_v<T>>>
  constexpr operator T() const {
    return T(0);
  }
};
inline constexpr NullT Null{};
} // namespace mqlrt
