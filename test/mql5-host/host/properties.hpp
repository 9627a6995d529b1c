// Properties of the account, the terminal and the symbols: numbers and texts by their MQL5 names.
#pragma once
#include <string_view>
#include <unordered_map>
#include "message.hpp"
#include "terminal.hpp"

namespace host {
/** One class of MQL5 enumerations: a property's name leads to its number in one of three. */
struct PropertyName {
  enum class Kind { integer, real, text } kind;
  int number;
};

/** ACCOUNT_*, TERMINAL_* and SYMBOL_*. Null for a name that no enumeration has. */
const PropertyName *find_property(std::string_view name);

class Properties {
  std::unordered_map<int, i64> integers_;
  std::unordered_map<int, double> reals_;
  std::unordered_map<int, mqlrt::string> texts_;

  template <class V> static bool find(const std::unordered_map<int, V> &values, int number, V &out) {
    const auto found = values.find(number);
    if (found == values.end()) return false;
    out = found->second;
    return true;
  }

public:
  /** Takes a map of names and values. @throws LinkError for a name that MQL5 does not have */
  void read(MessageReader &message);
  bool integer(int number, i64 &out) const { return find(integers_, number, out); }
  bool real(int number, double &out) const { return find(reals_, number, out); }
  bool text(int number, mqlrt::string &out) const { return find(texts_, number, out); }
};
} // namespace host
