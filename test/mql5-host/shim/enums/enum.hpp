// How an MQL5 enumeration is declared: its members as one list, from which both the enum and EnumToString come.
#pragma once
#include <cstddef>
#include "../runtime/string.hpp"

namespace mqlrt {
struct EnumName {
  int value;
  const char16_t *name;
};

/** The member's name; a number without one reads ENUM_X::number, as the terminal prints it. */
string enum_name(const EnumName *names, std::size_t count, const char16_t *type, int value);
} // namespace mqlrt

#define MQL_MEMBER(name, value) name = value,
#define MQL_MEMBER_NAME(name, value) {value, u"" #name},
#define MQL_ENUM(type, list)                                                                                          \
  enum type : int { list(MQL_MEMBER) };                                                                               \
  inline ::mqlrt::string EnumToString(type value) {                                                                   \
    static constexpr ::mqlrt::EnumName names[] = {list(MQL_MEMBER_NAME)};                                             \
    return ::mqlrt::enum_name(names, sizeof names / sizeof *names, u"" #type, static_cast<int>(value));               \
  }
