#include "enum.hpp"

namespace mqlrt {
string enum_name(const EnumName *names, std::size_t count, const char16_t *type, int value) {
  for (std::size_t i = 0; i < count; i++)
    if (names[i].value == value) return string(names[i].name);
  return string(type) + string(u"::") + value;
}
} // namespace mqlrt
