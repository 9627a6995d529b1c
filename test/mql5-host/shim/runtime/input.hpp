// The expert's input parameters, each known by name before main runs.
#pragma once
#include "string.hpp"

namespace mqlrt {
/** One `input` of the expert: how it is named and where its value lies. */
class InputReg {
public:
  template <class T>
  InputReg(const char *name, T &variable) : InputReg(name, &variable, kind_of<T>(), static_cast<int>(sizeof(T))) {}
  InputReg(const char *name, string &variable) : InputReg(name, &variable, Kind::text, 0) {}

  /** Gives an input its value; false where there is no such input or the text is no value of its type. */
  static bool set(const std::string &name, const std::string &value);

private:
  enum class Kind { integer, natural, real, flag, text };
  const char *name_;
  void *variable_;
  Kind kind_;
  int size_;
  InputReg *next_;

  InputReg(const char *name, void *variable, Kind kind, int size);
  bool assign(const std::string &value) const;
  template <class T> static constexpr Kind kind_of() {
    if constexpr (std::is_same_v<T, bool>) return Kind::flag;
    else if constexpr (std::is_floating_point_v<T>) return Kind::real;
    else if constexpr (std::is_unsigned_v<T>) return Kind::natural;
    else return Kind::integer;
  }
};
} // namespace mqlrt
