#include "input.hpp"
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace mqlrt {
static InputReg *first = nullptr;

InputReg::InputReg(const char *name, void *variable, Kind kind, int size)
    : name_(name), variable_(variable), kind_(kind), size_(size), next_(first) {
  first = this;
}

bool InputReg::set(const std::string &name, const std::string &value) {
  for (const InputReg *input = first; input; input = input->next_)
    if (name == input->name_) return input->assign(value);
  return false;
}

/** Whether `value`, read to `end`, was a number of the input's size. */
static bool whole_number(const std::string &value, const char *end) {
  return errno == 0 && !value.empty() && end == value.c_str() + value.size();
}

bool InputReg::assign(const std::string &value) const {
  char *end = nullptr;
  errno = 0;
  switch (kind_) {
  case Kind::text:
    *static_cast<string *>(variable_) = string(value);
    return true;
  case Kind::flag:
    *static_cast<bool *>(variable_) = value == "true" || value == "1";
    return value == "true" || value == "1" || value == "false" || value == "0";
  case Kind::real: {
    const double number = std::strtod(value.c_str(), &end);
    if (!whole_number(value, end)) return false;
    if (size_ == sizeof(double)) *static_cast<double *>(variable_) = number;
    else *static_cast<float *>(variable_) = static_cast<float>(number);
    return true;
  }
  case Kind::natural:
  case Kind::integer: {
    const bool is_signed = kind_ == Kind::integer;
    const u64 number = is_signed ? static_cast<u64>(std::strtoll(value.c_str(), &end, 0)) : std::strtoull(value.c_str(), &end, 0);
    if (!whole_number(value, end)) return false;
    const int unused = 64 - 8 * size_;
    const u64 kept = is_signed ? static_cast<u64>(static_cast<i64>(number << unused) >> unused) : number << unused >> unused;
    if (kept != number) return false;
    std::memcpy(variable_, &number, static_cast<std::size_t>(size_));
    return true;
  }
  }
  return false;
}
} // namespace mqlrt
