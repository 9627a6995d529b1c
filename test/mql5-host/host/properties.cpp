#include "properties.hpp"

namespace host {
namespace {
using Kind = PropertyName::Kind;
using Names = std::unordered_map<std::string_view, PropertyName>;

#define INTEGER(name, value) {#name, {Kind::integer, value}},
#define REAL(name, value) {#name, {Kind::real, value}},
#define TEXT(name, value) {#name, {Kind::text, value}},
const Names &names() {
  static const Names all = {
      MQL_LIST_ACCOUNT_INFO_INTEGER(INTEGER) MQL_LIST_ACCOUNT_INFO_DOUBLE(REAL) MQL_LIST_ACCOUNT_INFO_STRING(TEXT)
      MQL_LIST_TERMINAL_INFO_INTEGER(INTEGER) MQL_LIST_TERMINAL_INFO_DOUBLE(REAL) MQL_LIST_TERMINAL_INFO_STRING(TEXT)
      MQL_LIST_SYMBOL_INFO_INTEGER(INTEGER) MQL_LIST_SYMBOL_INFO_DOUBLE(REAL) MQL_LIST_SYMBOL_INFO_STRING(TEXT)};
  return all;
}
#undef INTEGER
#undef REAL
#undef TEXT
} // namespace

const PropertyName *find_property(std::string_view name) {
  const auto found = names().find(name);
  return found == names().end() ? nullptr : &found->second;
}

void Properties::read(MessageReader &message) {
  for (u64 left = message.map(); left > 0; left--) {
    const std::string_view name = message.bytes();
    const PropertyName *property = find_property(name);
    if (!property) throw LinkError("MQL5 has no property " + std::string(name));
    switch (property->kind) {
      case Kind::integer: integers_[property->number] = message.integer(); break;
      case Kind::real: reals_[property->number] = message.real(); break;
      case Kind::text: texts_[property->number] = message.text(); break;
    }
  }
}
} // namespace host
